"""Why a file or a folder cannot be written, where a second try would fail like the first."""

import errno
import os
import tempfile
from pathlib import Path

PROBE_BYTES = 2**20

_FAULTS = {
    errno.ENOSPC: "the disk is full. Free space on it",
    errno.EDQUOT: "the quota of its disk is used up. Free space, or have the quota raised",
    errno.EFBIG: "a file would exceed the limit on file sizes. Raise it (ulimit -f)",
    errno.EROFS: "its file system is read-only. Mount it writable",
    errno.EACCES: "permission is denied. Give the user of the platform access to it",
    errno.EPERM: "permission is denied. Give the user of the platform access to it",
    errno.ENOTDIR: "a part of its path is a file. Rename that file",
    errno.EISDIR: "a folder has the name of a file. Rename that folder",
    errno.ENAMETOOLONG: "its path is too long. Choose a shorter one",
}


def write_fault(error: BaseException) -> str | None:
    """The fault and the remedy, ``<fault>. <Remedy>``, if ``error`` is one that a retry does not mend."""
    return _FAULTS.get(error.errno or 0) if isinstance(error, OSError) else None


def describe_write_fault(error: OSError) -> str:
    """One line for users on an error with a :func:`write_fault`; others are raised again."""
    fault = write_fault(error)
    if fault is None:
        raise error
    return f"{error.filename or 'A file'} cannot be written: {fault}."


def write_fault_in(output: str) -> str | None:
    """The same of the output of another program, which ends with the text of the error."""
    return next((fault for number, fault in _FAULTS.items() if os.strerror(number) in output), None)


def find_write_fault(folder: Path) -> str | None:
    """Write ``PROBE_BYTES`` into an existing folder and remove them; the fault, or None if that works.

    Raises:
        OSError: it fails in another way, for example because the folder does not exist.
    """
    try:
        with tempfile.TemporaryFile(dir=folder, prefix=".probe-", buffering=0) as file:
            rest = memoryview(bytes(PROBE_BYTES))
            while rest:
                # A disk with less space takes a part, and refuses the next one.
                rest = rest[file.write(rest) :]
    except OSError as error:
        fault = write_fault(error)
        if fault is None:
            raise
        return fault
    return None

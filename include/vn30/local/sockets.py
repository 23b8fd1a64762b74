"""Folders for Unix sockets: their paths are short, and need no quoting in URLs, shells and options."""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

MAX_SOCKET_BYTES = 100
"""Of a socket's whole path; operating systems allow 103 or 107."""

_PLAIN = re.compile(r"[A-Za-z0-9/._+-]+")
_LONGEST_NAME = "/.s.PGSQL.5432"
_TEMPORARY, _PREFIX = Path("/tmp"), "vn30-socket-"  # noqa: S108 - only their owner may enter these folders


class ForeignFolder(RuntimeError):
    """The folder for a socket belongs to another user; the message says what to do."""


def socket_folder(folder: Path) -> Path:
    """``folder`` itself, if sockets in it have fitting paths; else a folder in ``/tmp``, the same every time.

    The variable TMPDIR does not count: processes of one platform may differ in it.
    """
    path = str(folder)
    if _PLAIN.fullmatch(path) and len(path + _LONGEST_NAME) <= MAX_SOCKET_BYTES:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return _TEMPORARY / f"{_PREFIX}{digest}"


def make_socket_folder(folder: Path, owner: int) -> None:
    """Make a replacement that :func:`socket_folder` names, which only its owner may enter.

    A server accepts whoever reaches its socket: a folder that somebody else has made is not used. A folder
    that is no replacement is left alone.

    Args:
        owner: the id of the user.

    Raises:
        ForeignFolder: it exists and belongs to another user, or is a link.
    """
    if not _is_replacement(folder):
        return
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    status = folder.lstat()
    if folder.is_symlink() or status.st_uid != owner:
        raise ForeignFolder(
            f"{folder}, the folder for a socket of the platform, belongs to another user. Set VN30_HOME to a "
            "folder whose path is short and has only letters without accents, digits and . _ + -"
        )
    if status.st_mode & 0o777 != 0o700:
        folder.chmod(0o700)


def remove_socket_folder(folder: Path) -> None:
    """Remove a replacement that is empty; nothing else is touched."""
    if _is_replacement(folder):
        with suppress(OSError):  # gone, or not empty
            folder.rmdir()


def _is_replacement(folder: Path) -> bool:
    return folder.parent == _TEMPORARY and folder.name.startswith(_PREFIX)

"""Folders for the data of servers that tests start."""

import shutil
import tempfile
from pathlib import Path

# A folder of its own is made in one of them.
MEMORY, DISK = Path("/dev/shm"), Path("/tmp")  # noqa: S108
NEEDED_BYTES = 4 * 1024**3


def scratch_folder(prefix: str, durable: bool = False) -> Path:
    """An empty folder that a server's own user can reach; who made it removes it.

    It is in memory if there is enough: a copied database is hundreds of small files, which a disk makes and
    removes more slowly by an order of magnitude.

    Args:
        durable: it is on a disk in any case.
    """
    in_memory = not durable and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= NEEDED_BYTES
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if in_memory else DISK))
    folder.chmod(0o755)
    return folder

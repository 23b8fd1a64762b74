"""What tests ask about processes of the system."""

import psutil


def is_over(process: psutil.Process) -> bool:
    """Whether it has ended. It is a zombie, which runs nothing, until its parent asks for its exit code."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True

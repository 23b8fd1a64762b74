"""How a command line of backups ends when it is told to."""

import signal
import sys
from types import FrameType


def end_in_order() -> None:
    """From now on a polite kill and a closed terminal end this process as an error would.

    By themselves they end it at once, and what it has begun to write stays for ever.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)

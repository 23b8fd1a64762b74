"""The processes of one start of the platform: found by a mark in their environment, and ended."""

from collections.abc import Iterable
from contextlib import suppress

import psutil

MARK = "VN30_PLATFORM_RUN"
"""The environment variable with the mark, which every process inherits from the one that starts it."""

READABLE_ENVIRONMENT = {"SPT_NOENV": "1"}
"""Keeps Airflow's process titles from overwriting the environment that other programs read."""

_END_SECONDS = 10
_ROUNDS = 5


def find_marked_processes(mark: str) -> list[psutil.Process]:
    """The processes with this mark, and those that they have started, without zombies.

    Processes whose environment this user may not read are somebody else's.
    """
    marked = [process for process in psutil.process_iter() if _mark(process) == mark]
    found = dict.fromkeys(marked)
    for process in marked:
        with suppress(psutil.Error):
            found.update(dict.fromkeys(process.children(recursive=True)))
    return [process for process in found if _is_alive(process)]


def end_marked_processes(mark: str) -> int:
    """End all processes with this mark, politely and then by force; how many there were."""
    ended: set[psutil.Process] = set()
    # Again, because a process may start another one before it ends.
    for _ in range(_ROUNDS):
        processes = find_marked_processes(mark)
        if not processes:
            break
        ended.update(processes)
        _send(processes, force=False)
        _, alive = psutil.wait_procs(processes, timeout=_END_SECONDS)
        _send(alive, force=True)
        psutil.wait_procs(alive, timeout=_END_SECONDS)
    return len(ended)


def _send(processes: Iterable[psutil.Process], *, force: bool) -> None:
    for process in processes:
        with suppress(psutil.Error):
            # Neither touches a process that got the number since.
            if force:
                process.kill()
            else:
                process.terminate()


def _mark(process: psutil.Process) -> str | None:
    with suppress(psutil.Error, OSError):
        mark: str | None = process.environ().get(MARK)
        return mark
    return None


def _is_alive(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False

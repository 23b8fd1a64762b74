"""The CPU that groups of processes, and all others of the machine, take between two moments."""

import os
import time
from collections.abc import Iterable, Mapping

import psutil

SATURATED = 0.9
"""Share of a core from which a process counts as saturated, and of all cores from which the machine does."""


class CpuShares:
    """Shares of a core from its creation to :meth:`stop`, by group of processes.

    Args:
        rest: the name of all other processes, those that end meanwhile included.
    """

    def __init__(self, groups: Mapping[str, Iterable[psutil.Process]], rest: str) -> None:
        self._rest = rest
        self._groups = {name: list(processes) for name, processes in groups.items()}
        self._started, self._before = time.perf_counter(), self._seconds()
        self.shares: dict[str, float] = {}

    def stop(self) -> None:
        """Take the shares."""
        elapsed = time.perf_counter() - self._started
        after = self._seconds()
        self.shares = {name: (after[name] - self._before[name]) / elapsed for name in after}

    def text(self) -> str:
        """Each group with its share."""
        return ", ".join(f"{name} {share:.0%}" for name, share in self.shares.items())

    def saturated(self) -> str:
        """The groups of one process that take a whole core, or the machine if all cores are taken."""
        named = [name for name, share in self.shares.items() if share >= SATURATED]
        cores = os.cpu_count() or 1
        if sum(self.shares.values()) >= SATURATED * cores:
            named.append("all cores")
        return ", ".join(named) or "none"

    def _seconds(self) -> dict[str, float]:
        named = {name: sum(map(_cpu_seconds, processes)) for name, processes in self._groups.items()}
        machine = psutil.cpu_times()
        busy = sum(machine) - machine.idle - getattr(machine, "iowait", 0.0) - getattr(machine, "steal", 0.0)
        return {**named, self._rest: busy - sum(named.values())}


def _cpu_seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)

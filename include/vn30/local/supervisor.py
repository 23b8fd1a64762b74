"""Runs the processes of the Procfile of this folder under honcho, each with the environment that it needs.

``python -m vn30.local.supervisor redis=0,worker=0``: the number of processes of a type, one by default. The
environment comes as JSON on standard input, so that secrets are not in the supervisor's own.

The output is a file in the home. honcho itself ends at the first line that a full disk refuses, and its
processes would then run without it: lines that are refused are left out.
"""

import io
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from honcho.environ import expand_processes, parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

from vn30.local.environment import environment_of


class LossyOutput(io.TextIOBase):
    """Writes to a file descriptor, and leaves out what that refuses."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, text: str) -> int:
        """Write the text at once; its length, in characters, even if it is left out."""
        with suppress(OSError):
            os.write(self._descriptor, text.encode(errors="replace"))
        return len(text)


class PatientManager(Manager):  # type: ignore[misc]  # honcho has no types
    """Puts a stop off until it knows the pids of all processes.

    honcho's own fails at a signal before that, and its processes run on while it waits for them.
    """

    def __init__(self, printer: Printer) -> None:
        super().__init__(printer)
        self._stop_is_due = False

    def terminate(self) -> None:
        """End all processes, as soon as all have started."""
        if super()._all_started():
            super().terminate()
        else:
            self._stop_is_due = True

    def _all_started(self) -> bool:
        # The loop asks at each turn.
        started = bool(super()._all_started())
        if started and self._stop_is_due:
            self._stop_is_due = False
            super().terminate()
        return started


def main() -> int:
    """Run the processes until one of them ends or a signal stops all."""
    environment = json.load(sys.stdin)
    counts = {name: int(count) for name, _, count in (part.partition("=") for part in sys.argv[1].split(","))}
    types = parse_procfile(Path("Procfile").read_text()).processes
    manager = PatientManager(Printer(LossyOutput(sys.stdout.fileno()), colour=False))
    for process in expand_processes(types, concurrency=counts):
        of_type = environment_of(process.name.partition(".")[0], environment)
        manager.add_process(process.name, process.cmd, env={**of_type, **process.env}, cwd=os.getcwd())
    manager.loop()
    return int(manager.returncode)


if __name__ == "__main__":
    sys.exit(main())

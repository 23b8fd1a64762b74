"""The parent's side of the process that optimises: starts it, queries it, and ends it on a time-out.

skfolio takes seconds to import and hundreds of megabytes, and a solver that runs cannot be interrupted: the
API hands both to a process of its own, which it can end.
"""

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from vn30.i18n.localized import localized

START_SECONDS = 180.0
_SINGLE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class OptimiserBusy(Exception):
    """Another optimisation runs, and did not end while this one waited."""


class OptimiserTimeout(Exception):
    """There was no answer in time; the process was ended."""


class OptimiserDied(Exception):
    """The process ended without an answer, as where the memory does not suffice."""


@dataclass
class _Running:
    process: "subprocess.Popen[bytes]"
    channel: Connection
    is_ready: bool = False


class OptimiserProcess:
    """One process that answers one question at a time; it starts with the first and ends when it is idle.

    Args:
        seconds: for an answer; the start of the process has :data:`START_SECONDS` before.
        waiting: seconds that a question waits for the one before it.
    """

    def __init__(self, seconds: float = 30.0, waiting: float = 10.0) -> None:
        self._seconds, self._waiting = seconds, waiting
        self._turn = threading.Lock()
        self._running: _Running | None = None

    def warm_up(self) -> None:
        """Start the process if none runs, without waiting for it."""
        if self._turn.acquire(blocking=False):
            try:
                self._start()
            finally:
                self._turn.release()

    def ask(self, question: Any) -> Any:
        """The answer of :func:`vn30.optimisation.worker.answer`, which may be an error that is raised here.

        Raises:
            OptimiserBusy, OptimiserTimeout, OptimiserDied: there is no answer.
            vn30.errors.WrongInput: the question has none; the message names the field and the remedy.
        """
        if not self._turn.acquire(timeout=self._waiting):
            raise OptimiserBusy(
                localized("another optimisation has run for {waiting:.0f} s", waiting=self._waiting)
            )
        try:
            reply = self._exchange(question)
        finally:
            self._turn.release()
        if isinstance(reply, Exception):
            raise reply
        return reply

    def close(self) -> None:
        """End the process if it runs."""
        running, self._running = self._running, None
        if running is not None:
            running.channel.close()
            running.process.kill()
            running.process.wait()

    def _exchange(self, question: Any) -> Any:
        running = self._start()
        try:
            if not running.is_ready:
                self._receive(running, START_SECONDS)
                running.is_ready = True
            running.channel.send(question)
            return self._receive(running, self._seconds)
        except (EOFError, OSError) as error:
            self.close()
            raise OptimiserDied(localized("its process ended without an answer")) from error

    def _receive(self, running: _Running, seconds: float) -> Any:
        if running.channel.poll(seconds):
            return running.channel.recv()
        self.close()
        raise OptimiserTimeout(localized("there is no answer after {seconds:.0f} s", seconds=seconds))

    def _start(self) -> _Running:
        if self._running is not None and self._running.process.poll() is not None:
            # It was idle for long, or was killed between two questions.
            self.close()
        if self._running is None:
            ours, theirs = Pipe()
            with theirs:
                process = subprocess.Popen(  # noqa: S603 - our own module
                    [sys.executable, "-P", "-m", "vn30.optimisation.worker", str(theirs.fileno())],
                    env={**os.environ, **_SINGLE_CORE},
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                )
            self._running = _Running(process, ours)
        return self._running

"""Processes of a platform that are killed: started again, or named, and none is left behind."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from tests.support.ports import free_port
from tests.support.small_disk import small_disk
from vn30.local import processes
from vn30.local.home import Home
from vn30.local.marked_processes import MARK, find_marked_processes
from vn30.local.postgres_process import NotStarted
from vn30.local.processes import MAX_DATABASE_RESTARTS, RunningPlatform, StartFailed
from vn30.local.setup import LocalPlatform
from vn30.settings import PROJECT_ROOT, Settings

PATIENCE = 60
KEEP_RUNNING = PROJECT_ROOT / "include" / "vn30" / "local" / "keep_running.sh"


class Server:
    """PostgreSQL, as far as the processes have to do with it."""

    log = Path("postgres/log")

    def __init__(self) -> None:
        self.ended = False
        self.error: Exception | None = None
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this object

    def use(self) -> int:
        return self._file.fileno()

    def restart_if_ended(self) -> bool:
        if self.error is not None:
            raise self.error
        return self.ended

    def last_lines(self) -> str:
        return "No space left on device"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[str]) -> Iterator[RunningPlatform]:
    """Two processes that run for ever, under honcho as the platform's are."""
    (tmp_path / "Procfile").write_text(f"steady: exec sh '{KEEP_RUNNING}' sleep 605\nbare: exec sleep 606\n")
    monkeypatch.setattr(processes, "PROJECT_ROOT", tmp_path)
    home = Home(tmp_path)
    home.create()
    settings = Settings(home=tmp_path, api_port=free_port(), airflow_port=free_port())
    platform = LocalPlatform(settings, home, home.secrets(), Server(), dict(os.environ))  # type: ignore[arg-type]
    with RunningPlatform(platform, said.append, "the mark") as running:
        wait_until(lambda: len(sleeping()) == 2)
        yield running
    assert find_marked_processes("the mark") == []


def sleeping() -> dict[str, psutil.Process]:
    """The processes of the Procfile by their argument."""
    found = {}
    for process in find_marked_processes("the mark"):
        if process.name() == "sleep" and process.cmdline()[1:2] in (["605"], ["606"]):
            found[process.cmdline()[1]] = process
    return found


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_killed_process_is_started_again(running: RunningPlatform, said: list[str]) -> None:
    killed = sleeping()["605"]
    running.check_alive()
    assert said == []
    killed.kill()

    def is_said() -> bool:
        running.check_alive()
        return bool(said)

    wait_until(is_said)
    assert said[0].startswith("steady ended with status 137 and is started again; its output is in ")
    wait_until(lambda: sleeping().get("605") not in (None, killed))
    running.check_alive()
    assert len(said) == 1


def test_the_process_that_ended_is_named(running: RunningPlatform) -> None:
    sleeping()["606"].kill()
    wait_until(lambda: running._honcho.poll() is not None)
    with pytest.raises(
        StartFailed, match=r"The process bare of the platform ended with status -9\. Its output"
    ):
        running.check_alive()


def test_a_killed_honcho_is_named(running: RunningPlatform) -> None:
    running._honcho.kill()
    running._honcho.wait()
    assert len(sleeping()) == 2, "nothing has ended them; the end of the platform does"
    with pytest.raises(StartFailed, match="honcho, which runs the processes of the platform, was killed"):
        running.check_alive()


def test_a_server_that_ends_over_and_over(running: RunningPlatform, said: list[str]) -> None:
    running._platform.postgres.ended = True  # type: ignore[attr-defined]
    for _ in range(MAX_DATABASE_RESTARTS - 1):
        running.check_alive()
    assert said == ["PostgreSQL ended and was started again; its log is postgres/log"] * 4
    with pytest.raises(StartFailed, match=r"(?s)PostgreSQL ended 5 times in 10 minutes.*No space left"):
        running.check_alive()


def test_a_server_that_does_not_start(
    running: RunningPlatform, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again after pauses, and the platform goes on with it."""
    monkeypatch.setattr(processes, "DATABASE_PAUSE_SECONDS", 0.2)
    server = running._platform.postgres
    server.error = NotStarted("PostgreSQL does not start: the disk is full. Free space on it.")  # type: ignore[attr-defined]
    for _ in range(3):
        running.check_alive()
        time.sleep(0.1)
    assert len(said) == 1
    assert said[0].startswith("PostgreSQL does not start: the disk is full. Free space on it.")
    server.error, server.ended = None, True  # type: ignore[attr-defined]
    wait_until(lambda: running.check_alive() or len(said) > 1)
    assert said[1].startswith("PostgreSQL ended and was started again")


def test_full_disk_of_the_home(
    running: RunningPlatform, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "HOME_CHECK_SECONDS", 0)
    with small_disk(1) as disk:
        running._platform = replace(running._platform, home=Home(disk.path))
        disk.fill()
        running.check_alive()
        running.check_alive()
        assert said == [f"{disk.path} cannot be written: the disk is full. Free space on it."]


def test_full_disk_of_the_log(tmp_path: Path) -> None:
    """honcho goes on where its output is refused, and ends in order."""
    (tmp_path / "Procfile").write_text("talker: while echo something; do sleep 0.01; done\n")
    with open("/dev/full", "wb") as full:
        honcho = subprocess.Popen(
            [sys.executable, "-m", "vn30.local.supervisor", "talker=1"],
            cwd=tmp_path,
            env={**os.environ, MARK: "talk"},
            stdin=subprocess.PIPE,
            stdout=full,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    with honcho.stdin as inlet:  # type: ignore[union-attr]
        inlet.write(json.dumps({"PATH": os.environ["PATH"], MARK: "talk"}))
    try:
        wait_until(lambda: "sh" in {process.name() for process in find_marked_processes("talk")})
        honcho.terminate()
        assert honcho.wait(PATIENCE) == 143
        assert find_marked_processes("talk") == []
    finally:
        honcho.kill()


def test_stop_before_the_start() -> None:
    """A stop that comes before the processes have reported their start ends them too."""
    code = (
        "from honcho.printer import Printer; from vn30.local.supervisor import PatientManager\n"
        "manager = PatientManager(Printer(colour=False)); manager.add_process('sleeper', 'exec sleep 600')\n"
        "manager.terminate(); manager.loop()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert "sleeper stopped (rc=-15)" in done.stdout, done.stderr


def test_what_never_starts_is_given_up(tmp_path: Path) -> None:
    pause = tmp_path / "sleep"
    pause.write_text("#!/bin/sh\n")
    pause.chmod(0o755)
    done = subprocess.run(
        ["sh", KEEP_RUNNING, "sh", "-c", "exit 3"],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0] == "keep_running: ended with status 3 and is started again"
    assert len(lines) == 30
    assert lines[-1] == (
        "keep_running: ended 30 times in a row within 30 seconds, the last time with status 3; "
        "it is not started again"
    )

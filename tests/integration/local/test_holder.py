"""One platform a home: the second start learns of the first, and what a killed one has left is ended."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from tests.support.ports import free_port
from tests.support.small_disk import small_disk
from vn30.local import marked_processes
from vn30.local.holder import Holder, HomeInUse, hold_home
from vn30.local.home import Home, UnusableHome
from vn30.local.marked_processes import MARK, find_marked_processes
from vn30.local.where_it_runs import show_running

APP, AIRFLOW = "http://127.0.0.1:1", "http://127.0.0.1:2"
PATIENCE = 60
# A program that holds a home and has a shell start processes, the last of them in a session of its own.
HOLD = f"""
import os, pathlib, subprocess, sys
from vn30.local.holder import Holder, hold_home
from vn30.local.home import Home
holder = Holder({APP!r}, {AIRFLOW!r})
with hold_home(Home(pathlib.Path(sys.argv[1])), holder):
    command = "trap '' TERM; sleep 601 & setsid sleep 602 & sleep 603"
    environment = {{**os.environ, {MARK!r}: holder.mark}}
    subprocess.Popen(["sh", "-c", command], env=environment, start_new_session=True)
    print(holder.mark, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked_processes, "_END_SECONDS", 1)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "the home")
    home.create()
    return home


@pytest.fixture
def holding(home: Home) -> Iterator[subprocess.Popen[str]]:
    """Another program that holds the home, until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, home.root], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        yield program
        program.kill()
    with hold_home(home, Holder()):
        pass


def test_second_start_learns_where_the_first_is(home: Home, holding: subprocess.Popen[str]) -> None:
    assert holding.stdout is not None
    holding.stdout.readline()
    with pytest.raises(HomeInUse) as refused, hold_home(home, Holder()):
        pass
    assert refused.value.holder is not None
    assert refused.value.holder.pid == holding.pid
    for part in (str(home.root), str(holding.pid), APP, AIRFLOW, "VN30_HOME"):
        assert part in str(refused.value)


def test_what_a_killed_program_has_left_is_ended(home: Home, holding: subprocess.Popen[str]) -> None:
    """All that carry its mark, however stubborn, and nothing else."""
    assert holding.stdout is not None
    mark = holding.stdout.readline().strip()
    foreign = subprocess.Popen(["sleep", "604"], env={**os.environ, MARK: "another"})
    holding.kill()
    holding.wait()
    deadline = time.monotonic() + PATIENCE
    while len(find_marked_processes(mark)) < 4:
        assert time.monotonic() < deadline
    try:
        with hold_home(home, Holder(APP, AIRFLOW)) as ended:
            assert ended == 4
        assert find_marked_processes(mark) == []
        assert foreign.poll() is None
        with hold_home(home, Holder(APP, AIRFLOW)) as ended:
            assert ended == 0
    finally:
        foreign.kill()
        foreign.wait()


def test_second_start_in_the_first_moments(home: Home) -> None:
    """Where it will be is known before anything answers there, and before there are secrets."""
    console = Console(file=io.StringIO(), width=80)
    holder = Holder(f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{free_port()}")
    show_running(console, home, holder)
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    for part in (holder.api_url, holder.airflow_url, f"kill {holder.pid}", "starting or stopping"):
        assert str(part) in shown
    assert not home.secrets_file.exists()


def test_restore_says_so(home: Home) -> None:
    with (
        hold_home(home, Holder()),
        pytest.raises(HomeInUse, match=f"is being restored by process {os.getpid()}"),
        hold_home(home, Holder(APP, AIRFLOW)),
    ):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"mark": null, "surprise": 1}'])
def test_damaged_record_is_no_obstacle(home: Home, content: str) -> None:
    home.holder_file.write_text(content)
    with hold_home(home, Holder(APP, AIRFLOW)) as ended:
        assert ended == 0


def test_home_that_takes_nothing() -> None:
    with small_disk(4) as disk:
        home = Home(disk.path / "home")
        home.create()
        with pytest.raises(UnusableHome, match=r"MB free, and a start needs 200 MB"):
            home.check_space()
        disk.fill()
        with pytest.raises(UnusableHome, match=r"cannot be written: the disk is full\. Free space"):
            home.create()
        disk.free()
        disk.make_read_only()
        with pytest.raises(UnusableHome, match=r"its file system is read-only\. Mount it writable"):
            home.create()
        with pytest.raises(UnusableHome, match="read-only"), hold_home(home, Holder()):
            pass


def test_damaged_secrets_are_named(home: Home) -> None:
    home.secrets()
    home.secrets_file.write_text(home.secrets_file.read_text()[:40])
    with pytest.raises(UnusableHome, match=r"secrets\.json is damaged\. Restore a backup"):
        home.secrets()

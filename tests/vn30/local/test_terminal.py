"""What the demo shows in a terminal of 80 columns, and how it estimates the time left."""

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import cast

import pyte
import pytest
from rich.console import Console

from tests.vn30.local.shown import show
from vn30.local.progress import clock, describe, seconds_left
from vn30.pipelines.airflow_api import RunProgress, Span
from vn30.settings import PROJECT_ROOT

COLUMNS, LINES = 80, 40
START = datetime(2026, 6, 30, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def terminal() -> bytes:
    """All that the demo writes to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    shown = subprocess.Popen(
        [sys.executable, "-m", "tests.vn30.local.shown"],
        cwd=PROJECT_ROOT,
        env={**environment, "TERM": "xterm-256color"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 65536):
            written += piece
    except OSError:
        # Linux: the other end is closed.
        pass
    os.close(ours)
    assert shown.wait(60) == 0, written.decode()
    return written


def screens(written: bytes) -> list[list[str]]:
    """The lines of the screen each time that the cursor went back to the start of a line."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    shown = []
    for piece in re.split(rb"(?=\r(?!\n))", written):
        stream.feed(piece)
        shown.append([line.rstrip() for line in screen.display if line.strip()])
    return shown


def test_no_column_is_cut(terminal: bytes) -> None:
    text = "\n".join(screens(terminal)[-1])
    assert "…" not in text
    for heading in ("Ticker", "Price", "Forecast", "Change", "80 % interval", "MAPE", "Naive", "Skill"):
        assert heading in text
    for cell in ("FPT", "9,123,456", "9,234,567", "-12.34", "-12.3 to +15.1", "14.05", "13.95", "-0.123"):
        assert text.count(cell) == 2, cell
    assert text.count("unproven") == 2


def test_progress_is_one_line_that_is_rewritten(terminal: bytes) -> None:
    seen: set[str] = set()
    for screen in screens(terminal):
        running = [line for line in screen if "tickers" in line]
        assert len(running) <= 1, screen
        seen.update(running)
    for part in ("100/400 tickers", "300/400 tickers", "left"):
        assert any(part in line for line in seen), seen
    assert any(re.search(r" [1-9]\d:\d\d elapsed, about \d\d:\d\d left", line) for line in seen), seen
    last = screens(terminal)[-1]
    assert last[0].startswith("vn30_model_training: success, 400/400 tickers, ")
    assert "Should buy" in last[1]


def test_other_output_has_plain_lines() -> None:
    console = Console(file=io.StringIO(), width=COLUMNS)
    show(console)
    text = cast(io.StringIO, console.file).getvalue()
    assert [line.split(" tickers, ")[0] for line in text.splitlines()[:5]] == [
        *(f"vn30_model_training: running, {done}/400" for done in (0, 100, 200, 300)),
        "vn30_model_training: success, 400/400",
    ]
    assert "\x1b" not in text
    assert "…" not in text


def run_of(seconds: float, each: float = 12.0, slots: int = 2, tickers: int = 30) -> RunProgress:
    """A run so many seconds after its first ticker began: ``slots`` at a time, ``each`` seconds a ticker."""
    counts, instances = Counter[str](), []
    for number in range(tickers):
        start = each * (number // slots) + number % slots
        state = "success" if start + each <= seconds else "running" if start <= seconds else "scheduled"
        counts[state] += 1
        if state != "scheduled":
            end = START + timedelta(seconds=start + each) if state == "success" else None
            instances.append(Span(START + timedelta(seconds=start), end))
    return RunProgress("running", {"train": counts}, None, {"train": instances})


@pytest.mark.parametrize("seconds", [12.0, 13.0, 18.0, 23.0, 24.0, 60.0, 100.0, 170.0, 180.5])
def test_time_left_is_near_from_the_first_ticker_on(seconds: float) -> None:
    """Two at a time, 12 seconds each: the last of 30 tickers ends after 181 seconds."""
    left = seconds_left(run_of(seconds), "train", START + timedelta(seconds=seconds))
    assert left is not None
    assert left == pytest.approx(181 - seconds, rel=0.2, abs=12)


def test_time_before_the_tickers_does_not_count() -> None:
    """A run whose first ticker begins after 40 seconds: its first estimate is not twelve minutes."""
    text = describe(run_of(13), "train", elapsed=53, now=START + timedelta(seconds=13))
    minutes, seconds = text.rsplit("about ", 1)[1].removesuffix(" left").split(":")
    assert text.startswith("running, 2/30 tickers, 0:53 elapsed, about ")
    assert 60 * int(minutes) + int(seconds) == pytest.approx(168, abs=20)


def test_a_task_of_the_run_is_named() -> None:
    """Before and after the tickers, the line says which task takes the time."""
    state = RunProgress("running", {"pool": Counter(running=1), "train": Counter(none=1)}, None, {})
    assert describe(state, "train", 63, START) == "running, at pool, 1:03 elapsed"


def test_there_is_no_estimate_before_a_ticker_has_ended() -> None:
    assert seconds_left(run_of(5), "train", START + timedelta(seconds=5)) is None
    assert "left" not in describe(run_of(5), "train", 10, START + timedelta(seconds=5))
    assert describe(None, "train", 63, START) == "Airflow does not answer, 1:03 elapsed"
    assert clock(3661) == "61:01"

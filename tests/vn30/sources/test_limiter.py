import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from vn30.sources import limiter
from vn30.sources.base import Quota, SourceUnavailable
from vn30.sources.limiter import CallLimiter

ONE_A_SECOND = Quota("account", 1, seconds=0.0)  # and a second of margin

CALLER = """
import sys, time
from pathlib import Path
from vn30.sources.base import Quota
from vn30.sources.limiter import CallLimiter
limiter = CallLimiter(Path(sys.argv[1]))
for vendor in ("VCI", "KBS") * 2:
    limiter.wait_for_turn(Quota("vnstock", 8, seconds=1.0), vendor)
    print(time.time(), flush=True)
"""


def test_four_processes_together_stay_within_the_quota(tmp_path: Path) -> None:
    callers = [
        subprocess.Popen([sys.executable, "-c", CALLER, str(tmp_path / "calls")], stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    printed = [caller.communicate(timeout=60)[0] for caller in callers]
    calls = sorted(float(line) for output in printed for line in output.split())
    assert len(calls) == 4 * 4
    # Of nine calls in a row, the first and the last lie a whole window apart.
    assert min(ninth - first for first, ninth in zip(calls, calls[8:], strict=False)) >= 1.0


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long callers of this process slept, in seconds, one entry a nap; they do sleep."""
    taken, sleep = [], time.sleep

    def nap(seconds: float) -> None:
        taken.append(seconds)
        sleep(seconds)

    monkeypatch.setattr(limiter.time, "sleep", nap)
    return taken


def test_nobody_waits_who_need_not(tmp_path: Path, naps: list[float]) -> None:
    calls = CallLimiter(tmp_path / "folder" / "calls")
    for _ in range(20):
        calls.wait_for_turn(Quota("vnstock", 20), "VCI")
    calls.wait_for_turn(Quota("yahoo", 1), "yahoo")
    assert naps == []


def test_a_pause_holds_for_all_who_open_the_file_and_for_that_vendor_only(
    tmp_path: Path, naps: list[float]
) -> None:
    until = time.time() + 1.0
    CallLimiter(tmp_path / "calls").pause("VCI", 1.0)
    CallLimiter(tmp_path / "calls").pause("VCI", 0.1)
    other = CallLimiter(tmp_path / "calls")
    other.wait_for_turn(Quota("vnstock", 20), "KBS")
    assert naps == []
    other.wait_for_turn(Quota("vnstock", 20), "VCI")
    assert time.time() >= until


def test_a_pause_that_begins_while_a_caller_waits_for_its_turn_holds_for_it(tmp_path: Path) -> None:
    calls = CallLimiter(tmp_path / "calls")
    calls.wait_for_turn(ONE_A_SECOND, "VCI")
    threading.Timer(0.3, calls.pause, ("VCI", 1.7)).start()
    began = time.monotonic()
    calls.wait_for_turn(ONE_A_SECOND, "VCI")
    assert time.monotonic() - began > 1.9


def test_a_pause_too_long_to_wait_is_an_error_that_says_how_long(tmp_path: Path) -> None:
    calls = CallLimiter(tmp_path / "calls", longest_pause=5.0)
    calls.pause("VCI", 60.0)
    with pytest.raises(SourceUnavailable, match=r"VCI asked to be left alone for another \d+ s") as paused:
        calls.wait_for_turn(Quota("vnstock", 20), "VCI")
    assert 50 < (paused.value.retry_after or 0) <= 60

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from vn30.sources import rate_limiter
from vn30.sources.base import Quota, SourceUnavailable
from vn30.sources.rate_limiter import CallLimiter

ONE_A_SECOND = Quota("account", 1, seconds=0.0)  # and a second of margin

CALLER = """
import sys, time
from pathlib import Path
from vn30.sources.base import Quota
from vn30.sources.rate_limiter import CallLimiter
limiter = CallLimiter(Path(sys.argv[1]))
for vendor in ("VCI", "KBS") * 2:
    limiter.wait_for_turn(Quota("vnstock", 8, seconds=1.0), vendor)
    print(time.time(), flush=True)
"""


def test_quota_over_processes(tmp_path: Path) -> None:
    """Four processes together stay within the quota."""
    callers = [
        subprocess.Popen([sys.executable, "-c", CALLER, str(tmp_path / "calls")], stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    printed = [caller.communicate(timeout=60)[0] for caller in callers]
    calls = sorted(float(line) for output in printed for line in output.split())
    assert len(calls) == 4 * 4
    # The first and the last of nine consecutive calls lie at least a window apart.
    assert min(ninth - first for first, ninth in zip(calls, calls[8:], strict=False)) >= 1.0


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each sleep of the callers in this process, which do sleep."""
    taken, sleep = [], time.sleep

    def nap(seconds: float) -> None:
        taken.append(seconds)
        sleep(seconds)

    monkeypatch.setattr(rate_limiter.time, "sleep", nap)
    return taken


def test_no_wait_within_quota(tmp_path: Path, naps: list[float]) -> None:
    calls = CallLimiter(tmp_path / "folder" / "calls")
    for _ in range(20):
        calls.wait_for_turn(Quota("vnstock", 20), "VCI")
    calls.wait_for_turn(Quota("yahoo", 1), "yahoo")
    assert naps == []


def test_pause(tmp_path: Path, naps: list[float]) -> None:
    """A pause applies to that vendor alone, in all processes that open the file."""
    until = time.time() + 1.0
    CallLimiter(tmp_path / "calls").pause("VCI", 1.0)
    CallLimiter(tmp_path / "calls").pause("VCI", 0.1)
    other = CallLimiter(tmp_path / "calls")
    other.wait_for_turn(Quota("vnstock", 20), "KBS")
    assert naps == []
    other.wait_for_turn(Quota("vnstock", 20), "VCI")
    assert time.time() >= until


def test_pause_while_waiting(tmp_path: Path) -> None:
    """A pause also applies to a caller that was already waiting for its turn."""
    calls = CallLimiter(tmp_path / "calls")
    calls.wait_for_turn(ONE_A_SECOND, "VCI")
    threading.Timer(0.3, calls.pause, ("VCI", 1.7)).start()
    began = time.monotonic()
    calls.wait_for_turn(ONE_A_SECOND, "VCI")
    assert time.monotonic() - began > 1.9


def test_long_pause(tmp_path: Path) -> None:
    """A pause longer than the limit is an error with the time left."""
    calls = CallLimiter(tmp_path / "calls", max_pause=5.0)
    calls.pause("VCI", 60.0)
    with pytest.raises(SourceUnavailable, match=r"VCI asked for a pause, of which \d+ s are left") as paused:
        calls.wait_for_turn(Quota("vnstock", 20), "VCI")
    assert 50 < (paused.value.retry_after or 0) <= 60

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from vn30.sources.base import Quota, SourceError, SourceUnavailable
from vn30.sources.rate_limiter import CallLimiter
from vn30.sources.retry import RetryingCaller, RetryPolicy, refused, seconds_to_wait


@pytest.fixture
def caller(tmp_path: Path) -> RetryingCaller:
    policy = RetryPolicy(attempts=3, first_wait=0.01, max_wait=5.0)
    return RetryingCaller("VCI", Quota("vnstock", 100), CallLimiter(tmp_path / "calls"), policy)


def answers(*outcomes: str | Exception) -> Callable[[], str]:
    """A call that returns or raises each of the outcomes in turn."""
    left = list(outcomes)

    def call() -> str:
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return call


def test_transient_error(caller: RetryingCaller) -> None:
    """A transient error is retried and noted."""
    notes: list[str] = []
    assert caller(answers(SourceUnavailable("once"), SourceUnavailable("twice"), "bars"), notes) == "bars"
    assert notes == ["once; retried", "twice; retried"]
    assert caller(answers("bars"), notes) == "bars"
    assert len(notes) == 2


def test_last_fault_is_raised(caller: RetryingCaller) -> None:
    with pytest.raises(SourceUnavailable, match="third"):
        caller(answers(*map(SourceUnavailable, ("first", "second", "third")), "bars"))


def test_permanent_error(caller: RetryingCaller) -> None:
    """A permanent error is not retried."""
    with pytest.raises(SourceError, match="gone"):
        caller(answers(SourceError("gone"), "bars"))


def test_requested_wait(caller: RetryingCaller) -> None:
    """The wait that the vendor asks for is kept."""
    began = time.monotonic()
    assert caller(answers(SourceUnavailable("busy", retry_after=1.0), "bars")) == "bars"
    assert time.monotonic() - began > 0.9


def test_requested_wait_too_long(caller: RetryingCaller) -> None:
    """A requested wait beyond the maximum ends the attempts."""
    with pytest.raises(SourceUnavailable, match="come back in ten minutes"):
        caller(answers(SourceUnavailable("come back in ten minutes", retry_after=600.0), "bars"))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, SourceError),
        (403, SourceError),
        (404, SourceError),
        (408, SourceUnavailable),
        (429, SourceUnavailable),
        (500, SourceUnavailable),
        (503, SourceUnavailable),
        (520, SourceUnavailable),
    ],
)
def test_transient_statuses(status: int, kind: type[Exception]) -> None:
    error = refused("VCI", status, "7")
    assert type(error) is kind
    assert f"VCI answered {status}" in str(error)
    assert getattr(error, "retry_after", 7.0) == 7.0


@pytest.mark.parametrize(
    ("header", "seconds"), [(None, None), ("", None), ("soon", None), ("-1", None), ("0", 0.0), ("90", 90.0)]
)
def test_retry_after_in_seconds(header: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(header) == seconds


@pytest.mark.parametrize("zone", ["GMT", "-0000"])
def test_retry_after_as_a_date(zone: str) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True).replace("GMT", zone)
    assert seconds_to_wait(soon) == pytest.approx(30, abs=2)
    assert seconds_to_wait(f"Mon, 01 Jan 2024 00:00:00 {zone}") == 0.0

"""The deadlines of runs."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from vn30.airflow.deadline import PricesDeadline, deadline_of
from vn30.settings import get_settings

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def vietnam(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("due", "now", "deadline"),
    [
        # Friday, in time and by a scheduler that comes back in the evening, or on Sunday.
        (vietnam(20, 17), vietnam(20, 17), vietnam(20, 18)),
        (vietnam(20, 17), vietnam(20, 19), vietnam(20, 18)),
        (vietnam(20, 17), vietnam(22, 8), vietnam(20, 18)),
        # Thursday's, caught up with on Friday evening.
        (vietnam(19, 17), vietnam(20, 17), None),
        # A schedule that no deadline can be kept with: the next morning, and Friday after 18:00.
        (vietnam(23, 8), vietnam(23, 8), None),
        (vietnam(20, 18, 30), vietnam(20, 18, 30), None),
    ],
)
def test_deadline_of_newest_session(due: datetime, now: datetime, deadline: datetime | None) -> None:
    """Only the newest session has a deadline, and only if it can be met."""
    assert deadline_of(due.astimezone(UTC), time(18), now.astimezone(UTC)) == deadline


def test_a_platform_whose_today_is_set_back_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_settings(), "as_of", date(2026, 11, 19))
    assert deadline_of(vietnam(20, 17), time(18), vietnam(20, 17)) is None


def test_the_time_of_day_survives_airflows_database() -> None:
    kept = PricesDeadline("17:45").serialize_reference()
    assert PricesDeadline.deserialize_reference(kept).at == "17:45"

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from vn30.calendar import (
    HOSE_ZONE,
    OutsideCalendar,
    decreed_days,
    is_session,
    last_closed_session,
    session_hours,
    sessions_after,
    sessions_between,
)

OUTAGE = {date(2018, 1, 23), date(2018, 1, 24)}


def test_weekends_holidays_and_decreed_days_are_no_sessions() -> None:
    friday, saturday = date(2024, 2, 2), date(2024, 2, 3)
    lunar_new_year, bridge_day = date(2024, 2, 12), date(2025, 5, 2)
    assert is_session(friday)
    assert not any(is_session(day) for day in (saturday, lunar_new_year, bridge_day))


def test_sessions_between_includes_both_ends() -> None:
    week = sessions_between(date(2024, 1, 2), date(2024, 1, 5))
    assert week == [date(2024, 1, day) for day in (2, 3, 4, 5)]


def test_sessions_after_skip_the_lunar_new_year() -> None:
    assert sessions_after(date(2024, 2, 7), 2) == [date(2024, 2, 15), date(2024, 2, 16)]


def test_sessions_after_past_the_calendar_fail_loudly() -> None:
    with pytest.raises(OutsideCalendar, match="2031"):
        sessions_after(date(2030, 12, 30), 30)


@pytest.mark.parametrize("year", [2014, 2031])
def test_a_year_that_is_not_covered_fails_loudly(year: int) -> None:
    with pytest.raises(OutsideCalendar, match="covers 2015 to 2030"):
        is_session(date(year, 6, 3))


@pytest.mark.parametrize(
    ("now", "newest"),
    [
        (datetime(2024, 1, 5, 7, 59, tzinfo=UTC), date(2024, 1, 4)),
        (datetime(2024, 1, 5, 8, 0, tzinfo=UTC), date(2024, 1, 5)),
        (datetime(2024, 1, 7, 12, 0, tzinfo=UTC), date(2024, 1, 5)),
        (datetime(2024, 1, 5, 18, 0, tzinfo=UTC), date(2024, 1, 5)),
    ],
    ids=["before the close", "at the close", "on Sunday", "after midnight in Vietnam"],
)
def test_a_session_counts_once_it_is_closed(now: datetime, newest: date) -> None:
    assert last_closed_session(now) == newest


def test_session_hours_are_those_of_vietnam() -> None:
    [(day, opens, closes)] = session_hours([date(2024, 1, 5)])
    assert day == date(2024, 1, 5)
    assert opens == datetime(2024, 1, 5, 2, 0, tzinfo=UTC)
    assert closes == datetime(2024, 1, 5, 8, 0, tzinfo=UTC)
    assert opens.tzinfo is HOSE_ZONE


def test_decreed_days_tell_closures_from_outages() -> None:
    assert {day for day, kind in decreed_days().items() if kind == "outage"} == OUTAGE


def test_closed_weekdays_equal_the_real_ones(real_data: Path) -> None:
    listed = pd.read_csv(real_data / "hose_closed_weekdays_2015_2026.csv", parse_dates=["date"])["date"]
    real = {stamp.date() for stamp in listed}
    first = date(2015, 1, 1)
    days = (first + timedelta(days=number) for number in range((date(2027, 1, 1) - first).days))
    ours = {day for day in days if day.weekday() < 5 and not is_session(day)}
    assert ours - real == OUTAGE
    assert not real - ours

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import holidays
import pandas as pd
import pytest

from vn30.errors import WrongInput
from vn30.market import calendar
from vn30.market.calendar import (
    HOSE_ZONE,
    Calendar,
    OutsideCalendar,
    decreed_days,
    is_session,
    last_closed_session,
    session_hours,
    sessions_after,
    sessions_between,
)

OUTAGE = {date(2018, 1, 23), date(2018, 1, 24)}


def closed_weekdays(year: int) -> set[date]:
    """The days from Monday to Friday of a year that are neither sessions nor outages."""
    days = {stamp.date() for stamp in pd.bdate_range(f"{year}-01-01", f"{year}-12-31")}
    return days - set(sessions_between(date(year, 1, 1), date(year, 12, 31))) - OUTAGE


def test_days_without_session() -> None:
    """Weekends, holidays and decreed days are no sessions."""
    friday, saturday = date(2024, 2, 2), date(2024, 2, 3)
    lunar_new_year, bridge_day = date(2024, 2, 12), date(2025, 5, 2)
    assert is_session(friday)
    assert not any(is_session(day) for day in (saturday, lunar_new_year, bridge_day))


def test_sessions_between_includes_both_ends() -> None:
    week = sessions_between(date(2024, 1, 2), date(2024, 1, 5))
    assert week == [date(2024, 1, day) for day in (2, 3, 4, 5)]


def test_sessions_after_skip_the_lunar_new_year() -> None:
    assert sessions_after(date(2024, 2, 7), 2) == [date(2024, 2, 15), date(2024, 2, 16)]


def test_sessions_beyond_the_calendar() -> None:
    with pytest.raises(OutsideCalendar, match="2031"):
        sessions_after(date(2030, 12, 30), 30)


@pytest.mark.parametrize("year", [2014, 2031])
def test_year_not_covered(year: int) -> None:
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
def test_last_closed_session(now: datetime, newest: date) -> None:
    """A session counts from its close on."""
    assert last_closed_session(now) == newest


def test_session_hours() -> None:
    """Opening and closing times are those of Vietnam."""
    [(day, opens, closes)] = session_hours([date(2024, 1, 5)])
    assert day == date(2024, 1, 5)
    assert opens == datetime(2024, 1, 5, 2, 0, tzinfo=UTC)
    assert closes == datetime(2024, 1, 5, 8, 0, tzinfo=UTC)
    assert opens.tzinfo is HOSE_ZONE


def test_decreed_outages() -> None:
    """Decreed days distinguish closures from outages."""
    assert {day for day, kind in decreed_days().items() if kind == "outage"} == OUTAGE


def test_real_closed_weekdays(real_data: Path) -> None:
    """The weekdays without sessions are those on which HOSE really was closed."""
    listed = pd.read_csv(real_data / "hose_closed_weekdays_2015_2026.csv", parse_dates=["date"])["date"]
    closed = set[date]().union(*(closed_weekdays(year) for year in range(2015, 2027)))
    # The list of HOSE for 2026 is older than the resolution on the 24th of November.
    assert closed == {stamp.date() for stamp in listed} | {date(2026, 11, 24)}


def test_holiday_of_november() -> None:
    """24 November is a holiday from 2026 on, taken on Monday if it is at a weekend."""
    assert is_session(date(2025, 11, 24))
    closed = [day for year in range(2026, 2031) for day in closed_weekdays(year) if day.month == 11]
    assert sorted(closed) == [
        date(2026, 11, 24),
        date(2027, 11, 24),
        date(2028, 11, 24),
        date(2029, 11, 26),
        date(2030, 11, 25),
    ]
    assert sessions_after(date(2026, 11, 23), 1) == [date(2026, 11, 25)]


def test_corrections() -> None:
    """Corrections have priority over the rules, in every question to the calendar."""
    monday, saturday, tuesday = date(2026, 7, 6), date(2026, 7, 4), date(2026, 7, 7)
    corrected = Calendar({monday: False, saturday: True})
    assert (corrected.is_session(monday), corrected.is_session(saturday)) == (False, True)
    assert (is_session(monday), is_session(saturday)) == (True, False)
    assert corrected.sessions_between(date(2026, 7, 3), tuesday) == [date(2026, 7, 3), saturday, tuesday]
    assert corrected.sessions_after(saturday, 1) == [tuesday]
    monday_evening = datetime(2026, 7, 6, 11, tzinfo=UTC)
    assert corrected.last_closed_session(monday_evening) == saturday
    assert last_closed_session(monday_evening) == monday


@pytest.mark.parametrize(
    ("hour", "minute", "settled_at", "newest"),
    [
        (15, 1, time(16, 30), date(2024, 1, 4)),
        (16, 30, time(16, 30), date(2024, 1, 5)),
        (15, 0, time(14, 0), date(2024, 1, 5)),
        (14, 30, time(14, 0), date(2024, 1, 4)),
    ],
    ids=["before it has settled", "settled", "settles before the close", "before the close"],
)
def test_last_settled_session(hour: int, minute: int, settled_at: time, newest: date) -> None:
    """A session has settled at that time of day, but not before its close."""
    now = datetime(2024, 1, 5, hour, minute, tzinfo=HOSE_ZONE)
    assert last_closed_session(now, settled_at) == newest


def test_outage_is_no_session() -> None:
    assert not any(is_session(day) for day in OUTAGE)


def test_closed_weekdays_of_2018() -> None:
    """All other weekdays of the year but the outages are sessions."""
    tet = {date(2018, 2, day) for day in (14, 15, 16, 19, 20)}
    spring = {date(2018, 4, 25), date(2018, 4, 30), date(2018, 5, 1)}
    assert closed_weekdays(2018) == {date(2018, 1, 1), *tet, *spring, date(2018, 9, 3), date(2018, 12, 31)}


@pytest.fixture
def decree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """``decree(row)`` adds a row to the data file, as a maintainer does while the platform runs."""
    copy = tmp_path / "hose_decreed_days.csv"
    copy.write_text(calendar._DECREED.read_text())
    monkeypatch.setattr(calendar, "_DECREED", copy)

    def add(row: str) -> None:
        copy.write_text(f"{copy.read_text()}{row}\n")
        # Two writes within a tick of the file system's clock would look like one.
        os.utime(copy, ns=(0, copy.stat().st_mtime_ns + 1_000_000_000))

    return add


def test_decree_while_running(decree: Callable[[str], None]) -> None:
    """A day decreed while the process runs is no session from then on."""
    bridge_day = date(2029, 8, 31)
    assert is_session(bridge_day)
    decree("2029-08-31,closed,bridge day decreed before National Day")
    assert not is_session(bridge_day)
    assert bridge_day not in sessions_between(date(2029, 8, 1), date(2029, 9, 30))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("31/08/2029,closed,bridge day", "line 7: date is '31/08/2029'"),
        ("2029-08-31,shut,", "'shut'.*outage"),
    ],
)
def test_invalid_decree(decree: Callable[[str], None], row: str, fault: str) -> None:
    """The error names the faulty row of the data file."""
    decree(row)
    with pytest.raises(WrongInput, match=fault):
        is_session(date(2029, 8, 30))


def test_year_without_holidays(decree: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A year without known holidays is an error until the data file lists its closed days."""
    known = holidays.country_holidays
    monkeypatch.setattr(
        holidays, "country_holidays", lambda _, years: known("VN", years=years) if years < 2030 else {}
    )
    # Another version of the data file: the calendar is made anew from what the package now knows.
    decree("2029-08-31,closed,bridge day decreed before National Day")
    assert is_session(date(2029, 1, 2))
    for ask in (
        lambda year: is_session(date(year, 1, 2)),
        lambda year: sessions_after(date(year - 1, 12, 31), 1),
    ):
        with pytest.raises(OutsideCalendar, match=r"covers 2015 to 2029.*hose_decreed_days\.csv"):
            ask(2030)
    decree("2030-01-01,closed,New Year's Day")
    assert closed_weekdays(2030) == {date(2030, 1, 1)}
    assert is_session(date(2030, 1, 2))

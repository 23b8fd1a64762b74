import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import holidays
import pandas as pd
import pytest

from vn30 import calendar
from vn30.calendar import (
    HOSE_ZONE,
    OutsideCalendar,
    closed_weekdays,
    decreed_days,
    is_session,
    last_closed_session,
    session_hours,
    sessions_after,
    sessions_between,
)
from vn30.errors import WrongInput

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
    real = [stamp.date() for stamp in listed]
    assert [day for year in range(2015, 2027) for day in closed_weekdays(year)] == sorted(real)


def test_an_outage_is_no_closed_weekday_and_no_session_either() -> None:
    assert not OUTAGE & set(closed_weekdays(2018))
    assert not any(is_session(day) for day in OUTAGE)


def test_closed_weekdays_and_sessions_and_outages_make_up_the_weekdays_of_a_year() -> None:
    days = (date(2018, 1, 1) + timedelta(days=number) for number in range(365))
    sessions = sessions_between(date(2018, 1, 1), date(2018, 12, 31))
    assert sorted([*closed_weekdays(2018), *sessions, *OUTAGE]) == [day for day in days if day.weekday() < 5]


@pytest.fixture
def decree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """``decree(row)``: adds a row to the data file, as a maintainer does while everything runs."""
    copy = tmp_path / "hose_decreed_days.csv"
    copy.write_text(calendar._DECREED.read_text())
    monkeypatch.setattr(calendar, "_DECREED", copy)

    def add(row: str) -> None:
        copy.write_text(f"{copy.read_text()}{row}\n")
        # Two writes within a tick of the file system's clock would look like one.
        os.utime(copy, ns=(0, copy.stat().st_mtime_ns + 1_000_000_000))

    return add


def test_a_day_that_is_decreed_while_the_process_runs_is_no_session(decree: Callable[[str], None]) -> None:
    bridge_day = date(2029, 8, 31)
    assert is_session(bridge_day)
    decree("2029-08-31,closed,bridge day decreed before National Day")
    assert not is_session(bridge_day)
    assert bridge_day in closed_weekdays(2029)
    assert bridge_day not in sessions_between(date(2029, 8, 1), date(2029, 9, 30))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("31/08/2029,closed,bridge day", "line 7: date is '31/08/2029'"),
        ("2029-08-31,shut,", "'shut'.*outage"),
    ],
)
def test_a_wrong_row_of_the_data_file_is_named(decree: Callable[[str], None], row: str, fault: str) -> None:
    decree(row)
    with pytest.raises(WrongInput, match=fault):
        is_session(date(2029, 8, 30))


def test_a_year_without_known_holidays_fails_loudly_until_the_data_file_has_them(
    decree: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = holidays.country_holidays
    monkeypatch.setattr(
        holidays, "country_holidays", lambda _, years: known("VN", years=years) if years < 2030 else {}
    )
    # Another version of the data file: the calendar is made anew from what the package now knows.
    decree("2029-08-31,closed,bridge day decreed before National Day")
    assert closed_weekdays(2029)
    for ask in (
        closed_weekdays,
        lambda year: is_session(date(year, 1, 2)),
        lambda year: sessions_after(date(year - 1, 12, 31), 1),
    ):
        with pytest.raises(OutsideCalendar, match=r"covers 2015 to 2029.*hose_decreed_days\.csv"):
            ask(2030)
    decree("2030-01-01,closed,New Year's Day")
    assert closed_weekdays(2030) == [date(2030, 1, 1)]
    assert is_session(date(2030, 1, 2))

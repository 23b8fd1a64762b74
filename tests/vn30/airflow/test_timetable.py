"""The timetable as Airflow's scheduler asks it, without Airflow running."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from airflow.exceptions import AirflowTimetableInvalid
from airflow.sdk.timezone import coerce_datetime
from airflow.timetables.base import DataInterval, TimeRestriction
from pendulum import DateTime

from vn30.airflow import timetable
from vn30.airflow.timetable import SessionsOnRequest, SessionTimetable
from vn30.market import calendar

ZONE = "Asia/Ho_Chi_Minh"
DAILY = SessionTimetable("0 17 * * *", timezone=ZONE)
ALWAYS = TimeRestriction(earliest=None, latest=None, catchup=False)


def vn(day: str, time: str = "17:00") -> DateTime:
    """A moment in Vietnam."""
    return coerce_datetime(datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(ZONE)))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``at(day, time)``: sets the wall clock of the scheduler."""
    return lambda day, time: monkeypatch.setattr(timetable, "utcnow", lambda: vn(day, time))


def following(
    last: DateTime | None = None, restriction: TimeRestriction = ALWAYS, schedule: SessionTimetable = DAILY
) -> DateTime | None:
    """When the next run is due after the run of ``last``."""
    interval = None if last is None else DataInterval.exact(last)
    info = schedule.next_dagrun_info(last_automated_data_interval=interval, restriction=restriction)
    if info is None:
        return None
    # A run's logical date determines its session.
    assert info.run_after == info.logical_date == info.data_interval.end
    return info.run_after


def test_manual_run() -> None:
    """A manual run covers its own moment, even on a closed day."""
    sunday = vn("2024-01-07", "12:34")
    assert DAILY.infer_manual_data_interval(run_after=sunday) == DataInterval.exact(sunday)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2024-01-04", "2024-01-05"),
        ("2024-01-05", "2024-01-08"),
        ("2024-02-07", "2024-02-15"),
        ("2025-12-31", "2026-01-05"),
        ("2018-01-22", "2018-01-25"),
    ],
    ids=["next day", "across a weekend", "across Tet", "across a decreed bridge day", "across an outage"],
)
def test_the_next_run_is_that_of_the_next_session(at: Callable[..., None], last: str, expected: str) -> None:
    at(last, "17:01")
    assert following(vn(last)) == vn(expected)


def test_no_past_runs(at: Callable[..., None]) -> None:
    """Without an earlier run and a start date, no past run fires."""
    at("2024-01-05", "21:00")
    assert following() == vn("2024-01-08")
    at("2024-01-05", "16:59")
    assert following() == vn("2024-01-05")


def test_slow_scheduler(at: Callable[..., None]) -> None:
    """A first run that is due just now is not lost to a slow scheduler."""
    at("2024-01-05", "17:01")
    assert following() == vn("2024-01-05")


def test_start_date_without_catchup(at: Callable[..., None]) -> None:
    """A start date without catchup starts with the newest session."""
    at("2024-02-12", "09:00")
    started = ALWAYS._replace(earliest=vn("2023-01-01", "00:00"))
    assert following(restriction=started) == vn("2024-02-07")
    assert following(restriction=ALWAYS._replace(earliest=vn("2024-03-02", "00:00"))) == vn("2024-03-04")


def test_catchup_gives_every_missed_session_its_run(at: Callable[..., None]) -> None:
    at("2024-02-20", "09:00")
    catching_up = TimeRestriction(earliest=vn("2024-02-03", "00:00"), latest=None, catchup=True)
    due, runs = following(restriction=catching_up), []
    while due is not None and due < vn("2024-02-20", "09:00"):
        runs.append(due)
        due = following(due, catching_up)
    days = ("05", "06", "07", "15", "16", "19")
    assert runs == [vn(f"2024-02-{day}") for day in days]


def test_a_start_date_at_the_moment_of_a_run_includes_it(at: Callable[..., None]) -> None:
    at("2024-02-20", "09:00")
    assert following(restriction=TimeRestriction(vn("2024-02-05"), None, catchup=True)) == vn("2024-02-05")


def test_without_catchup(at: Callable[..., None]) -> None:
    """Without catchup only the newest missed session runs."""
    at("2024-02-12", "09:00")
    assert following(vn("2024-01-31")) == vn("2024-02-07")
    assert following(vn("2024-02-07")) == vn("2024-02-15")


@pytest.mark.parametrize("catchup", [True, False])
def test_an_end_date_ends_the_runs(at: Callable[..., None], catchup: bool) -> None:
    at("2024-02-06", "17:01")
    ends = TimeRestriction(earliest=vn("2024-01-01"), latest=vn("2024-02-07"), catchup=catchup)
    assert following(vn("2024-02-06"), ends) == vn("2024-02-07")
    assert following(vn("2024-02-07"), ends) is None


def test_end_of_calendar(at: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    """After the end of the calendar there is no next run, and the log has the reason."""
    at("2030-12-31", "23:00")
    assert following(vn("2030-12-30")) == vn("2030-12-31")
    for last in (None, vn("2030-12-31")):
        caplog.clear()
        with caplog.at_level(logging.ERROR):
            assert following(last) is None
        assert "covers 2015 to 2030" in caplog.text
    at("2031-03-03", "12:00")
    assert following(vn("2030-12-30")) is None


def test_decreed_holiday(at: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A day decreed after the run was planned is skipped."""
    at("2029-08-30", "17:01")
    assert following(vn("2029-08-30")) == vn("2029-08-31")
    with_decree = tmp_path / "hose_decreed_days.csv"
    with_decree.write_text(f"{calendar._DECREED.read_text()}2029-08-31,closed,bridge day\n")
    monkeypatch.setattr(calendar, "_DECREED", with_decree)
    assert following(vn("2029-08-30")) == vn("2029-09-05")
    # A run that was made for it before counts as the last one, and the next is the same.
    assert following(vn("2029-08-31")) == vn("2029-09-05")


def test_the_day_is_that_of_vietnam_in_every_timezone(at: Callable[..., None]) -> None:
    # 22:00 UTC of a Sunday is 05:00 of Monday in Vietnam.
    at("2024-01-05", "17:01")
    in_utc = SessionTimetable("0 22 * * *", timezone="UTC")
    assert following(vn("2024-01-05", "05:00"), schedule=in_utc) == vn("2024-01-08", "05:00")


def test_local_time(at: Callable[..., None]) -> None:
    """Vietnam has no summer time, so the local time of runs never moves."""
    at("2023-12-29", "18:00")
    forever = TimeRestriction(earliest=vn("2024-01-01"), latest=vn("2024-12-31"), catchup=True)
    due, hours = following(restriction=forever), set()
    while due is not None:
        hours.add(due.astimezone(ZoneInfo("UTC")).hour)
        due = following(due, forever)
    assert hours == {10}


def test_several_runs_a_day_are_possible(at: Callable[..., None]) -> None:
    at("2024-02-07", "14:01")
    hourly = SessionTimetable("0 9-14 * * *", timezone=ZONE)
    assert following(vn("2024-02-07", "13:00"), schedule=hourly) == vn("2024-02-07", "14:00")
    assert following(vn("2024-02-07", "14:00"), schedule=hourly) == vn("2024-02-15", "09:00")


def test_catchup_from_start_date(at: Callable[..., None]) -> None:
    """Catchup goes back to the start date, and no further."""
    at("2024-02-20", "18:00")
    turned_on = TimeRestriction(earliest=vn("2024-02-19", "12:00"), latest=None, catchup=True)
    assert following(vn("2024-01-05"), turned_on) == vn("2024-02-19")
    assert following(vn("2024-02-19"), turned_on) == vn("2024-02-20")


def test_new_schedule_since_start_date(
    at: Callable[..., None],
) -> None:
    """A schedule that is new since its start date fires for no earlier moment."""
    at("2024-02-20", "12:01")
    morning = SessionTimetable("0 9 * * *", timezone=ZONE)
    edited = ALWAYS._replace(earliest=vn("2024-02-20", "12:00"))
    assert following(vn("2024-02-19"), edited, morning) == vn("2024-02-21", "09:00")


def test_every_minute(at: Callable[..., None]) -> None:
    """A schedule of every minute skips closed days as a whole."""
    at("2024-02-12", "09:00")
    every_minute = SessionTimetable("* * * * *", timezone=ZONE)
    assert following(vn("2024-02-07", "23:59"), ALWAYS._replace(catchup=True), every_minute) == vn(
        "2024-02-15", "00:00"
    )
    started = ALWAYS._replace(earliest=vn("2024-01-01", "00:00"))
    assert following(restriction=started, schedule=every_minute) == vn("2024-02-07", "23:59")


def test_it_survives_serialisation(at: Callable[..., None]) -> None:
    at("2024-02-07", "17:01")
    again = SessionTimetable.deserialize(DAILY.serialize())
    assert again.serialize() == DAILY.serialize()
    assert again.summary == DAILY.summary
    assert following(vn("2024-02-07"), schedule=again) == vn("2024-02-15")


def test_its_summary_is_for_people() -> None:
    assert DAILY.summary == "At 17:00 on HOSE sessions"
    assert DAILY.description == "At 17:00 on HOSE sessions (0 17 * * *, Asia/Ho_Chi_Minh)"


def test_what_is_no_cron_expression_is_refused() -> None:
    with pytest.raises(AirflowTimetableInvalid, match="61"):
        SessionTimetable("61 17 * * *", timezone=ZONE).validate()


def test_sessions_on_request(at: Callable[..., None]) -> None:
    """Sessions on request are for backfills, and never come due."""
    at("2024-02-20", "12:00")
    schedule = SessionsOnRequest("0 17 * * *", timezone=ZONE)
    assert following(schedule=schedule) is None
    assert following(vn("2024-02-07"), schedule=schedule) is None
    backfill = TimeRestriction(earliest=vn("2024-02-07", "00:00"), latest=vn("2024-02-15"), catchup=True)
    assert following(restriction=backfill, schedule=schedule) == vn("2024-02-07")
    assert following(vn("2024-02-07"), backfill, schedule) == vn("2024-02-15")
    assert following(vn("2024-02-15"), backfill, schedule) is None

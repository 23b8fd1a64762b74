from datetime import UTC, date, datetime, timedelta

import pytest

from vn30.errors import WrongInput
from vn30.market.calendar import HOSE_ZONE, OutsideCalendar
from vn30.market.clock import as_of, not_after, other_session, session_of_run
from vn30.settings import Settings

NOON_IN_JANUARY_2026 = datetime(2026, 1, 14, 5, 0, tzinfo=UTC)


def test_setting_has_priority() -> None:
    """The setting has priority over the source and the clock."""
    settings = Settings(as_of=date(2023, 6, 1))
    assert as_of(settings, date(2024, 12, 31), NOON_IN_JANUARY_2026) == date(2023, 6, 1)


def test_setting_without_session() -> None:
    """A setting on a day without session means the session before."""
    sunday_in_the_lunar_new_year = Settings(as_of=date(2024, 2, 11))
    assert as_of(sunday_in_the_lunar_new_year, None) == date(2024, 2, 7)


def test_last_session_of_source() -> None:
    """The last session of a source is the as-of session."""
    assert as_of(Settings(as_of=None), date(2024, 12, 31), NOON_IN_JANUARY_2026) == date(2024, 12, 31)


def test_newest_closed_session() -> None:
    """Else the newest closed session is the as-of session."""
    assert as_of(Settings(as_of=None), None, NOON_IN_JANUARY_2026) == date(2026, 1, 13)


@pytest.mark.parametrize("day", [date(2035, 1, 2), date(2014, 6, 2), date(2015, 1, 2)], ids=str)
def test_setting_outside_calendar(day: date) -> None:
    """The message names the setting and its day, and no day that was derived from it."""
    with pytest.raises(OutsideCalendar, match=f"VN30_AS_OF is {day}: "):
        as_of(Settings(as_of=day), None)


def test_first_session_of_calendar() -> None:
    assert as_of(Settings(as_of=date(2015, 1, 5)), None) == date(2015, 1, 5)


FRIDAY, MONDAY = date(2024, 1, 5), date(2024, 1, 8)


@pytest.mark.parametrize("run_type", ["scheduled", "backfill"])
@pytest.mark.parametrize(
    ("logical_date", "session"),
    [
        (datetime(2024, 1, 8, 10, 0, tzinfo=UTC), MONDAY),
        (datetime(2024, 1, 8, 11, 0, tzinfo=UTC), MONDAY),
        (datetime(2024, 1, 8, 18, 0, tzinfo=UTC), MONDAY),
        (datetime(2024, 1, 8, 1, 0, tzinfo=UTC), FRIDAY),
    ],
    ids=["at 17:00", "at 18:00", "at 01:00 of Tuesday", "at 08:00, before it trades"],
)
def test_timed_run(run_type: str, logical_date: datetime, session: date) -> None:
    """A timed run processes the newest session that was closed at its logical date."""
    assert session_of_run(run_type, logical_date, logical_date) == session


@pytest.mark.parametrize("run_type", ["manual", "operator_triggered", "asset_triggered"])
def test_manual_run(run_type: str) -> None:
    """A run without a timetable processes the as-of session."""
    triggered = datetime(2024, 1, 8, 10, 0, tzinfo=UTC)
    assert session_of_run(run_type, triggered, triggered) is None
    assert session_of_run(run_type, triggered, triggered + timedelta(hours=2)) is None


@pytest.mark.parametrize(
    "chosen",
    [
        datetime(2024, 1, 8, tzinfo=UTC),
        datetime(2024, 1, 8, tzinfo=HOSE_ZONE),
        datetime(2024, 1, 8, 23, 59, tzinfo=HOSE_ZONE),
    ],
    ids=["of the command line", "of Airflow's form", "late in the day"],
)
def test_manual_run_of_another_day(chosen: datetime) -> None:
    """A run whose user chose its day processes that day, or the session before it."""
    triggered = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
    assert session_of_run("manual", chosen, triggered) == MONDAY
    assert session_of_run("manual", chosen - timedelta(days=1), triggered) == FRIDAY
    assert session_of_run("operator_triggered", chosen, triggered) is None


def test_run_without_logical_date() -> None:
    assert session_of_run("scheduled", None, NOON_IN_JANUARY_2026) is None


def test_other_session_is_explained() -> None:
    assert other_session(MONDAY, None) is other_session(MONDAY, MONDAY) is None
    assert "platform's today" in str(other_session(FRIDAY, MONDAY))
    assert "cleared run" in str(other_session(MONDAY, FRIDAY))


def test_triggered_run() -> None:
    """A run triggered by new prices processes the newest announced session."""
    announced = [{"session": "2024-01-08"}, {"session": "2024-01-05"}, {}]
    assert session_of_run("asset_triggered", None, NOON_IN_JANUARY_2026, announced) == MONDAY
    assert session_of_run("asset_triggered", None, NOON_IN_JANUARY_2026, [{}]) is None, (
        "an event that a user created"
    )
    with pytest.raises(WrongInput, match="'last Friday': write it YYYY-MM-DD"):
        session_of_run("asset_triggered", None, NOON_IN_JANUARY_2026, [{"session": "last Friday"}])


@pytest.mark.parametrize(
    ("session", "expected"), [(None, MONDAY), (FRIDAY, FRIDAY), (date(2026, 1, 5), MONDAY)]
)
def test_not_after(session: date | None, expected: date) -> None:
    """A run processes no session after the as-of session."""
    assert not_after(MONDAY, session) == expected

from datetime import UTC, date, datetime

import pytest

from vn30.calendar import OutsideCalendar
from vn30.clock import as_of, not_after, session_of_run
from vn30.errors import WrongInput
from vn30.settings import Settings

NOON_IN_JANUARY_2026 = datetime(2026, 1, 14, 5, 0, tzinfo=UTC)


def test_the_setting_wins_over_the_source_and_the_clock() -> None:
    settings = Settings(as_of=date(2023, 6, 1))
    assert as_of(settings, date(2024, 12, 31), NOON_IN_JANUARY_2026) == date(2023, 6, 1)


def test_a_setting_that_is_no_session_means_the_session_before() -> None:
    sunday_in_the_lunar_new_year = Settings(as_of=date(2024, 2, 11))
    assert as_of(sunday_in_the_lunar_new_year, None) == date(2024, 2, 7)


def test_a_source_with_a_last_session_sets_today() -> None:
    assert as_of(Settings(as_of=None), date(2024, 12, 31), NOON_IN_JANUARY_2026) == date(2024, 12, 31)


def test_otherwise_the_newest_closed_session_is_today() -> None:
    assert as_of(Settings(as_of=None), None, NOON_IN_JANUARY_2026) == date(2026, 1, 13)


def test_a_setting_outside_the_calendar_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        as_of(Settings(as_of=date(2035, 1, 2)), None)


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
def test_a_timed_run_is_for_the_session_closed_at_its_logical_date(
    run_type: str, logical_date: datetime, session: date
) -> None:
    assert session_of_run(run_type, logical_date) == session


@pytest.mark.parametrize("run_type", ["manual", "operator_triggered", "asset_triggered"])
def test_a_run_that_no_timetable_made_is_for_today(run_type: str) -> None:
    assert session_of_run(run_type, datetime(2024, 1, 8, 10, 0, tzinfo=UTC)) is None


def test_a_run_without_a_logical_date_is_for_today() -> None:
    assert session_of_run("scheduled", None) is None


def test_a_run_that_new_prices_triggered_is_for_the_newest_session_announced() -> None:
    announced = [{"session": "2024-01-08"}, {"session": "2024-01-05"}, {}]
    assert session_of_run("asset_triggered", None, announced) == MONDAY
    assert session_of_run("asset_triggered", None, [{}]) is None, "an event that a user made by hand"
    with pytest.raises(WrongInput, match="'last Friday': write it YYYY-MM-DD"):
        session_of_run("asset_triggered", None, [{"session": "last Friday"}])


@pytest.mark.parametrize(
    ("session", "expected"), [(None, MONDAY), (FRIDAY, FRIDAY), (date(2026, 1, 5), MONDAY)]
)
def test_a_run_looks_no_further_than_the_clock(session: date | None, expected: date) -> None:
    assert not_after(MONDAY, session) == expected

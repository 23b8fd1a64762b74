from datetime import UTC, date, datetime

import pytest

from vn30.calendar import OutsideCalendar
from vn30.clock import as_of
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

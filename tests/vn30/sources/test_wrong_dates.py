"""Dates that are wrong throughout, by the days without a session among them."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from vn30.market.calendar import SHIPPED, sessions_between
from vn30.sources.base import SourceError
from vn30.sources.wrong_dates import refuse_wrong_dates

SESSIONS = sessions_between(date(2023, 1, 1), date(2023, 12, 31))


def moved(days: int, sessions: Sequence[date] = SESSIONS) -> list[date]:
    return [session + timedelta(days) for session in sessions]


@pytest.mark.parametrize(
    ("dates", "fault"),
    [
        (moved(-1), r"the dates are a day early: 2023-01-02 is no session of HOSE, 2023-01-03 is one"),
        (moved(1), r"the dates are a day late: 2023-01-07 is no session of HOSE, 2023-01-06 is one"),
        (moved(-1, SESSIONS[:30]), "a day early"),
        (
            [date(day.year, day.day, day.month) if day.day <= 12 else day for day in SESSIONS],
            "day and month are swapped",
        ),
    ],
    ids=["early", "late", "a few weeks", "swapped"],
)
def test_wrong_throughout(dates: list[date], fault: str) -> None:
    with pytest.raises(SourceError, match=f"FPT: .*{fault}.*[Ww]rite"):
        refuse_wrong_dates("FPT", dates, SHIPPED)


@pytest.mark.parametrize(
    "dates",
    [
        SESSIONS,
        [*SESSIONS, *(date(2023, 1, 1) + timedelta(7 * week) for week in range(50))],
        [*SESSIONS, *(date(2023, 1, 7) + timedelta(7 * week) for week in range(50))],
        [date(2023, 1, 1) + timedelta(day) for day in range(365)],
        [date(2023, 1, 1) + timedelta(7 * week) for week in range(50)],
        moved(-1, SESSIONS[:5]),
        [date(2000, 1, 1), *SESSIONS, date(2099, 12, 31)],
    ],
    ids=["right", "Sundays too", "Saturdays too", "every day", "weekly", "too few", "outside the calendar"],
)
def test_no_proof(dates: list[date]) -> None:
    """Rows of weekends are faults of their own."""
    refuse_wrong_dates("FPT", dates, SHIPPED)

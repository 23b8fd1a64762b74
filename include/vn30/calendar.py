"""Trading sessions of the Ho Chi Minh City exchange (HOSE)."""

import csv
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pandas as pd
from pandas_market_calendars import MarketCalendar

from vn30.errors import WrongInput

HOSE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OPENS, CLOSES = time(9, 0), time(15, 0)
FIRST_YEAR, LAST_YEAR = 2015, 2030

_DECREED = Path(__file__).parent / "reference" / "hose_decreed_days.csv"


class OutsideCalendar(WrongInput):
    """A date lies in a year for which the holidays of HOSE are not known."""


@lru_cache
def decreed_days() -> dict[date, str]:
    """Days without trading that no holiday rule gives: decreed bridge days and outages, with their kind."""
    with _DECREED.open(newline="") as rows:
        return {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(rows)}


@lru_cache
def _days_without_trading() -> frozenset[date]:
    public = holidays.country_holidays("VN", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return frozenset(public) | frozenset(decreed_days())


class HOSEExchangeCalendar(MarketCalendar):  # type: ignore[misc]  # the base class is untyped
    """HOSE: 09:00-11:30 and 13:00-15:00 Asia/Ho_Chi_Minh, Monday to Friday."""

    aliases = ("HOSE",)
    regular_market_times = {  # noqa: RUF012 - the base class declares it as an instance mapping
        "market_open": ((None, OPENS),),
        "break_start": ((None, time(11, 30)),),
        "break_end": ((None, time(13, 0)),),
        "market_close": ((None, CLOSES),),
    }

    @property
    def name(self) -> str:
        return "HOSE"

    @property
    def tz(self) -> ZoneInfo:
        return HOSE_ZONE

    @property
    def adhoc_holidays(self) -> list[Any]:
        # Lunar holidays move and bridge days are decreed: there is no rule to give, only days.
        return sorted(pd.Timestamp(day) for day in _days_without_trading())


@lru_cache
def _all_sessions() -> tuple[date, ...]:
    days = HOSEExchangeCalendar().valid_days(f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31", tz=None)
    return tuple(day.date() for day in days)


def _check(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutsideCalendar(
            f"{day}: the HOSE calendar covers {FIRST_YEAR} to {LAST_YEAR}. "
            f"Extend it in {Path(__file__).name} and reference/{_DECREED.name}."
        )


def sessions_between(start: date, end: date) -> list[date]:
    """Sessions from ``start`` to ``end``, both included, oldest first.

    Raises:
        OutsideCalendar: either date lies in a year that the calendar does not cover.
    """
    _check(start)
    _check(end)
    return [day for day in _all_sessions() if start <= day <= end]


def sessions_after(day: date, count: int) -> list[date]:
    """The next ``count`` sessions after ``day``, oldest first.

    Raises:
        OutsideCalendar: they reach past the last year that the calendar covers.
    """
    _check(day)
    following = [session for session in _all_sessions() if session > day][:count]
    if len(following) < count:
        _check(date(LAST_YEAR + 1, 1, 1))
    return following


def is_session(day: date) -> bool:
    """Whether HOSE trades on ``day``."""
    _check(day)
    return day in _session_set()


@lru_cache
def _session_set() -> frozenset[date]:
    return frozenset(_all_sessions())


def last_closed_session(now: datetime) -> date:
    """The newest session whose closing auction is over at ``now`` (an aware time)."""
    local = now.astimezone(HOSE_ZONE)
    newest = local.date() if local.time() >= CLOSES else local.date() - timedelta(days=1)
    _check(newest)
    return max(session for session in _all_sessions() if session <= newest)


def session_hours(sessions: Sequence[date]) -> list[tuple[date, datetime, datetime]]:
    """For each session its date, opening and closing time (aware, Asia/Ho_Chi_Minh)."""
    return [
        (
            day,
            datetime.combine(day, OPENS, tzinfo=HOSE_ZONE),
            datetime.combine(day, CLOSES, tzinfo=HOSE_ZONE),
        )
        for day in sessions
    ]

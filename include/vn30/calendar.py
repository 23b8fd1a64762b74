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
SATURDAY = 5

CLOSED, OUTAGE = KINDS = ("closed", "outage")

_DECREED = Path(__file__).parent / "reference" / "hose_decreed_days.csv"


class OutsideCalendar(WrongInput):
    """A date lies in a year for which the holidays of HOSE are not known."""


def decreed_days() -> dict[date, str]:
    """Days without trading that no holiday rule gives: decreed bridge days and outages, with their kind.

    Raises:
        WrongInput: a row of the data file has no such date or kind.
    """
    return dict(_read_decreed(*_version()))


def closed_weekdays(year: int) -> list[date]:
    """The days from Monday to Friday on which HOSE is closed, oldest first.

    An outage is not among them: the exchange was open and did not trade, so the day is no session either.

    Raises:
        OutsideCalendar: the calendar does not cover ``year``.
    """
    _check(date(year, 1, 1))
    return list(_closed_by_year(*_version())[year])


def _version() -> tuple[Path, int]:
    # A holiday is decreed while schedulers and workers run: they must not need a restart to hear of it.
    return _DECREED, _DECREED.stat().st_mtime_ns


@lru_cache(maxsize=2)
def _read_decreed(path: Path, _modified: int) -> dict[date, str]:
    days: dict[date, str] = {}
    with path.open(newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                day = date.fromisoformat(row["date"])
            except ValueError as error:
                raise WrongInput(
                    f"{path.name}, line {number}: date is {row['date']!r}; write it YYYY-MM-DD."
                ) from error
            if row["kind"] not in KINDS:
                raise WrongInput(
                    f"{path.name}, line {number}: kind is {row['kind']!r}; it is one of {', '.join(KINDS)}."
                )
            days[day] = row["kind"]
    return days


@lru_cache(maxsize=2)
def _closed_by_year(path: Path, modified: int) -> dict[int, tuple[date, ...]]:
    """Closed weekdays of each year that is covered: the years from FIRST_YEAR on up to the first gap."""
    decreed = {day for day, kind in _read_decreed(path, modified).items() if kind == CLOSED}
    closed: dict[int, tuple[date, ...]] = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        known = set(holidays.country_holidays("VN", years=year))
        known |= {day for day in decreed if day.year == year}
        if not known:
            break
        closed[year] = tuple(sorted(day for day in known if day.weekday() < SATURDAY))
    return closed


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
        closed = (day for year in _closed_by_year(*_version()).values() for day in year)
        outages = (day for day, kind in decreed_days().items() if kind == OUTAGE)
        return sorted(pd.Timestamp(day) for day in (*closed, *outages))


def _all_sessions() -> tuple[date, ...]:
    return _sessions(*_version())


@lru_cache(maxsize=2)
def _sessions(path: Path, modified: int) -> tuple[date, ...]:
    last_year = max(_closed_by_year(path, modified))
    days = HOSEExchangeCalendar().valid_days(f"{FIRST_YEAR}-01-01", f"{last_year}-12-31", tz=None)
    return tuple(day.date() for day in days)


def _check(day: date) -> None:
    covered = _closed_by_year(*_version())
    if day.year not in covered:
        raise OutsideCalendar(
            f"{day}: the HOSE calendar covers {FIRST_YEAR} to {max(covered)}. To extend it, raise LAST_YEAR "
            f"in {Path(__file__).name}, and give a year that the holidays package does not know its closed "
            f"weekdays in reference/{_DECREED.name}."
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
    return day in _session_set(*_version())


@lru_cache(maxsize=2)
def _session_set(path: Path, modified: int) -> frozenset[date]:
    return frozenset(_sessions(path, modified))


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

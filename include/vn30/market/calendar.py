"""Trading sessions of the Ho Chi Minh City exchange (HOSE)."""

import csv
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pandas as pd
from pandas_market_calendars import MarketCalendar

from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.names import ZONE

HOSE_ZONE = ZoneInfo(ZONE)
OPENS, CLOSES = time(9, 0), time(15, 0)
FIRST_YEAR, LAST_YEAR = 2015, 2030
SATURDAY = 5
NOVEMBER_24_SINCE = 2026
"""First year of the national holiday of 24 November (Resolution 28/2026/QH16)."""

CLOSED, OUTAGE = KINDS = ("closed", "outage")

_DECREED = Path(__file__).parent / "reference" / "hose_decreed_days.csv"


class OutsideCalendar(WrongInput):
    """The date lies in a year whose HOSE holidays are not known."""


def decreed_days() -> dict[date, str]:
    """Days without trading that no holiday rule yields: decreed bridge days and outages, with their kind.

    Raises:
        WrongInput: a row of the data file has an unreadable date or an unknown kind.
    """
    return dict(_read_decreed(*_version()))


def _version() -> tuple[Path, int]:
    # A holiday can be decreed while schedulers and workers run: they must read it without a restart.
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
                    localized(
                        "{name}, line {number}: date is {date!r}; write it YYYY-MM-DD.",
                        name=path.name,
                        number=number,
                        date=row["date"],
                    )
                ) from error
            if row["kind"] not in KINDS:
                raise WrongInput(
                    localized(
                        "{name}, line {number}: kind is {kind!r}; it is one of {kinds}.",
                        name=path.name,
                        number=number,
                        kind=row["kind"],
                        kinds=", ".join(KINDS),
                    )
                )
            days[day] = row["kind"]
    return days


@lru_cache(maxsize=2)
def _closed_by_year(path: Path, modified: int) -> dict[int, tuple[date, ...]]:
    """Closed weekdays by year, from FIRST_YEAR up to the first year without known holidays.

    Outages are not among them: on those days the exchange was open and did not trade.
    """
    decreed = {day for day, kind in _read_decreed(path, modified).items() if kind == CLOSED}
    closed: dict[int, tuple[date, ...]] = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        known = set(holidays.country_holidays("VN", years=year))
        if known:
            known |= _november_24(year)
        known |= {day for day in decreed if day.year == year}
        if not known:
            break
        closed[year] = tuple(sorted(day for day in known if day.weekday() < SATURDAY))
    return closed


def _november_24(year: int) -> set[date]:
    """The day off for the holiday of 24 November, which the holidays package does not have yet.

    A holiday at a weekend is taken on the next working day (Labor Code 2019, Art. 111).
    """
    day = date(year, 11, 24)
    if day.weekday() >= SATURDAY:
        day += timedelta(days=7 - day.weekday())
    return {day} if year >= NOVEMBER_24_SINCE else set()


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
        # Lunar holidays move and bridge days are decreed, so that no rule yields them: each day is listed.
        closed = (day for year in _closed_by_year(*_version()).values() for day in year)
        outages = (day for day, kind in decreed_days().items() if kind == OUTAGE)
        return sorted(pd.Timestamp(day) for day in (*closed, *outages))


class Calendar:
    """The sessions of HOSE: those of the shipped rules, with the corrections of a platform.

    :func:`vn30.market.stored_calendar.read_calendar` returns the one of a database.

    Args:
        corrections: by day, whether HOSE trades on it; they take precedence over the rules.
    """

    def __init__(self, corrections: Mapping[date, bool] = MappingProxyType({})) -> None:
        self.corrections = MappingProxyType(dict(corrections))
        self._key = frozenset(corrections.items())

    def __reduce__(self) -> tuple[type["Calendar"], tuple[dict[date, bool]]]:
        """A read-only mapping cannot be sent to another process."""
        return Calendar, (dict(self.corrections),)

    def sessions_between(self, start: date, end: date) -> list[date]:
        """Sessions from ``start`` to ``end``, both included, oldest first.

        Raises:
            OutsideCalendar: either date lies in a year that the calendar does not cover.
        """
        _check(start)
        _check(end)
        sessions = self._sessions()
        return list(sessions[bisect_left(sessions, start) : bisect_right(sessions, end)])

    def sessions_after(self, day: date, count: int) -> list[date]:
        """The next ``count`` sessions after ``day``, oldest first.

        Raises:
            OutsideCalendar: they extend beyond the last year that the calendar covers.
        """
        _check(day)
        sessions = self._sessions()
        first = bisect_right(sessions, day)
        following = list(sessions[first : first + count])
        if len(following) < count:
            _check(date(LAST_YEAR + 1, 1, 1))
        return following

    def last_session(self) -> date:
        """The last session that the calendar covers."""
        return self._sessions()[-1]

    def is_session(self, day: date) -> bool:
        """Whether HOSE trades on ``day``.

        Raises:
            OutsideCalendar: the calendar does not cover its year.
        """
        _check(day)
        return day in _session_set(*_version(), self._key)

    def session_on(self, day: date) -> date:
        """The session of ``day``; the one before it if ``day`` is none.

        Raises:
            OutsideCalendar: there is none in the calendar.
        """
        _check(day)
        sessions = self._sessions()
        place = bisect_right(sessions, day)
        if not place:
            raise OutsideCalendar(
                localized(
                    "{day}: the first session of the HOSE calendar is {first}.", day=day, first=sessions[0]
                )
            )
        return sessions[place - 1]

    def last_closed_session(self, now: datetime, settled_at: time = CLOSES) -> date:
        """The newest session whose closing auction is over at ``now``.

        Args:
            now: an aware time.
            settled_at: the time of day from which a session counts, if it is later than the close.

        Raises:
            OutsideCalendar: the calendar does not cover the year of ``now``.
        """
        local = now.astimezone(HOSE_ZONE)
        is_over = local.time() >= max(CLOSES, settled_at)
        return self.session_on(local.date() if is_over else local.date() - timedelta(days=1))

    def _sessions(self) -> tuple[date, ...]:
        return _sessions(*_version(), self._key)


_Corrections = frozenset[tuple[date, bool]]


@lru_cache(maxsize=4)
def _sessions(path: Path, modified: int, corrections: _Corrections) -> tuple[date, ...]:
    if corrections:
        sessions = set(_sessions(path, modified, frozenset()))
        sessions |= {day for day, is_open in corrections if is_open}
        return tuple(sorted(sessions - {day for day, is_open in corrections if not is_open}))
    last_year = max(_closed_by_year(path, modified))
    days = HOSEExchangeCalendar().valid_days(f"{FIRST_YEAR}-01-01", f"{last_year}-12-31", tz=None)
    return tuple(day.date() for day in days)


@lru_cache(maxsize=4)
def _session_set(path: Path, modified: int, corrections: _Corrections) -> frozenset[date]:
    return frozenset(_sessions(path, modified, corrections))


def _check(day: date) -> None:
    covered = _closed_by_year(*_version())
    if day.year not in covered:
        raise OutsideCalendar(
            localized(
                "{day}: the HOSE calendar covers {first_year} to {covered}. To extend it, raise LAST_YEAR "
                "in {module}. For a year that the holidays package does not cover, list the closed "
                "weekdays in reference/{file}.",
                day=day,
                first_year=FIRST_YEAR,
                covered=max(covered),
                module=Path(__file__).name,
                file=_DECREED.name,
            )
        )


SHIPPED = Calendar()
"""The calendar without corrections."""

sessions_between, sessions_after = SHIPPED.sessions_between, SHIPPED.sessions_after
is_session, last_closed_session = SHIPPED.is_session, SHIPPED.last_closed_session


def session_hours(sessions: Sequence[date]) -> list[tuple[date, datetime, datetime]]:
    """Date, opening time and closing time of each session; the times are aware (Asia/Ho_Chi_Minh)."""
    return [
        (
            day,
            datetime.combine(day, OPENS, tzinfo=HOSE_ZONE),
            datetime.combine(day, CLOSES, tzinfo=HOSE_ZONE),
        )
        for day in sessions
    ]

"""What a crawl is asked to do: the run's configuration in Airflow, checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vn30.calendar import FIRST_YEAR
from vn30.errors import WrongInput

HISTORY_START = date(FIRST_YEAR, 1, 1)
"""No bar before this day is asked for: the calendar cannot judge it."""


class WrongRequest(WrongInput):
    """The configuration of a crawl contradicts itself; the message names the field and the remedy."""


@dataclass(frozen=True)
class CrawlRequest:
    """Which prices to bring up to date.

    By itself a crawl asks for what is missing. With ``start`` it asks for that period again, whatever is
    stored; ``full_refresh`` asks for the whole history again and accepts it even where it is shorter than
    what is stored. ``end`` alone stops earlier than today.
    """

    tickers: tuple[str, ...] | None = None
    start: date | None = None
    end: date | None = None
    full_refresh: bool = False

    @property
    def asks_again(self) -> bool:
        """Whether sessions are asked for that are stored already."""
        return self.full_refresh or self.start is not None

    def period(self, today: date) -> tuple[date, date]:
        """The first and the last day in question.

        Raises:
            WrongRequest: there is no such period up to ``today``.
        """
        if self.full_refresh and (self.start or self.end):
            raise WrongRequest("full_refresh asks for the whole history: leave start and end empty with it.")
        start, end = self.start or HISTORY_START, self.end or today
        if start < HISTORY_START:
            raise WrongRequest(f"start is {start}: prices are kept from {HISTORY_START} on.")
        if end > today:
            raise WrongRequest(f"end is {end}: the newest closed session is {today}.")
        if start > end:
            raise WrongRequest(f"start ({start}) is after end ({end}): swap them.")
        return start, end

    def as_json(self) -> dict[str, Any]:
        """For the record of the crawl: what was asked for, without what was left open."""
        given = {
            "tickers": list(self.tickers) if self.tickers else None,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "full_refresh": self.full_refresh or None,
        }
        return {name: value for name, value in given.items() if value is not None}


def read_request(params: Mapping[str, Any]) -> CrawlRequest:
    """The request in the parameters of an Airflow run, whose schema is checked by Airflow.

    Raises:
        WrongRequest: a date is none. Airflow's form checks dates, its command line does not.
    """
    return CrawlRequest(
        tickers=tuple(params["tickers"]) if params.get("tickers") else None,
        start=_day(params, "start"),
        end=_day(params, "end"),
        full_refresh=bool(params.get("full_refresh")),
    )


def _day(params: Mapping[str, Any], name: str) -> date | None:
    value = params.get(name)
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise WrongRequest(f"{name} is {value!r}: write it YYYY-MM-DD.") from error

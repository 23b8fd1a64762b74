"""The request of a crawl: the checked configuration of the Airflow run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vn30.errors import WrongInput
from vn30.market.calendar import FIRST_YEAR

HISTORY_START = date(FIRST_YEAR, 1, 1)
"""First day of which bars are fetched: the calendar has no sessions before it."""


class WrongRequest(WrongInput):
    """The configuration of a crawl is contradictory; the message names the field and the remedy."""


@dataclass(frozen=True)
class CrawlRequest:
    """The prices to bring up to date.

    By default a crawl fetches missing sessions only.

    Attributes:
        tickers: None is all current members and index series.
        start: first day of a period to fetch again, even if it is stored.
        end: last day to fetch; None is the as-of session.
        full_refresh: fetch the whole history again, and accept it even if it is shorter than the stored one.
    """

    tickers: tuple[str, ...] | None = None
    start: date | None = None
    end: date | None = None
    full_refresh: bool = False

    @property
    def asks_again(self) -> bool:
        """Whether sessions are fetched that are stored already."""
        return self.full_refresh or self.start is not None

    def period(self, today: date) -> tuple[date, date]:
        """The first and the last day to fetch.

        Raises:
            WrongRequest: the fields contradict each other, or leave HISTORY_START to ``today``.
        """
        if self.full_refresh and (self.start or self.end):
            raise WrongRequest("full_refresh fetches the whole history: leave start and end empty with it.")
        start, end = self.start or HISTORY_START, self.end or today
        for name, day in (("start", start), ("end", end)):
            if day < HISTORY_START:
                raise WrongRequest(f"{name} is {day}: prices are stored from {HISTORY_START} on.")
            if day > today:
                raise WrongRequest(f"{name} is {day}: the newest closed session is {today}.")
        if start > end:
            raise WrongRequest(f"start ({start}) is after end ({end}): swap them.")
        return start, end

    def as_json(self) -> dict[str, Any]:
        """The fields that were set, for the record of the crawl."""
        given = {
            "tickers": list(self.tickers) if self.tickers else None,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "full_refresh": self.full_refresh or None,
        }
        return {name: value for name, value in given.items() if value is not None}


def read_request(params: Mapping[str, Any]) -> CrawlRequest:
    """The request in the parameters of an Airflow run, whose schema Airflow has checked.

    Raises:
        WrongRequest: a date is not an ISO date. Airflow's form checks dates, its command line does not.
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

"""The stocks of the VN30 and their master data."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from vn30.errors import WrongInput

INDICES = ("VNINDEX", "VN30")
"""Index series kept beside the stocks, in points: the whole exchange, and its 30 largest stocks."""

_STOCKS = Path(__file__).parent / "reference" / "stocks.csv"


class UnknownTicker(WrongInput):
    """A ticker that is no member of the VN30; the message names it and the nearest members."""


@dataclass(frozen=True)
class Stock:
    """Master data of one stock; ``sector`` is one of a short closed list."""

    ticker: str
    name: str
    sector: str
    exchange: str
    website: str
    description: str


@lru_cache
def vn30_stocks() -> tuple[Stock, ...]:
    """The 30 members after the review of August 2025, by ticker."""
    with _STOCKS.open(newline="", encoding="utf-8") as rows:
        return tuple(sorted((Stock(**row) for row in csv.DictReader(rows)), key=lambda stock: stock.ticker))


def vn30_tickers() -> tuple[str, ...]:
    """The tickers of the 30 members, in alphabetical order."""
    return tuple(stock.ticker for stock in vn30_stocks())


def check_tickers(requested: Iterable[str]) -> tuple[str, ...]:
    """The requested tickers trimmed, upper-cased, without repeats, in alphabetical order.

    Raises:
        UnknownTicker: some are no members; all of them are named, each with the nearest members.
    """
    wanted = {ticker.strip().upper() for ticker in requested}
    unknown = sorted(wanted.difference(vn30_tickers()))
    if unknown:
        named = ", ".join(f"{ticker!r}{did_you_mean(ticker, vn30_tickers())}" for ticker in unknown)
        raise UnknownTicker(f"not in the VN30: {named}. Members: {', '.join(vn30_tickers())}.")
    return tuple(sorted(wanted))


def did_you_mean(ticker: str, known: Iterable[str]) -> str:
    """`` (did you mean ...?)`` with the known tickers that are spelled alike, or an empty text."""
    alike = get_close_matches(ticker, sorted(known), n=3, cutoff=0.5)
    return f" (did you mean {' or '.join(alike)}?)" if alike else ""

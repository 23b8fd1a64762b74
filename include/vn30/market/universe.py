"""VN30 membership by date, and the master data of every member.

Both come from files that are shipped with the code. ``reference/vn30_members.csv`` has one row for each
membership, as HOSE announced it: ``effective_from`` is the first session as a member, ``effective_to`` the
first session after it, empty for a current member. The file starts at :data:`KNOWN_FROM`, so that the members
of that day may have joined earlier, and ends with the review of January 2026, effective 2026-02-02. Later
changes seen by a live source are recorded by :mod:`vn30.market.membership`.
"""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from vn30.errors import WrongInput
from vn30.i18n.localized import localized

INDICES = ("VNINDEX", "VN30")
"""Index series that are stored beside the stocks, in points: the whole exchange, and the VN30."""

KNOWN_FROM = date(2018, 7, 23)

_REFERENCE = Path(__file__).parent / "reference"


class UnknownTicker(WrongInput):
    """The ticker never was in the VN30 since KNOWN_FROM; the message lists it with similar known ones."""


@dataclass(frozen=True)
class Stock:
    """Master data of one stock; ``sector`` is one of twelve fixed names."""

    ticker: str
    name: str
    sector: str
    exchange: str
    website: str
    description: str

    @property
    def report_url(self) -> str:
        """URL of a public page with the company's financial statements."""
        return f"https://www.cophieu68.vn/quote/financial.php?id={self.ticker.lower()}"


@dataclass(frozen=True)
class Stay:
    """A ticker's membership from ``effective_from`` until before ``effective_to`` (None: it is a member)."""

    ticker: str
    effective_from: date
    effective_to: date | None

    def covers(self, day: date) -> bool:
        """Whether the ticker is a member on ``day``."""
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)


@lru_cache
def known_stocks() -> tuple[Stock, ...]:
    """Every stock that was in the VN30 since KNOWN_FROM, sorted by ticker."""
    rows = _read("stocks.csv")
    return tuple(sorted((Stock(**row) for row in rows), key=lambda stock: stock.ticker))


@lru_cache
def known_stays() -> tuple[Stay, ...]:
    """Every membership in the VN30 since KNOWN_FROM, sorted by ticker and date."""
    return tuple(
        Stay(
            ticker=row["ticker"],
            effective_from=date.fromisoformat(row["effective_from"]),
            effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        )
        for row in _read("vn30_members.csv")
    )


def stored_series(symbols: Collection[str]) -> frozenset[str]:
    """Those of ``symbols`` that are known stocks or indices, which alone are stored; all if none is known.

    A file of the whole market has bonds, funds and expired warrants beside them, by which the known ones must
    not be judged.
    """
    known = frozenset((*INDICES, *(stock.ticker for stock in known_stocks()))).intersection(symbols)
    return known or frozenset(symbols)


def _read(name: str) -> list[dict[str, str]]:
    with (_REFERENCE / name).open(newline="", encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


def members_on(day: date) -> tuple[str, ...]:
    """The tickers of the VN30 on ``day``, sorted; before KNOWN_FROM those of the oldest known basket."""
    known_day = max(day, KNOWN_FROM)
    return tuple(sorted(stay.ticker for stay in known_stays() if stay.covers(known_day)))


def vn30_tickers() -> tuple[str, ...]:
    """The tickers of the newest known basket, sorted."""
    return members_on(date.max)


def check_tickers(requested: Iterable[str], also_known: Collection[str] = ()) -> tuple[str, ...]:
    """The requested tickers trimmed, upper-cased, without repeats, sorted.

    Args:
        also_known: tickers to accept beside the known stocks: new members that only a live source lists.

    Raises:
        UnknownTicker: some were never members; the message lists each of them with similar known tickers.
    """
    wanted = {ticker.strip().upper() for ticker in requested}
    known = {stock.ticker for stock in known_stocks()}.union(also_known)
    unknown = sorted(wanted - known)
    if unknown:
        listed = ", ".join(f"{ticker!r}{did_you_mean(ticker, known)}" for ticker in unknown)
        raise UnknownTicker(
            localized(
                "not in the VN30 at any time since {known_from}: {listed}. Current members: {vn30_tickers}.",
                known_from=KNOWN_FROM,
                listed=listed,
                vn30_tickers=", ".join(vn30_tickers()),
            )
        )
    return tuple(sorted(wanted))


def did_you_mean(ticker: str, known: Iterable[str]) -> str:
    """`` (did you mean ...?)`` with up to three known tickers of similar spelling, or an empty text."""
    similar = get_close_matches(ticker, sorted(known), n=3, cutoff=0.5)
    return f" (did you mean {' or '.join(similar)}?)" if similar else ""

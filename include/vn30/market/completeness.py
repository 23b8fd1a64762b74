"""How complete the stored prices are: the expected sessions of each series by month, and their state."""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Literal

import sqlalchemy as sa

from vn30.database.warehouse import Row, fetch_all, fetch_one

Series = Literal["daily", "minutes"]
State = Literal["stored", "provisional", "untraded", "different", "absent", "missing"]
"""Of an expected session, as the view ``series_sessions`` has it: a daily bar, or minutes that add up to it,
is stored; it was fetched before the session had settled; the daily bar has no trades; the stored minutes are
not the daily bar; a source was asked and has nothing; or it is missing."""

FIRST_DAY = date(2000, 1, 1)
"""The first day of HOSE's first year: no daily series begins earlier."""

COUNTS = ("expected", "stored", "provisional", "untraded", "different", "absent", "missing")


@dataclass(frozen=True)
class SeriesCounts:
    """The sessions of one series by month.

    Attributes:
        months: those with an expected session of any series, ``YYYY-MM``, oldest first.
        counts: ``expected`` and each :data:`State`, each a number of sessions a month.
    """

    ticker: str
    kind: Literal["stock", "index"]
    months: list[str]
    counts: dict[str, list[int]]


def completeness(
    connection: sa.Connection,
    series: Series,
    first: date,
    last: date,
    tickers: Collection[str] | None = None,
) -> list[Row]:
    """Expected sessions from ``first`` to ``last`` by ticker and month, and how many are in each state.

    Sessions are expected from the listing of a stock on, or from the first bar of any series if that is
    later, until it leaves the VN30; minutes from the first stored ones on, of members of the VN30, in
    sessions with trades.

    Args:
        tickers: by default all, indices included.

    Returns:
        ``symbol``, ``kind``, ``month`` (its first day), ``expected`` and a count for each :data:`State`,
        whose sum is ``expected``; stocks first, by ticker and month.
    """
    wanted = None if tickers is None else list(tickers)
    return fetch_all(connection, "market/completeness", series=series, first=first, last=last, tickers=wanted)


def series_counts(
    connection: sa.Connection, series: Series, first: date, last: date, today: date
) -> list[SeriesCounts]:
    """:func:`completeness` of all tickers by series: of the summary, where it is current and has the period.

    Args:
        today: the platform's; a period up to it that begins with a month is in the summary.

    Returns:
        Stocks first, by ticker; all with the same months.
    """
    if series == "daily" and first.day == 1 and last >= today:
        rows = fetch_all(connection, "market/stored_completeness")
        if rows:
            month = f"{first:%Y-%m}"
            known = [_from(_of_document(row), month) for row in rows]
            return [each for each in known if any(each.counts["expected"])]
    return counts_by_series(completeness(connection, series, first, last))


def stored_completeness(connection: sa.Connection) -> tuple[str, str] | None:
    """The completeness of all daily series up to today, if its summary is current.

    Returns:
        The months, and a list of objects with ``ticker``, ``kind`` and a list of numbers for each of
        ``expected`` and the states, both as JSON.
    """
    row = fetch_one(connection, "market/stored_completeness_of_all")
    return (row["months"], row["data"]) if row else None


def counts_by_series(rows: Iterable[Row]) -> list[SeriesCounts]:
    """The rows of :func:`completeness`, one object a series, each with the months of all."""
    found = [
        _of_months(symbol, list(months))
        for symbol, months in groupby(rows, key=lambda row: str(row["symbol"]))
    ]
    months = sorted({month for each in found for month in each.months})
    return [_with_months(each, months) for each in found]


def _of_months(symbol: str, rows: list[Row]) -> SeriesCounts:
    return SeriesCounts(
        symbol,
        rows[0]["kind"],
        [f"{row['month']:%Y-%m}" for row in rows],
        {name: [row[name] for row in rows] for name in COUNTS},
    )


def _with_months(series: SeriesCounts, months: list[str]) -> SeriesCounts:
    """The series with a number for each of ``months``, 0 where no session is expected of it."""
    if series.months == months:
        return series
    places = {month: place for place, month in enumerate(series.months)}
    counts = {
        name: [numbers[places[month]] if month in places else 0 for month in months]
        for name, numbers in series.counts.items()
    }
    return replace(series, months=months, counts=counts)


def _of_document(row: Row) -> SeriesCounts:
    counts = {name: row["document"][name] for name in COUNTS}
    return SeriesCounts(row["ticker"], row["kind"], row["months"], counts)


def _from(series: SeriesCounts, month: str) -> SeriesCounts:
    """The series from ``month`` (``YYYY-MM``) on."""
    skipped = bisect_left(series.months, month)
    if not skipped:
        return series
    counts = {name: numbers[skipped:] for name, numbers in series.counts.items()}
    return replace(series, months=series.months[skipped:], counts=counts)

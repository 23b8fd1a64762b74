"""Fundamentals and quotes of stocks as DataFrames: see :mod:`vn30.data`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vn30.data.columns import COLUMNS
from vn30.data.connection import Day, Read, as_list, checked, reading
from vn30.data.read import ALL
from vn30.errors import WrongInput

if TYPE_CHECKING:
    import pandas as pd


def fundamentals(
    tickers: str | Iterable[str] | None = None,
    *,
    metrics: str | Iterable[str] | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """What was known of the fundamentals after a session: one row a stock and metric, sorted by them.

    A row is the newest snapshot up to ``as_of``, as ``vn30_fundamentals`` has stored it; its ``date`` is the
    session after which it was known. A metric without a value has a ``reason``.

    Args:
        tickers: by default all.
        metrics: some of :data:`vn30.market.fundamentals.METRICS`; by default all.

    Raises:
        WrongInput: another metric.
    """
    from vn30.market.fundamentals import METRICS, known_figures

    wanted = set(METRICS if metrics is None else as_list(metrics))
    if unknown := sorted(wanted.difference(METRICS)):
        raise WrongInput(f"no metric: {', '.join(unknown)}. There are {', '.join(METRICS)}.")
    with reading(url, as_of) as read:
        rows = known_figures(read.connection, _wanted(read, tickers), read.as_of)
        return _frame("fundamentals", [row for row in rows if row["metric"] in wanted])


def quotes(
    tickers: str | Iterable[str] | None = None, *, as_of: Day | None = None, url: str | None = None
) -> pd.DataFrame:
    """The newest price of each stock with reference, ceiling and floor of its session, sorted by symbol.

    Prices are raw. As of today, a running session has its newest stored minute. Stocks without a bar are left
    out.

    Args:
        tickers: by default all.
    """
    from vn30.market.quotes import quotes as quotes_of

    with reading(url, as_of) as read:
        found = quotes_of(read.connection, _wanted(read, tickers), read.as_of)
        rows = [
            {
                "symbol": quote.ticker,
                "date": quote.session,
                "time": quote.as_of,
                "price": quote.price,
                "reference": quote.limits.reference,
                "ceiling": quote.limits.ceiling,
                "floor": quote.limits.floor,
                "change": quote.change,
                "change_pct": quote.change_pct,
                "volume": quote.volume,
                "basis": quote.basis,
                "delayed": quote.delayed,
                "source": quote.source,
                "reason": quote.limits.reason,
            }
            for quote in found
            if quote.price is not None
        ]
        return _frame("quotes", rows)


def _wanted(read: Read, tickers: str | Iterable[str] | None) -> list[str] | None:
    return None if tickers is None or tickers == ALL else checked(read.connection, tickers)


def _frame(table: str, rows: Sequence[Mapping[Any, Any]]) -> pd.DataFrame:
    import pandas as pd

    columns = {column.name: column.dtype for column in COLUMNS[table]}
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(columns), dtype=object)
    for name, dtype in columns.items():
        if dtype.startswith("datetime64"):
            frame[name] = pd.to_datetime(frame[name], utc=dtype.endswith("UTC]"))
    return frame.astype(columns)

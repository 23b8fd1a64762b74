"""The risk of stocks as a DataFrame: see :mod:`vn30.data`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vn30.data.connection import Day, checked, reading, to_date
from vn30.data.read import ALL

if TYPE_CHECKING:
    import pandas as pd


def risk(
    tickers: str | Iterable[str] | None = None,
    *,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """The risk of stocks after each session that is kept, as ``vn30_risk`` has stored it.

    Value at risk and expected shortfall are those of filtered history over one session at 95 %; ratios,
    drawdown and betas those of 250 sessions. Beyond the newest sessions, the last of each month is kept.

    Args:
        tickers: by default all.
        start: first session.
    """
    first = None if start is None else to_date(start, "start")
    with reading(url, as_of) as read:
        wanted = None if tickers is None or tickers == ALL else checked(read.connection, tickers)
        return read.frame("risk", "data/risk", tickers=wanted, start=first)

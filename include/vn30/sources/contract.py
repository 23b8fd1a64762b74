"""Holds the answers of sources to the contract of :meth:`vn30.sources.base.PriceSource.daily_bars`."""

from typing import Any

import pandas as pd

from vn30.market.bars import BAR_COLUMNS, PRICE_COLUMNS
from vn30.sources.base import SourceUnavailable


def as_bars(answer: Any, source: str) -> pd.DataFrame:
    """The answer of ``source`` with the columns and types of the contract.

    Values that are no numbers become NaN and dates that are none NaT, which validation refuses row by row.
    Other columns and ``attrs`` are kept.

    Raises:
        SourceUnavailable: it is no frame, or it lacks a column.
    """
    if not isinstance(answer, pd.DataFrame):
        raise SourceUnavailable(f"{source} answered {type(answer).__name__} instead of bars")
    if lacking := [name for name in BAR_COLUMNS if name not in answer.columns]:
        raise SourceUnavailable(f"{source}: its answer has no {', '.join(lacking)}")
    dates = pd.to_datetime(answer["date"], errors="coerce")
    if dates.dt.tz is not None:
        dates = dates.dt.tz_localize(None)
    numbers = {
        name: pd.to_numeric(answer[name], errors="coerce").astype("float64")
        for name in (*PRICE_COLUMNS, "volume")
    }
    bars = answer.assign(date=dates.dt.normalize().astype("datetime64[ns]"), **numbers)
    bars.attrs = dict(answer.attrs)
    return bars

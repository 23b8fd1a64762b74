"""The interface of sources of one-minute bars, and the contract of their answers."""

from datetime import datetime
from typing import Any, Protocol

import pandas as pd

from vn30.market.bars import PRICE_COLUMNS
from vn30.names import ZONE
from vn30.sources.base import Market, Quota, SourceUnavailable

RAW_COLUMNS = ["time", *PRICE_COLUMNS, "volume"]


class MinuteSource(Protocol):
    """A source of one-minute bars of stocks, in VND."""

    name: str
    market: Market
    quota: Quota | None
    """Its limit of calls, or None for a source without one."""

    def minutes(self, ticker: str, start: datetime, end: datetime) -> pd.DataFrame:
        """Bars of ``ticker`` that begin from ``start`` to ``end``, aware times, before validation.

        Columns are RAW_COLUMNS: ``time`` is the start of the bar with a zone, NaT where it cannot be read;
        prices are VND, NaN where they cannot be read. Rows keep the order and the duplicates of the source,
        and those of other times may be among them. A chain of sources stores the name of the serving one in
        ``attrs[SOURCE]``; errors that a retry or a fallback overcame are in ``attrs[NOTES]``.

        Raises:
            SourceError: it has no data for the ticker, or cannot be read.
            SourceUnavailable: it cannot serve the request now.
        """
        ...


def as_minutes(answer: Any, source: str) -> pd.DataFrame:
    """The answer of ``source`` with the columns and types of the contract.

    Values that are no numbers become NaN and times that are none NaT, which validation refuses row by row. A
    time without a zone is Vietnam's. ``attrs`` are kept.

    Raises:
        SourceUnavailable: it is no frame, or it lacks a column.
    """
    if not isinstance(answer, pd.DataFrame):
        raise SourceUnavailable(f"{source} answered {type(answer).__name__} instead of bars")
    if lacking := [name for name in RAW_COLUMNS if name not in answer.columns]:
        raise SourceUnavailable(f"{source}: its answer has no {', '.join(lacking)}")
    times = pd.to_datetime(answer["time"], errors="coerce")
    if times.dt.tz is None:
        times = times.dt.tz_localize(ZONE)
    numbers = {
        name: pd.to_numeric(answer[name], errors="coerce").astype("float64") for name in RAW_COLUMNS[1:]
    }
    bars = pd.DataFrame({"time": times.dt.tz_convert(ZONE).dt.as_unit("ns"), **numbers})
    bars.attrs = dict(answer.attrs)
    return bars

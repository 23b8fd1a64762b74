"""The stored bars of many series, read at once."""

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd
import sqlalchemy as sa

from vn30.database.frames import fetch_frame
from vn30.market.bars import PRICE_COLUMNS

_DTYPES = {
    "symbol": "object",
    "date": "datetime64[ns]",
    **dict.fromkeys(PRICE_COLUMNS, "float64"),
    "volume": "int64",
}


def stored_bars(
    connection: sa.Connection,
    symbols: Sequence[str],
    as_of: date,
    start: date | None = None,
    known_at: datetime | None = None,
) -> pd.DataFrame:
    """The stored bars of ``symbols`` from ``start`` up to ``as_of``, both included.

    Prices are on the basis that is stored: adjusted for every event that a crawl has met since, or that one
    had met at ``known_at``.

    Args:
        symbols: tickers, or index series; those without bars are not in the result.
        start: None: from the first bar on.
        known_at: an aware time: the bars as they were stored then. None: as they are stored now.

    Returns:
        A market frame (see :mod:`vn30.market.bars`).
    """
    wanted = {"symbols": list(symbols), "as_of": as_of, "start": start}
    if known_at is None:
        return fetch_frame(connection, "market/stored_bars", _DTYPES, **wanted)
    return fetch_frame(connection, "market/known_bars", _DTYPES, **wanted, known_at=known_at)

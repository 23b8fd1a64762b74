"""How complete the stored prices are, as a DataFrame: see :mod:`vn30.data`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, get_args

from vn30.data.columns import COLUMNS
from vn30.data.connection import Day, as_list, checked, reading, to_date
from vn30.data.read import ALL
from vn30.errors import WrongInput

if TYPE_CHECKING:
    import pandas as pd


def completeness(
    tickers: str | Iterable[str] | None = None,
    *,
    series: str = "daily",
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """The sessions that are expected of each series by month, and what is stored of them.

    One row a series and month, stocks first. Sessions up to ``as_of`` count, in the state that they have now:
    a bar that a later crawl has brought is stored.

    Args:
        tickers: stocks, or codes of indices; by default all that are stored.
        series: ``daily`` bars, or ``minutes``.
        start: first session; by default the first one that is expected.

    Raises:
        WrongInput: another series.
        UnknownTicker: one of ``tickers`` was never in the VN30.
    """
    import pandas as pd

    from vn30.market.completeness import Series
    from vn30.market.completeness import completeness as stored_completeness
    from vn30.market.universe import INDICES

    known: tuple[Series, ...] = get_args(Series)
    wanted = next((name for name in known if name == series), None)
    if wanted is None:
        raise WrongInput(f"series is {series!r}: it is one of {', '.join(known)}.")
    first = date.min if start is None else to_date(start, "start")
    with reading(url, as_of) as read:
        symbols = None
        if tickers is not None and tickers != ALL:
            named = {ticker.strip().upper() for ticker in as_list(tickers)}
            stocks = sorted(named.difference(INDICES))
            symbols = [*(checked(read.connection, stocks) if stocks else ()), *named.intersection(INDICES)]
        rows = stored_completeness(read.connection, wanted, first, read.as_of, symbols)
    columns = COLUMNS["completeness"]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    present = frame[["stored", "provisional", "untraded"]].sum(axis=1)
    frame["share"] = present / frame["expected"]
    return frame.astype({column.name: column.dtype for column in columns})

"""Stores the regimes of the market, which are computed again from the whole history of VNINDEX."""

from datetime import date

import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import copy_rows, execute, fetch_returned
from vn30.features.market_context import TREND_WINDOW
from vn30.features.regimes.market import PROBABILITIES, market_regimes
from vn30.market.universe import INDICES

NUMBERS = [*PROBABILITIES, f"close_to_sma_{TREND_WINDOW}"]
_COLUMNS = ["date", "volatility", "trend", "state", "smoothed_state", *NUMBERS]


def store_regimes(connection: sa.Connection, indices: pd.DataFrame) -> date | None:
    """Replace the stored regimes by those of these bars, unless later ones are stored.

    Args:
        indices: a market frame (see :mod:`vn30.market.bars`) of index series.

    Returns:
        The newest session of the bars; None if nothing was stored.
    """
    bars = indices[indices["symbol"] == INDICES[0]].reset_index(drop=True)
    if bars.empty:
        return None
    newest: date = bars["date"].iloc[-1].date()
    regimes = market_regimes(bars)[_COLUMNS]
    rows = regimes.astype(object).where(regimes.notna(), None).itertuples(index=False)
    execute(connection, "experiments/lock_regimes")
    stored = fetch_returned(connection, "experiments/newest_regime")["session_date"]
    # A run for a past session knows less than a newer one has stored.
    if stored is not None and stored > newest:
        return None
    execute(connection, "experiments/clear_regimes")
    names = ["session_date", *_COLUMNS[1:]]
    copy_rows(connection, "market_regimes", names, ([row[0].date(), *row[1:]] for row in rows))
    return newest

"""The stored forecasts of the test part of a run, as models of different runs are compared by them."""

from uuid import UUID

import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import fetch_all
from vn30.features.feature_store import read_rows
from vn30.storage.artifacts import ArtifactStore

FORECASTS = {
    "symbol": "object",
    "date": "datetime64[ns]",
    "target_date": "datetime64[ns]",
    "base": "float64",
    "predicted": "float64",
    "actual": "float64",
}
"""The columns of forecasts that are compared, with their dtypes: prices in VND."""


def tested_forecasts(connection: sa.Connection, store: ArtifactStore, run_id: UUID) -> pd.DataFrame:
    """The forecasts of the test part of a run: FORECASTS and ``horizon``; no row if there are no files.

    Raises:
        FileGone: a file was removed.
        FileDamaged: a file cannot be read.
    """
    rows = fetch_all(connection, "experiments/published_tickers", run_id=str(run_id))
    columns = [*(name for name in FORECASTS if name != "symbol"), "horizon"]
    tested = [
        read_rows(store, row["backtest_parquet_url"], columns=columns).assign(symbol=row["ticker"])
        for row in rows
        if row["backtest_parquet_url"] is not None
    ]
    if not tested:
        return pd.DataFrame(columns=[*FORECASTS, "horizon"]).astype({**FORECASTS, "horizon": "int64"})
    return pd.concat(tested, ignore_index=True)


def forecasts_at(tested: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """The rows of :func:`tested_forecasts` at a horizon, with the columns FORECASTS."""
    return tested.loc[tested["horizon"] == horizon, list(FORECASTS)]

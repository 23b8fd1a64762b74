"""Signals of one model version: its walk-forward test, and what its run has forecast for its own session.

Every forecast of the test part was made by models that were fitted before its fold. Earlier sessions are
training sessions of the version, and have no signal.
"""

import numpy as np
import pandas as pd
import sqlalchemy as sa

from vn30.backtesting.signals.base import NoSignals, Signals
from vn30.backtesting.signals.expression import ranked
from vn30.backtesting.signals.stored import FORECAST_COLUMNS, KINDS, Measure, Wanted, digest, measured
from vn30.database.frames import fetch_frame
from vn30.database.warehouse import fetch_all, fetch_one
from vn30.experiments.model_versions import UnknownVersion
from vn30.features.feature_store import read_rows
from vn30.i18n.localized import localized
from vn30.storage.artifacts import ArtifactStore
from vn30.typing import BoolArray, FloatArray

_TEST = ["date", "predicted", "base", "horizon"]
_REMEDY = "Train the configuration of this version again."


def version_signals(
    connection: sa.Connection,
    store: ArtifactStore,
    wanted: Wanted,
    members: BoolArray,
    number: int,
    horizon: int,
    measure: Measure,
) -> Signals:
    """The out-of-sample forecasts of a version; NaN in sessions that it was trained on.

    Args:
        store: has the files of the test part.
        members: the stocks whose forecasts are ranked, shape (sessions, tickers).
        number: of the version.

    Raises:
        UnknownVersion: there is no such version, or it was deleted.
        NoSignals: its test part has no forecasts of these sessions and this measure.
        FileGone: retention has removed the files of its test part.
        FileDamaged: a file cannot be read.
    """
    version = fetch_one(connection, "backtesting/version_run", number=number)
    if version is None or version["is_deleted"]:
        raise UnknownVersion(
            localized("There is no version v{number}. The page Models lists all versions.", number=number)
        )
    key = {"run_id": version["run_id"], "tickers": list(wanted.tickers)}
    live = fetch_frame(connection, "backtesting/version_forecasts", FORECAST_COLUMNS, **key, horizon=horizon)
    if measure == "probability":
        raise NoSignals(
            localized(
                "The test part of v{number} has no chances to beat the VN30. Choose returns or ranks as the "
                "measure, or the champions.",
                number=number,
            )
        )
    files = fetch_all(connection, "backtesting/version_tests", **key)
    tests = [
        read_rows(store, row["url"], columns=_TEST, remedy=_REMEDY).assign(symbol=row["ticker"])
        for row in files
    ]
    returns, trained = _returns(wanted, live, tests, horizon)
    if np.isnan(returns).all():
        raise NoSignals(
            localized(
                "v{number} has no out-of-sample forecasts over {horizon} sessions from {first} to "
                "{last}: {trained} Choose a later period, or another version.",
                number=number,
                horizon=horizon,
                first=wanted.first,
                last=wanted.last,
                trained=trained,
            )
        )
    values = returns if measure == "return" else ranked(returns, members)
    checksums = [f"{row['ticker']} {row['sha256']}" for row in files]
    read = (f"{version['version']} of run {version['run_id']}", f"test part {digest(returns, checksums)}")
    return Signals(values, KINDS[measure], horizon, read, (trained,))


def _returns(
    wanted: Wanted, live: pd.DataFrame, tests: list[pd.DataFrame], horizon: int
) -> tuple[FloatArray, str]:
    """Forecast log returns, shape (sessions, tickers), and why earlier sessions have none."""
    values = wanted.grid(live, measured(live, "return"))
    at_horizon = [test[test["horizon"] == horizon] for test in tests]
    tested = (
        pd.concat(at_horizon, ignore_index=True) if at_horizon else pd.DataFrame(columns=[*_TEST, "symbol"])
    )
    if tested.empty:
        return values, f"its run has stored no test part over {horizon} sessions."
    forecast = np.log(tested["predicted"].to_numpy() / tested["base"].to_numpy())
    values = np.where(np.isnan(values), wanted.grid(tested, forecast), values)
    first = pd.Timestamp(tested["date"].min()).date()
    return values, localized(
        "It was trained on the sessions before {first}, which therefore have no signal.", first=first
    )

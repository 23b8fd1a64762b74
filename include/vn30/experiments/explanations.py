"""Stores what explains the models of a run, and reads what its parent run had selected."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import copy_rows, execute, fetch_all, transaction
from vn30.errors import WrongInput
from vn30.explanation.importances import FeatureImportance
from vn30.explanation.selection import Selection
from vn30.features.series import KEY_COLUMNS
from vn30.forecasting.ticker_explanation import Explanation

_IMPORTANCES = ("run_id", "ticker", "horizon_days", *FeatureImportance._fields)


def store_explanations(
    connection: sa.Connection,
    run_id: str,
    ticker: str | None,
    importances: Mapping[int, Sequence[FeatureImportance]],
    selections: Mapping[int, Sequence[Selection]],
) -> None:
    """Replace the importances and selections of a model at these horizons.

    Args:
        ticker: None: the pooled model.
    """
    for horizon in importances:
        execute(connection, "experiments/clear_explanations", run_id=run_id, ticker=ticker, horizon=horizon)
    rows = [
        (run_id, ticker, horizon, *importance)
        for horizon, of_horizon in importances.items()
        for importance in of_horizon
    ]
    copy_rows(connection, "feature_importances", _IMPORTANCES, rows)
    for horizon, of_horizon in selections.items():
        for selection in of_horizon:
            execute(
                connection,
                "experiments/insert_selection",
                run_id=run_id,
                ticker=ticker,
                horizon=horizon,
                known_before=selection.known_before,
                is_final=selection.is_final,
                features=list(selection.features),
            )


def parent_selections(
    parent: UUID | None, ticker: str | None, horizons: Sequence[int]
) -> dict[int, list[Selection]]:
    """What the parent run's fits had selected, by horizon; empty without a parent.

    Args:
        ticker: None: for the pooled model.

    Raises:
        WrongInput: the parent has selected nothing for this model at one of the horizons.
    """
    if parent is None:
        return {}
    with transaction() as connection:
        rows = fetch_all(connection, "experiments/selections_of", run_id=str(parent), ticker=ticker)
    found: dict[int, list[Selection]] = defaultdict(list)
    for row in rows:
        selection = Selection(row["known_before"], row["is_final"], tuple(row["features"]))
        found[row["horizon_days"]].append(selection)
    if missing := [horizon for horizon in horizons if horizon not in found]:
        model, sessions = ticker or "the pooled model", ", ".join(map(str, missing))
        raise WrongInput(
            f"selection.parent: the run {parent} has selected no features for {model} at {sessions} "
            "sessions. Train the tickers, models and horizons of the parent, or choose another one."
        )
    return dict(found)


def by_horizon(contributions: Sequence[pd.DataFrame]) -> dict[int, pd.DataFrame]:
    """The stored contributions to the pooled forecasts of one ticker."""
    return {
        int(str(horizon)): rows.drop(columns=KEY_COLUMNS)
        for table in contributions
        for horizon, rows in table.groupby("horizon")
    }


def explanation_document(explanation: Explanation | None) -> str | None:
    """The explanation of a forecast as JSON text."""
    return None if explanation is None else json.dumps(asdict(explanation))

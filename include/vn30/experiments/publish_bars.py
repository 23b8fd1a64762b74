"""Publishes one ticker of a run of bars within sessions, in tables of their own: they are never served."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_returned, transaction
from vn30.evaluation.block_bootstrap import ratio_error
from vn30.experiments.plots.plots import evaluation_png
from vn30.experiments.publish import (
    FORECAST_COLUMNS,
    backtest_parquet,
    close_ticker,
    pickled,
    stored_files,
)
from vn30.experiments.record import Experiment
from vn30.forecasting.ticker_result import HorizonResult, TickerResult
from vn30.market.stored_calendar import current_calendar
from vn30.market.timeframes import Timeframe, aware, ends_after
from vn30.storage.artifacts import ArtifactStore


def publish_bars(
    store: ArtifactStore, experiment: Experiment, result: TickerResult, timeframe: Timeframe
) -> None:
    """Store the artifacts, then insert forecasts and scores in one transaction.

    Publishing the same ticker of the same run again replaces its rows and files.

    Raises:
        OutsideCalendar: the calendar ends before the longest horizon.
    """
    targets = ends_after(result.last, max(result.horizons), timeframe, current_calendar())
    files = stored_files(
        store,
        f"models/{experiment.id}/{result.ticker}",
        (
            ("evaluation_png", "evaluation.png", lambda: evaluation_png(result, "bars")),
            ("model_pkl", "model.pkl", lambda: pickled(result.models)),
            ("scaler_pkl", "scaler.pkl", lambda: pickled(result.scalers)),
            ("future_predictions_csv", "future_predictions.csv", lambda: _forecast_csv(result, targets)),
            ("backtest_parquet", "backtest.parquet", lambda: backtest_parquet(result)),
        ),
    )
    with transaction() as connection:
        stock = fetch_returned(connection, "experiments/stock_by_ticker", ticker=result.ticker)
        row = {"stock_id": stock["id"], "run_id": experiment.id}
        execute(connection, "experiments/clear_published_bars", **row)
        for horizon, outcome in result.horizons.items():
            key = {**row, "timeframe": timeframe, "horizon": horizon}
            execute(
                connection,
                "experiments/put_bar_forecast",
                **key,
                bar_time=aware(result.last),
                target_time=targets[horizon - 1],
                base_price=result.base_price,
                predicted_price=outcome.forecast_price,
                lower_price=outcome.lower_price,
                upper_price=outcome.upper_price,
                probability_of_rise=outcome.probability_of_rise,
            )
            _insert_scores(connection, key, outcome)
        close_ticker(connection, row, result, files)


def skill_error(test: pd.DataFrame) -> float | None:
    """Standard error of the skill by a block bootstrap over sessions; None for too few of them.

    Args:
        test: of :attr:`vn30.forecasting.ticker_result.HorizonResult.test`. The forecasts from the bars of one
            session are summed, since they fail together.
    """
    losses = pd.DataFrame({name: np.abs(test[name] - test["actual"]) for name in ("predicted", "base")})
    sums = losses.groupby(pd.DatetimeIndex(test["date"]).normalize()).sum()
    return ratio_error(sums["predicted"].to_numpy(), sums["base"].to_numpy())


def _forecast_csv(result: TickerResult, targets: Sequence[datetime]) -> bytes:
    """The forecast of each horizon: FORECAST_COLUMNS, where ``date`` is the end of the target bar."""
    rows = [
        (horizon, targets[horizon - 1].isoformat(), outcome.forecast_price, *(outcome.bounds or (None, None)))
        for horizon, outcome in sorted(result.horizons.items())
    ]
    return pd.DataFrame(rows, columns=list(FORECAST_COLUMNS)).to_csv(index=False).encode()


def _insert_scores(connection: sa.Connection, key: dict[str, Any], outcome: HorizonResult) -> None:
    common = {
        **key,
        "first_bar": aware(outcome.test["date"].iloc[0]),
        "last_bar": aware(outcome.test["date"].iloc[-1]),
        "test_rows": outcome.scores.rows,
        "naive_mape_pct": outcome.scores.naive_mape_pct,
    }
    execute(
        connection,
        "experiments/put_bar_scores",
        **common,
        member="ensemble",
        weight=None,
        mape_pct=outcome.scores.mape_pct,
        skill=outcome.scores.skill,
        skill_error=skill_error(outcome.test),
        p_value=outcome.p_value,
        coverage=outcome.interval_scores and outcome.interval_scores.coverage,
    )
    for member, scores in outcome.member_scores.items():
        execute(
            connection,
            "experiments/put_bar_scores",
            **common,
            member=member,
            weight=outcome.weights.get(member),
            mape_pct=scores.mape_pct,
            skill=scores.skill,
            skill_error=None,
            p_value=outcome.member_p_values[member],
            coverage=None,
        )

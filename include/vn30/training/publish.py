"""Publishes one ticker's result: files first, then all rows in one transaction."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import joblib
import pandas as pd
import sqlalchemy as sa

from vn30.artifacts import ArtifactStore
from vn30.calendar import sessions_after
from vn30.training.fit import TickerResult
from vn30.training.forecast import daily_path
from vn30.training.plots import evaluation_png, future_png
from vn30.training.registry import Experiment
from vn30.warehouse import copy_rows, execute, fetch_returned, transaction


def publish(store: ArtifactStore, experiment: Experiment, result: TickerResult, bars: pd.DataFrame) -> None:
    """Store the artifacts, then make forecasts, points, status and metrics appear all at once.

    Publishing the same ticker of the same run again replaces what is there.
    """
    path = forecast_table(result)
    urls = _store_files(store, f"runs/{experiment.id}/{result.ticker}", result, bars, path)
    with transaction() as connection:
        stock = fetch_returned(connection, "training/stock_by_ticker", ticker=result.ticker)
        row = {"stock_id": stock["id"], "run_id": experiment.id}
        execute(connection, "training/clear_published_ticker", **row)
        _insert_forecasts(connection, row, result, path)
        _insert_status(connection, row, result)
        execute(
            connection,
            "training/insert_ticker_artifacts",
            **row,
            metrics=json.dumps(_member_metrics(result)),
            **urls,
        )
        record_progress(connection, experiment.id)


def record_progress(connection: sa.Connection, experiment_id: str) -> None:
    """Count the tickers that are published, those of transactions that ended a moment ago included."""
    fetch_returned(connection, "training/lock_experiment", run_id=experiment_id)
    execute(connection, "training/update_experiment_progress", run_id=experiment_id)


def forecast_table(result: TickerResult) -> pd.DataFrame:
    """The daily forecasts: ``horizon`` (sessions), ``date``, ``predicted_price`` (VND), one row a session."""
    sessions = sessions_after(result.as_of, max(result.horizons))
    path = daily_path(result.base_price, {h: one.forecast_price for h, one in result.horizons.items()})
    rows = [
        {"horizon": horizon, "date": sessions[step - 1], "predicted_price": path[step]}
        for horizon in sorted(result.horizons)
        for step in range(1, horizon + 1)
    ]
    return pd.DataFrame(rows)


def _store_files(
    store: ArtifactStore, folder: str, result: TickerResult, bars: pd.DataFrame, path: pd.DataFrame
) -> dict[str, str]:
    dates: list[date] = sessions_after(result.as_of, max(result.horizons))
    contents: Sequence[tuple[str, str, Callable[[], bytes]]] = (
        ("evaluation_png_url", "evaluation.png", lambda: evaluation_png(result)),
        ("future_png_url", "future.png", lambda: future_png(result, bars, dates)),
        ("model_pkl_url", "model.pkl", lambda: _pickled(result.models)),
        ("scaler_pkl_url", "scaler.pkl", lambda: _pickled(result.scalers)),
        ("future_predictions_csv", "future_predictions.csv", lambda: path.to_csv(index=False).encode()),
    )
    return {column: store.put(f"{folder}/{name}", content()) for column, name, content in contents}


def _pickled(content: Any) -> bytes:
    buffer = io.BytesIO()
    joblib.dump(content, buffer, compress=("zlib", 1))
    return buffer.getvalue()


def _insert_forecasts(
    connection: sa.Connection, row: dict[str, Any], result: TickerResult, path: pd.DataFrame
) -> None:
    for horizon, one in result.horizons.items():
        execute(
            connection,
            "training/upsert_forecast",
            **row,
            as_of=result.as_of,
            horizon=horizon,
            target_date=sessions_after(result.as_of, horizon)[-1],
            base_price=result.base_price,
            predicted_price=one.forecast_price,
            change_pct=100 * (one.forecast_price / result.base_price - 1),
        )
    copy_rows(
        connection,
        "stock_prediction_points",
        ("stock_id", "experiment_run_id", "horizon_days", "prediction_date", "predicted_price"),
        (
            (row["stock_id"], row["run_id"], point.horizon, point.date, point.predicted_price)
            for point in path.itertuples()
        ),
    )


def _insert_status(connection: sa.Connection, row: dict[str, Any], result: TickerResult) -> None:
    status = fetch_returned(connection, "training/insert_model_status", **row, as_of=result.as_of)
    for horizon, one in result.horizons.items():
        scores = one.scores
        execute(
            connection,
            "training/insert_horizon_metrics",
            model_status_id=status["id"],
            horizon=horizon,
            mape_pct=scores.mape_pct,
            naive_mape_pct=scores.naive_mape_pct,
            mae=scores.mae,
            naive_mae=scores.naive_mae,
            skill=scores.skill,
            test_rows=scores.rows,
        )


def _member_metrics(result: TickerResult) -> dict[str, Any]:
    return {
        str(horizon): {
            "ensemble": asdict(one.scores),
            **{name: asdict(scores) for name, scores in one.member_scores.items()},
        }
        for horizon, one in result.horizons.items()
    }

"""Publishes one ticker's result: files first, then all rows in one transaction."""

import io
import json
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import joblib
import pandas as pd
import sqlalchemy as sa

from vn30.artifacts import ArtifactStore
from vn30.calendar import sessions_after
from vn30.training.evaluate import Scores
from vn30.training.fit import TickerResult
from vn30.training.forecast import daily_bounds, daily_path
from vn30.training.plots import evaluation_png, future_png
from vn30.training.registry import Experiment
from vn30.warehouse import copy_rows, execute, fetch_all, fetch_returned, transaction

FORECAST_COLUMNS = ("horizon", "date", "predicted_price", "lower_price", "upper_price")


def publish(store: ArtifactStore, experiment: Experiment, result: TickerResult, bars: pd.DataFrame) -> None:
    """Store the artifacts, then make forecasts, points, status and metrics appear all at once.

    Publishing the same ticker of the same run again replaces what is there.
    """
    path = forecast_table(result)
    files = _store_files(store, f"models/{experiment.id}/{result.ticker}", result, bars, path)
    with transaction() as connection:
        stock = fetch_returned(connection, "training/stock_by_ticker", ticker=result.ticker)
        row = {"stock_id": stock["id"], "run_id": experiment.id}
        execute(
            connection,
            "training/clear_published_ticker",
            **row,
            as_of=result.as_of,
            horizons=list(result.horizons),
        )
        _insert_forecasts(connection, row, result, path)
        _insert_status(connection, row, result)
        execute(
            connection,
            "training/insert_ticker_artifacts",
            **row,
            metrics=json.dumps(_member_metrics(result)),
            files=json.dumps(files),
        )
        record_progress(connection, experiment.id)


def is_published(experiment_id: str, ticker: str) -> bool:
    """Whether the run has published this ticker since it was started, or started again."""
    with transaction() as connection:
        published = fetch_all(connection, "training/published_tickers", run_id=experiment_id)
    return ticker in {row["ticker"] for row in published}


def record_progress(connection: sa.Connection, experiment_id: str) -> None:
    """Count the tickers that are published, those of transactions that ended a moment ago included."""
    fetch_returned(connection, "training/lock_experiment", run_id=experiment_id)
    execute(connection, "training/update_experiment_progress", run_id=experiment_id)


def forecast_table(result: TickerResult) -> pd.DataFrame:
    """The daily forecasts: ``horizon`` (sessions), ``date``, and ``predicted_price``, ``lower_price`` and
    ``upper_price`` in VND, one row a session; bounds are None where they are not known."""
    sessions = sessions_after(result.as_of, max(result.horizons))
    path = daily_path(result.base_price, {h: one.forecast_price for h, one in result.horizons.items()})
    bounds = daily_bounds(result.base_price, {h: one.bounds for h, one in result.horizons.items()})
    rows = [
        (horizon, sessions[step - 1], path[step], *bounds.get(step, (None, None)))
        for horizon in sorted(result.horizons)
        for step in range(1, horizon + 1)
    ]
    return pd.DataFrame(rows, columns=list(FORECAST_COLUMNS), dtype=object)


def backtest_table(result: TickerResult) -> pd.DataFrame:
    """The forecasts of the test part: ``horizon`` beside the columns of :attr:`HorizonResult.test`."""
    tests = [one.test.assign(horizon=horizon) for horizon, one in result.horizons.items()]
    return pd.concat(tests, ignore_index=True)


def _store_files(
    store: ArtifactStore, folder: str, result: TickerResult, bars: pd.DataFrame, path: pd.DataFrame
) -> list[dict[str, Any]]:
    dates: list[date] = sessions_after(result.as_of, max(result.horizons))
    contents: Sequence[tuple[str, str, Callable[[], bytes]]] = (
        ("evaluation_png", "evaluation.png", lambda: evaluation_png(result)),
        ("future_png", "future.png", lambda: future_png(result, bars, dates)),
        ("model_pkl", "model.pkl", lambda: pickled(result.models)),
        ("scaler_pkl", "scaler.pkl", lambda: pickled(result.scalers)),
        ("future_predictions_csv", "future_predictions.csv", lambda: path.to_csv(index=False).encode()),
        ("backtest_parquet", "backtest.parquet", lambda: backtest_table(result).to_parquet(index=False)),
    )
    return [
        {"type": kind, **store.put(f"{folder}/{name}", content())._asdict()}
        for kind, name, content in contents
    ]


def pickled(content: Any) -> bytes:
    """Models or scalers as a file that joblib loads."""
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
            lower_price=one.lower_price,
            upper_price=one.upper_price,
            probability_of_rise=one.probability_of_rise,
        )
    copy_rows(
        connection,
        "stock_prediction_points",
        ("stock_id", "experiment_run_id", "horizon_days", "prediction_date", *FORECAST_COLUMNS[2:]),
        ((row["stock_id"], row["run_id"], *point) for point in path.itertuples(index=False)),
    )


def _insert_status(connection: sa.Connection, row: dict[str, Any], result: TickerResult) -> None:
    status = fetch_returned(
        connection,
        "training/insert_model_status",
        **row,
        as_of=result.as_of,
        fit_seconds=sum(result.seconds.values()),
        peak_memory_mb=_peak_memory_mb(),
    )
    for horizon, one in result.horizons.items():
        key = {"model_status_id": status["id"], "horizon": horizon}
        banded = one.interval_scores
        execute(
            connection,
            "training/insert_horizon_metrics",
            **key,
            **_scores(one.scores),
            naive_mape_pct=one.scores.naive_mape_pct,
            naive_mae=one.scores.naive_mae,
            test_rows=one.scores.rows,
            p_value=one.p_value,
            verdict=one.verdict,
            coverage=banded and banded.coverage,
            interval_width_pct=banded and banded.mean_width_pct,
            interval_rows=banded and banded.rows,
        )
        for member, scores in one.member_scores.items():
            execute(
                connection,
                "training/insert_member_metrics",
                **key,
                **_scores(scores),
                member=member,
                weight=one.weights.get(member),
                predicted_price=one.member_forecasts[member],
                p_value=one.member_p_values[member],
            )


def _peak_memory_mb() -> int:
    """Of this process so far, with what it shares with the one that it was forked from."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Bytes on macOS, kibibytes elsewhere.
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10))


def _scores(scores: Scores) -> dict[str, float]:
    return {
        "mape_pct": scores.mape_pct,
        "mae": scores.mae,
        "rmse": scores.rmse,
        "skill": scores.skill,
        "direction_hit_rate": scores.direction_hit_rate,
    }


def _member_metrics(result: TickerResult) -> dict[str, Any]:
    return {
        str(horizon): {
            "ensemble": asdict(one.scores),
            **{name: asdict(scores) for name, scores in one.member_scores.items()},
        }
        for horizon, one in result.horizons.items()
    }

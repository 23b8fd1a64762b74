"""Publishes the result of one ticker: stores its files, then inserts all rows in one transaction."""

import io
import json
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import joblib
import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import copy_rows, execute, fetch_all, fetch_returned, transaction
from vn30.evaluation.scores import Scores
from vn30.experiments.explanations import explanation_document, store_explanations
from vn30.experiments.plots.plots import evaluation_png, future_png
from vn30.experiments.record import Experiment
from vn30.forecasting.direction import DirectionMember, DirectionResult
from vn30.forecasting.path import ForecastPath, forecast_path
from vn30.forecasting.ticker_result import TickerResult
from vn30.market.stored_calendar import current_calendar
from vn30.names import Promotion
from vn30.storage.artifacts import ArtifactStore

FORECAST_COLUMNS = ("horizon", "date", "predicted_price", "lower_price", "upper_price")
Content = tuple[str, str, Callable[[], bytes]]
"""The type of a file, its name, and what makes its content."""


def publish(store: ArtifactStore, experiment: Experiment, result: TickerResult, bars: pd.DataFrame) -> None:
    """Store the artifacts, then insert forecasts, points, status and metrics in one transaction.

    Publishing the same ticker of the same run again replaces its rows and files.

    Args:
        bars: the ticker's bars frame (see :mod:`vn30.market.bars`), ending with the as-of session.
    """
    path = forecast_path(result, current_calendar())
    table = forecast_table(result, path)
    files = _store_files(store, f"models/{experiment.id}/{result.ticker}", result, bars, path, table)
    with transaction() as connection:
        stock = fetch_returned(connection, "experiments/stock_by_ticker", ticker=result.ticker)
        row = {"stock_id": stock["id"], "run_id": experiment.id}
        execute(
            connection,
            "experiments/clear_published_ticker",
            **row,
            as_of=result.as_of,
            horizons=list(result.horizons),
        )
        _insert_forecasts(connection, row, result, path, table, experiment.promotion)
        _insert_status(connection, row, result)
        close_ticker(connection, row, result, files)


def close_ticker(
    connection: sa.Connection, row: dict[str, Any], result: TickerResult, files: list[dict[str, Any]]
) -> None:
    """Record what every published ticker has, beside its forecasts and scores, and the progress of the run.

    Args:
        row: ``stock_id`` and ``run_id``.
        files: of :func:`stored_files`.
    """
    execute(
        connection,
        "experiments/insert_ticker_artifacts",
        **row,
        metrics=json.dumps(member_metrics(result)),
        files=json.dumps(files),
    )
    store_explanations(
        connection,
        row["run_id"],
        result.ticker,
        {horizon: outcome.importances for horizon, outcome in result.horizons.items()},
        {horizon: outcome.selections for horizon, outcome in result.horizons.items()},
    )
    record_progress(connection, row["run_id"])


def is_published(experiment_id: str, ticker: str) -> bool:
    """Whether the run has published this ticker since its latest start."""
    with transaction() as connection:
        published = fetch_all(connection, "experiments/published_tickers", run_id=experiment_id)
    return ticker in {row["ticker"] for row in published}


def record_progress(connection: sa.Connection, experiment_id: str) -> None:
    """Update progress and ETA. The lock makes the counts of concurrent transactions complete."""
    fetch_returned(connection, "experiments/lock_experiment", run_id=experiment_id)
    execute(connection, "experiments/update_experiment_progress", run_id=experiment_id)


def forecast_table(result: TickerResult, path: ForecastPath) -> pd.DataFrame:
    """The daily forecasts, one row per horizon and session.

    Columns: ``horizon`` (sessions), ``date``, and ``predicted_price``, ``lower_price`` and ``upper_price``
    in VND. Unknown bounds are None.
    """
    rows = [
        (horizon, path.dates[step - 1], path.prices[step], *path.bounds.get(step, (None, None)))
        for horizon in sorted(result.horizons)
        for step in range(1, horizon + 1)
    ]
    return pd.DataFrame(rows, columns=list(FORECAST_COLUMNS), dtype=object)


def backtest_table(result: TickerResult) -> pd.DataFrame:
    """The forecasts of the test part: the columns of :attr:`HorizonResult.test`, and ``horizon``."""
    tests = [outcome.test.assign(horizon=horizon) for horizon, outcome in result.horizons.items()]
    return pd.concat(tests, ignore_index=True)


def backtest_parquet(result: TickerResult) -> bytes:
    """:func:`backtest_table` as a Parquet file."""
    return backtest_table(result).to_parquet(index=False, write_page_checksum=True)


def _store_files(
    store: ArtifactStore,
    folder: str,
    result: TickerResult,
    bars: pd.DataFrame,
    path: ForecastPath,
    table: pd.DataFrame,
) -> list[dict[str, Any]]:
    contents: Sequence[Content] = (
        ("evaluation_png", "evaluation.png", lambda: evaluation_png(result)),
        ("future_png", "future.png", lambda: future_png(result, bars, path)),
        ("model_pkl", "model.pkl", lambda: pickled(result.models)),
        ("scaler_pkl", "scaler.pkl", lambda: pickled(result.scalers)),
        ("future_predictions_csv", "future_predictions.csv", lambda: table.to_csv(index=False).encode()),
        ("backtest_parquet", "backtest.parquet", lambda: backtest_parquet(result)),
    )
    return stored_files(store, folder, contents)


def stored_files(store: ArtifactStore, folder: str, contents: Sequence[Content]) -> list[dict[str, Any]]:
    """Store files in ``folder``: a row for each of ``insert_ticker_artifacts``.

    Raises:
        StoreUnwritable: the store takes no files.
    """
    return [
        {"type": kind, **store.put(f"{folder}/{name}", content())._asdict()}
        for kind, name, content in contents
    ]


def pickled(content: Any) -> bytes:
    """Models or scalers as the bytes of a compressed joblib file."""
    buffer = io.BytesIO()
    joblib.dump(content, buffer, compress=("zlib", 1))
    return buffer.getvalue()


def _insert_forecasts(
    connection: sa.Connection,
    row: dict[str, Any],
    result: TickerResult,
    path: ForecastPath,
    table: pd.DataFrame,
    promotion: Promotion,
) -> None:
    research = fetch_returned(connection, "experiments/is_research", run_id=row["run_id"])["is_research"]
    for horizon, outcome in result.horizons.items():
        forecast = {
            **row,
            "as_of": result.as_of,
            "horizon": horizon,
            "target_date": path.dates[horizon - 1],
            "base_price": result.base_price,
            "predicted_price": outcome.forecast_price,
            "lower_price": outcome.lower_price,
            "upper_price": outcome.upper_price,
            "probability_of_rise": outcome.probability_of_rise,
        }
        served = {
            **forecast,
            "change_pct": 100 * (outcome.forecast_price / result.base_price - 1),
            "explanation": explanation_document(outcome.explanation),
        }
        if research:
            execute(connection, "experiments/put_research_forecast", **forecast)
        elif promotion == "newest":
            execute(connection, "experiments/upsert_forecast", **served)
        else:
            execute(connection, "experiments/put_challenger_forecast", **served)
    copy_rows(
        connection,
        "stock_prediction_points",
        ("stock_id", "experiment_run_id", "horizon_days", "prediction_date", *FORECAST_COLUMNS[2:]),
        ((row["stock_id"], row["run_id"], *point) for point in table.itertuples(index=False)),
    )


def _insert_status(connection: sa.Connection, row: dict[str, Any], result: TickerResult) -> None:
    status = fetch_returned(
        connection,
        "experiments/insert_model_status",
        **row,
        as_of=result.as_of,
        fit_seconds=sum(result.seconds.values()),
        peak_memory_mb=_peak_memory_mb(),
    )
    for horizon, outcome in result.horizons.items():
        key = {"model_status_id": status["id"], "horizon": horizon}
        interval = outcome.interval_scores
        execute(
            connection,
            "experiments/insert_horizon_metrics",
            **key,
            **_scores(outcome.scores),
            naive_mape_pct=outcome.scores.naive_mape_pct,
            naive_mae=outcome.scores.naive_mae,
            test_rows=outcome.scores.rows,
            p_value=outcome.p_value,
            coverage=interval and interval.coverage,
            interval_width_pct=interval and interval.mean_width_pct,
            interval_rows=interval and interval.rows,
        )
        if outcome.direction is not None:
            _insert_direction(connection, key, outcome.direction)
        for member, scores in outcome.member_scores.items():
            execute(
                connection,
                "experiments/insert_member_metrics",
                **key,
                **_scores(scores),
                member=member,
                weight=outcome.weights.get(member),
                predicted_price=outcome.member_forecasts[member],
                p_value=outcome.member_p_values[member],
            )


def _insert_direction(connection: sa.Connection, key: dict[str, Any], direction: DirectionResult) -> None:
    ensemble = DirectionMember(direction.scores, None, direction.probability)
    for name, member in {"ensemble": ensemble, **direction.members}.items():
        execute(
            connection,
            "experiments/insert_direction_metrics",
            **key,
            **asdict(member.scores),
            member=name,
            weight=member.weight,
            probability=member.probability,
        )


def _peak_memory_mb() -> int:
    """Peak resident memory of this process so far, in MiB, including pages shared with its parent process."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # ru_maxrss is in bytes on macOS, in kibibytes elsewhere.
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10))


def _scores(scores: Scores) -> dict[str, float]:
    return {
        "mape_pct": scores.mape_pct,
        "mae": scores.mae,
        "rmse": scores.rmse,
        "skill": scores.skill,
        "direction_hit_rate": scores.direction_hit_rate,
    }


def member_metrics(result: TickerResult) -> dict[str, Any]:
    """The scores of the ensemble and its members by horizon, as JSON."""
    return {
        str(horizon): {
            "ensemble": asdict(outcome.scores),
            **{name: asdict(scores) for name, scores in outcome.member_scores.items()},
        }
        for horizon, outcome in result.horizons.items()
    }

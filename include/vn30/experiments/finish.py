"""Closes a training run: records its failed tickers, its scores over all tickers, and suspicious scores."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_all, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.evaluation.market_scores import MarketScores, score_market
from vn30.evaluation.residuals import residuals
from vn30.evaluation.slices import slice_scores
from vn30.experiments.champions import record_earlier, record_run
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.experiments.record import Cancelled, write_line
from vn30.experiments.verdicts import record_verdicts
from vn30.experiments.wording import FAILED_TICKERS
from vn30.features.feature_store import read_rows
from vn30.market.summaries import refresh_summaries
from vn30.storage.artifacts import ArtifactStore

_TRAIN_AGAIN = "Clear the run from its task resolve on to train its ticker again."


def finish_experiment(
    store: ArtifactStore, airflow_run_id: str, policy: PromotionPolicy | None = None
) -> dict[str, Any]:
    """Close the experiment of an Airflow run: success if every ticker was published, else failed.

    The published test forecasts are scored over all tickers, and the verdicts on the skill of each are
    decided, corrected for the number of tickers. Implausibly good scores are recorded as suspicions and
    logged as warnings. The run's model version is recorded, and succeeds the champions. The
    summaries of reads are refreshed.

    Args:
        policy: how it succeeds them; None: as the newest version.

    Returns:
        ``published`` (number of tickers), ``failed`` (their names) and ``suspicions``.

    Raises:
        Cancelled: the run was cancelled, and stays cancelled.
        WrongInput: no run was started, or at least one ticker failed; the message names the failed tickers.
    """
    with transaction() as connection:
        run = fetch_one(connection, "experiments/by_airflow_run", airflow_run_id=airflow_run_id)
        if run is None:
            raise WrongInput("The run was never started. The log of the resolve task gives the reason.")
        published = fetch_all(connection, "experiments/published_tickers", run_id=run["id"])
    # If retention has removed the files, a cleared run keeps its earlier scores.
    backtests = {row["ticker"]: row["backtest_parquet_url"] for row in published}
    tested = read_test_rows(store, {ticker: url for ticker, url in backtests.items() if url is not None})
    scores = score_run(tested)
    errors = {horizon: residuals(rows) for horizon, rows in tested.items()}
    slices = {horizon: slice_scores(rows, _regimes_of(rows), horizon) for horizon, rows in tested.items()}
    suspicions = [reason for row in scores for reason in row.suspicions()]
    tickers = run["summary_metrics"]["tickers"]
    failed = sorted(set(tickers) - {row["ticker"] for row in published})
    verdict = FAILED_TICKERS.format(failed=len(failed), tickers=len(tickers), names=", ".join(failed))
    policy = policy or PromotionPolicy()
    with transaction() as connection:
        record_earlier(connection, store, policy)
        closed = execute(
            connection,
            "experiments/finish_experiment",
            run_id=run["id"],
            state="failed" if failed else "success",
            summary=json.dumps({"tickers": tickers, "published": len(published), "failed": failed}),
            suspicions=suspicions,
        )
        if closed:
            _record_scores(connection, run["id"], scores)
            record_verdicts(connection, run["id"])
            lines = [("INFO", _score_line(row)) for row in scores]
            lines += [("WARNING", f"Suspect: {reason}") for reason in suspicions]
            recorded = record_run(connection, store, run["id"], policy, errors, slices)
            lines += [("INFO", line) for line in recorded]
            lines.append(("ERROR", verdict) if failed else ("INFO", f"Finished: {len(tickers)} published"))
            for level, message in lines:
                write_line(connection, str(run["id"]), level, message)
        # Read again: a user may have cancelled the run during scoring.
        state = fetch_one(connection, "experiments/experiment_state", run_id=run["id"])
    if state is None or state["state"] == "cancelled":
        raise Cancelled("The training run was cancelled.")
    refresh_summaries()
    if failed:
        raise WrongInput(f"{verdict}. The logs of their train tasks give the reasons.")
    return {"published": len(published), "failed": failed, "suspicions": suspicions}


def score_run(tested: Mapping[int, pd.DataFrame]) -> list[MarketScores]:
    """The scores over all tickers, one :class:`MarketScores` per horizon of :func:`read_test_rows`."""
    return [score_market(rows, horizon) for horizon, rows in tested.items()]


def read_test_rows(store: ArtifactStore, backtests: Mapping[str, str]) -> dict[int, pd.DataFrame]:
    """The test forecasts of all tickers by horizon.

    Args:
        backtests: by ticker, the URL of its file of test forecasts.
    """
    if not backtests:
        return {}
    tested = pd.concat(
        [
            read_rows(store, url, remedy=_TRAIN_AGAIN).assign(symbol=ticker)
            for ticker, url in backtests.items()
        ],
        ignore_index=True,
    )
    return {int(str(horizon)): rows for horizon, rows in tested.groupby("horizon")}


def _regimes_of(tested: pd.DataFrame) -> pd.DataFrame:
    """The stored regimes of the sessions that were forecast from; none depends on later bars."""
    span = {"first": tested["date"].min().date(), "last": tested["date"].max().date()}
    with transaction() as connection:
        rows = fetch_all(connection, "experiments/regimes_between", **span)
    return pd.DataFrame(rows, columns=["date", "volatility", "trend"])


def _record_scores(connection: sa.Connection, run_id: Any, scores: list[MarketScores]) -> None:
    execute(connection, "experiments/clear_experiment_scores", run_id=run_id)
    for row in scores:
        execute(connection, "experiments/put_experiment_scores", run_id=run_id, **asdict(row))


def _score_line(scores: MarketScores) -> str:
    rank_ic = "" if scores.rank_ic is None else f", rank IC {scores.rank_ic:+.3f}"
    coverage = "" if scores.coverage is None else f", interval coverage {scores.coverage:.1%}"
    if scores.coverage_calm is not None and scores.coverage_volatile is not None:
        coverage += f" (calm {scores.coverage_calm:.0%}, volatile {scores.coverage_volatile:.0%})"
    return (
        f"{scores.horizon} sessions: MAPE {scores.mape_pct:.2f} %, naive {scores.naive_mape_pct:.2f} %, "
        f"skill {scores.skill:+.3f} ({scores.verdict}){rank_ic}{coverage}; {scores.test_rows} forecasts"
    )

"""The end of a training run: who failed, how good all forecasts are together, and whether to believe it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd
import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.features.store import read_rows
from vn30.settings import Settings
from vn30.task_store import task_store
from vn30.training.market_scores import MarketScores, score_market
from vn30.training.registry import Cancelled, write_line
from vn30.warehouse import execute, fetch_all, fetch_one, transaction


def finish_experiment(settings: Settings, airflow_run_id: str) -> dict[str, Any]:
    """Close the run of an Airflow run: success if every ticker has published, else failed.

    Whatever was published is scored together; scores that are too good to be true are recorded as suspicions,
    and told in the log.

    Returns:
        How many tickers are published, the names of those that failed, and the suspicions.

    Raises:
        Cancelled: it was cancelled, and stays so.
        WrongInput: nothing was started, or at least one ticker failed; the message names them.
    """
    with transaction() as connection:
        run = fetch_one(connection, "training/experiment_of_airflow_run", airflow_run_id=airflow_run_id)
        if run is None:
            raise WrongInput("The run was never started: the resolve task's log says why.")
        published = fetch_all(connection, "training/published_tickers", run_id=run["id"])
    # A run that is cleared when its files were removed is not scored again.
    backtests = {row["ticker"]: row["backtest_parquet_url"] for row in published}
    scores = score_run(settings, {ticker: url for ticker, url in backtests.items() if url is not None})
    suspicions = [reason for one in scores for reason in one.suspicions()]
    tickers = run["summary_metrics"]["tickers"]
    failed = sorted(set(tickers) - {row["ticker"] for row in published})
    verdict = f"{len(failed)} of {len(tickers)} tickers failed: {', '.join(failed)}"
    with transaction() as connection:
        closed = execute(
            connection,
            "training/finish_experiment",
            run_id=run["id"],
            state="failed" if failed else "success",
            summary=json.dumps({"tickers": tickers, "published": len(published), "failed": failed}),
            suspicions=suspicions,
        )
        if closed:
            _record_scores(connection, run["id"], scores)
            lines = [("INFO", _score_line(one)) for one in scores]
            lines += [("WARNING", f"Suspect: {reason}") for reason in suspicions]
            lines.append(("ERROR", verdict) if failed else ("INFO", f"Finished: {len(tickers)} published"))
            for level, message in lines:
                write_line(connection, str(run["id"]), level, message)
        # Read again: a user may have cancelled it while it was scored.
        state = fetch_one(connection, "training/experiment_state", run_id=run["id"])
    if state is None or state["state"] == "cancelled":
        raise Cancelled("The training run was cancelled.")
    if failed:
        raise WrongInput(f"{verdict}. The log of each one's train task says why.")
    return {"published": len(published), "failed": failed, "suspicions": suspicions}


def score_run(settings: Settings, backtests: Mapping[str, str]) -> list[MarketScores]:
    """Scores over all tickers, one a horizon.

    Args:
        backtests: URL of each ticker's file of test forecasts.
    """
    if not backtests:
        return []
    store = task_store(settings)
    tested = pd.concat(
        [read_rows(store, url).assign(symbol=ticker) for ticker, url in backtests.items()],
        ignore_index=True,
    )
    return [score_market(rows, int(str(horizon))) for horizon, rows in tested.groupby("horizon")]


def _record_scores(connection: sa.Connection, run_id: Any, scores: list[MarketScores]) -> None:
    execute(connection, "training/clear_experiment_scores", run_id=run_id)
    for one in scores:
        execute(connection, "training/put_experiment_scores", run_id=run_id, **asdict(one))


def _score_line(one: MarketScores) -> str:
    rank_ic = "" if one.rank_ic is None else f", rank IC {one.rank_ic:+.3f}"
    coverage = "" if one.coverage is None else f", interval covers {one.coverage:.1%}"
    return (
        f"{one.horizon} sessions: MAPE {one.mape_pct:.2f} %, naive {one.naive_mape_pct:.2f} %, skill "
        f"{one.skill:+.3f} ({one.verdict}){rank_ic}{coverage}; {one.test_rows} forecasts"
    )

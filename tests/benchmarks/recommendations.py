"""Recommendations on real prices, session by session, through the code of the DAG: ``PART=recommendations``.

Needs ``VN30_REAL_DATA``. The pooled model is refitted each half-year on what was known then, as in
:mod:`tests.benchmarks.ranks`; its forecasts are published session by session in a database, and the code of
``vn30_recommendations`` runs for each session: the price is forecast as unchanged, as the shrunk pooled model
forecasts it nearly always, with an interval from past returns. The thresholds were chosen on sessions up to
2022. A quarter of an hour on one core.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks.accuracy import load_indices
from tests.benchmarks.fold_forecasts import FoldForecasts, forecasts
from tests.benchmarks.ranks import CHOSEN, LOOKED_AT_ONCE, load, study
from tests.support.database import database_server
from vn30.database import warehouse
from vn30.database.migrations import migrate
from vn30.database.warehouse import copy_rows, execute, transaction
from vn30.features.regimes.market import market_regimes
from vn30.features.series import KEY_COLUMNS
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.calendar import session_hours, sessions_after, sessions_between
from vn30.market.membership import members, store_members
from vn30.recommendations.judging import judge_recommendations
from vn30.recommendations.profile_versions import record_version
from vn30.recommendations.profiles import default_document
from vn30.recommendations.run import make_recommendations
from vn30.settings import get_settings
from vn30.training_config.document import default_document as default_config
from vn30.training_config.versions import record_version as record_config

REPLAYED = 20


def measure(console: Console) -> None:
    """Print the track record of 2023-2024 and the seconds of a session."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("recommendations: VN30_REAL_DATA is not set; real prices are not shipped")
        return
    market, indices = load(Path(folder)), load_indices(Path(folder))
    # The file has thousands of VND.
    market[PRICE_COLUMNS] *= 1000
    expected = study(market, indices, [CHOSEN])
    folds = [each for each in forecasts(market, indices, expected) if each.fold.first >= LOOKED_AT_ONCE]
    with database_server(durable=False) as server:
        os.environ["VN30_DATABASE_URL"] = server.database_url("recommendations")
        get_settings.cache_clear()
        try:
            migrate(warehouse.engine())
            with transaction() as connection:
                store(connection, market, indices)
            seconds = run_sessions(folds, market, indices)
            console.print(record_table())
            console.print(
                f"{len(seconds)} sessions; seconds a session: median {np.median(seconds):.2f}, "
                f"95 % {np.quantile(seconds, 0.95):.2f}"
            )
            console.print(replays(sorted(seconds.index)))
        finally:
            warehouse.engine().dispose()
            warehouse.engine.cache_clear()


def store(connection: sa.Connection, market: pd.DataFrame, indices: pd.DataFrame) -> None:
    """Store calendar, members and all prices, as of the last session."""
    sessions = sessions_between(market["date"].min().date(), market["date"].max().date())
    hours = session_hours([*sessions, *sessions_after(sessions[-1], 60)])
    copy_rows(connection, "trading_sessions", ("session_date", "opens_at", "closes_at"), hours)
    connection.execute(
        sa.text("INSERT INTO market_state VALUES (TRUE, 'real', 'csv', FALSE, :today)"),
        {"today": sessions[-1]},
    )
    every = pd.concat([market, indices], ignore_index=True)
    for symbol in every["symbol"].unique():
        kind = "index" if symbol in set(indices["symbol"]) else "stock"
        connection.execute(
            sa.text(
                "INSERT INTO stocks (ticker, name, exchange, kind, is_active) "
                "VALUES (:symbol, :symbol, 'HOSE', :kind, :kind = 'stock')"
            ),
            {"symbol": symbol, "kind": kind},
        )
    ids = {row.ticker: row.id for row in connection.execute(sa.text("SELECT ticker, id FROM stocks"))}
    names = ("stock_id", "price_date", "open_price", "high_price", "low_price", "close_price", "volume")
    columns, now = ["date", "open", "high", "low", "close", "volume"], datetime.now(UTC)
    rows = (
        (ids[row[0]], row[1].date(), *map(float, row[2:6]), int(row[6]), "csv", now)
        for row in every[["symbol", *columns]].itertuples(index=False)
    )
    copy_rows(connection, "stock_prices", (*names, "source", "fetched_at"), rows)
    store_members(connection, "csv", None, sessions[-1])


def run_sessions(
    folds: list[FoldForecasts], market: pd.DataFrame, indices: pd.DataFrame
) -> "pd.Series[float]":
    """Publish, recommend and judge session by session; the seconds of each."""
    regimes = market_regimes(indices[indices["symbol"] == "VNINDEX"].reset_index(drop=True)).set_index("date")
    closes = market.set_index(KEY_COLUMNS)["close"]
    seconds = {}
    with transaction() as connection:
        version = record_version(connection, default_document())
    for each in folds:
        with transaction() as connection:
            run_id = _run(connection, each)
        for day, rows in track(each.rows.groupby("date"), description=f"from {each.fold.first.date()}"):
            session = day.date()
            with transaction() as connection:
                basket = set(members(connection, session))
                _publish(
                    connection, run_id, session, rows[rows["symbol"].isin(basket)], closes, regimes.loc[day]
                )
            started = perf_counter()
            make_recommendations(session, version)
            seconds[session] = perf_counter() - started
    judge_recommendations()
    return pd.Series(seconds)


def _run(connection: sa.Connection, each: FoldForecasts) -> str:
    """A training run with the scores of its order."""
    config = record_config(connection, default_config())
    run_id: str = connection.execute(
        sa.text(
            "INSERT INTO experiment_runs (config_id, owner_user_id, airflow_run_id, state, as_of_date, "
            "started_at) SELECT :config, id, gen_random_uuid()::TEXT, 'success', :day, now() FROM users "
            "WHERE username = 'airflow' RETURNING id::TEXT"
        ),
        {"config": config.id, "day": each.fold.first.date()},
    ).scalar_one()
    for horizon, (rank_ic, error) in each.evidence.items():
        execute(
            connection,
            "experiments/put_rank_scores",
            run_id=run_id,
            horizon=horizon,
            first_session=each.fold.first.date(),
            last_session=each.fold.last.date(),
            sessions=1,
            forecasts=1,
            rank_ic=rank_ic,
            rank_ic_error=error,
            brier=0.25,
            base_rate_brier=0.25,
            brier_gain_error=0.0,
        )
    return run_id


def _publish(
    connection: sa.Connection,
    run_id: str,
    session: date,
    rows: pd.DataFrame,
    closes: "pd.Series[float]",
    regime: "pd.Series[Any]",
) -> None:
    ids = {row.ticker: row.id for row in connection.execute(sa.text("SELECT ticker, id FROM stocks"))}
    columns = (
        "stock_id", "as_of_date", "horizon_days", "target_date", "base_price", "predicted_price",
        "predicted_change_pct", "lower_price", "upper_price", "vn30_rank", "vn30_ranked",
        "probability_of_beating_vn30", "volatility_regime", "trend_regime", "experiment_run_id",
    )  # fmt: skip
    copy_rows(
        connection,
        "stock_prediction_summaries",
        columns,
        _forecast_rows(run_id, session, rows, closes, regime, ids),
    )


def _forecast_rows(
    run_id: str,
    session: date,
    rows: pd.DataFrame,
    closes: "pd.Series[float]",
    regime: "pd.Series[Any]",
    ids: dict[str, int],
) -> Iterator[tuple[Any, ...]]:
    for row in rows.itertuples(index=False):
        close = float(closes[row.symbol, row.date])
        lower, upper = (
            None if np.isnan(bound) else round(close * float(np.exp(bound)), 4)
            for bound in (row.lower, row.upper)
        )
        chance = None if np.isnan(row.chance) else round(float(row.chance), 4)
        yield (
            ids[row.symbol], session, int(row.horizon), row.target_date.date(), close, close, 0.0, lower,
            upper, int(row.vn30_rank), int(row.ranked), chance, regime["volatility"], regime["trend"], run_id,
        )  # fmt: skip


def record_table() -> Table:
    """The track record by profile, horizon and group, each figure with its error."""
    table = Table(title="track record, errors Newey-West")
    for heading in (
        "profile",
        "horizon",
        "group",
        "label",
        "number",
        "confidence",
        "hit",
        "gain %",
        "stop/target",
    ):
        table.add_column(heading, justify="right")
    with transaction() as connection:
        rows = connection.execute(
            sa.text(
                "SELECT * FROM recommendation_record ORDER BY dimension, profile, horizon_days, value, label"
            )
        ).mappings()
        for row in rows:
            if row["dimension"] in ("model", "origin"):
                continue
            confidence = "" if row["mean_confidence"] is None else f"{row['mean_confidence']:.3f}"
            table.add_row(
                row["profile"],
                str(row["horizon_days"]),
                row["value"],
                row["label"],
                str(row["recommendations"]),
                confidence,
                _with_error(row["hit_rate"], row["hit_rate_error"], 3),
                _with_error(row["gain_pct"], row["gain_error_pct"], 2),
                f"{row['stops']}/{row['targets']}",
            )
    return table


def _with_error(value: float | None, error: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f} ({error or 0:.{digits}f})"


def replays(sessions: list[date]) -> str:
    """Replay REPLAYED sessions, then one after its history was restated, and say what differs."""
    random = np.random.default_rng(0)
    drawn = sorted(random.choice(len(sessions), REPLAYED, replace=False))
    with transaction() as connection:
        version = record_version(connection, default_document())
    for place in drawn:
        make_recommendations(sessions[place], version)
    restated = sessions[drawn[0]]
    with transaction() as connection:
        connection.execute(
            sa.text(
                "UPDATE stock_prices SET close_price = close_price * 0.9, open_price = open_price * 0.9, "
                "high_price = high_price * 0.9, low_price = low_price * 0.9 FROM stocks WHERE "
                "stock_id = stocks.id AND ticker = 'FPT' AND price_date <= cast(:day AS DATE) - 10"
            ),
            {"day": restated},
        )
    make_recommendations(restated, version)
    make_recommendations(restated, version, basis="now")
    with transaction() as connection:
        rows = connection.execute(
            sa.text(
                "SELECT replay_basis, is_identical, same_inputs, count(*) AS replays, "
                "sum(changed_recommendations) AS changed FROM recommendation_replays GROUP BY 1, 2, 3"
            )
        ).mappings()
        lines = [str(dict(row)) for row in rows]
        fields = connection.execute(
            sa.text(
                "SELECT field, ticker = 'FPT' AS is_fpt, count(*) FROM recommendation_differences d "
                "JOIN recommendation_runs r ON r.id = d.replay_id AND r.replay_basis = 'now' GROUP BY 1, 2"
            )
        )
        lines += [str(tuple(row)) for row in fields]
    return "\n".join(lines)

"""What stands on the page of a version of the models, and a look-ahead check, made up."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import sqlalchemy as sa

from tests.support.model_runs import store_rank_scores
from tests.support.stored_market import SESSIONS, TICKERS
from vn30.database.warehouse import execute
from vn30.experiments.explanations import store_explanations
from vn30.explanation.importances import FeatureImportance
from vn30.explanation.selection import Selection
from vn30.names import HORIZONS

FEATURES = ("rank_return_60", "rank_volatility_20", "rank_close_to_high_250", "rank_rsi_14", "market_trend")
REGIMES = ("all", "quiet, bull", "volatile, bear")


def made_up_rows(random: np.random.Generator, horizon: int) -> pd.DataFrame:
    """Forecasts of a test part: the columns that residuals and scores by fold are computed from."""
    tickers = [f"T{number}" for number in range(6)]
    rows = len(SESSIONS) * len(tickers)
    base = np.full(rows, 100_000.0)
    outcome = random.normal(0, 0.015 * horizon**0.5, rows)
    reach = 1.28 * 0.015 * horizon**0.5
    return pd.DataFrame(
        {
            "symbol": np.tile(tickers, len(SESSIONS)),
            "date": pd.DatetimeIndex(np.repeat(pd.DatetimeIndex(SESSIONS), len(tickers))),
            "fold": np.repeat(np.arange(len(SESSIONS)) * 3 // len(SESSIONS) + 1, len(tickers)),
            "base": base,
            "actual": base * np.exp(outcome),
            "predicted": base * np.exp(outcome / 40 + random.normal(0, 0.004 * horizon**0.5, rows)),
            "lower": base * np.exp(-reach),
            "upper": base * np.exp(reach),
        }
    )


def made_up_regimes() -> pd.DataFrame:
    """The regimes of the stored sessions."""
    number = np.arange(len(SESSIONS))
    return pd.DataFrame(
        {
            "date": pd.DatetimeIndex(SESSIONS),
            "volatility": np.where(number // 40 % 2 == 0, "quiet", "volatile"),
            "trend": np.where(number // 90 % 2 == 0, "bull", "bear"),
        }
    )


def store_details(connection: sa.Connection, run_id: str) -> None:
    """The importances, a selection and the reliability of a run at all horizons."""
    for horizon in HORIZONS:
        store_rank_scores(connection, run_id, horizon)
        importances = [
            FeatureImportance("pooled", "contribution", regime, feature, 0.02 / (place + 1), 0.004, None)
            for regime in REGIMES
            for place, feature in enumerate(FEATURES)
        ]
        selections = [
            Selection(SESSIONS[-60], False, FEATURES),
            Selection(SESSIONS[-1] + timedelta(days=1), True, FEATURES[:3]),
        ]
        store_explanations(connection, run_id, None, {horizon: importances}, {horizon: selections})


def store_check(connection: sa.Connection, sessions: list[date]) -> None:
    """A look-ahead check of past sessions in which nothing differed."""
    for session in sessions:
        execute(
            connection,
            "experiments/put_lookahead_check",
            airflow_run_id="scheduled__2024-06-28T13:00:00+00:00",
            session=session,
            as_of=SESSIONS[-1],
            horizon=15,
            seed=7,
            ticker=TICKERS[0],
            tickers=len(TICKERS),
            values_compared=4_271_905,
            seconds=61.0,
        )

"""The study by which the scale of the intervals and the sessions of their errors were chosen, up to 2022.

Needs ``VN30_REAL_DATA``. Intervals about the naive forecast, walk-forward, of forecasts whose outcome came by
the end of 2022: coverage with its standard error, overall and in thirds of the ticker's volatility as it was
known then, and the Winkler score. Two minutes on one core.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from tests.benchmarks.accuracy import load
from tests.benchmarks.accuracy_tables import coverage_cells
from vn30.evaluation.interval_scores import THIRDS
from vn30.evaluation.market_scores import score_market
from vn30.forecasting.intervals import COVERAGE_LEVEL, VOLATILITY_WINDOWS, recent_volatility
from vn30.forecasting.pooled_intervals import ERROR_SESSIONS, QUANTILE_COLUMNS, error_quantiles
from vn30.forecasting.targets import log_return_ahead, price_after
from vn30.forecasting.volatility_rank import volatility_rank
from vn30.training_config.document import TrainingConfig

CHOSEN_UNTIL = pd.Timestamp("2022-12-31")
JUDGED_FROM = pd.Timestamp("2018-01-01")
SCALES = ((20, 60, 250), (60,), (250,), (500,), (20, 500), (20, 250, 500), (20, 60, 250, 500))
SESSIONS = (500, 750, 1000)


def measure(console: Console) -> None:
    """Print the table, or how to get the prices for it."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("intervals: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    market = load(Path(folder))
    market = market[market["date"] <= CHOSEN_UNTIL].reset_index(drop=True)
    table = Table(title=f"80 % intervals about the naive forecast, {JUDGED_FROM.date()} to 2022")
    for heading in (
        "",
        "volatility",
        "errors of",
        "coverage %",
        *(f"{third} %" for third in THIRDS),
        "Winkler %",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    config = TrainingConfig()
    for horizon in config.targets.horizons:
        for scale in SCALES:
            for sessions in SESSIONS:
                quantiles = error_quantiles(market, horizon, config.data_window, None, scale, sessions)
                scores = score_market(_tested(market, horizon, scale, quantiles), horizon)
                chosen = " *" if (scale, sessions) == (VOLATILITY_WINDOWS, ERROR_SESSIONS) else ""
                table.add_row(
                    str(horizon),
                    "+".join(map(str, scale)) + chosen,
                    str(sessions),
                    *coverage_cells(scores),
                    f"{scores.winkler_pct:.2f}",
                    end_section=(scale, sessions) == (SCALES[-1], SESSIONS[-1]),
                )
    console.print(table)


def _tested(
    market: pd.DataFrame, horizon: int, scale: tuple[int, ...], quantiles: pd.DataFrame
) -> pd.DataFrame:
    """The rows of :func:`score_market` of the naive forecast."""
    widths = quantiles.set_index("date")[QUANTILE_COLUMNS[COVERAGE_LEVEL]]
    parts = []
    for _, bars in market.groupby("symbol"):
        close = bars["close"].to_numpy(dtype=np.float64)
        reach = recent_volatility(close, windows=scale) * widths.reindex(bars["date"]).to_numpy()
        prices = {
            "actual": price_after(close, log_return_ahead(close, horizon)),
            "lower": price_after(close, -reach),
            "upper": price_after(close, reach),
        }
        parts.append(
            bars[["symbol", "date"]].assign(
                base=close, predicted=close, volatility_rank=volatility_rank(close), **prices
            )
        )
    tested = pd.concat(parts, ignore_index=True)
    judged = tested[["actual", "lower", "volatility_rank"]].notna().all(axis=1)
    return tested[judged & (tested["date"] >= JUDGED_FROM)]

"""The forecasts of the pooled model on real prices, half-year by half-year, as a training publishes them."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from tests.benchmarks.ranks import CHOSEN, HORIZONS, half_years
from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.evaluation.reliability import mean_error
from vn30.features.series import KEY_COLUMNS
from vn30.forecasting.vn30_ranks import vn30_ranks
from vn30.model_selection.splits import Fold

INTERVAL_SESSIONS = 750
VOLATILITY_SESSIONS = 60


class FoldForecasts(NamedTuple):
    """The forecasts of a half-year at all horizons, by a model fitted before it.

    Attributes:
        rows: ``symbol``, ``date``, ``horizon``, ``target_date``, ``vn30_rank``, ``ranked``, ``chance``,
            ``lower`` and ``upper`` (log returns).
        evidence: by horizon, rank IC and its error of the rows whose outcome had ended before the fold.
    """

    fold: Fold
    rows: pd.DataFrame
    evidence: dict[int, tuple[float, float]]


def forecasts(market: pd.DataFrame, indices: pd.DataFrame, expected: pd.DataFrame) -> list[FoldForecasts]:
    """The forecasts of each half-year: ranks, chances, intervals, and what was known of their order."""
    index = indices[indices["symbol"] == "VN30"].set_index("date")["close"]
    folds = half_years(market)
    intervals = _intervals(market)
    by_fold: dict[int, list[pd.DataFrame]] = {number: [] for number in range(len(folds))}
    evidence: dict[int, dict[int, tuple[float, float]]] = {number: {} for number in by_fold}
    for horizon in HORIZONS:
        chosen = expected[expected["horizon"] == horizon].set_index(KEY_COLUMNS)[CHOSEN]
        values = chosen.reindex(pd.MultiIndex.from_frame(market[KEY_COLUMNS])).to_numpy()
        past = vn30_ranks(market, values, folds, index, set(market["symbol"]), horizon).past
        by_session = past.groupby("date")["rank"]
        past["vn30_rank"] = by_session.rank(ascending=False, method="first").astype(int)
        past["ranked"] = by_session.transform("count").astype(int)
        past = past.merge(intervals[horizon], on=KEY_COLUMNS, how="left").assign(horizon=horizon)
        for number, fold in enumerate(folds):
            rows = past[fold.test(pd.DatetimeIndex(past["date"]))]
            by_fold[number].append(rows.rename(columns={"probability": "chance"}))
            known = past[(past["target_date"] < fold.first) & past["probability"].notna()]
            daily = daily_rank_ic(known["date"], known["expected"], known["label"])
            if not daily.empty:
                error = mean_error(daily.index.to_series(), daily.to_numpy(), horizon)
                evidence[number][horizon] = float(daily.mean()), error
    return [
        FoldForecasts(fold, pd.concat(by_fold[number], ignore_index=True), evidence[number])
        for number, fold in enumerate(folds)
    ]


def _intervals(market: pd.DataFrame) -> dict[int, pd.DataFrame]:
    """By horizon: the bounds that four of five past returns were within, in units of volatility."""
    closes = np.log(market.pivot(index="date", columns="symbol", values="close"))
    deviation = closes.diff().rolling(VOLATILITY_SESSIONS, min_periods=30).std()
    found = {}
    for horizon in HORIZONS:
        scaled = (closes.shift(-horizon) - closes) / (deviation * horizon**0.5)
        # Of a session, the outcomes that had ended by then.
        ended = scaled.shift(horizon).to_numpy()
        bounds = np.full((len(closes), 2), np.nan)
        for row in range(horizon + 250, len(closes)):
            window = ended[max(0, row - INTERVAL_SESSIONS) : row + 1]
            bounds[row] = np.nanquantile(window, (0.1, 0.9))
        sides = {
            name: (deviation * horizon**0.5).mul(bounds[:, place], axis=0).stack().rename(name)
            for place, name in enumerate(("lower", "upper"))
        }
        found[horizon] = pd.concat(sides.values(), axis=1).reset_index()
    return found

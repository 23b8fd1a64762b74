"""LambdaRank beside the pooled model: ``make bench PART=rankers``.

Needs ``VN30_REAL_DATA``. Both are refitted each half-year up to 2022 on the same rows, as
:mod:`tests.benchmarks.groups` does it, and no later session is read. The blend is the mean of both ranks
within the session. A minute on one core.
"""

import os
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.progress import track
from threadpoolctl import threadpool_limits

from tests.benchmarks.accuracy import load_indices
from tests.benchmarks.groups import comparison, rank_ic_of
from tests.benchmarks.ranks import (
    HORIZONS,
    LOOKED_AT_ONCE,
    NOW,
    half_years_before,
    load,
    pooled_inputs,
)
from vn30.evaluation.rank_ic import session_ranks
from vn30.forecasting.pooled import labelled
from vn30.market.universe import KNOWN_FROM, members_on
from vn30.model_selection.splits import Fold
from vn30.models.lambdarank import lambdarank_scores
from vn30.models.pooled import forecast_folds

POOLED, LAMBDARANK, BLEND = "pooled", "LambdaRank", "blend of both"


def measure(console: Console) -> None:
    """Print the mean rank IC of each ranker, and its difference from that of the pooled model."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("rankers: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    market, indices = load(Path(folder)), load_indices(Path(folder))
    market, indices = (bars[bars["date"] < LOOKED_AT_ONCE] for bars in (market, indices))
    console.print(comparison(study(market.reset_index(drop=True), indices)))


def study(market: pd.DataFrame, indices: pd.DataFrame) -> pd.DataFrame:
    """The daily rank IC, mean over the horizons: a row a session, a column a ranker."""
    with threadpool_limits(limits=1):
        folds = track(half_years_before(market), description="half-years")
        return pd.concat([_rank_ics(market, indices, fold) for fold in folds])


def _rank_ics(market: pd.DataFrame, indices: pd.DataFrame, fold: Fold) -> pd.DataFrame:
    known = pooled_inputs(market, indices, members_on(max(fold.first.date(), KNOWN_FROM)), NOW)
    found: dict[str, dict[int, pd.Series]] = {POOLED: {}, LAMBDARANK: {}, BLEND: {}}
    for horizon in HORIZONS:
        rows, labels = labelled(known.panel, known.slices, horizon)
        fitted_on = (rows, known.values, labels, known.volatility, [fold])
        expected = {POOLED: forecast_folds(*fitted_on)[0], LAMBDARANK: lambdarank_scores(*fitted_on)}
        ranks = [session_ranks(rows["date"], pd.Series(values)) for values in expected.values()]
        expected[BLEND] = ((ranks[0] + ranks[1]) / 2).to_numpy()
        for name, values in expected.items():
            found[name][horizon] = rank_ic_of(rows, labels, values)
    return pd.DataFrame({name: pd.DataFrame(by_horizon).mean(axis=1) for name, by_horizon in found.items()})

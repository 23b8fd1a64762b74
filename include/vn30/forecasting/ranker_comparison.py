"""The order of a research ranker beside that of the pooled model, on the same out-of-sample rows."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.evaluation.reliability import mean_error
from vn30.features.series import ticker_slices
from vn30.forecasting.pooled import labelled
from vn30.typing import FloatArray


class RankerScores(NamedTuple):
    """Mean rank ICs over sessions with their Newey-West errors.

    Attributes:
        rank_ic: of the research ranker.
        pooled_rank_ic: of the pooled model.
        gain: ``rank_ic - pooled_rank_ic``, whose error is that of the paired difference.
    """

    sessions: int
    rank_ic: float
    rank_ic_error: float
    pooled_rank_ic: float
    pooled_rank_ic_error: float
    gain: float
    gain_error: float


def compare_rankers(
    panel: pd.DataFrame, pooled: FloatArray, ranker: FloatArray, members: Collection[str], horizon: int
) -> RankerScores | None:
    """Score both orders on the rows of the members that have both, and an outcome; None without any.

    Args:
        panel: the bars of a panel, ticker by ticker: ``symbol``, ``date``, ``close`` and ``volume``.
        pooled: out-of-sample expected ranks by the pooled model, one a row, NaN without one.
        ranker: out-of-sample scores of the ranker, as ``pooled``.
        members: the tickers to rank.
        horizon: sessions ahead.
    """
    rows, labels = labelled(panel, ticker_slices(panel), horizon)
    both = rows["symbol"].isin(members) & ~np.isnan(labels) & ~np.isnan(pooled) & ~np.isnan(ranker)
    rows = rows.assign(pooled=pooled, ranker=ranker, label=labels)[both]
    own, reference = (daily_rank_ic(rows["date"], rows[name], rows["label"]) for name in ("ranker", "pooled"))
    if own.empty:
        return None

    def mean(daily: "pd.Series[float]") -> tuple[float, float]:
        error = mean_error(daily.index.to_series(), np.asarray(daily, dtype=np.float64), horizon)
        return float(daily.mean()), error

    return RankerScores(len(own), *mean(own), *mean(reference), *mean(own - reference))

"""LambdaRank over all tickers: a research ranker, whose order is scored beside that of the pooled model.

Boosted trees whose gradients are the changes of the session's NDCG when two tickers swap places (C. J. C.
Burges, "From RankNet to LambdaRank to LambdaMART: an overview", Microsoft Research MSR-TR-2010-82, 2010), in
LightGBM's implementation. It learns from the same rows, features and volatility-scaled labels as
:mod:`vn30.models.pooled`, with trees of the same size. It forecasts nothing.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from vn30.evaluation.rank_ic import session_ranks
from vn30.model_selection.splits import Fold
from vn30.models.pooled import Features
from vn30.typing import BoolArray, FloatArray, IntArray

GRADES = 5
"""Grades of relevance: fifths of the session's tickers, 0 for the lowest returns."""
SESSION_STRIDE = 2
"""Every second session is learned from, as the pooled model's trees learn from every second row."""
MAX_PLACES = 100
"""Places of the order that count: all of a session, since the low end matters as much as the high one."""


def lambdarank_scores(
    rows: pd.DataFrame,
    features: Features,
    labels: FloatArray,
    volatility: FloatArray,
    folds: Sequence[Fold],
) -> FloatArray:
    """The score of each test row of a fold, by a ranker that was fitted on data known before the fold.

    Only the order of the scores within a session means something. The result depends on the arguments alone,
    on any number of cores.

    Args:
        rows: ``symbol``, ``date``, and ``target_date`` on which the label ends, NaT if it has not ended yet.
        features: shape (rows, features), as of :func:`vn30.models.pooled.train_pooled`.
        labels: the log return to ``target_date``, NaN if unknown, shape (rows,).
        volatility: of a session, known on ``date``, shape (rows,). A row without it is not learned from.
        folds: in ascending order.

    Returns:
        Shape (rows,); NaN for all other rows.
    """
    dates, ends = pd.DatetimeIndex(rows["date"]), pd.DatetimeIndex(rows["target_date"])
    scaled = labels / volatility
    found = np.full(len(rows), np.nan)
    for fold in folds:
        tested = fold.test(dates)
        model = _fitted(dates, features, scaled, fold.train(ends) & ~np.isnan(scaled))
        found[tested] = model.predict(features[tested])
    return found


def _fitted(dates: pd.DatetimeIndex, features: Features, scaled: FloatArray, known: BoolArray) -> Any:
    from lightgbm import LGBMRanker

    sessions = np.unique(dates[known])[::SESSION_STRIDE]
    learned = np.flatnonzero(known & dates.isin(sessions))
    # LightGBM takes the rows of a session one after the other.
    learned = learned[np.argsort(dates[learned], kind="stable")]
    _, sizes = np.unique(dates[learned], return_counts=True)
    return _ranker(LGBMRanker).fit(features[learned], _grades(dates[learned], scaled[learned]), group=sizes)


def _ranker(ranker: Any) -> Any:
    return ranker(
        n_estimators=60,
        learning_rate=0.05,
        num_leaves=8,
        min_child_samples=100,
        reg_lambda=50,
        colsample_bytree=0.3,
        max_bin=63,
        label_gain=list(range(GRADES)),
        lambdarank_truncation_level=MAX_PLACES,
        deterministic=True,
        force_row_wise=True,
        n_jobs=1,
        random_state=0,
        verbosity=-1,
    )


def _grades(dates: pd.DatetimeIndex, scaled: FloatArray) -> IntArray:
    values = pd.Series(scaled)
    ranks = session_ranks(pd.Series(dates), values).to_numpy()
    grades: IntArray = np.minimum(np.floor((ranks + 0.5) * GRADES), GRADES - 1).astype(np.int64)
    return grades

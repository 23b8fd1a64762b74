"""Each ticker's rank among the VN30, and its probability of beating the index, by the pooled model.

The order of the tickers is what daily prices say; the level of their prices they do not. The index is that
which users compare with, VN30. The probability is learned from the model's own out-of-sample ranks whose
outcome had ended, fold by fold, so that its reliability is measured out of sample too.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.evaluation.rank_ic import daily_rank_ic, session_ranks
from vn30.evaluation.reliability import (
    BrierScores,
    ReliabilityBin,
    brier_scores,
    mean_error,
    reliability_bins,
)
from vn30.features.series import ticker_slices
from vn30.forecasting.pooled import labelled
from vn30.model_selection.splits import Fold
from vn30.models.outperformance import Outperformance, fit_outperformance
from vn30.typing import FloatArray

MIN_SESSIONS = 250
"""Sessions with outcomes, a year, from which a probability is learned."""


@dataclass(frozen=True)
class RankScores:
    """How reliable the ranks and probabilities of past sessions were, out of sample.

    Attributes:
        first_session, last_session: of the scored rows.
        forecasts: number of scored rows.
        rank_ic: mean of :func:`vn30.evaluation.rank_ic.daily_rank_ic`, and its standard error.
        brier: of the probabilities, beside the base rate's.
        bins: the reliability diagram.
    """

    first_session: pd.Timestamp
    last_session: pd.Timestamp
    sessions: int
    forecasts: int
    rank_ic: float
    rank_ic_error: float
    brier: BrierScores
    bins: list[ReliabilityBin]


@dataclass(frozen=True)
class Vn30Ranks:
    """Ranks at one horizon.

    Attributes:
        newest: one row a member with a bar of the newest session: ``symbol``, ``rank`` (1 is the highest
            expected return), ``ranked`` (their number), and ``probability`` of beating the VN30, NaN if
            fewer than MIN_SESSIONS sessions have outcomes.
        past: one row a member and out-of-sample session with a known outcome: ``symbol``, ``date``, ``rank``
            (within the session, in (-0.5, 0.5)), ``label`` (log return), ``beaten``, and by what was known
            then ``base_rate`` and ``probability``, NaN in the first folds.
        scores: of the rows of ``past`` that have a probability; None without any.
    """

    newest: pd.DataFrame
    past: pd.DataFrame
    scores: RankScores | None


def vn30_ranks(
    panel: pd.DataFrame,
    expected: FloatArray,
    folds: Sequence[Fold],
    index: "pd.Series[float]",
    members: Collection[str],
    horizon: int,
) -> Vn30Ranks:
    """Rank the members, and calibrate their probability of beating the index.

    Args:
        panel: the bars of a panel, ticker by ticker: ``symbol``, ``date``, ``close`` and ``volume``.
        expected: expected rank of each row, out of sample and from the last bars
            (:attr:`vn30.forecasting.pooled.PooledForecasts.expected`).
        folds: of these out-of-sample ranks.
        index: closes of the VN30 by session.
        members: the tickers to rank; rows of others are left out.
        horizon: sessions ahead.
    """
    rows, labels = labelled(panel, ticker_slices(panel), horizon)
    rows = rows.assign(label=labels, expected=expected)
    rows = rows[rows["symbol"].isin(members) & rows["expected"].notna()]
    rows["excess"] = rows["label"] - index_returns(index, rows["date"], rows["target_date"])
    past = rows[rows["excess"].notna()].reset_index(drop=True)
    past["rank"] = session_ranks(past["date"], past["expected"])
    past["beaten"] = (past["excess"] > 0).astype(np.float64)
    past = _with_probabilities(past, folds)
    return Vn30Ranks(
        _newest(rows[rows["date"] == panel["date"].max()], _fitted(past)), past, _scores(past, horizon)
    )


def index_returns(index: "pd.Series[float]", start: pd.Series, end: pd.Series) -> FloatArray:
    """The index's log returns between two sessions each; NaN where one of them has no close."""
    first, last = (index.reindex(pd.DatetimeIndex(days)).to_numpy(dtype=np.float64) for days in (start, end))
    returns: FloatArray = np.log(last / first)
    return returns


def _with_probabilities(past: pd.DataFrame, folds: Sequence[Fold]) -> pd.DataFrame:
    dates, ends = pd.DatetimeIndex(past["date"]), pd.DatetimeIndex(past["target_date"])
    base_rates, probabilities = np.full(len(past), np.nan), np.full(len(past), np.nan)
    for fold in folds:
        fitted, tested = _fitted(past[fold.train(ends)]), fold.test(dates)
        if fitted is not None:
            base_rates[tested] = fitted.base_rate
            probabilities[tested] = fitted.probability(past["rank"].to_numpy()[tested])
    return past.assign(base_rate=base_rates, probability=probabilities)


def _fitted(past: pd.DataFrame) -> Outperformance | None:
    if past["date"].nunique() < MIN_SESSIONS:
        return None
    return fit_outperformance(past["rank"].to_numpy(), past["beaten"].to_numpy())


def _newest(rows: pd.DataFrame, fitted: Outperformance | None) -> pd.DataFrame:
    # Of equal expectations, the first ticker of the alphabet has the better rank: a rank is given once.
    rank = rows["expected"].rank(ascending=False, method="first").astype(int)
    position = session_ranks(rows["date"], rows["expected"]).to_numpy()
    probability = np.full(len(rows), np.nan) if fitted is None else fitted.probability(position)
    return pd.DataFrame(
        {"symbol": rows["symbol"], "rank": rank, "ranked": len(rows), "probability": probability}
    ).reset_index(drop=True)


def _scores(past: pd.DataFrame, horizon: int) -> RankScores | None:
    rows = past[past["probability"].notna()].reset_index(drop=True)
    daily = daily_rank_ic(rows["date"], rows["expected"], rows["label"])
    if daily.empty:
        return None
    probability, base_rate, beaten = (
        rows[name].to_numpy() for name in ("probability", "base_rate", "beaten")
    )
    return RankScores(
        first_session=rows["date"].min(),
        last_session=rows["date"].max(),
        sessions=rows["date"].nunique(),
        forecasts=len(rows),
        rank_ic=float(daily.mean()),
        rank_ic_error=mean_error(daily.index.to_series(), daily.to_numpy(), horizon),
        brier=brier_scores(rows["date"], probability, base_rate, beaten, horizon),
        bins=reliability_bins(rows["date"], probability, beaten, horizon),
    )

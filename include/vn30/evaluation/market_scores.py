"""Scores of the forecasts of a whole run, over all tickers."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.evaluation.interval_scores import coverage, coverage_by_volatility, winkler_scores
from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.evaluation.significance import Verdict, diebold_mariano, suspicions, verdict


@dataclass(frozen=True)
class MarketScores:
    """Scores over all tickers at one horizon.

    Errors are relative to the base price, so that high-priced stocks do not dominate.

    Attributes:
        horizon: sessions.
        tickers: number of tickers with test rows.
        test_rows: number of scored forecasts.
        mape_pct: mean absolute percentage error of the forecasts; ``naive_mape_pct`` of the naive forecast.
        skill: ``1 - mean error / mean naive error``.
        p_value: of :func:`vn30.evaluation.significance.diebold_mariano` on the mean errors by session.
        verdict: whether the skill is proven.
        rank_ic: mean of :func:`vn30.evaluation.rank_ic.daily_rank_ic` over ``rank_ic_sessions`` sessions;
            None if no session has enough tickers.
        coverage: share of outcomes within their interval, of the rows that have one; None without any.
            ``coverage_error`` is its standard error (see :mod:`vn30.evaluation.interval_scores`).
        coverage_calm, coverage_ordinary, coverage_volatile: the same in each third of the tickers' volatility
            as it was known on the session of the forecast, with their errors; None without rows.
        interval_width_pct: mean width of these intervals, percent of the base price.
        winkler_pct: mean of :func:`vn30.evaluation.interval_scores.winkler_scores`, percent of the base
            price.
    """

    horizon: int
    tickers: int
    test_rows: int
    mape_pct: float
    naive_mape_pct: float
    skill: float
    p_value: float
    verdict: Verdict
    rank_ic: float | None
    rank_ic_sessions: int
    coverage: float | None
    interval_width_pct: float | None
    coverage_error: float | None
    coverage_calm: float | None
    coverage_calm_error: float | None
    coverage_ordinary: float | None
    coverage_ordinary_error: float | None
    coverage_volatile: float | None
    coverage_volatile_error: float | None
    winkler_pct: float | None

    def suspicions(self) -> list[str]:
        """Reasons to suspect a leak behind these scores, one sentence each; empty if they are plausible."""
        # Of daily forecasts over h sessions, one in h is independent of the others.
        comparisons = (self.tickers - 1) * self.rank_ic_sessions / self.horizon
        reasons = suspicions(
            self.skill,
            np.nan if self.rank_ic is None else self.rank_ic,
            1 / np.sqrt(comparisons) if comparisons else np.inf,
        )
        return [f"{self.horizon} sessions: {reason}" for reason in reasons]


def score_market(tested: pd.DataFrame, horizon: int) -> MarketScores:
    """Score the forecasts of all tickers at one horizon.

    Args:
        tested: one row a ticker and session, at least one: ``symbol``, ``date``, and in VND ``base``,
            ``actual``, ``predicted``, ``lower`` and ``upper`` (NaN where there is no interval), and
            ``volatility_rank``, which files of earlier releases do not have.
    """
    base, actual = tested["base"], tested["actual"]
    error, naive_error = ((actual - forecast).abs() for forecast in (tested["predicted"], base))
    loss, naive_loss = error / base, naive_error / base
    skill = float(1 - loss.mean() / naive_loss.mean())
    session_loss, naive_session_loss = (
        losses.groupby(tested["date"]).mean().to_numpy() for losses in (loss, naive_loss)
    )
    p_value = diebold_mariano(session_loss, naive_session_loss, horizon)
    # Price ratios have the same ranks as log returns.
    rank_ic = daily_rank_ic(tested["date"], tested["predicted"] / base, actual / base)
    return MarketScores(
        horizon=horizon,
        tickers=tested["symbol"].nunique(),
        test_rows=len(tested),
        mape_pct=float(100 * (error / actual).mean()),
        naive_mape_pct=float(100 * (naive_error / actual).mean()),
        skill=skill,
        p_value=p_value,
        verdict=verdict(skill, p_value),
        rank_ic=float(rank_ic.mean()) if len(rank_ic) else None,
        rank_ic_sessions=len(rank_ic),
        **_interval_scores(tested[tested["lower"].notna()]),
    )


def _interval_scores(banded: pd.DataFrame) -> dict[str, float | None]:
    """The attributes of :class:`MarketScores` about the intervals of ``banded``, rows that have one."""
    lower, upper, actual = (
        (banded[name] / banded["base"]).to_numpy(dtype=np.float64) for name in ("lower", "upper", "actual")
    )
    inside = (lower <= actual) & (actual <= upper)
    rank = banded.reindex(columns=["volatility_rank"]).to_numpy(dtype=np.float64)[:, 0]
    shares = {"coverage": coverage(banded["date"], inside)}
    for third, share in coverage_by_volatility(banded["date"], inside, rank).items():
        shares[f"coverage_{third}"] = share
    scores: dict[str, float | None] = {}
    for name, share in shares.items():
        scores[name] = None if share is None else share.share
        scores[f"{name}_error"] = None if share is None else share.error
    has_any = len(banded) > 0
    scores["interval_width_pct"] = float(100 * (upper - lower).mean()) if has_any else None
    scores["winkler_pct"] = float(100 * winkler_scores(actual, lower, upper).mean()) if has_any else None
    return scores

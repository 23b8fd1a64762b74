"""How good the forecasts of a whole run are: those of all tickers together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.training.ranking import daily_rank_ic
from vn30.training.significance import Verdict, diebold_mariano, suspicions, verdict


@dataclass(frozen=True)
class MarketScores:
    """Scores over all tickers at one horizon (sessions); errors are relative to the base price.

    So the dearest share does not rule them. ``skill`` is ``1 - error / naive error``; ``p_value`` that of
    :func:`vn30.training.significance.diebold_mariano` over the sessions' mean errors. ``rank_ic`` is the mean
    of :func:`vn30.training.ranking.daily_rank_ic` over ``rank_ic_sessions``, None where no session has
    tickers enough. ``coverage`` (a share) and ``interval_width_pct`` (of the base price) are of the rows that
    have an interval, None without any.
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

    def suspicions(self) -> list[str]:
        """Why these scores are too good to be true, one sentence each."""
        # Of forecasts over h sessions, made every session, one in h does not overlap others.
        comparisons = (self.tickers - 1) * self.rank_ic_sessions / self.horizon
        found = suspicions(
            self.skill,
            np.nan if self.rank_ic is None else self.rank_ic,
            1 / np.sqrt(comparisons) if comparisons else np.inf,
        )
        return [f"{self.horizon} sessions: {reason}" for reason in found]


def score_market(tested: pd.DataFrame, horizon: int) -> MarketScores:
    """Score the forecasts of all tickers at one horizon.

    Args:
        tested: one row a ticker and session, at least one: ``symbol``, ``date``, and in VND ``base``,
            ``actual``, ``predicted``, ``lower`` and ``upper`` (NaN where there is no interval).
    """
    base, actual = tested["base"], tested["actual"]
    error, naive_error = ((actual - said).abs() for said in (tested["predicted"], base))
    loss, naive_loss = error / base, naive_error / base
    skill = float(1 - loss.mean() / naive_loss.mean())
    of_session, naive_of_session = (
        one.groupby(tested["date"]).mean().to_numpy() for one in (loss, naive_loss)
    )
    p_value = diebold_mariano(of_session, naive_of_session, horizon)
    # Ranks are those of the log returns.
    rank_ic = daily_rank_ic(tested["date"], tested["predicted"] / base, actual / base)
    banded = tested[tested["lower"].notna()]
    inside = banded["actual"].between(banded["lower"], banded["upper"])
    width = (banded["upper"] - banded["lower"]) / banded["base"]
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
        coverage=float(inside.mean()) if len(banded) else None,
        interval_width_pct=float(100 * width.mean()) if len(banded) else None,
    )

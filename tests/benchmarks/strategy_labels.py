"""The labels that the rules of recommendations give on real prices, session by session.

Measures and outcomes are computed for all sessions at once: the code of the DAG computes them session by
session. Both take the rules from :mod:`vn30.recommendations.rules`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from tests.benchmarks.fold_forecasts import FoldForecasts
from vn30.backtesting.signals.recommendation import LABELS
from vn30.market.rules import rules_on
from vn30.market.universe import members_on
from vn30.recommendations.excess import (
    LOOKBACK_SESSIONS,
    MIN_OUTCOMES,
    ExcessDistribution,
    daily_excess,
    volatilities,
)
from vn30.recommendations.inputs import (
    MONTH,
    VALUE_SESSIONS,
    VOLATILITY_SESSIONS,
    Candidate,
    Evidence,
    Forecast,
    Measures,
    closes_by_session,
    evidence_of,
)
from vn30.recommendations.profiles import PROFILES, RecommendationProfiles
from vn30.recommendations.rules import decide


class Prices:
    """The measures of all stocks in all sessions; frames have one row a session and one column a ticker."""

    def __init__(self, market: pd.DataFrame, index: "pd.Series[float]", horizon: int) -> None:
        self.horizon, self.close = horizon, closes_by_session(market)
        volume = market.pivot(index="date", columns="symbol", values="volume")
        returns = self.close.apply(np.log).diff()
        aligned = index.reindex(self.close.index)
        self.excess = volatilities(self.close, aligned)
        total = daily_excess(self.close, aligned).rolling(horizon, min_periods=horizon).sum().shift(-horizon)
        scale = self.excess * horizon**0.5
        self.outcomes = total / scale.where(scale > 0)
        window = returns.rolling(VOLATILITY_SESSIONS, min_periods=VOLATILITY_SESSIONS // 2)
        self.volatility = window.std()
        self.value = (self.close * volume).rolling(VALUE_SESSIONS, min_periods=1).mean()
        self.month = 100 * (self.close / self.close.shift(MONTH) - 1)

    def spread(self, day: pd.Timestamp, basket: Sequence[str]) -> ExcessDistribution | None:
        """The outcomes of the basket that had ended by a session."""
        place = self.close.index.get_loc(day)
        names = [name for name in basket if name in self.outcomes]
        ended = self.outcomes[names].iloc[max(0, place + 1 - LOOKBACK_SESSIONS - self.horizon) : place + 1]
        values = ended.iloc[: -self.horizon].to_numpy().ravel()
        values = np.sort(values[np.isfinite(values)])
        return None if len(values) < MIN_OUTCOMES else ExcessDistribution(self.horizon, values)

    def measures(self, day: pd.Timestamp, ticker: str) -> Measures | None:
        """The measures of a stock with a bar of the session; adjusted prices are taken for those traded."""
        close, *others = (
            float(frame.at[day, ticker])
            for frame in (self.close, self.volatility, self.excess, self.value, self.month)
        )
        known = [value if np.isfinite(value) and value else None for value in others]
        return None if np.isnan(close) else Measures(close, close, *known)


def labels(
    folds: Sequence[FoldForecasts], market: pd.DataFrame, index: "pd.Series[float]", horizon: int
) -> pd.DataFrame:
    """One row a session, member and profile: ``symbol``, ``date``, ``profile`` and ``label`` (1, 0 or -1)."""
    prices = Prices(market, index, horizon)
    rows = [
        row
        for fold in folds
        for day, forecasts in fold.rows[fold.rows["horizon"] == horizon].groupby("date")
        for row in labels_of(day, forecasts, prices, evidence_in(fold, horizon))
    ]
    return pd.DataFrame(rows, columns=["symbol", "date", "profile", "label"])


def evidence_in(fold: FoldForecasts, horizon: int) -> Evidence:
    """What the scores of the fold's run say of the order at this horizon, corrected for all its horizons."""
    named = [_forecast(None, *scores) for scores in fold.evidence.values()]
    found = evidence_of(named, list(fold.evidence))
    return found.get(("run", horizon), Evidence(None, None, None, 0))


def labels_of(
    day: pd.Timestamp, forecasts: pd.DataFrame, prices: Prices, evidence: Evidence
) -> Iterator[tuple[str, pd.Timestamp, str, float]]:
    """The labels of one session: ticker, session, profile and label."""
    session = day.date()
    basket = members_on(session)
    spread = prices.spread(day, basket)
    candidates = [
        Candidate(
            row.symbol,
            prices.horizon,
            _forecast(row),
            evidence,
            prices.measures(day, row.symbol),
            spread,
        )
        for row in forecasts.itertuples(index=False)
        if row.symbol in basket
    ]
    profiles = RecommendationProfiles()
    for name in PROFILES:
        profile = profiles.named(name)
        for decision in decide(candidates, name, profile, profiles.costs.fee_pct, rules_on(session)):
            yield decision.candidate.ticker, day, name, LABELS[decision.label]


def _forecast(row: Any, rank_ic: float | None = None, error: float | None = None) -> Forecast:
    """A forecast with the bounds and the chance of a row; without one, with the scores of its run alone."""
    lower, upper, chance = (None, None, None) if row is None else (row.lower, row.upper, row.chance)
    lower, upper = (
        None if bound is None or np.isnan(bound) else 100 * float(np.expm1(bound)) for bound in (lower, upper)
    )
    return Forecast(
        id=0,
        experiment_run_id="run",
        model_version_id=None,
        target_date="",
        change_pct=0.0,
        lower_pct=lower,
        upper_pct=upper,
        rank=None,
        ranked=None,
        chance=None if chance is None or np.isnan(chance) else round(float(chance), 4),
        verdict=None,
        volatility_regime="",
        trend_regime="",
        explanation=None,
        rank_ic=rank_ic,
        rank_ic_error=error,
    )

"""The results of one ticker's models: their test, and their forecasts from the last bar."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from sklearn.preprocessing import StandardScaler

from vn30.evaluation.scores import IntervalScores, Scores
from vn30.explanation.importances import FeatureImportance
from vn30.explanation.selection import Selection
from vn30.forecasting.direction import DirectionResult
from vn30.forecasting.ticker_explanation import Explanation


@dataclass(frozen=True)
class HorizonResult:
    """Test and forecast of one ticker at one horizon (sessions); prices are VND.

    Attributes:
        horizon: sessions ahead.
        scores: of the ensemble, on the test part.
        member_scores: of each member, on the same rows; among them the naive and the pooled forecast.
        interval_scores: of the 80 % interval, on the test rows that have one; None if none has.
        p_value: see :func:`vn30.evaluation.significance.diebold_mariano`; of this ticker alone, not yet
            corrected for the number of tickers.
        member_p_values: the same for each member.
        test: one row a test session: ``date``, ``target_date``, ``fold`` (its number, from 1), ``actual``,
            ``predicted`` (the ensemble's), ``base`` (the close on ``date``, which is the naive forecast), the
            bounds ``lower`` and ``upper``, NaN if too few errors were known to calibrate them, and
            ``volatility_rank`` (see :func:`vn30.forecasting.volatility_rank.volatility_rank`).
        weights: by member, of the forecast; empty for a median.
        forecast_return: the ensemble's log return from the as-of session to the horizon.
        forecast_price: the price after that return.
        lower_price: lower bound of its 80 % interval; None if too few errors are known to calibrate it.
        upper_price: upper bound, as ``lower_price``.
        probability_of_rise: probability of a price above the base price; None without bounds.
        member_forecasts: each member's own forecast price.
        direction: of the target ``direction`` alone: the classifiers' test and forecast. All prices are then
            those of the naive forecast.
        explanation: the contributions to the forecast; None for a median, and for targets other than log
            returns.
        importances: of the features for the ticker's own models; empty unless they are configured.
        selections: the features of each fit; empty without a selection.
    """

    horizon: int
    scores: Scores
    member_scores: dict[str, Scores]
    interval_scores: IntervalScores | None
    p_value: float
    member_p_values: dict[str, float]
    test: pd.DataFrame
    weights: dict[str, float]
    forecast_return: float
    forecast_price: float
    lower_price: float | None
    upper_price: float | None
    probability_of_rise: float | None
    member_forecasts: dict[str, float]
    direction: DirectionResult | None = None
    explanation: Explanation | None = None
    importances: Sequence[FeatureImportance] = ()
    selections: Sequence[Selection] = ()

    @property
    def bounds(self) -> tuple[float, float] | None:
        """``lower_price`` and ``upper_price``, or None."""
        if self.lower_price is None or self.upper_price is None:
            return None
        return self.lower_price, self.upper_price


@dataclass(frozen=True)
class TickerResult:
    """Result of training one ticker; dicts have the horizon in sessions as key.

    Attributes:
        last: the last bar, from which the forecasts start: its session, or the end of a bar within one.
        base_price: its close in VND.
        models: members by name, refitted on all labelled rows; they made the forecasts.
        scalers: scaler of their features; None without scaling.
        seconds: wall time of all fits, by member.
        problems: how many fits had which problem.
    """

    ticker: str
    last: pd.Timestamp
    base_price: float
    horizons: dict[int, HorizonResult]
    models: dict[int, dict[str, Any]]
    scalers: dict[int, StandardScaler | None]
    seconds: dict[str, float]
    problems: Counter[str] = field(default_factory=Counter)

    @property
    def as_of(self) -> date:
        """The session of the last bar."""
        return self.last.date()

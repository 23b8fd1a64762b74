"""Candidates for the rules, made up."""

from typing import Any

import numpy as np

from vn30.recommendations.excess import ExcessDistribution
from vn30.recommendations.inputs import Candidate, Evidence, Forecast, Measures

PROVEN = Evidence(0.06, 0.02, 0.004, 3)
NOT_PROVEN = Evidence(0.01, 0.02, 0.4, 3)


def spread(horizon: int = 7) -> ExcessDistribution:
    """Normal outcomes with mean 0."""
    outcomes = np.random.default_rng(1).normal(0, 1, 4000)
    return ExcessDistribution(horizon, np.sort(outcomes - outcomes.mean()))


def forecast(chance: float | None = 0.56, **values: Any) -> Forecast:
    """A forecast with this chance to beat the VN30."""
    return Forecast(
        **{
            "id": 1,
            "experiment_run_id": "9d2a4f4e-0a3a-4a9c-8f6f-1f0e7c1b2a3d",
            "model_version_id": None,
            "target_date": "2024-07-09",
            "change_pct": 0.2,
            "lower_pct": -6.0,
            "upper_pct": 6.5,
            "rank": 2,
            "ranked": 30,
            "chance": chance,
            "verdict": "not proven",
            "volatility_regime": "quiet",
            "trend_regime": "bull",
            "explanation": None,
            "rank_ic": 0.06,
            "rank_ic_error": 0.02,
            **values,
        }
    )


def measures(**values: Any) -> Measures:
    """Prices of an ordinary stock."""
    return Measures(
        **{
            "close": 50_000.0,
            "raw_close": 50_000.0,
            "volatility": 0.018,
            "excess_volatility": 0.015,
            "traded_value": 200e9,
            "month_return_pct": 1.0,
            **values,
        }
    )


def candidate(ticker: str = "FPT", horizon: int = 7, **values: Any) -> Candidate:
    """A candidate that every profile would buy, unless ``values`` say otherwise."""
    return Candidate(
        **{
            "ticker": ticker,
            "horizon": horizon,
            "forecast": forecast(),
            "evidence": PROVEN,
            "measures": measures(),
            "spread": spread(horizon),
            **values,
        }
    )

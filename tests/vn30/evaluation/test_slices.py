"""Scores by fold and by market regime, and their errors."""

import numpy as np
import pandas as pd
import pytest

from vn30.evaluation.market_scores import score_market
from vn30.evaluation.slices import slice_scores

HORIZON = 5
DAYS = pd.bdate_range("2023-01-02", periods=90)


def forecasts(tickers: int = 6, seed: int = 1) -> pd.DataFrame:
    """Forecasts that are right about a third of the outcome, of three folds."""
    random = np.random.default_rng(seed)
    returns = random.normal(0, 0.03, (len(DAYS), tickers))
    rows = pd.DataFrame(
        {
            "symbol": np.tile([f"T{number}" for number in range(tickers)], len(DAYS)),
            "date": np.repeat(DAYS, tickers),
            "fold": np.repeat(np.repeat([1, 2, 3], 30), tickers),
            "base": 100.0,
            "actual": 100 * np.exp(returns.ravel()),
            "predicted": 100 * np.exp(returns.ravel() / 3),
        }
    )
    return rows.assign(lower=95.0, upper=105.0, volatility_rank=0.5)


def regimes(days: pd.DatetimeIndex = DAYS) -> pd.DataFrame:
    """Every third session is volatile; the trend turns after a half."""
    number = np.arange(len(days))
    return pd.DataFrame(
        {
            "date": days,
            "volatility": np.where(number % 3 == 0, "volatile", "quiet"),
            "trend": np.where(number < len(days) / 2, "bull", "bear"),
        }
    )


def test_as_scored_alone() -> None:
    """The figures of a slice are those of its rows scored alone."""
    tested = forecasts()
    found = slice_scores(tested, regimes(), HORIZON)
    assert [(one["kind"], one["name"]) for one in found] == [
        ("fold", "1"),
        ("fold", "2"),
        ("fold", "3"),
        ("regime", "quiet, bear"),
        ("regime", "quiet, bull"),
        ("regime", "volatile, bear"),
        ("regime", "volatile, bull"),
    ]
    assert sum(one["rows"] for one in found if one["kind"] == "regime") == len(tested)
    second = found[1]
    alone = score_market(tested[tested["fold"] == 2], HORIZON)
    assert (second["sessions"], second["rows"], second["tickers"]) == (30, 180, 6)
    assert (second["first"], second["last"]) == (str(DAYS[30].date()), str(DAYS[59].date()))
    for name in ("skill", "rank_ic", "coverage"):
        assert second[name] == pytest.approx(getattr(alone, name), abs=1e-4)
    assert second["naive_error"] > second["error"] > 0


def test_errors() -> None:
    """The error of a skill is the spread of that skill over markets drawn again."""
    drawn = [slice_scores(forecasts(seed=seed), regimes(), 1)[0] for seed in range(60)]
    spread = np.std([one["skill"] for one in drawn])
    # Of 60 draws, the standard deviation has an error of 9 %.
    assert np.mean([one["skill_error"] for one in drawn]) == pytest.approx(spread, rel=0.3)


def test_too_few() -> None:
    """Without rows, tickers or sessions a figure or its error is absent, not zero."""
    tested = forecasts(tickers=2).assign(lower=np.nan)
    first, *_ = slice_scores(tested, regimes(), 16)
    assert first["skill"] is not None
    assert (first["skill_error"], first["rank_ic"], first["coverage"]) == (None, None, None)
    without_folds = slice_scores(tested.drop(columns="fold"), regimes(DAYS[:3]), HORIZON)
    assert [(one["name"], one["sessions"]) for one in without_folds] == [
        ("quiet, bear", 1),
        ("quiet, bull", 1),
        ("volatile, bull", 1),
    ]

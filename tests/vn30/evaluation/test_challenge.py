"""The paired comparison of a challenger with the champion."""

import numpy as np
import pandas as pd
import pytest

from vn30.evaluation.challenge import compare

SESSIONS = pd.bdate_range("2024-01-01", periods=100)
OUTCOMES = np.random.default_rng(5).normal(0, 0.02, 100)


def forecasts(miss: float, scale: float = 1.0, symbol: str = "FPT") -> pd.DataFrame:
    """Forecasts that miss the outcome by this share of the base price, on another basis of prices."""
    base = 100.0 * scale
    actual = base * (1 + OUTCOMES)
    return pd.DataFrame(
        {
            "symbol": symbol,
            "date": SESSIONS,
            "target_date": SESSIONS + pd.Timedelta(days=9),
            "base": base,
            "actual": actual,
            "predicted": actual + base * miss * np.where(np.arange(100) % 3 == 0, 2, 1),
        }
    )


def test_errors_are_those_of_common_rows() -> None:
    """Rows of one side alone do not count; a split of the price basis changes nothing."""
    comparison = compare(forecasts(0.02)[:80], forecasts(0.01, scale=0.5)[10:], 7)
    assert comparison is not None
    assert (comparison.sessions, comparison.pairs) == (70, 70)
    assert comparison.champion_error == pytest.approx(2 * comparison.challenger_error)
    assert comparison.naive_error == pytest.approx(100 * np.abs(OUTCOMES[10:80]).mean())
    assert comparison.is_better(70)
    assert not comparison.is_better(71)


def test_level_for_many_challengers() -> None:
    """What is significant for one challenger need not be so for a hundred."""
    noise = np.random.default_rng(3).normal(0, 0.01, 100)
    challenger = forecasts(0.02)
    challenger["predicted"] -= 100 * (0.0028 + noise)
    comparison = compare(forecasts(0.02), challenger, 1)
    assert comparison is not None
    assert 0.05 / 100 < comparison.p_value < 0.05
    assert comparison.is_better(20, challengers=1)
    assert not comparison.is_better(20, challengers=100)


def test_no_common_rows() -> None:
    assert compare(forecasts(0.02), forecasts(0.01, symbol="VCB"), 7) is None


def test_two_forecasts_for_one_session() -> None:
    """They would count twice."""
    twice = pd.concat([forecasts(0.01), forecasts(0.01)])
    with pytest.raises(ValueError, match="not a one-to-one merge"):
        compare(forecasts(0.02), twice, 7)

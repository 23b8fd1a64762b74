"""The paired comparison of two runs: statsmodels' Newey-West errors are the oracle."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from vn30.evaluation.paired import mean_difference, score_pairs

HORIZON = 7
SESSIONS = pd.bdate_range("2024-01-01", periods=140)
TICKERS = ("ACB", "BID", "CTG", "FPT", "HPG", "VCB")


def forecasts(
    seed: int, miss: float = 0.02, scale: float = 1.0, tickers: tuple[str, ...] = TICKERS
) -> pd.DataFrame:
    """Forecasts with errors that overlap as those of a horizon do; outcomes are the same for every seed."""
    shape = (len(tickers), len(SESSIONS))
    outcome = np.random.default_rng(1).normal(0, 0.03, (len(TICKERS), len(SESSIONS)))[: len(tickers)]
    steps = np.random.default_rng(seed).normal(0, miss, (shape[0], shape[1] + HORIZON - 1))
    error = np.array([np.convolve(row, np.ones(HORIZON) / HORIZON, "valid") for row in steps])
    base = 100.0 * scale
    frame = pd.DataFrame(
        {
            "symbol": np.repeat(tickers, len(SESSIONS)),
            "date": np.tile(SESSIONS, len(tickers)),
            "base": base,
            "actual": base * (1 + outcome.ravel()),
            "predicted": base * (1 + outcome.ravel() + error.ravel()),
        }
    )
    return frame.assign(target_date=frame["date"] + pd.Timedelta(days=9))


def test_difference_with_its_error() -> None:
    """Value, error, interval and p-value are those of a regression on a constant with HAC errors."""
    own, other = forecasts(2, scale=0.5), forecasts(3)
    scores = score_pairs(own, other[other["date"] >= SESSIONS[20]], HORIZON)
    assert scores is not None
    assert (scores.tickers, scores.sessions, scores.pairs) == (6, 120, 720)
    losses = [
        (100 * (frame["predicted"] - frame["actual"]).abs() / frame["base"])
        .groupby(frame["date"])
        .mean()[SESSIONS[20:]]
        for frame in (own, other)
    ]
    fitted = sm.OLS(losses[0] - losses[1], np.ones(120)).fit(
        cov_type="HAC", cov_kwds={"maxlags": 2 * HORIZON - 1, "kernel": "bartlett"}
    )
    difference = scores.error_difference
    assert difference is not None
    assert difference.value == pytest.approx(fitted.params.iloc[0])
    assert difference.value == pytest.approx(scores.error_pct - scores.other_error_pct)
    assert difference.error == pytest.approx(fitted.bse.iloc[0])
    assert (difference.p_value < 0.05) == (difference.low > 0 or difference.high < 0)
    assert scores.skill == pytest.approx(1 - scores.error_pct / scores.naive_error_pct)


def test_interval_holds_the_truth() -> None:
    """About 95 of 100 intervals hold the true mean of differences that overlap, even of few windows."""
    random, horizon, days = np.random.default_rng(0), 15, pd.Series(SESSIONS)
    held = 0
    for _ in range(300):
        overlapping = np.convolve(random.normal(0, 1, 140 + horizon - 1), np.ones(horizon), "valid")
        difference = mean_difference(days, overlapping, horizon)
        assert difference is not None
        held += difference.low <= 0 <= difference.high
    assert held / 300 == pytest.approx(0.95, abs=0.03)


def test_rank_ics_of_the_same_sessions() -> None:
    """Perfect forecasts order perfectly; the difference is less by what the others achieve."""
    perfect = forecasts(2, miss=0.0)
    scores = score_pairs(perfect, forecasts(3), HORIZON)
    assert scores is not None
    assert scores.other_rank_ic is not None
    assert scores.rank_ic == pytest.approx(1)
    assert scores.rank_ic_difference is not None
    assert scores.rank_ic_difference.value == pytest.approx(1 - scores.other_rank_ic)


def test_equal_runs() -> None:
    """A run beside its repetition has no difference, and nothing is proven by its error of 0."""
    scores = score_pairs(forecasts(2), forecasts(2), HORIZON)
    assert scores is not None
    assert scores.error_difference is not None
    assert (scores.error_difference.value, scores.error_difference.p_value) == (0, 1)


def test_too_few_sessions_for_an_error() -> None:
    """Three windows of a horizon do not show how much windows differ."""
    own, other = (forecasts(seed)[lambda rows: rows["date"] < SESSIONS[27]] for seed in (2, 3))
    scores = score_pairs(own, other, HORIZON)
    assert scores is not None
    assert (scores.error_difference, scores.rank_ic_difference) == (None, None)
    assert mean_difference(pd.Series(SESSIONS[:28]), np.ones(28), HORIZON) is not None


def test_nothing_in_common() -> None:
    assert score_pairs(forecasts(2, tickers=("ACB",)), forecasts(2).query("symbol == 'VCB'"), HORIZON) is None

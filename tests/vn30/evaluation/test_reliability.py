import numpy as np
import pandas as pd
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from vn30.evaluation.reliability import BINS, brier_scores, mean_error, reliability_bins

SESSIONS = pd.bdate_range("2020-01-01", periods=400)
TICKERS = 10
DATES = pd.Series(np.repeat(SESSIONS, TICKERS))
RANDOM = np.random.default_rng(1)
PROBABILITIES = RANDOM.uniform(0.4, 0.6, len(DATES))
OUTCOMES = (RANDOM.uniform(size=len(DATES)) < PROBABILITIES).astype(float)


def test_bins_against_scikit_learn() -> None:
    observed, forecast = calibration_curve(OUTCOMES, PROBABILITIES, n_bins=BINS, strategy="quantile")
    bins = reliability_bins(DATES, PROBABILITIES, OUTCOMES, horizon=7)
    assert [found.observed_share for found in bins] == pytest.approx(observed)
    assert [found.mean_probability for found in bins] == pytest.approx(forecast)
    assert sum(found.forecasts for found in bins) == len(DATES)


def test_equal_probabilities() -> None:
    """Forecasts of the base rate alone are one bin."""
    (only,) = reliability_bins(DATES, np.full(len(DATES), 0.5), OUTCOMES, horizon=7)
    assert only.observed_share == pytest.approx(OUTCOMES.mean())


def test_brier_against_scikit_learn() -> None:
    base = np.full(len(DATES), 0.45)
    scores = brier_scores(DATES, PROBABILITIES, base, OUTCOMES, horizon=7)
    assert scores.brier == pytest.approx(brier_score_loss(OUTCOMES, PROBABILITIES))
    assert scores.base_rate_brier == pytest.approx(brier_score_loss(OUTCOMES, base))


def test_error_of_overlapping_outcomes() -> None:
    """The error is the spread of the mean over many draws of overlapping, common outcomes."""
    random, horizon = np.random.default_rng(2), 7
    means, errors = [], []
    for _ in range(300):
        daily = random.normal(size=len(SESSIONS) + horizon)
        overlapping = np.convolve(daily, np.ones(horizon), "valid")[: len(SESSIONS)]
        values = np.repeat(overlapping, TICKERS) + random.normal(size=len(DATES))
        means.append(values.mean())
        errors.append(mean_error(DATES, values, horizon))
    assert np.mean(errors) == pytest.approx(np.std(means), rel=0.15)

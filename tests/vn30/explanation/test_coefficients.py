"""Coefficients and their errors against statsmodels called plainly, and NIST's Longley."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import false_discovery_control

from vn30.explanation.coefficients import coefficients

RANDOM = np.random.default_rng(8)


def test_newey_west() -> None:
    """Of one ticker: HAC errors with the horizon as lag, Benjamini and Hochberg's p-values."""
    features = RANDOM.normal(size=(300, 4)).cumsum(axis=0)
    labels = 0.1 * features[:, 1] + RANDOM.normal(size=300)
    found = coefficients(features, labels, horizon=7)
    standardised = (features - features.mean(axis=0)) / features.std(axis=0)
    plain = sm.OLS(labels, sm.add_constant(standardised)).fit(cov_type="HAC", cov_kwds={"maxlags": 7})
    np.testing.assert_allclose(found.values, plain.params[1:])
    np.testing.assert_allclose(found.errors, plain.bse[1:])
    np.testing.assert_allclose(found.p_values, false_discovery_control(plain.pvalues[1:]))


def test_driscoll_kraay() -> None:
    """Of several tickers: the errors of sums over each session, whatever the order of the rows."""
    sessions, tickers = 120, 5
    number = np.tile(np.arange(sessions), tickers)
    features = RANDOM.normal(size=(len(number), 2))
    labels = RANDOM.normal(size=sessions)[number] + features[:, 0]
    found = coefficients(features, labels, horizon=7, sessions=number)
    order = np.argsort(number, kind="stable")
    standardised = (features - features.mean(axis=0)) / features.std(axis=0)
    kwds = {"time": number[order], "maxlags": 7}
    plain = sm.OLS(labels[order], sm.add_constant(standardised[order])).fit(
        cov_type="hac-groupsum", cov_kwds=kwds
    )
    np.testing.assert_allclose(found.errors, plain.bse[1:])


def test_longley() -> None:
    """The coefficients of NIST's certified regression, in units of each standard deviation."""
    data = sm.datasets.longley.load_pandas()
    exog = data.exog.to_numpy()
    found = coefficients(exog, data.endog.to_numpy(), horizon=1)
    certified = [15.0618722713733, -0.0358191792925910, -2.02022980381683]
    certified += [-1.03322686717359, -0.0511041056535807, 1829.15146461355]
    np.testing.assert_allclose(found.values / exog.std(axis=0), certified, rtol=1e-6)


def test_overlapping_labels() -> None:
    """On noise whose labels overlap and whose tickers move together, few features pass.

    Plain errors would let most of them pass.
    """
    horizon, tickers, sessions = 15, 8, 500
    passed = plain_passed = 0
    for _ in range(6):
        common = RANDOM.normal(size=sessions + horizon)
        ahead = np.convolve(common, np.ones(horizon), "valid")[:sessions]
        slow = RANDOM.normal(size=(sessions, 3)).cumsum(axis=0)
        features, labels = np.tile(slow, (tickers, 1)), np.tile(ahead, tickers)
        labels = labels + RANDOM.normal(scale=0.1, size=len(labels))
        number = np.tile(np.arange(sessions), tickers)
        passed += (coefficients(features, labels, horizon, number).p_values < 0.01).sum()
        plain = sm.OLS(labels, sm.add_constant(features)).fit()
        plain_passed += (plain.pvalues[1:] < 0.01).sum()
    assert plain_passed >= 12
    assert passed <= plain_passed / 2


def test_constant() -> None:
    """A constant feature has no coefficient and never passes."""
    features = np.column_stack([np.full(100, 0.1), RANDOM.normal(size=100)])
    found = coefficients(features, features[:, 1] + RANDOM.normal(size=100), horizon=2)
    assert found.values[0] == 0
    assert found.p_values[0] == 1
    assert np.isnan(found.errors[0])
    assert found.p_values[1] == pytest.approx(0, abs=1e-6)


def test_combination() -> None:
    """A combination of earlier features has no coefficient, and leaves theirs as they are without it."""
    features = RANDOM.normal(size=(100, 2))
    labels = features[:, 0] + RANDOM.normal(size=100)
    alone = coefficients(features, labels, horizon=2)
    found = coefficients(np.column_stack([features, features[:, 0] - features[:, 1]]), labels, horizon=2)
    np.testing.assert_allclose(found.values, [*alone.values, 0])
    np.testing.assert_allclose(found.errors[:2], alone.errors)
    assert found.p_values[2] == 1

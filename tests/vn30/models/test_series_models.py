"""Series models forecast what statsmodels, called plainly, forecasts from the prices up to each row."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.datasets import longley, nile
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.statespace.structural import UnobservedComponents

from vn30.models.estimators.arima import ArimaConfig
from vn30.models.estimators.ets import EtsConfig
from vn30.models.estimators.linear import LinearConfig
from vn30.models.estimators.theta import ThetaConfig
from vn30.models.registry import MODELS

HORIZON = 7
SERIES = [name for name, model in MODELS.items() if model.is_series and model.unavailable() is None]


def walk(seed: int = 0, sessions: int = 600) -> "pd.Series[float]":
    """Log prices with autocorrelated returns."""
    noise = np.random.default_rng(seed).normal(scale=0.015, size=sessions + 1)
    returns = noise[1:] + 0.4 * noise[:-1] + 0.0005
    return pd.Series(10 + np.cumsum(returns), index=pd.bdate_range("2021-01-01", periods=sessions))


PRICES = walk()
KNOWN = PRICES[:500]


def plain_arima(row: int) -> float:
    fitted = SARIMAX(KNOWN.to_numpy(), order=(1, 1, 1), trend="c").fit(disp=0)
    return float(fitted.append(PRICES.to_numpy()[500 : row + 1]).forecast(HORIZON)[-1])


def plain_theta(row: int) -> float:
    assert row == 499, "statsmodels' Theta has no append"
    return float(ThetaModel(KNOWN.to_numpy(), period=1, deseasonalize=False).fit().forecast(HORIZON).iloc[-1])


@pytest.mark.parametrize(
    ("model", "plain", "rows"),
    [(ArimaConfig(drift=True), plain_arima, [500, 555, 599]), (ThetaConfig(), plain_theta, [499])],
    ids=["arima", "theta"],
)
def test_same_as_the_library(model: Any, plain: Callable[[int], float], rows: list[int]) -> None:
    forecasts = model.make_series(1).fit(KNOWN, HORIZON).predict(PRICES, np.array(rows), HORIZON)
    expected = [plain(row) - PRICES.iloc[row] for row in rows]
    np.testing.assert_allclose(forecasts, expected, rtol=1e-6, atol=1e-9)


def test_smoothing_is_that_of_the_other_implementation() -> None:
    """statsmodels has exponential smoothing twice: as a state space, which is used, and as recursions."""
    member = EtsConfig().make_series(1).fit(KNOWN, HORIZON)
    level, slope, damping, first_level, first_slope = member.params_
    other = ETSModel(
        PRICES.to_numpy(), trend="add", damped_trend=True, initialization_method="known",
        initial_level=first_level, initial_trend=first_slope,
    )  # fmt: skip
    states = other.smooth([level, slope, damping])
    expected = states.forecast(HORIZON)[-1] - PRICES.iloc[-1]
    np.testing.assert_allclose(member.predict(PRICES, np.array([599]), HORIZON), expected, atol=1e-6)


@pytest.mark.parametrize("name", SERIES)
def test_later_prices_do_not_matter(name: str) -> None:
    """A forecast is the same whatever comes after its row."""
    member = MODELS[name]().make_series(1).fit(KNOWN, HORIZON)
    other = PRICES.copy()
    other.iloc[551:] += 1.0
    rows = np.array([3, 510, 550])
    np.testing.assert_array_equal(member.predict(PRICES, rows, HORIZON), member.predict(other, rows, HORIZON))
    if name == "prophet":
        return  # Its curve knows no price after the fit.
    after = np.array([551])
    assert member.predict(PRICES, after, HORIZON) != member.predict(other, after, HORIZON)


@pytest.mark.parametrize("name", SERIES)
def test_constant_price(name: str) -> None:
    """A price that never moved gives the naive forecast, and says why."""
    flat = pd.Series(10.0, index=PRICES.index)
    member = MODELS[name]().make_series(1).fit(flat[:500], HORIZON)
    np.testing.assert_array_equal(member.predict(flat, np.array([500, 599]), HORIZON), [0.0, 0.0])
    assert member.problem == "the price is constant: the naive forecast takes its place"
    assert member.fit(KNOWN, HORIZON).problem is None


def test_price_levels_revert_to_their_mean() -> None:
    """Without differences, a forecast moves towards the mean, not towards a log price of zero."""
    level = pd.Series(10 + np.random.default_rng(1).normal(scale=0.02, size=500))
    member = ArimaConfig(ar_terms=1, differences=0, ma_terms=0).make_series(1).fit(level, HORIZON)
    ahead = level.iloc[-1] + member.predict(level, np.array([499]), HORIZON)[0]
    assert ahead == pytest.approx(level.mean(), abs=0.005)


def test_nile() -> None:
    """The variances of the Nile's local level, J. Durbin and S. J. Koopman, section 2.10.2."""
    fitted = UnobservedComponents(nile.load_pandas().data["volume"], "local level").fit(disp=0)
    assert fitted.params["sigma2.irregular"] == pytest.approx(15_099, rel=0.01)
    assert fitted.params["sigma2.level"] == pytest.approx(1_469.1, rel=0.01)


def test_longley() -> None:
    """Least squares on the certified data of NIST's StRD, whose features are nearly collinear."""
    data = longley.load_pandas()
    fitted = LinearConfig().make(1).fit(data.exog.to_numpy(), data.endog.to_numpy())
    assert fitted.intercept_ == pytest.approx(-3_482_258.63459582, rel=1e-9)
    np.testing.assert_allclose(
        fitted.coef_,
        [15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807,
         1829.15146461355],
        rtol=1e-8,
    )  # fmt: skip
    assert fitted.score(data.exog.to_numpy(), data.endog.to_numpy()) == pytest.approx(0.995479004577296)

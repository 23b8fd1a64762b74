"""The optional indicators against their definitions, computed by pandas one window at a time."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from vn30.features.bars import Bars
from vn30.features.indicator_config import INDICATORS, IndicatorConfig

random = np.random.default_rng(3)
CLOSE = 20_000 * np.exp(np.cumsum(random.normal(0, 0.02, 400)))
HIGH = CLOSE * np.exp(random.uniform(0, 0.02, 400))
LOW = CLOSE * np.exp(-random.uniform(0, 0.02, 400))
VOLUME = np.floor(random.uniform(1e5, 5e6, 400))
BARS = Bars(HIGH, LOW, CLOSE, VOLUME)
close, high, low, volume = (pd.Series(values) for values in (CLOSE, HIGH, LOW, VOLUME))
returns = np.log(close).diff()
typical = (high + low + close) / 3


def rms(window: int) -> pd.Series:
    return (returns**2).rolling(window).mean() ** 0.5


def amihud(window: int) -> pd.Series:
    return returns.abs().rolling(window).sum() / (close * volume).rolling(window).sum()


DEFINITIONS: dict[str, tuple[str, Callable[[], pd.Series]]] = {
    "amihud_illiquidity": ("illiquidity_20_to_120", lambda: np.log(amihud(20) / amihud(120))),
    "internal_bar_strength": ("internal_bar_strength_1", lambda: (close - low) / (high - low)),
    "intraday_intensity": (
        "intraday_intensity_20",
        lambda: (
            ((2 * close - high - low) / (high - low) * volume).rolling(20).sum() / volume.rolling(20).sum()
        ),
    ),
    "momentum_to_volatility": (
        "momentum_to_volatility_60",
        lambda: np.log(close / close.shift(60)) / (rms(60) * 60**0.5),
    ),
    "parkinson_volatility": (
        "parkinson_volatility_20",
        lambda: (0.360674 * (np.log(high / low) ** 2).rolling(20).mean()) ** 0.5,
    ),
    "return_z_score": (
        "return_z_score_20",
        lambda: (returns - returns.rolling(20).mean()) / returns.rolling(20).std(ddof=0),
    ),
    "volatility_ratio": ("volatility_10_to_60", lambda: np.log(rms(10) / rms(60))),
    "volume_change": ("volume_change_1", lambda: np.log((1 + volume) / (1 + volume.shift(1)))),
    "vwap_distance": (
        "vwap_distance_20",
        lambda: close / ((typical * volume).rolling(20).sum() / volume.rolling(20).sum()) - 1,
    ),
}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_definition(name: str) -> None:
    column, expected = DEFINITIONS[name]
    computed = INDICATORS[name]().features()[column](BARS)
    np.testing.assert_allclose(computed, expected(), rtol=1e-5, atol=1e-9)


def test_atr_ratio() -> None:
    """Wilder's average of the true range, started by a mean, of either window."""
    before = close.shift(1)
    ranges = pd.concat([high - low, (high - before).abs(), (low - before).abs()], axis=1).max(axis=1)

    def wilder(window: int) -> float:
        average = ranges[1 : window + 1].mean()
        for value in ranges[window + 1 :]:
            average += (value - average) / window
        return average

    computed = INDICATORS["atr_ratio"]().features()["atr_5_to_50"](BARS)
    assert computed[-1] == pytest.approx(np.log(wilder(5) / wilder(50)))


@pytest.mark.parametrize("name", [*DEFINITIONS, "atr_ratio"])
def test_a_price_that_stands_still(name: str) -> None:
    """Sessions without trades and without moves, after some with both, give finite features."""
    still = 200
    bars = Bars(*(np.append(series[:200], np.full(still, series[199])) for series in (CLOSE, CLOSE, CLOSE)),
                np.append(VOLUME[:200], np.zeros(still)))  # fmt: skip
    for feature in INDICATORS[name]().features().values():
        values = feature(bars)
        assert np.isfinite(values[150:]).all()
        assert np.abs(values[150:]).max() < 20


@pytest.mark.parametrize("name", [*DEFINITIONS, "atr_ratio"])
def test_no_level(name: str) -> None:
    """Prices and volumes ten times as large give the same features."""
    for feature in INDICATORS[name]().features().values():
        times_ten = feature(Bars(*(10 * series for series in BARS[:4])))
        np.testing.assert_allclose(times_ten, feature(BARS), rtol=1e-4, atol=1e-5)


def test_left_out_by_default() -> None:
    columns = {column for name in DEFINITIONS for column in INDICATORS[name]().features()}
    assert columns.isdisjoint(IndicatorConfig().features(60))

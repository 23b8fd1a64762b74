import numpy as np
import pytest

from vn30.features.bars import Bars
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.indicators.efficiency_ratio import EfficiencyRatioConfig, efficiency_ratio
from vn30.typing import FloatArray


def of(close: FloatArray, window: int) -> FloatArray:
    return efficiency_ratio(Bars(close, close, close, close), window)


def test_bounds() -> None:
    """A steady trend has the ratio 1, a path without net change 0."""
    assert of(np.linspace(10_000, 12_000, 20), 10)[10:] == pytest.approx(1)
    assert of(np.array([10.0, 11.0] * 10), 10)[10:] == pytest.approx(0)
    assert of(np.full(20, 55_000.0), 10)[10:] == pytest.approx(0)


def test_the_definition() -> None:
    """Net change over the sum of daily changes, one window at a time, without running sums."""
    close = 20_000 * np.exp(np.cumsum(np.random.default_rng(3).normal(0, 0.02, 300)))
    expected = [
        abs(close[t] - close[t - 14]) / np.abs(np.diff(close[t - 14 : t + 1])).sum() for t in range(14, 300)
    ]
    ratio = of(close, 14)
    assert np.isnan(ratio[:14]).all()
    np.testing.assert_allclose(ratio[14:], expected, rtol=1e-9)


def test_it_is_left_out_by_default() -> None:
    assert not any("efficiency" in name for name in IndicatorConfig().features(60))
    chosen = IndicatorConfig(efficiency_ratio=EfficiencyRatioConfig(window=14))
    assert "efficiency_ratio_14" in chosen.features(60)

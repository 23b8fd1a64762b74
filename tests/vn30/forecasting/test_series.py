"""Series models in the walk-forward of a ticker: the folds they learn from, and what is reported."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.features.panel import build_panel
from vn30.forecasting.series import PriceHistory
from vn30.forecasting.ticker import train_ticker
from vn30.forecasting.ticker_result import TickerResult
from vn30.market.bars import PRICE_COLUMNS
from vn30.sources.sample.source import SampleSource
from vn30.training_config.document import TrainingConfig, parse_config

SERIES = ["arima", "ets", "theta"]
OFF = ("randomForest", "gradientBoosting", "svr", "ridge", "pooled")


def config(**targets: Any) -> TrainingConfig:
    """Series models alone, each with a third of the weight, so that the forecast shows all of them."""
    return parse_config(
        {
            "dataWindow": {"lastSessions": 400},
            "models": {
                **{name: {"enabled": False} for name in OFF},
                **{name: {"enabled": True} for name in SERIES},
            },
            "targets": {"horizons": [7], **targets},
            "ensemble": {"method": "mean"},
        }
    )


def train(bars: pd.DataFrame, **targets: Any) -> TickerResult:
    settings = config(**targets)
    panel = build_panel(bars.assign(symbol="FPT"), settings.indicators, settings.targets.lookback_window)
    return train_ticker("FPT", bars, panel, settings, lambda: None)


@pytest.fixture(scope="module")
def bars() -> pd.DataFrame:
    return SampleSource(seed=1).daily_bars("FPT", date(2021, 6, 1), date(2023, 6, 30))


@pytest.fixture(scope="module")
def other_future(bars: pd.DataFrame) -> pd.DataFrame:
    """The same bars up to the 20th session before the end, and others after it."""
    other = bars.copy()
    other.loc[other.index[-20:], PRICE_COLUMNS] *= np.exp(
        np.cumsum(np.random.default_rng(2).normal(0, 0.05, size=(20, 1)), axis=0)
    )
    return other


def moved(bars: pd.DataFrame, other_future: pd.DataFrame) -> bool:
    """Whether a forecast before the other future depends on it."""
    before, after = (train(prices).horizons[7].test for prices in (bars, other_future))
    past = before["date"] < bars["date"].iloc[-20]
    assert not before["predicted"][~past].equals(after["predicted"][~past])
    return not before["predicted"][past].equals(after["predicted"][past])


def test_no_leak(bars: pd.DataFrame, other_future: pd.DataFrame) -> None:
    assert not moved(bars, other_future)


def test_planted_leak(
    bars: pd.DataFrame, other_future: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parameters estimated on all prices are detected."""
    original = PriceHistory.forecasts

    def on_all(self: PriceHistory, models: Any, before: Any, *rest: Any) -> Any:
        return original(self, models, None, *rest)

    monkeypatch.setattr(PriceHistory, "forecasts", on_all)
    assert moved(bars, other_future)


def test_members_of_the_ensemble(bars: pd.DataFrame) -> None:
    """Each series model is scored, timed and kept with the others, and makes a forecast of its own."""
    result = train(bars)
    forecast = result.horizons[7]
    assert list(forecast.member_forecasts) == ["naive", *SERIES]
    assert list(forecast.member_scores) == ["naive", *SERIES]
    assert list(result.models[7]) == list(result.seconds) == SERIES
    logs = np.log([forecast.member_forecasts[name] for name in ("naive", *SERIES)])
    assert forecast.forecast_price == pytest.approx(np.exp(logs.mean()))


def test_forecast_of_another_price(bars: pd.DataFrame) -> None:
    """A series model of the highs forecasts highs, and its naive forecast is the last close."""
    result = train(bars, column="high")
    forecast = result.horizons[7]
    assert forecast.member_forecasts["naive"] == bars["close"].iloc[-1]
    assert forecast.member_forecasts["arima"] == pytest.approx(bars["high"].iloc[-1], rel=0.01)
    highs = bars.set_index("date")["high"]
    np.testing.assert_allclose(forecast.test["actual"], highs[forecast.test["target_date"]])


def test_problems_are_counted(bars: pd.DataFrame) -> None:
    """A flat start of the series leaves the fits without parameters; the run says so, and goes on."""
    flat = bars.copy()
    flat.loc[flat.index[:-120], PRICE_COLUMNS] = 50_000.0
    problems = train(flat).problems
    assert set(problems) >= {
        f"{name}: the price is constant: the naive forecast takes its place" for name in SERIES
    }

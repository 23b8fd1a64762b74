from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.features import returns
from vn30.features.bars import Bars
from vn30.features.panel import build_panel
from vn30.forecasting import out_of_sample, ticker
from vn30.forecasting.ticker import train_ticker
from vn30.forecasting.ticker_result import TickerResult
from vn30.forecasting.ticker_table import MisalignedFeatures
from vn30.market.bars import PRICE_COLUMNS
from vn30.model_selection.splits import Fold, TooLittleData
from vn30.sources.sample.source import SampleSource
from vn30.training_config.document import TrainingConfig, parse_config

SMALL_MODELS = {"randomForest": {"nEstimators": 20}, "gradientBoosting": {"nEstimators": 20}}


SMALL_MEMBERS = ["random_forest", "gradient_boosting", "svr", "ridge"]
MEAN = {"ensemble": {"method": "mean"}}


def small_config(**sections: Any) -> TrainingConfig:
    small = {"dataWindow": {"lastSessions": 400}, "models": SMALL_MODELS, "ensemble": {"method": "weighted"}}
    return parse_config({**small, **sections})


def train(bars: pd.DataFrame, config: TrainingConfig) -> TickerResult:
    panel = build_panel(bars.assign(symbol="FPT"), config.indicators, config.targets.lookback_window)
    return train_ticker("FPT", bars, panel, config, lambda: None)


@pytest.fixture(scope="module")
def bars() -> pd.DataFrame:
    return SampleSource(seed=1).daily_bars("FPT", date(2021, 6, 1), date(2023, 6, 30))


@pytest.fixture(scope="module")
def result(bars: pd.DataFrame) -> TickerResult:
    return train(bars, small_config())


def test_forecast_from_last_bar(bars: pd.DataFrame, result: TickerResult) -> None:
    assert result.as_of == bars["date"].iloc[-1].date()
    assert result.base_price == bars["close"].iloc[-1]
    assert list(result.horizons) == [7, 15, 30]
    for forecast in result.horizons.values():
        assert list(forecast.member_forecasts) == ["naive", *SMALL_MEMBERS]
        assert forecast.member_forecasts["naive"] == result.base_price
        logs = [forecast.weights[name] * np.log(price) for name, price in forecast.member_forecasts.items()]
        assert forecast.forecast_price == pytest.approx(np.exp(sum(logs)))
        assert forecast.forecast_price == pytest.approx(result.base_price * np.exp(forecast.forecast_return))


def test_stored_models(bars: pd.DataFrame, result: TickerResult) -> None:
    """The stored models reproduce the forecast from the last row."""
    config = small_config()
    panel = build_panel(bars.assign(symbol="FPT"), config.indicators, config.targets.lookback_window)
    last = panel.iloc[-1:, 2:].to_numpy(float)
    for horizon, forecast in result.horizons.items():
        scaled = result.scalers[horizon].transform(last)
        for name, model in result.models[horizon].items():
            price = result.base_price * np.exp(model.predict(scaled)[0])
            assert forecast.member_forecasts[name] == pytest.approx(price)


def test_test_part(bars: pd.DataFrame, result: TickerResult) -> None:
    """The test part is the newest fifth of the window."""
    for horizon, forecast in result.horizons.items():
        assert len(forecast.test) == forecast.scores.rows == 400 - horizon - int(0.8 * (400 - horizon))
        assert forecast.test["target_date"].iloc[-1] == bars["date"].iloc[-1]
        by_date = bars.set_index("date")["close"]
        np.testing.assert_array_equal(forecast.test["base"], by_date[forecast.test["date"]])
        np.testing.assert_array_equal(forecast.test["actual"], by_date[forecast.test["target_date"]])
        assert forecast.test["date"].iloc[0] == bars["date"].iloc[-horizon - len(forecast.test)]
        assert {scores.naive_mae for scores in forecast.member_scores.values()} == {forecast.scores.naive_mae}


def test_seed(bars: pd.DataFrame, result: TickerResult) -> None:
    """The forecasts depend on the seed."""
    again = train(bars, small_config())
    other = train(bars, small_config(reproducibility={"seed": 7}))
    for horizon, forecast in result.horizons.items():
        assert again.horizons[horizon].member_forecasts == forecast.member_forecasts
        pd.testing.assert_frame_equal(again.horizons[horizon].test, forecast.test)
        assert other.horizons[horizon].member_forecasts != forecast.member_forecasts


def predictions_moved(bars: pd.DataFrame, config: TrainingConfig) -> bool:
    """Whether prices after the first test session move a prediction made up to that session."""
    before = train(bars, config).horizons[30].test
    first = before["date"].iloc[0]
    changed = bars.copy()
    changed.loc[bars["date"] > first, PRICE_COLUMNS] *= 1.3
    after = train(changed, config).horizons[30].test
    assert after["date"].iloc[0] == first
    assert after["actual"].iloc[0] != before["actual"].iloc[0]
    columns = ["predicted", "lower", "upper"]
    return not after[columns].iloc[0].equals(before[columns].iloc[0])


@pytest.mark.parametrize(
    ("guard", "method"), [(True, "weighted"), (True, "mean"), (False, "median")], ids=str
)
def test_no_leak(bars: pd.DataFrame, guard: bool, method: str) -> None:
    """No prediction depends on a later price."""
    config = small_config(indicators={"leakageGuard": guard}, ensemble={"method": method})
    assert not predictions_moved(bars, config)


def test_missing_purge_detected(bars: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    def unpurged(fold: Fold, ends: pd.DatetimeIndex) -> np.ndarray:
        return np.asarray(ends - pd.Timedelta(days=40) < fold.first)

    monkeypatch.setattr(Fold, "train", unpurged)
    assert predictions_moved(bars, small_config(**MEAN))


def test_leaking_feature_detected(bars: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    def ahead(bars: Bars) -> np.ndarray:
        return np.append(bars.close[2:] / bars.close[:-2], [1.0, 1.0])

    monkeypatch.setattr(returns, "day_range", ahead)
    assert predictions_moved(bars, small_config(**MEAN))


def test_scaler(bars: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scalers of the test forecasts are fitted on train rows only."""
    fitted = []
    for module in (out_of_sample, ticker):

        def recorded(*arguments: Any, original: Any = module.fit_ensemble) -> Any:
            fitted.append(original(*arguments))
            return fitted[-1]

        monkeypatch.setattr(module, "fit_ensemble", recorded)
    config = small_config(targets={"horizons": [15]})
    train(bars, config)
    labelled = 400 - 15
    features = build_panel(bars.assign(symbol="FPT"), config.indicators, 60).iloc[-400:, 2:].to_numpy(float)
    # Three folds of 26, 26 and 25 test rows, and three of 26 before them, each after a purge of 15.
    starts = [230, 256, 282, 308, 334, 360]
    for model, known in zip(fitted, [*(start - 15 for start in starts), labelled], strict=True):
        np.testing.assert_allclose(model.scaler.mean_, features[:known].mean(axis=0))


def test_random_walk() -> None:
    """A random walk has skill 0, and its intervals have the nominal coverage."""
    random = np.random.default_rng(5)
    config = small_config(targets={"horizons": [7]}, dataWindow={"lastSessions": 500})
    mae, naive_mae, member_mae, covered = 0.0, 0.0, 0.0, []
    for _ in range(12):
        close = 50_000 * np.exp(random.normal(scale=0.02, size=600).cumsum())
        walk = pd.DataFrame({"date": pd.bdate_range("2020-01-01", periods=600), "close": close})
        walk = walk.assign(open=close, high=close * 1.01, low=close * 0.99, volume=1e6)
        forecast = train(walk, config).horizons[7]
        mae += forecast.scores.mae / close.mean()
        naive_mae += forecast.scores.naive_mae / close.mean()
        member_mae += forecast.member_scores["random_forest"].mae / close.mean()
        assert forecast.interval_scores is not None
        covered.append(forecast.interval_scores.coverage)
    assert abs(1 - mae / naive_mae) < 0.01
    assert 1 - member_mae / naive_mae < 0.01
    assert 0.70 < np.mean(covered) < 0.90


def test_pooled_member(bars: pd.DataFrame) -> None:
    """A good pooled forecast gets a high weight."""
    config = small_config(targets={"horizons": [7]})
    dates = pd.DatetimeIndex(bars["date"])
    pooled = pd.Series(0.02 * np.sin(np.arange(len(dates))), index=dates)
    panel = build_panel(bars.assign(symbol="FPT"), config.indicators, config.targets.lookback_window)
    # Sessions before the first pooled forecast count as naive.
    result = train_ticker("FPT", bars, panel, config, lambda: None, {7: pooled.iloc[200:]})
    forecast = result.horizons[7]
    assert list(forecast.member_forecasts) == ["naive", "pooled", *SMALL_MEMBERS]
    assert forecast.member_forecasts["pooled"] == pytest.approx(result.base_price * np.exp(pooled.iloc[-1]))
    assert forecast.weights["pooled"] > 0.8
    assert forecast.member_scores["naive"].skill == 0


def test_interval_and_p_value(result: TickerResult) -> None:
    """A forecast has an interval, a probability of a rise and a p-value."""
    for forecast in result.horizons.values():
        assert forecast.lower_price is not None
        assert forecast.upper_price is not None
        assert forecast.probability_of_rise is not None
        assert forecast.lower_price < forecast.forecast_price < forecast.upper_price
        assert 0 < forecast.probability_of_rise < 1
        # A test row has no interval while too few errors are known.
        assert forecast.test["lower"].isna().equals(forecast.test["upper"].isna())
        assert (forecast.interval_scores is None) == forecast.test["lower"].isna().all()
        assert 0 <= forecast.p_value <= 1
    widths = [forecast.upper_price - forecast.lower_price for forecast in result.horizons.values()]
    assert widths == sorted(widths)


def test_range_window(bars: pd.DataFrame) -> None:
    """A range window limits the train and test rows; the forecast starts from the last bar."""
    window = {"mode": "range", "start": "2021-10-01", "end": "2023-03-31"}
    result = train(bars, small_config(dataWindow=window, targets={"horizons": [7]}))
    assert result.horizons[7].test["date"].max() == pd.Timestamp("2023-03-31")
    assert result.as_of == bars["date"].iloc[-1].date()


def test_no_scaling(bars: pd.DataFrame) -> None:
    models = {name: {"enabled": False} for name in ("randomForest", "gradientBoosting", "svr")}
    result = train(bars, small_config(scaling="none", models=models))
    assert result.scalers == {7: None, 15: None, 30: None}
    assert list(result.models[7]) == list(result.seconds) == ["ridge"]


def test_cancel(bars: pd.DataFrame) -> None:
    class Stopped(Exception):
        pass

    calls = []

    def cancelled() -> None:
        calls.append(1)
        if len(calls) == 3:
            raise Stopped

    config = small_config()
    panel = build_panel(bars.assign(symbol="FPT"), config.indicators, config.targets.lookback_window)
    with pytest.raises(Stopped):
        train_ticker("FPT", bars, panel, config, cancelled)
    assert len(calls) == 3


def test_short_history(bars: pd.DataFrame) -> None:
    """The error for a short history names the ticker."""
    with pytest.raises(TooLittleData, match="FPT: 40 sessions are too few for the indicators"):
        train(bars.iloc[:40], small_config())
    with pytest.raises(TooLittleData, match=r"FPT: .* to test on at horizon 7"):
        train(bars.iloc[:150], small_config())


def test_misaligned_features(bars: pd.DataFrame) -> None:
    config = small_config()
    panel = build_panel(bars.assign(symbol="FPT"), config.indicators, config.targets.lookback_window)
    with pytest.raises(MisalignedFeatures, match="Build the feature panel again"):
        train_ticker("FPT", bars, panel.iloc[:-1], config, lambda: None)


def test_prices_carried_forward(bars: pd.DataFrame, result: TickerResult) -> None:
    """Prices without trades are no targets, and do not narrow the interval to nothing."""
    stale = bars.copy()
    carried = stale.index[-130:-10]
    stale.loc[carried, PRICE_COLUMNS] = stale["close"][carried[0] - 1]
    stale.loc[carried, "volume"] = 0
    trained = train(stale, small_config(dataWindow={"lastSessions": 480}))
    for horizon, one in trained.horizons.items():
        dates = stale["date"][carried]
        assert not one.test["date"].isin(dates).any()
        assert not one.test["target_date"].isin(dates).any()
        if one.bounds and result.horizons[horizon].bounds:
            low, high = one.bounds
            usual_low, usual_high = result.horizons[horizon].bounds
            assert (high - low) / trained.base_price > 0.5 * (usual_high - usual_low) / result.base_price
    assert any(one.bounds for one in trained.horizons.values())

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.features import indicators
from vn30.features.panel import build_panel
from vn30.prices import PRICE_COLUMNS
from vn30.sources.sample import SampleSource
from vn30.training import backtest, fit
from vn30.training.config import TrainingConfig, parse_config
from vn30.training.fit import MisalignedFeatures, TickerResult, train_ticker
from vn30.training.splits import TooLittleData
from vn30.training.walk_forward import Fold

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


def test_result_starts_from_the_last_bar(bars: pd.DataFrame, result: TickerResult) -> None:
    assert result.as_of == bars["date"].iloc[-1].date()
    assert result.base_price == bars["close"].iloc[-1]
    assert list(result.horizons) == [7, 15, 30]
    for one in result.horizons.values():
        assert list(one.member_forecasts) == ["naive", *SMALL_MEMBERS]
        assert one.member_forecasts["naive"] == result.base_price
        logs = [one.weights[name] * np.log(price) for name, price in one.member_forecasts.items()]
        assert one.forecast_price == pytest.approx(np.exp(sum(logs)))
        assert one.forecast_price == pytest.approx(result.base_price * np.exp(one.forecast_return))


def test_stored_models_repeat_the_forecast_from_the_last_row(
    bars: pd.DataFrame, result: TickerResult
) -> None:
    config = small_config()
    panel = build_panel(bars.assign(symbol="FPT"), config.indicators, config.targets.lookback_window)
    last = panel.iloc[-1:, 2:].to_numpy(float)
    for horizon, one in result.horizons.items():
        scaled = result.scalers[horizon].transform(last)
        for name, model in result.models[horizon].items():
            price = result.base_price * np.exp(model.predict(scaled)[0])
            assert one.member_forecasts[name] == pytest.approx(price)


def test_test_part_is_the_newest_fifth_of_the_window(bars: pd.DataFrame, result: TickerResult) -> None:
    for horizon, one in result.horizons.items():
        assert len(one.test) == one.scores.rows == 400 - horizon - int(0.8 * (400 - horizon))
        assert one.test["target_date"].iloc[-1] == bars["date"].iloc[-1]
        by_date = bars.set_index("date")["close"]
        np.testing.assert_array_equal(one.test["base"], by_date[one.test["date"]])
        np.testing.assert_array_equal(one.test["actual"], by_date[one.test["target_date"]])
        assert one.test["date"].iloc[0] == bars["date"].iloc[-horizon - len(one.test)]
        assert {scores.naive_mae for scores in one.member_scores.values()} == {one.scores.naive_mae}


def test_same_seed_same_forecasts_and_another_seed_others(bars: pd.DataFrame, result: TickerResult) -> None:
    again = train(bars, small_config())
    other = train(bars, small_config(reproducibility={"seed": 7}))
    for horizon, one in result.horizons.items():
        assert again.horizons[horizon].member_forecasts == one.member_forecasts
        pd.testing.assert_frame_equal(again.horizons[horizon].test, one.test)
        assert other.horizons[horizon].member_forecasts != one.member_forecasts


def predictions_moved(bars: pd.DataFrame, config: TrainingConfig) -> bool:
    """Whether prices after the first test session move a prediction made up to that session."""
    before = train(bars, config).horizons[30].test
    first = before["date"].iloc[0]
    changed = bars.copy()
    changed.loc[bars["date"] > first, PRICE_COLUMNS] *= 1.3
    after = train(changed, config).horizons[30].test
    assert after["date"].iloc[0] == first
    assert after["actual"].iloc[0] != before["actual"].iloc[0]
    said = ["predicted", "lower", "upper"]
    return not after[said].iloc[0].equals(before[said].iloc[0])


@pytest.mark.parametrize(
    ("guard", "method"), [(True, "weighted"), (True, "mean"), (False, "median")], ids=str
)
def test_no_prediction_knows_a_later_price(bars: pd.DataFrame, guard: bool, method: str) -> None:
    config = small_config(indicators={"leakageGuard": guard}, ensemble={"method": method})
    assert not predictions_moved(bars, config)


def test_perturbation_finds_a_missing_purge(bars: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    def unpurged(fold: Fold, ends: pd.DatetimeIndex) -> np.ndarray:
        return np.asarray(ends - pd.Timedelta(days=40) < fold.first)

    monkeypatch.setattr(Fold, "train", unpurged)
    assert predictions_moved(bars, small_config(**MEAN))


def test_perturbation_finds_a_feature_that_looks_ahead(
    bars: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ahead(bars: indicators.Bars) -> np.ndarray:
        return np.append(bars.close[2:] / bars.close[:-2], [1.0, 1.0])

    monkeypatch.setattr(indicators, "day_range", ahead)
    assert predictions_moved(bars, small_config(**MEAN))


def test_scaler_of_the_test_forecasts_sees_training_rows_alone(
    bars: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted = []
    for module in (backtest, fit):

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
    for one, known in zip(fitted, [*(start - 15 for start in starts), labelled], strict=True):
        np.testing.assert_allclose(one.scaler.mean_, features[:known].mean(axis=0))


def test_a_random_walk_is_left_to_the_naive_forecast_and_covered_by_the_interval() -> None:
    random = np.random.default_rng(5)
    config = small_config(targets={"horizons": [7]}, dataWindow={"lastSessions": 500})
    mae, naive_mae, member_mae, covered = 0.0, 0.0, 0.0, []
    for _ in range(12):
        close = 50_000 * np.exp(random.normal(scale=0.02, size=600).cumsum())
        walk = pd.DataFrame({"date": pd.bdate_range("2020-01-01", periods=600), "close": close})
        walk = walk.assign(open=close, high=close * 1.01, low=close * 0.99, volume=1e6)
        one = train(walk, config).horizons[7]
        mae += one.scores.mae / close.mean()
        naive_mae += one.scores.naive_mae / close.mean()
        member_mae += one.member_scores["random_forest"].mae / close.mean()
        assert one.interval_scores is not None
        covered.append(one.interval_scores.coverage)
    assert abs(1 - mae / naive_mae) < 0.01
    assert 1 - member_mae / naive_mae < 0.01
    assert 0.70 < np.mean(covered) < 0.90


def test_pooled_forecasts_are_a_member_that_is_trusted(bars: pd.DataFrame) -> None:
    config = small_config(targets={"horizons": [7]})
    dates = pd.DatetimeIndex(bars["date"])
    said = pd.Series(0.02 * np.sin(np.arange(len(dates))), index=dates)
    panel = build_panel(bars.assign(symbol="FPT"), config.indicators, config.targets.lookback_window)
    # Older sessions than the pooled model has forecasts for count as naive.
    result = train_ticker("FPT", bars, panel, config, lambda: None, {7: said.iloc[200:]})
    one = result.horizons[7]
    assert list(one.member_forecasts) == ["naive", "pooled", *SMALL_MEMBERS]
    assert one.member_forecasts["pooled"] == pytest.approx(result.base_price * np.exp(said.iloc[-1]))
    assert one.weights["pooled"] > 0.8
    assert one.member_scores["naive"].skill == 0


def test_forecast_has_an_interval_a_probability_and_a_verdict(result: TickerResult) -> None:
    for one in result.horizons.values():
        assert one.lower_price is not None
        assert one.upper_price is not None
        assert one.probability_of_rise is not None
        assert one.lower_price < one.forecast_price < one.upper_price
        assert 0 < one.probability_of_rise < 1
        # A test row has none while too little is known to calibrate it.
        assert one.test["lower"].isna().equals(one.test["upper"].isna())
        assert (one.interval_scores is None) == one.test["lower"].isna().all()
        assert 0 <= one.p_value <= 1
        assert one.verdict in ("proven", "not proven")
    widths = [one.upper_price - one.lower_price for one in result.horizons.values()]
    assert widths == sorted(widths)


def test_range_window_learns_from_its_sessions_and_forecasts_from_the_last_bar(bars: pd.DataFrame) -> None:
    window = {"mode": "range", "start": "2021-10-01", "end": "2023-03-31"}
    result = train(bars, small_config(dataWindow=window, targets={"horizons": [7]}))
    assert result.horizons[7].test["date"].max() == pd.Timestamp("2023-03-31")
    assert result.as_of == bars["date"].iloc[-1].date()


def test_without_scaling_there_is_no_scaler(bars: pd.DataFrame) -> None:
    models = {name: {"enabled": False} for name in ("randomForest", "gradientBoosting", "svr")}
    result = train(bars, small_config(scaling="none", models=models))
    assert result.scalers == {7: None, 15: None, 30: None}
    assert list(result.models[7]) == list(result.seconds) == ["ridge"]


def test_cancelling_stops_before_the_next_fit(bars: pd.DataFrame) -> None:
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


def test_too_short_a_history_names_ticker_and_remedy(bars: pd.DataFrame) -> None:
    with pytest.raises(TooLittleData, match="FPT: 40 sessions are too few for the indicators"):
        train(bars.iloc[:40], small_config())
    with pytest.raises(TooLittleData, match=r"FPT: .* to test on at horizon 7"):
        train(bars.iloc[:150], small_config())


def test_features_of_other_sessions_are_refused(bars: pd.DataFrame) -> None:
    config = small_config()
    panel = build_panel(bars.assign(symbol="FPT"), config.indicators, config.targets.lookback_window)
    with pytest.raises(MisalignedFeatures, match="Build the feature panel again"):
        train_ticker("FPT", bars, panel.iloc[:-1], config, lambda: None)

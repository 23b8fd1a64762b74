"""Tests against leaks from bars to scores: no forecast depends on later prices, and a real signal is found.

Each leak that is planted on purpose must be detected: otherwise the tests without leaks would prove nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.evaluation.significance import corrected_p_values, diebold_mariano, suspicions, verdict
from vn30.features import returns
from vn30.features.bars import Bars
from vn30.features.cross_section import cross_section, cross_section_names
from vn30.features.panel import build_panel, feature_names
from vn30.forecasting import pooled_intervals
from vn30.forecasting.pooled import PooledForecasts, pooled_features, pooled_forecasts
from vn30.forecasting.pooled_intervals import error_quantiles
from vn30.forecasting.targets import log_return_ahead
from vn30.forecasting.ticker import train_ticker
from vn30.forecasting.ticker_result import HorizonResult, TickerResult
from vn30.market.bars import PRICE_COLUMNS
from vn30.model_selection.splits import Fold
from vn30.models import pooled
from vn30.training_config.document import TrainingConfig, parse_config

HORIZON = 7
SESSIONS = pd.bdate_range("2019-01-01", periods=800)
TICKERS = [f"T{number:02}" for number in range(12)]
OFF = {name: {"enabled": False} for name in ("randomForest", "gradientBoosting", "svr")}
RIDGE = parse_config({"models": OFF, "targets": {"horizons": [HORIZON]}, "ensemble": {"method": "weighted"}})


def simulated(seed: int, signal: float = 0.0) -> pd.DataFrame:
    """Bars of random walks with drifts of standard deviation ``signal`` a session that persist for months."""
    random = np.random.default_rng(seed)
    drift = pd.DataFrame(random.normal(size=(len(SESSIONS), len(TICKERS)))).ewm(span=60).mean()
    noise = random.normal(scale=0.015, size=drift.shape)
    market = random.normal(scale=0.008, size=(len(SESSIONS), 1))
    close = 50_000 * np.exp(
        (noise + market + signal * drift.to_numpy() / drift.to_numpy().std()).cumsum(axis=0)
    )
    parts = []
    for number, ticker in enumerate(TICKERS):
        bars = pd.DataFrame({"symbol": ticker, "date": SESSIONS, "close": close[:, number]})
        reach = np.exp(random.uniform(0, 0.01, size=(len(bars), 2)))
        bars = bars.assign(
            open=bars["close"], high=bars["close"] * reach[:, 0], low=bars["close"] / reach[:, 1]
        )
        parts.append(bars.assign(volume=random.uniform(1e5, 1e6, len(bars))))
    return pd.concat(parts, ignore_index=True)


def panel_of(market: pd.DataFrame, config: TrainingConfig = RIDGE) -> pd.DataFrame:
    """Bars, features and ranks, as a run stores them."""
    features = build_panel(market, config.indicators, config.targets.lookback_window)
    ranks = cross_section(market, config.indicators.leakage_guard)[cross_section_names()]
    return pd.concat([market, features.drop(columns=["symbol", "date"]), ranks], axis=1)


class Run(NamedTuple):
    pooled: PooledForecasts
    tickers: dict[str, TickerResult]

    def horizons(self) -> list[HorizonResult]:
        return [result.horizons[HORIZON] for result in self.tickers.values()]

    def tests(self) -> pd.DataFrame:
        """The test rows of all tickers."""
        parts = [
            result.horizons[HORIZON].test.assign(symbol=ticker) for ticker, result in self.tickers.items()
        ]
        return pd.concat(parts, ignore_index=True)


def run(panel: pd.DataFrame, tickers: list[str]) -> Run:
    """Train the pooled model and then ``tickers``, as the training DAG does."""
    trained = pooled_forecasts(panel, RIDGE, lambda: None)
    returns = trained.forecasts[str(HORIZON)].to_numpy()
    quantiles = error_quantiles(panel, HORIZON, RIDGE.data_window, returns)
    results = {}
    for ticker in tickers:
        rows = panel["symbol"] == ticker
        dated = trained.forecasts[rows].set_index("date")[str(HORIZON)]
        bars, names = panel[rows], feature_names(RIDGE.indicators, RIDGE.targets.lookback_window)
        results[ticker] = train_ticker(
            ticker, bars, bars[["date", *names]], RIDGE, lambda: None, {HORIZON: dated}, {HORIZON: quantiles}
        )
    return Run(trained, results)


DAY = SESSIONS[700]
SOME = TICKERS[:2]


@pytest.fixture(scope="module")
def market() -> pd.DataFrame:
    return simulated(1, signal=0.003)


@pytest.fixture(scope="module")
def other_future(market: pd.DataFrame) -> pd.DataFrame:
    """The same bars up to DAY, and others after it."""
    later = market["date"] > DAY
    other = market.copy()
    other.loc[later, PRICE_COLUMNS] *= np.exp(
        np.random.default_rng(2).normal(0, 0.1, size=(int(later.sum()), 1))
    )
    return other


def dependent_on_future(market: pd.DataFrame, other_future: pd.DataFrame) -> set[str]:
    """The forecasts and bounds up to DAY that depend on the prices after it."""
    before, after = (run(panel_of(prices), SOME) for prices in (market, other_future))
    moved = set()
    first, second = (
        trained.pooled.forecasts.set_index(["symbol", "date"])[str(HORIZON)] for trained in (before, after)
    )
    past = first.index.get_level_values("date") <= DAY
    assert not first[~past].equals(second[~past])
    if not first[past].equals(second[past]):
        moved.add("pooled")
    tests, others = before.tests(), after.tests()
    for name in ("predicted", "lower", "upper"):
        assert not tests[name].equals(others[name])
        if not tests.loc[tests["date"] <= DAY, name].equals(others.loc[tests["date"] <= DAY, name]):
            moved.add(name)
    return moved


def test_no_leak(market: pd.DataFrame, other_future: pd.DataFrame) -> None:
    """No forecast and no bound up to a day depends on the prices after it."""
    assert dependent_on_future(market, other_future) == set()


def unpurged(fold: Fold, ends: pd.DatetimeIndex) -> np.ndarray:
    return np.asarray(ends <= fold.last)


def ahead(bars: Bars) -> np.ndarray:
    return np.append(bars.close[2:] / bars.close[:-2], [1.0, 1.0])


def known_at_once(dates: pd.DatetimeIndex, _: int) -> pd.DatetimeIndex:
    """Target dates by which each error is known on the session of its forecast."""
    return dates


class ScaledByAll(StandardScaler):
    """Fitted on the features of all sessions, also those after DAY."""

    everything = np.empty((0, 0))

    def fit(self, features: np.ndarray, *_: Any) -> StandardScaler:
        return super().fit(self.everything)


@pytest.mark.parametrize(
    ("owner", "name", "planted", "expected"),
    [
        (Fold, "train", unpurged, {"pooled", "predicted"}),
        (returns, "day_range", ahead, {"pooled"}),
        (pooled_intervals, "target_dates", known_at_once, {"lower", "upper"}),
    ],
    ids=["no purge", "a feature that looks ahead", "an interval that knows later errors"],
)
def test_planted_leak(
    market: pd.DataFrame,
    other_future: pd.DataFrame,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
    planted: Callable[..., Any],
    expected: set[str],
) -> None:
    """A planted leak is detected."""
    monkeypatch.setattr(owner, name, planted)
    assert expected <= dependent_on_future(market, other_future)


def test_leaking_scaler(
    market: pd.DataFrame, other_future: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scaler fitted on later sessions is detected."""
    monkeypatch.setattr(pooled, "StandardScaler", ScaledByAll)
    forecasts = []
    for prices in (market, other_future):
        panel = panel_of(prices)
        ScaledByAll.everything = pooled_features(panel, RIDGE)
        forecasts.append(pooled_forecasts(panel, RIDGE, lambda: None).forecasts)
    past = forecasts[0]["date"] <= DAY
    assert not forecasts[0][past].equals(forecasts[1][past])


def test_run_as_of_a_day(market: pd.DataFrame, other_future: pd.DataFrame) -> None:
    """A run as of a day does not depend on the later bars from which its features were built."""
    known = (market["date"] <= DAY).to_numpy()
    then = run(panel_of(market[known].reset_index(drop=True)), SOME)
    later = run(panel_of(other_future)[known].reset_index(drop=True), SOME)
    pd.testing.assert_frame_equal(then.pooled.forecasts, later.pooled.forecasts)
    for ticker in SOME:
        before, after = then.tickers[ticker], later.tickers[ticker]
        first, second = before.horizons[HORIZON], after.horizons[HORIZON]
        assert first.member_forecasts == second.member_forecasts
        assert first.weights == second.weights
        assert first.bounds == second.bounds
        assert first.bounds is not None
        assert first.probability_of_rise == second.probability_of_rise
        scalers = before.scalers[HORIZON], after.scalers[HORIZON]
        np.testing.assert_array_equal(*(scaler.mean_ for scaler in scalers if scaler is not None))


def scores(trained: Run) -> tuple[float, float, float]:
    """Skill, mean daily rank IC and p-value over all test rows of a run."""
    rows = trained.tests()
    loss, naive_loss = (
        ((rows["actual"] - rows[column]).abs() / rows["base"]).groupby(rows["date"]).mean().to_numpy()
        for column in ("predicted", "base")
    )
    rank_ic = daily_rank_ic(
        rows["date"], np.log(rows["predicted"] / rows["base"]), np.log(rows["actual"] / rows["base"])
    )
    p_value = diebold_mariano(loss, naive_loss, HORIZON)
    return float(1 - loss.sum() / naive_loss.sum()), float(rank_ic.mean()), p_value


def test_random_walk() -> None:
    """The skill on a random walk is zero within noise."""
    skill, rank_ic, p_value = scores(run(panel_of(simulated(3)), TICKERS))
    assert abs(skill) < 0.005
    assert abs(rank_ic) < 0.15
    assert verdict(skill, p_value) == "not proven"


def test_planted_signal() -> None:
    """A planted signal is found and proven."""
    trained = run(panel_of(simulated(4, signal=0.006)), TICKERS)
    skill, rank_ic, p_value = scores(trained)
    assert skill > 0.03
    assert rank_ic > 0.15
    assert verdict(skill, p_value) == "proven"
    results = trained.horizons()
    corrected = corrected_p_values(np.array([result.p_value for result in results]))
    proven = [
        verdict(result.scores.skill, p_value) for result, p_value in zip(results, corrected, strict=True)
    ]
    assert proven.count("proven") >= 3


def forest_scores(market: pd.DataFrame, tickers: list[str], horizon: int, shuffled: bool) -> list[str]:
    """Suspicions about a plain forest a ticker, its rows split at random or by time."""
    config = TrainingConfig()
    panel = panel_of(market, config)
    tested = []
    for ticker in tickers:
        bars = panel[panel["symbol"] == ticker]
        features = bars[feature_names(config.indicators, config.targets.lookback_window)].to_numpy()
        labels = log_return_ahead(bars["close"].to_numpy(), horizon)
        usable = np.flatnonzero(~np.isnan(features).any(axis=1) & ~np.isnan(labels))
        train, test = train_test_split(
            usable, test_size=0.2, shuffle=shuffled, random_state=0 if shuffled else None
        )
        train = train if shuffled else train[:-horizon]
        forest = RandomForestRegressor(30, max_features=1 / 3, random_state=0).fit(
            features[train], labels[train]
        )
        columns = {"forecast": forest.predict(features[test]), "label": labels[test]}
        tested.append(pd.DataFrame({"date": bars["date"].to_numpy()[test], **columns}))
    rows = pd.concat(tested, ignore_index=True)
    skill = 1 - (rows["label"] - rows["forecast"]).abs().mean() / rows["label"].abs().mean()
    rank_ic = daily_rank_ic(rows["date"], rows["forecast"], rows["label"]).mean()
    return suspicions(float(skill), float(rank_ic))


def test_shuffled_split() -> None:
    """A shuffled split of random walks appears skilled, and is suspect."""
    walks = simulated(5)
    assert any("skill" in reason for reason in forest_scores(walks, TICKERS[:4], 15, shuffled=True))
    assert forest_scores(walks, TICKERS[:4], 15, shuffled=False) == []


@pytest.mark.parametrize("horizon", [7, 15, 30])
def test_shuffled_split_of_real_prices(real_data: Path, horizon: int) -> None:
    prices = pd.read_csv(real_data / "vn30_prices_adjusted_to_2024.csv.gz", parse_dates=["date"])
    market = prices[prices["symbol"].isin(["FPT", "HPG", "VCB", "VNM"]) & (prices["date"] < "2023")]
    market = market.drop_duplicates(["symbol", "date"]).sort_values(["symbol", "date"], ignore_index=True)
    tickers = sorted(market["symbol"].unique())
    assert any("skill" in reason for reason in forest_scores(market, tickers, horizon, shuffled=True))

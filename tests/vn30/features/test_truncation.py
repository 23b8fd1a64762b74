"""Values of past sessions, computed again from bars that end there: planted leaks are found and named."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import StandardScaler

from tests.support.made_minutes import with_made_statistics
from vn30.features import returns
from vn30.features.indicator_config import INDICATORS, IndicatorConfig
from vn30.features.regimes import mixture
from vn30.features.truncation import check_panel, up_to
from vn30.forecasting.truncation import check_forecasts
from vn30.market.bars import MARKET_COLUMNS
from vn30.market.universe import INDICES
from vn30.model_selection.splits import Fold
from vn30.models import pooled
from vn30.sources.sample.source import SampleSource
from vn30.training_config.document import parse_config

TICKERS = ("ACB", "BID", "CTG", "FPT", "HPG", "MBB", "VCB", "VNM")
LOOKBACK = 60
SESSION = date(2023, 3, 1)
Bars = tuple[pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def bars() -> Bars:
    """Stocks and indices, about 1,100 sessions each."""
    source = SampleSource(seed=3)

    def market(names: tuple[str, ...]) -> pd.DataFrame:
        parts = [
            source.daily_bars(name, date(2019, 1, 2), date(2023, 6, 30)).assign(symbol=name)
            for name in sorted(names)
        ]
        return pd.concat(parts, ignore_index=True)[MARKET_COLUMNS].astype({"volume": float})

    return with_made_statistics(market(TICKERS), missing=0.1), market(INDICES)


def every_indicator(guard: bool) -> IndicatorConfig:
    return IndicatorConfig(**{name: part() for name, part in INDICATORS.items()}, leakage_guard=guard)


@pytest.mark.parametrize("guard", [True, False])
def test_panel(bars: Bars, guard: bool) -> None:
    """All features, ranks and regimes of the project depend on bars up to their session alone."""
    found = check_panel(*bars, every_indicator(guard), LOOKBACK, SESSION)
    assert found.differences == []
    assert found.values > 500_000


def found_in(bars: Bars, guard: bool = True) -> dict[str, str]:
    """The parts of the columns that differ, by name."""
    differences = check_panel(*bars, IndicatorConfig(leakage_guard=guard), LOOKBACK, SESSION).differences
    for difference in differences:
        assert difference.full != difference.cut
        assert difference.session <= SESSION
    return {difference.name: difference.part for difference in differences}


def test_centred_window(bars: Bars, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rolling window that is centred on its session: the difference names column, ticker and values."""
    monkeypatch.setattr(
        returns,
        "day_range",
        lambda bars: pd.Series(bars.high - bars.low).rolling(5, center=True).mean().to_numpy() / bars.close,
    )
    (difference,) = check_panel(*bars, IndicatorConfig(), LOOKBACK, SESSION).differences
    assert (difference.part, difference.name, difference.session) == ("feature", "day_range", SESSION)
    assert difference.ticker in TICKERS
    assert "day_range of" in str(difference)
    assert str(SESSION) in str(difference)
    assert f"{difference.full} from all prices, {difference.cut} from" in str(difference)


def test_statistic_of_all_rows(bars: Bars, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feature that is standardised over the whole history."""
    honest = returns.day_range

    def standardised(bars: returns.Bars) -> returns.FloatArray:
        values = honest(bars)
        return (values - np.nanmean(values)) / np.nanstd(values)

    monkeypatch.setattr(returns, "day_range", standardised)
    assert found_in(bars) == {"day_range": "feature"}


def test_own_bar_under_the_guard(bars: Bars, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the guard on, a feature of the session's own bar is a leak; with it off, it is none."""
    honest = returns.day_range
    monkeypatch.setattr(returns, "day_range", lambda bars: np.append(honest(bars)[1:], 0.0))
    assert found_in(bars) == {"day_range": "feature"}
    monkeypatch.undo()
    assert found_in(bars, guard=False) == {}


def test_statistic_of_later_minutes(bars: Bars) -> None:
    """Statistics of all minutes differ from those of the minutes up to the session, which are given apart."""
    market, indices = bars
    config = IndicatorConfig(session_minutes=INDICATORS["session_minutes"]())
    past = up_to(market, SESSION)
    shape = (config, LOOKBACK, SESSION)
    assert check_panel(market, indices, *shape, past=past).differences == []
    leaking = past.assign(minute_auction_share=past["minute_auction_share"] + 0.01)
    (difference,) = check_panel(market, indices, *shape, past=leaking).differences
    assert (difference.name, difference.session) == ("closing_auction_share_1", SESSION)


def test_regime_of_the_future(bars: Bars, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mixture that is fitted on all sessions, those to come among them."""
    fit = mixture.fitted_probabilities

    def fitted_on_all(observations: mixture.FloatArray) -> mixture.FloatArray:
        known = ~np.isnan(observations).any(axis=1)
        probabilities = np.full((len(observations), 3), np.nan)
        probabilities[known] = fit(observations[known], observations[known])
        return probabilities

    monkeypatch.setattr("vn30.features.regimes.market.filtered_probabilities", fitted_on_all)
    found = found_in(bars)
    assert {"probability_calm", "probability_usual", "probability_wild"} <= found.keys()
    assert set(found.values()) == {"regime"}


CONFIG = parse_config(
    {
        "targets": {"horizons": [7]},
        "models": {
            name: {"enabled": name in ("pooled", "ridge")}
            for name in ("pooled", "ridge", "svr", "randomForest", "gradientBoosting")
        },
        "dataWindow": {"lastSessions": 900},
    }
)


def forecast_differences(bars: Bars) -> set[str]:
    found = check_forecasts(*bars, CONFIG, SESSION, 7, ["FPT"], 5, lambda: None)
    assert found.values > 5_000
    return {difference.name for difference in found.differences}


def test_forecasts(bars: Bars) -> None:
    """No forecast up to a session depends on later prices."""
    assert forecast_differences(bars) == set()


def test_scaler_of_all_rows(bars: Bars, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pooled model standardises by all rows of the run, and not by those that were known."""
    honest = pooled.train_pooled

    def scaled(rows, features, *others):
        return honest(rows, StandardScaler().fit_transform(np.nan_to_num(features)), *others)

    monkeypatch.setattr("vn30.forecasting.pooled.train_pooled", scaled)
    assert "pooled_7" in forecast_differences(bars)


def test_rows_that_are_not_purged(bars: Bars, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fold is trained on rows whose labels end in it: the ticker's own forecasts know the future."""
    monkeypatch.setattr(Fold, "train", lambda fold, ends: np.asarray(ends < fold.last))
    assert {"pooled_7", "mean_predicted_7"} <= forecast_differences(bars)

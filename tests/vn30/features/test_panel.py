from datetime import date

import numpy as np
import pandas as pd
import pytest

from vn30.features import cross_section, returns
from vn30.features.bars import Bars, shifted
from vn30.features.indicator_config import INDICATORS, IndicatorConfig
from vn30.features.indicators.sma import close_to_sma
from vn30.features.indicators.volume_ma import volume_to_ma
from vn30.features.panel import build_panel, feature_names
from vn30.features.returns import return_spans
from vn30.features.series import UnorderedMarket
from vn30.features.truncation import whole_panel
from vn30.market.bars import MARKET_COLUMNS, PRICE_COLUMNS
from vn30.sources.sample.source import SampleSource

LOOKBACK = 60
CHANGED = 200
GUARDED, UNGUARDED = IndicatorConfig(leakage_guard=True), IndicatorConfig()


@pytest.fixture(scope="module")
def market() -> pd.DataFrame:
    source = SampleSource(seed=1)
    tickers = ("ACB", "FPT")
    bars = [source.daily_bars(ticker, date(2022, 1, 3), date(2023, 6, 30)) for ticker in tickers]
    return pd.concat([frame.assign(symbol=symbol) for symbol, frame in zip(tickers, bars, strict=True)])[
        MARKET_COLUMNS
    ].reset_index(drop=True)


def changed_from(market: pd.DataFrame, row: int) -> pd.DataFrame:
    """The market with other prices and volumes of its first ticker from ``row`` on."""
    changed = market.astype({"volume": float})
    rows = (changed.index >= row) & (changed["symbol"] == "ACB")
    changed.loc[rows, [*PRICE_COLUMNS, "volume"]] *= 1.5
    return changed


def moved_rows(market: pd.DataFrame, config: IndicatorConfig, first_changed: int) -> set[int]:
    """Rows of the panel whose features move when prices change from ``first_changed`` on."""
    names = feature_names(config, LOOKBACK)
    before = build_panel(market, config, LOOKBACK)[names].to_numpy()
    after = build_panel(changed_from(market, first_changed), config, LOOKBACK)[names].to_numpy()
    same = (before == after) | (np.isnan(before) & np.isnan(after))
    return set(np.flatnonzero(~same.all(axis=1)).tolist())


def test_no_leak(market: pd.DataFrame) -> None:
    """No feature changes before the changed bar."""
    assert min(moved_rows(market, UNGUARDED, CHANGED)) == CHANGED


def test_leakage_guard(market: pd.DataFrame) -> None:
    """With the guard, the features of the changed bar itself stay."""
    assert min(moved_rows(market, GUARDED, CHANGED)) == CHANGED + 1


def test_features_of_other_tickers_stay(market: pd.DataFrame) -> None:
    assert max(moved_rows(market, GUARDED, CHANGED)) < (market["symbol"] == "ACB").sum()


def test_features_are_free_of_scale(market: pd.DataFrame) -> None:
    """No level of prices or volumes is a feature: of any indicator, of a context ticker, or as a rank."""
    every = {name: part() for name, part in INDICATORS.items()}
    config = IndicatorConfig(**every, regimes=True, calendar=True, context_tickers=("FPT",))
    scaled = market.assign(**{name: market[name] * 10 for name in [*PRICE_COLUMNS, "volume"]})
    known, again = (
        whole_panel(bars, bars[bars["symbol"] == "FPT"], config, LOOKBACK) for bars in (market, scaled)
    )
    for name in known.columns[2:]:
        # Volumes are counted from 1 on, for sessions without trades: log((1 + 10 v) / (1 + 10 w)).
        tolerance = 1e-5 if "volume" in name else 1e-6
        np.testing.assert_allclose(again[name], known[name], rtol=1e-4, atol=tolerance, err_msg=name)


def test_columns_are_float32_in_the_documented_order(market: pd.DataFrame) -> None:
    panel = build_panel(market, GUARDED, LOOKBACK)
    names = feature_names(GUARDED, LOOKBACK)
    assert list(panel.columns) == ["symbol", "date", *names]
    assert {str(panel[name].dtype) for name in names} == {"float32"}
    assert [names[0], names[-1]] == ["close_to_sma_5", "vn30_volatility_ratio"]
    assert feature_names(IndicatorConfig(market_context=False), LOOKBACK)[-1] == "return_over_60"
    assert "roc_10" not in feature_names(IndicatorConfig(roc=None), LOOKBACK)


def test_only_the_warm_up_of_each_ticker_is_missing(market: pd.DataFrame) -> None:
    panel = build_panel(market, GUARDED, LOOKBACK)
    complete = panel[feature_names(GUARDED, LOOKBACK)].notna().all(axis=1)
    position = panel.groupby("symbol").cumcount()
    # Sixty sessions of returns need 61 closes, and the guard one session more.
    assert (complete == (position >= 61)).all()


def test_features_by_hand() -> None:
    close = np.array([100.0, 110.0, 99.0, 108.9, 120.0])
    bars = Bars(close + 2, close - 1, close, np.array([10.0, 20.0, 30.0, 0.0, 40.0]))
    assert close_to_sma(bars, 2)[1] == pytest.approx(110 / 105 - 1)
    assert returns.day_range(bars)[0] == pytest.approx(0.03)
    assert cross_section.day_position(bars)[0] == pytest.approx(1 / 3)
    flat = Bars(close + 1e-5, close - 1e-5, close + 1e-5, close)
    assert (cross_section.day_position(flat) == 0.5).all()
    assert cross_section.close_to_high(bars, 3)[2] == pytest.approx(99 / 112 - 1)
    assert cross_section.close_to_low(bars, 3)[4] == pytest.approx(120 / 98 - 1)
    assert volume_to_ma(bars, 2)[3] == pytest.approx(-np.log(16))
    assert returns.lagged_return(bars, 2)[2] == pytest.approx(np.log(1.1))
    assert returns.log_return(bars, 3)[3] == pytest.approx(np.log(1.089))
    assert returns.realised_volatility(bars, 2)[2] == pytest.approx(
        np.sqrt((np.log(1.1) ** 2 + np.log(0.9) ** 2) / 2)
    )
    assert np.isnan(returns.log_return(bars, 3)[:3]).all()


def test_constant_price(market: pd.DataFrame) -> None:
    """A constant price yields finite features."""
    still = market.assign(open=20_000.0, high=20_000.0, low=20_000.0, close=20_000.0, volume=0.0)
    features = build_panel(still, UNGUARDED, LOOKBACK)[feature_names(UNGUARDED, LOOKBACK)].to_numpy()
    assert np.isfinite(features[100:300]).all()


def test_bar_with_close_alone(market: pd.DataFrame) -> None:
    """After a bar with only a close, all features stay finite."""
    holes = market.astype({"volume": float})
    holes.loc[CHANGED, ["high", "low", "volume"]] = np.nan
    features = build_panel(holes, UNGUARDED, LOOKBACK)[feature_names(UNGUARDED, LOOKBACK)].to_numpy()
    assert np.isfinite(features[CHANGED : CHANGED + 50]).all()


def test_bars_out_of_order_are_refused(market: pd.DataFrame) -> None:
    with pytest.raises(UnorderedMarket, match="ACB: the bar after 2022-01-04"):
        build_panel(market.iloc[[0, 0, 1]], GUARDED, LOOKBACK)
    with pytest.raises(UnorderedMarket, match="scattered"):
        build_panel(market.iloc[[0, -1, 1]], GUARDED, LOOKBACK)


def test_few_bars(market: pd.DataFrame) -> None:
    """Neither a ticker with few bars nor an empty market raises an error."""
    assert not build_panel(market.iloc[:3], GUARDED, LOOKBACK).notna().all(axis=1).any()
    assert build_panel(market.iloc[:0], GUARDED, LOOKBACK).empty


def test_cumulative_returns() -> None:
    """The cumulative returns end at the lookback window."""
    assert return_spans(60) == [10, 20, 40, 60]
    assert return_spans(20) == [10, 20]
    assert return_spans(7) == [7]
    assert return_spans(5) == []


def test_shifting_by_none_changes_nothing() -> None:
    np.testing.assert_array_equal(shifted(np.arange(3.0), 0), np.arange(3.0))

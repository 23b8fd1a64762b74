"""No feature depends on later bars: past features are equal for different futures."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.support.made_minutes import with_made_statistics
from vn30.features import cross_section, market_context, returns
from vn30.features.bars import MINUTE_STATISTICS, Feature, shifted
from vn30.features.indicator_config import INDICATORS, IndicatorConfig
from vn30.features.indicators import rsi
from vn30.features.panel import build_panel
from vn30.market.bars import MARKET_COLUMNS, PRICE_COLUMNS
from vn30.market.universe import INDICES
from vn30.sources.sample.source import SampleSource

TICKERS = ("ACB", "BID", "FPT", "HPG", "VCB", "VNM")
LOOKBACK = 60
DAYS = [pd.Timestamp(day) for day in ("2022-05-04", "2022-11-15", "2023-03-01")]
Future = Callable[[pd.DataFrame, "pd.Series[bool]"], pd.DataFrame]


@pytest.fixture(scope="module")
def stored() -> pd.DataFrame:
    """Stocks and indices, 620 sessions each."""
    source = SampleSource(seed=3)
    bars = [
        source.daily_bars(name, date(2021, 1, 4), date(2023, 6, 30)).assign(symbol=name)
        for name in sorted((*TICKERS, *INDICES))
    ]
    stored = pd.concat(bars, ignore_index=True)[MARKET_COLUMNS].astype({"volume": float})
    return with_made_statistics(stored)


def all_features(stored: pd.DataFrame, guard: bool) -> pd.DataFrame:
    """All features and ranks by ticker and session."""
    of_index = stored["symbol"].isin(INDICES)
    stocks, indices = (stored[rows].reset_index(drop=True) for rows in (~of_index, of_index))
    every = {name: indicator() for name, indicator in INDICATORS.items()}
    panel = build_panel(stocks, IndicatorConfig(**every, leakage_guard=guard), LOOKBACK, indices)
    ranks = cross_section.cross_section(stocks, guard)
    return panel.merge(ranks, on=["symbol", "date"], validate="1:1").set_index(["symbol", "date"])


def moved(stored: pd.DataFrame, future: Future, day: pd.Timestamp, guard: bool) -> tuple[set[str], set[str]]:
    """Features that another future moves in rows up to ``day``, and those that it moves later.

    The future begins with the bars of ``day`` itself under the guard, and with those after it without.
    """
    begins = stored["date"] >= day if guard else stored["date"] > day
    before, after = (all_features(bars, guard) for bars in (stored, future(stored, begins)))
    before, after = before.align(after, join="inner", axis=0)
    differs = ~((before == after) | (before.isna() & after.isna()))
    past = differs.index.get_level_values("date") <= day
    return set(differs.columns[differs[past].any()]), set(differs.columns[differs[~past].any()])


def other_prices(stored: pd.DataFrame, begins: "pd.Series[bool]") -> pd.DataFrame:
    random = np.random.default_rng(5)
    other = stored.copy()
    count = int(begins.sum())
    other.loc[begins, PRICE_COLUMNS] *= np.exp(random.normal(0, 0.1, (count, 1)))
    other.loc[begins, ["high", "low"]] *= np.exp(random.uniform(0, 0.05, (count, 1)) * [1, -1])
    other.loc[begins, "volume"] *= random.uniform(0, 9, count)
    other.loc[begins, list(MINUTE_STATISTICS)] *= random.uniform(0, 9, (count, 4))
    return other


def no_more_bars(stored: pd.DataFrame, begins: "pd.Series[bool]") -> pd.DataFrame:
    return stored[~begins].reset_index(drop=True)


def half_the_tickers_suspended(stored: pd.DataFrame, begins: "pd.Series[bool]") -> pd.DataFrame:
    return stored[~(begins & stored["symbol"].isin(["ACB", "FPT", "VCB", "VN30"]))].reset_index(drop=True)


@pytest.mark.parametrize("guard", [True, False])
@pytest.mark.parametrize("future", [other_prices, no_more_bars, half_the_tickers_suspended])
@pytest.mark.parametrize("day", DAYS)
def test_no_leak(stored: pd.DataFrame, future: Future, day: pd.Timestamp, guard: bool) -> None:
    """No feature depends on later bars."""
    leaked, _ = moved(stored, future, day, guard)
    assert leaked == set()


def test_later_rows_change(stored: pd.DataFrame) -> None:
    """Every feature depends on the changed bars later on; otherwise test_no_leak would prove nothing."""
    _, later = moved(stored, other_prices, DAYS[0], guard=True)
    assert later == set(all_features(stored, guard=True).columns)


def peeking(feature: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """The feature of one session later."""

    def peek(*arguments: object, **parameters: object) -> np.ndarray:
        return np.append(feature(*arguments, **parameters)[1:], np.nan)

    return peek


@pytest.mark.parametrize(
    ("room", "feature", "columns"),
    [
        (returns, "day_range", {"day_range"}),
        (rsi, "rsi", {"rsi_14"}),
        (
            market_context,
            "volatility_ratio",
            {"vnindex_volatility_ratio", "vn30_volatility_ratio", "market_volatile"},
        ),
        (market_context, "trend", {"market_trend"}),
        (cross_section, "day_position", {"rank_day_position"}),
    ],
)
@pytest.mark.parametrize("guard", [True, False])
def test_leaking_feature(
    stored: pd.DataFrame,
    monkeypatch: pytest.MonkeyPatch,
    room: object,
    feature: str,
    columns: set[str],
    guard: bool,
) -> None:
    """A feature that uses the next bar is detected."""
    monkeypatch.setattr(room, feature, peeking(getattr(room, feature)))
    detected = set().union(*(moved(stored, other_prices, day, guard)[0] for day in DAYS))
    assert detected == columns


def test_leaking_statistic(stored: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statistic of the whole history is detected."""
    honest = returns.day_range
    monkeypatch.setattr(returns, "day_range", lambda bars: honest(bars) - honest(bars).mean())
    assert moved(stored, other_prices, DAYS[0], guard=True)[0] == {"day_range"}


def test_leaking_ranks(stored: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values that are delayed before the ranking are ranked among the tickers of the next session."""
    honest = cross_section.cross_section

    def delayed_first(market: pd.DataFrame, guarded: bool) -> pd.DataFrame:
        late = {name: delayed(feature) for name, feature in cross_section.ranked_features().items()}
        with monkeypatch.context() as patch:
            patch.setattr(cross_section, "ranked_features", lambda: late)
            return honest(market, guarded=False)

    def delayed(feature: Feature) -> Feature:
        return lambda bars: shifted(feature(bars), 1)

    monkeypatch.setattr(cross_section, "cross_section", delayed_first)
    leaked, _ = moved(stored, half_the_tickers_suspended, DAYS[0], guard=True)
    assert leaked
    assert leaked <= set(cross_section.cross_section_names())

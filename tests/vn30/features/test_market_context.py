from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vn30.features.indicator_config import IndicatorConfig
from vn30.features.market_context import context_names, regime
from vn30.features.panel import build_panel
from vn30.market.bars import MARKET_COLUMNS
from vn30.market.universe import INDICES
from vn30.sources.sample.source import SampleSource

SOURCE = SampleSource(seed=1)
FIRST, LAST = date(2021, 1, 4), date(2023, 6, 30)


def market_of(*tickers: str) -> pd.DataFrame:
    bars = [SOURCE.daily_bars(ticker, FIRST, LAST).assign(symbol=ticker) for ticker in sorted(tickers)]
    return pd.concat(bars, ignore_index=True)[MARKET_COLUMNS]


@pytest.fixture(scope="module")
def stocks() -> pd.DataFrame:
    return market_of("ACB", "FPT")


@pytest.fixture(scope="module")
def indices() -> pd.DataFrame:
    return market_of(*INDICES)


def context(stocks: pd.DataFrame, indices: pd.DataFrame | None, guard: bool = True) -> pd.DataFrame:
    panel = build_panel(stocks, IndicatorConfig(leakage_guard=guard), 60, indices)
    return panel[["symbol", "date", *context_names()]]


def test_context_by_hand(stocks: pd.DataFrame, indices: pd.DataFrame) -> None:
    features = context(stocks, indices).set_index(["symbol", "date"])
    index = indices[indices["symbol"] == "VNINDEX"].set_index("date")["close"]
    returns = np.log(index).diff()
    volatility = (returns**2).rolling(20).mean() ** 0.5
    session, day_before = index.index[400], index.index[399]
    row = features.loc[("FPT", session)]
    assert row["vnindex_return_1"] == pytest.approx(returns[day_before], rel=1e-5)
    assert row["vnindex_return_20"] == pytest.approx(np.log(index.iloc[399] / index.iloc[379]), rel=1e-5)
    ratio = np.log(volatility[day_before] / volatility.iloc[150:400].median())
    assert row["vnindex_volatility_ratio"] == pytest.approx(ratio, rel=1e-4)
    assert row["market_volatile"] == np.sign(ratio)
    to_average = index.iloc[399] / index.iloc[200:400].mean() - 1
    assert row["market_close_to_sma_200"] == pytest.approx(to_average, rel=1e-4)
    assert row["market_trend"] == np.sign(to_average)
    assert (features.loc["ACB"].loc[session] == row).all(), "the same for every ticker"


def test_guard(stocks: pd.DataFrame, indices: pd.DataFrame) -> None:
    """The guard excludes the session's own index bar."""
    open_ = context(stocks, indices, guard=False).groupby("symbol")[context_names()].shift(1)
    guarded = context(stocks, indices)[context_names()]
    pd.testing.assert_frame_equal(open_.dropna(), guarded[open_["market_trend"].notna()])


def test_suspended_ticker(stocks: pd.DataFrame, indices: pd.DataFrame) -> None:
    """After a suspension, the features of a ticker include the market's moves meanwhile."""
    fpt = stocks[stocks["symbol"] == "FPT"]
    suspended = pd.concat([fpt[:400], fpt[410:]], ignore_index=True)
    features = context(suspended, indices)[context_names()]
    whole = context(fpt.reset_index(drop=True), indices)[context_names()]
    assert (features.iloc[400] == whole.iloc[410]).all()


def test_missing_index(stocks: pd.DataFrame, indices: pd.DataFrame) -> None:
    """Without an index its features are 0."""
    assert (context(stocks, None)[context_names()] == 0).all(axis=None)
    only_vn30 = context(stocks, indices[indices["symbol"] == "VN30"])
    moving = {name for name in context_names() if only_vn30[name].any()}
    assert moving == {name for name in context_names() if name.startswith("vn30_")}


def test_late_index(stocks: pd.DataFrame, indices: pd.DataFrame) -> None:
    """A late index bar is used up to MAX_AGE."""
    late = context(stocks, indices[indices["date"] <= "2023-06-01"])
    fpt = late[late["symbol"] == "FPT"].set_index("date")["vnindex_return_20"]
    assert fpt["2023-06-05"] == fpt["2023-06-15"] != 0
    assert (fpt["2023-06-19":] == 0).all()


def test_context_without_history(stocks: pd.DataFrame, indices: pd.DataFrame) -> None:
    """Without enough history the context is neutral, and never missing."""
    features = context(stocks, indices)
    assert np.isfinite(features[context_names()]).all(axis=None)
    fpt = features[features["symbol"] == "FPT"].reset_index()
    assert int(fpt["market_volatile"].ne(0).idxmax()) == 20 + 60
    assert int(fpt["market_trend"].ne(0).idxmax()) == 200


def test_constant_index(stocks: pd.DataFrame, indices: pd.DataFrame) -> None:
    """The regime of a constant index is unknown, not calm."""
    still = indices.copy()
    later = still["date"] >= "2022-06-01"
    still.loc[later, ["open", "high", "low", "close"]] = 900.0
    features = context(stocks, still)
    assert (features.loc[features["date"] >= "2022-07-15", "vnindex_volatility_ratio"] == 0).all()
    assert (features.loc[features["date"] >= "2022-07-15", "market_volatile"] == 0).all()


def test_regime(indices: pd.DataFrame) -> None:
    """The regime of a session does not depend on later bars."""
    bars = indices[indices["symbol"] == "VNINDEX"].drop(columns="symbol").reset_index(drop=True)
    regimes = regime(bars)
    assert list(regimes.columns) == ["date", "volatility", "trend"]
    assert set(regimes["volatility"][:79]) == set(regimes["trend"][:199]) == {"unknown"}
    assert set(regimes["volatility"][79:]) == {"volatile", "quiet"}
    assert set(regimes["trend"][199:]) == {"bull", "bear"}
    crash = bars.astype({"close": float})
    crash.loc[450:, "close"] *= 0.5
    changed = regime(crash)
    pd.testing.assert_frame_equal(changed[:450], regimes[:450])
    assert changed["trend"][450] == "bear"
    assert changed["volatility"][450] == "volatile"


def test_the_crash_of_2020_is_volatile_and_bear(real_data: Path) -> None:
    bars = pd.read_csv(real_data / "index_VNINDEX_to_2024.csv.gz", parse_dates=["date"])
    regimes = regime(bars.sort_values("date", ignore_index=True)).set_index("date")
    crash = regimes["2020-03-10":"2020-04-10"]
    assert (crash["volatility"] == "volatile").all()
    assert (crash["trend"] == "bear").all()
    year = regimes["2021-01-04":"2021-12-31"]
    assert (year["trend"] == "bull").all()

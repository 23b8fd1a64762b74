"""Simulated minutes: they add up to the simulated days, and look like those of HOSE."""

from datetime import date, datetime, time

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from vn30.market.calendar import HOSE_ZONE
from vn30.market.resampling import resample
from vn30.market.rules import rules_on
from vn30.sources.base import SourceError
from vn30.sources.intraday.sample import SampleMinutes
from vn30.sources.sample.source import SampleSource

TODAY = date(2025, 6, 30)
START = datetime(2025, 5, 1, tzinfo=HOSE_ZONE)
END = datetime.combine(TODAY, time(23, 59), HOSE_ZONE)
TICKERS = ("FPT", "VCB", "SSB", "HPG")


@pytest.fixture(scope="module", params=TICKERS)
def ticker(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def minutes(ticker: str) -> pd.DataFrame:
    return SampleMinutes(30, TODAY).minutes(ticker, START, END).assign(symbol=ticker)


def test_they_add_up_to_the_days(ticker: str, minutes: pd.DataFrame) -> None:
    days = SampleSource(30).daily_bars(ticker, START.date(), TODAY)
    made = resample(minutes, "1d")
    assert list(made["time"].dt.date) == list(days["date"].dt.date)
    for name in ("open", "high", "low", "close", "volume"):
        assert np.array_equal(made[name], days[name]), name


def test_they_are_bars_of_hose(ticker: str, minutes: pd.DataFrame) -> None:
    for name in ("open", "close"):
        assert (minutes["low"] <= minutes[name]).all()
        assert (minutes[name] <= minutes["high"]).all()
    assert (minutes["volume"] > 0).all()
    traded = SampleSource(30).traded_bars(ticker, TODAY).set_index("date")
    of_day = traded.loc[minutes["time"].dt.tz_localize(None).dt.normalize(), "adjustment"].to_numpy()
    tick = rules_on(TODAY).tick
    raw = (minutes["close"] / of_day).round(2)
    assert (raw == [tick.nearest(price) for price in raw]).all()


def test_auctions_lunch_and_the_shape_of_volume(minutes: pd.DataFrame) -> None:
    clock = minutes["time"].dt.strftime("%H:%M")
    first, last = clock.groupby(minutes["time"].dt.date).agg(["first", "last"]).to_numpy().T
    assert (set(first), set(last)) == ({"09:14"}, {"14:44"})
    assert not clock.between("11:30", "12:59").any()
    assert not clock.between("14:30", "14:43").any()
    continuous = minutes[clock.between("09:15", "14:29")]
    volume = continuous.groupby(continuous["time"].dt.hour)["volume"].sum()
    assert volume[9] > volume[10] > volume[11]
    assert volume[14] > volume[13] / 2
    auctions = minutes[clock.isin(["09:14", "14:44"])]
    assert (auctions["high"] == auctions["low"]).all()


def test_the_same_each_time_and_part_by_part(minutes: pd.DataFrame, ticker: str) -> None:
    source = SampleMinutes(30, TODAY)
    noon = datetime(2025, 6, 11, 12, tzinfo=HOSE_ZONE)
    parts = [source.minutes(ticker, START, noon), source.minutes(ticker, noon, END)]
    assert_frame_equal(pd.concat(parts, ignore_index=True), minutes.drop(columns="symbol"))
    other = SampleMinutes(31, TODAY).minutes(ticker, START, END)
    assert not np.array_equal(other["close"], minutes["close"])


def test_a_session_with_few_trades() -> None:
    """All of it is in the closing auction."""
    from vn30.sources.sample.minutes import simulate_minutes

    day = {"date": pd.Timestamp("2025-06-30"), "open": 20.0, "high": 22.0, "low": 19.0, "close": 21.0}
    _, bars = simulate_minutes(30, "FPT", {**day, "volume": 700})
    assert bars.to_dict("records") == [
        {"open": 20.0, "high": 22.0, "low": 19.0, "close": 21.0, "volume": 700}
    ]
    assert simulate_minutes(30, "FPT", {**day, "volume": 0})[1].empty


def test_nothing_to_simulate() -> None:
    saturday = datetime(2025, 6, 28, tzinfo=HOSE_ZONE)
    with pytest.raises(SourceError, match="no session of FPT from 2025-06-28 to 2025-06-28"):
        SampleMinutes(30, TODAY).minutes("FPT", saturday, saturday)
    with pytest.raises(SourceError, match="has no XYZ"):
        SampleMinutes(30, TODAY).minutes("XYZ", START, END)

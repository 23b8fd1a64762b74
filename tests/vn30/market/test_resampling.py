"""Longer bars of minutes, beside pandas' own resampling and by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.support.made_minutes import made_minutes
from vn30.errors import WrongInput
from vn30.market.calendar import sessions_between
from vn30.market.minutes import local_minutes, local_times, no_minutes
from vn30.market.resampling import INTERVALS, OutsideSession, check_interval, resample

SESSIONS = sessions_between(date(2025, 4, 25), date(2025, 5, 12))  # the KRX system starts on 5 May
HOW = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}


@pytest.fixture(scope="module")
def minutes() -> pd.DataFrame:
    """Two tickers, about a third of the minutes without a trade."""
    both = pd.concat([made_minutes(symbol, SESSIONS) for symbol in ("FPT", "VCB")], ignore_index=True)
    return both[np.random.default_rng(1).random(len(both)) > 0.3].reset_index(drop=True)


@pytest.mark.parametrize(
    ("interval", "rule"), [("5m", "5min"), ("15m", "15min"), ("30m", "30min"), ("1d", "D")]
)
def test_like_pandas(minutes: pd.DataFrame, interval: str, rule: str) -> None:
    """Where the lengths divide lunch, pandas' bars are the same."""
    resampled = minutes.groupby("symbol").resample(rule, on="time").agg(HOW).dropna().reset_index()
    expected = resampled.astype({"volume": "int64"})
    assert_frame_equal(resample(minutes, check_interval(interval)), expected[minutes.columns])


def starts(frame: pd.DataFrame, symbol: str, day: date) -> list[str]:
    times = frame.loc[frame["symbol"] == symbol, "time"]
    return [f"{time:%H:%M}" for time in times if time.date() == day]


def test_no_bar_crosses_lunch_or_an_auction() -> None:
    full = made_minutes("FPT", SESSIONS[:2])
    hours = resample(full, "1h")
    assert starts(hours, "FPT", SESSIONS[0]) == ["09:00", "10:00", "11:00", "13:00", "14:00"]
    assert starts(resample(full, "half"), "FPT", SESSIONS[0]) == ["09:00", "13:00"]
    quarters = resample(full, "15m")
    of_day = starts(quarters, "FPT", SESSIONS[0])
    assert (of_day[0], of_day[9], of_day[10], of_day[-2], of_day[-1]) == (
        "09:00",
        "11:15",
        "13:00",
        "14:30",
        "14:45",
    )
    last_of_morning = full[(full["time"].dt.hour == 11)].iloc[:30]
    assert hours["close"].iloc[2] == last_of_morning["close"].iloc[-1]
    assert hours["volume"].iloc[2] == last_of_morning["volume"].sum()


def test_weeks_are_labelled_by_their_monday(minutes: pd.DataFrame) -> None:
    weeks = resample(minutes, "1w")
    labels = weeks.loc[weeks["symbol"] == "FPT", "time"]
    # 30 April to 2 May 2025 was a holiday; 28 and 29 April were traded.
    assert [f"{label:%Y-%m-%d %a}" for label in labels] == [
        "2025-04-21 Mon",
        "2025-04-28 Mon",
        "2025-05-05 Mon",
        "2025-05-12 Mon",
    ]
    second = minutes[(minutes["symbol"] == "FPT") & minutes["time"].dt.date.between(*SESSIONS[1:3])]
    assert weeks["volume"].iloc[1] == second["volume"].sum()
    assert weeks["high"].iloc[1] == second["high"].max()


@pytest.mark.parametrize("interval", INTERVALS)
def test_nothing_is_lost(minutes: pd.DataFrame, interval: str) -> None:
    bars = resample(minutes, check_interval(interval))
    assert bars["volume"].sum() == minutes["volume"].sum()
    if interval not in ("1d", "1w"):
        assert_frame_equal(resample(bars, "1d"), resample(minutes, "1d"))
    assert resample(no_minutes(), check_interval(interval)).empty


@pytest.mark.parametrize("clock", ["08:59", "11:30", "12:15", "15:00"])
def test_a_minute_outside_the_session(clock: str) -> None:
    planted = made_minutes("FPT", SESSIONS[:1]).iloc[:1]
    planted = planted.assign(time=pd.to_datetime([f"2025-04-25 {clock}"]).tz_localize("Asia/Ho_Chi_Minh"))
    with pytest.raises(OutsideSession, match=f"2025-04-25 {clock} is at lunch or outside the session"):
        resample(planted, "5m")


def test_an_unknown_interval() -> None:
    with pytest.raises(WrongInput, match="interval is '2h': it may be 1m, 5m, 15m, 30m, 1h, half, 1d, 1w"):
        check_interval("2h")


def test_local_minutes_and_back() -> None:
    times = made_minutes("FPT", SESSIONS)["time"]
    assert (pd.Series(local_times(local_minutes(times))) == times).all()
    utc = times.dt.tz_convert("UTC")
    assert (local_minutes(utc) == local_minutes(times)).all()

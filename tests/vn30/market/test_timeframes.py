"""Bars within sessions as a market frame: dated by their ends, at the level of the daily prices."""

from collections.abc import Callable
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from tests.support.made_minutes import made_minutes
from vn30.features.bars import Bars
from vn30.features.indicators.overnight import overnight_return
from vn30.features.series import to_bars
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.calendar import HOSE_ZONE
from vn30.market.resampling import resample
from vn30.market.timeframes import (
    SESSION_BARS,
    Timeframe,
    at_daily_level,
    aware,
    bars_known_by,
    dated_by_end,
    ends_after,
    known_at_close,
)
from vn30.model_selection.splits import Fold
from vn30.model_selection.walk_forward import target_dates
from vn30.training_config.document import DataWindowConfig
from vn30.training_config.window import in_window

SESSIONS = [date(2024, 6, day) for day in (24, 25, 26)]
ENDS = {"1h": ["10:00", "11:00", "11:30", "14:00", "15:00"], "half": ["11:30", "15:00"]}
MINUTES = made_minutes("FPT", SESSIONS)
Dated = Callable[[pd.DataFrame, Timeframe], pd.DataFrame]


def bars_of(timeframe: Timeframe) -> pd.DataFrame:
    return dated_by_end(resample(MINUTES, timeframe), timeframe)


@pytest.mark.parametrize("timeframe", ["1h", "half"])
def test_ends(timeframe: Timeframe) -> None:
    """No bar crosses lunch or a night; each ends after its last minute, and has that minute's close."""
    bars = bars_of(timeframe)
    assert bars["date"].dt.strftime("%H:%M").tolist() == ENDS[timeframe] * 3
    assert len(bars) == SESSION_BARS[timeframe] * 3
    local = MINUTES["time"].dt.tz_localize(None)
    for bar in bars.itertuples():
        assert bar.close == MINUTES["close"][local < bar.date].iloc[-1]


def by_start(bars: pd.DataFrame, timeframe: Timeframe) -> pd.DataFrame:
    """Bars dated by their starts, which puts a bar that reaches into the test part before it."""
    return dated_by_end(bars, timeframe).assign(date=bars["time"].dt.tz_localize(None))


def trained_minutes(dated: Dated, first: pd.Timestamp) -> list[str]:
    """The minutes from ``first`` on that a fold which begins there trains on, by features or by labels."""
    resampled = resample(MINUTES, "1h")
    dates = pd.DatetimeIndex(dated(resampled, "1h")["date"])
    fold = Fold(first, dates[-1])
    known = np.flatnonzero(fold.train(target_dates(dates, 2)))
    assert not (fold.train(target_dates(dates, 2)) & fold.test(dates)).any()
    # The label of a row is the close of the bar two bars later.
    last = resampled["time"].iloc[known[-1] + 2]
    minutes = MINUTES["time"][(MINUTES["time"] >= last)].dt.tz_localize(None)
    whole = minutes[minutes < bars_of("1h")["date"].iloc[known[-1] + 2]]
    return whole[whole >= first].dt.strftime("%H:%M").tolist()


@pytest.mark.parametrize("begins", ["09:00", "10:00", "10:17", "11:15", "14:59"])
def test_no_bar_straddles_the_split(begins: str) -> None:
    """A bar that touches the test part belongs to it, with whatever minute the test part begins."""
    assert trained_minutes(dated_by_end, pd.Timestamp(f"2024-06-26 {begins}")) == []


def test_straddling_bar_is_found() -> None:
    """Dated by its start, the bar from 10:00 would be trained on up to 10:59, in the test part from 10:17."""
    assert trained_minutes(by_start, pd.Timestamp("2024-06-26 10:17"))[:2] == ["10:17", "10:18"]


def test_known_by() -> None:
    """A bar is not known before its end."""
    bars = bars_of("half")
    noon, early = (datetime(2024, 6, 25, hour, 29, tzinfo=HOSE_ZONE) for hour in (12, 11))
    assert bars_known_by(bars, noon)["date"].iloc[-1] == pd.Timestamp("2024-06-25 11:30")
    assert bars_known_by(bars, early)["date"].iloc[-1] == pd.Timestamp("2024-06-24 15:00")


def test_daily_level() -> None:
    """A split that the minutes do not know moves the sessions before it, and no return within a session."""
    bars = bars_of("1h")
    opens = bars.groupby(bars["date"].dt.normalize())["open"].first()
    days = pd.DataFrame({"date": opens.index[:2], "open": opens.to_numpy()[:2] * [0.5, 1.0]})
    scaled = at_daily_level(bars, days)
    assert len(scaled) == 10  # The third session has no daily bar.
    expected = bars[PRICE_COLUMNS].to_numpy()[:10] * np.repeat([[0.5], [1.0]], 5, axis=0)
    np.testing.assert_allclose(scaled[PRICE_COLUMNS].to_numpy(), expected, rtol=1e-12)
    assert scaled["volume"].tolist() == bars["volume"].tolist()[:10]


def test_targets_after_a_weekend() -> None:
    """Bars are counted over nights and weekends; a daily bar is known at the close."""
    friday = pd.Timestamp("2024-06-28 14:00")
    ends = [f"{end:%a %H:%M}" for end in ends_after(friday, 4, "1h")]
    assert ends == ["Fri 15:00", "Mon 10:00", "Mon 11:00", "Mon 11:30"]
    assert [f"{end:%a %H:%M}" for end in ends_after(friday, 3, "half")][1:] == ["Mon 11:30", "Mon 15:00"]
    assert aware(friday).utcoffset().total_seconds() == 7 * 3600  # type: ignore[union-attr]
    daily = known_at_close(pd.DataFrame({"date": pd.DatetimeIndex(["2024-06-28"])}))
    assert daily["date"].tolist() == [pd.Timestamp("2024-06-28 15:00")]


def test_overnight_return() -> None:
    """The overnight return stands on each bar of its session, and is a part of that of its first bar."""
    bars = to_bars(bars_of("half"))
    found = overnight_return(bars)
    nights = np.log(bars.open[[2, 4]] / bars.close[[1, 3]])
    np.testing.assert_allclose(found, [np.nan, np.nan, nights[0], nights[0], nights[1], nights[1]])
    without = Bars(*bars[:5], np.full(6, np.nan), bars.session)
    assert overnight_return(without)[2:].tolist() == [0, 0, 0, 0]


def test_window_of_sessions() -> None:
    """A data window counts sessions of whole bars, and includes its last day."""
    dates = pd.DatetimeIndex(bars_of("1h")["date"])
    assert in_window(dates, DataWindowConfig.model_construct(mode="last_n", last_sessions=100)).all()
    newest = DataWindowConfig.model_construct(mode="last_n", last_sessions=2)
    assert in_window(dates, newest).sum() == 10
    assert in_window(dates[:0], newest).tolist() == []
    ranged = DataWindowConfig.model_construct(mode="range", start=SESSIONS[1], end=SESSIONS[1])
    assert in_window(dates, ranged).tolist() == [False] * 5 + [True] * 5 + [False] * 5

"""Statistics of the minutes of a session against plain loops, and the features made of them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.support.made_minutes import made_minutes
from vn30.features.bars import MINUTE_STATISTICS, Bars
from vn30.features.indicator_config import INDICATORS, IndicatorConfig
from vn30.features.minute_statistics import mean_of_earlier, minute_statistics, with_statistics

SESSIONS = [date(2024, 6, 27), date(2024, 6, 28), date(2024, 7, 1)]


@pytest.fixture(scope="module")
def minutes() -> pd.DataFrame:
    """Two tickers; of FPT two minutes in a row are missing, and one has no high and low."""
    fpt = made_minutes("FPT", SESSIONS).drop(index=[31, 32]).reset_index(drop=True)
    fpt.loc[40, ["high", "low"]] = np.nan
    return pd.concat([fpt, made_minutes("VCB", SESSIONS)], ignore_index=True)


def test_against_loops(minutes: pd.DataFrame) -> None:
    found = minute_statistics(minutes).set_index(["symbol", "date"])
    assert list(found.columns) == list(MINUTE_STATISTICS)
    assert len(found) == 6
    for (symbol, day), rows in minutes.groupby(["symbol", minutes["time"].dt.date]):
        squares, before, bucket = 0.0, None, None
        turnover = volume = closing = afternoon = 0.0
        closes: dict[tuple[int, int], float] = {}
        for row in rows.itertuples():
            closes[row.time.hour, row.time.minute // 5] = row.close
            before = row.open if before is None else before
            high, low = (row.close, row.close) if np.isnan(row.high) else (row.high, row.low)
            turnover += row.volume * (high + low + row.close) / 3
            volume += row.volume
            closing += row.volume * ((row.time.hour, row.time.minute) >= (14, 30))
            afternoon += row.volume * (row.time.hour >= 13)
        for bucket in sorted(closes):
            squares += np.log(closes[bucket] / before) ** 2
            before = closes[bucket]
        expected = [squares**0.5, closing / volume, row.close / (turnover / volume) - 1, afternoon / volume]
        np.testing.assert_allclose(found.loc[(symbol, pd.Timestamp(day))], expected, rtol=1e-9)


def test_no_volume(minutes: pd.DataFrame) -> None:
    """Shares of nothing are unknown; the prices still move."""
    found = minute_statistics(minutes.assign(volume=0))
    assert found["minute_volatility"].gt(0).all()
    assert found[list(MINUTE_STATISTICS[1:])].isna().all(axis=None)


def test_statistics_beside_bars(minutes: pd.DataFrame) -> None:
    """A session without minutes is NaN, and the order of the bars stays."""
    known = minute_statistics(minutes)
    known = known[known["date"] != pd.Timestamp("2024-06-28")]
    dates = pd.to_datetime(["2024-06-26", *map(str, SESSIONS)])
    market = pd.DataFrame({"symbol": "FPT", "date": dates}, index=[7, 8, 9, 10])
    found = with_statistics(market, known)
    assert found.index.tolist() == [7, 8, 9, 10]
    assert found["minute_volatility"].isna().tolist() == [True, False, True, False]


def test_mean_over_the_window() -> None:
    """NaN unless all sessions of the window are known, and for bars without statistics."""
    close = np.full(6, 50_000.0)
    values = np.array([0.1, 0.3, np.nan, 0.2, 0.4, 0.6])
    config = IndicatorConfig(session_minutes={"window": 2})
    assert config.minute_features() == [
        "session_volatility_2",
        "closing_auction_share_2",
        "session_vwap_distance_2",
        "afternoon_share_2",
    ]
    assert not IndicatorConfig().uses_minutes()
    feature = INDICATORS["session_minutes"](window=2).features()["closing_auction_share_2"]
    known = feature(Bars(close, close, close, close, {"minute_auction_share": values}))
    np.testing.assert_allclose(known, [np.nan, 0.2, np.nan, np.nan, 0.3, 0.5])
    assert np.isnan(feature(Bars(close, close, close, close))).all()
    assert np.isnan(feature(Bars(*(column[:1] for column in (close,) * 4)))).all()


def test_unknown_sessions_for_a_ticker() -> None:
    """Only earlier rows count: later values, however large, change nothing before them."""
    values = np.array([np.nan, 1.0, np.nan, 3.0, np.nan, 1e9])
    assert mean_of_earlier(values).tolist() == [0.0, 1.0, 1.0, 3.0, 2.0, 1e9]
    assert mean_of_earlier(np.full(2, np.nan)).tolist() == [0.0, 0.0]

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vn30.ingestion.validate import validate_bars
from vn30.market.bars import BAR_COLUMNS, PRICE_COLUMNS
from vn30.sources.csv.files import CsvFile
from vn30.sources.csv.source import CsvSource

SESSIONS = pd.bdate_range("2024-03-04", periods=12)


def refused(closes: list[float], ticker: str = "FPT", sessions: pd.DatetimeIndex = SESSIONS) -> list[int]:
    """Positions of the rejected bars in a series of closes (thousands of VND)."""
    frame = pd.DataFrame({name: np.array(closes) * 1000 for name in PRICE_COLUMNS})
    frame["date"] = sessions[: len(closes)]
    frame["volume"] = np.arange(len(closes)) + 100.0
    result = validate_bars(frame[BAR_COLUMNS], ticker)
    assert all("impossible print" in rejection.reason for rejection in result.rejected)
    return [int(sessions.get_loc(str(rejection.date))) for rejection in result.rejected]


@pytest.mark.parametrize(
    ("closes", "spikes"),
    [
        ([20, 20, 26, 20.5, 20], [2]),
        ([20, 20, 14, 20.5, 20], [2]),
        ([20, 20, 2, 2.1, 1.9, 20], [2, 3, 4]),
        ([20, 20, 10, 40, 20], [2, 3]),
        ([20, 26, 20.5, 27, 20], [1, 3]),
    ],
    ids=["up", "down", "three bars", "down and up", "one good bar between"],
)
def test_impossible_prints(closes: list[float], spikes: list[int]) -> None:
    """Closes that exceed the limit are rejected if the series returns."""
    assert refused(closes) == spikes


@pytest.mark.parametrize(
    "closes",
    [
        [20, 20, 10, 10.5, 10, 10.3],
        [20, 20, 10, 10, 10, 10, 20],
        [20, 20, 20, 26],
        [26, 20, 20, 20],
        [20, 21.4, 19.9, 21.3, 19.8],
        [2.0, 2.15, 2.0],
        [20, 20, 18.2, 18.9, 19.6, 20.2],
    ],
    ids=["split", "four bars", "newest", "oldest", "limit up and down", "rounded", "fall and recovery"],
)
def test_possible_levels(closes: list[float]) -> None:
    """A level that may be correct is kept."""
    assert refused(closes) == []


def test_exchange_of_the_time() -> None:
    """The limit is that of the exchange at the time."""
    closes = [20, 20, 22.5, 20, 20]
    assert refused(closes, "POW") == [2]
    assert refused(closes, "POW", pd.bdate_range("2018-07-02", periods=12)) == []


def test_gap() -> None:
    """In a gap of the series prices may have moved in every session."""
    closes = [20, 20, 26, 20.5, 20]
    assert refused(closes, sessions=SESSIONS[::2]) == [2]
    assert refused(closes, sessions=pd.bdate_range("2024-03-04", periods=6, freq="5B")) == []


def test_an_index_has_no_daily_limit() -> None:
    assert refused([1.2, 1.2, 1.5, 1.2, 1.2], "VNINDEX") == []


def test_false_prints_in_real_bars(real_data: Path) -> None:
    """False prints among real bars are rejected, and no other bar is."""
    source = CsvSource(CsvFile(real_data / "vn30_prices_adjusted_to_2024.csv.gz", "kVND"))
    random = np.random.default_rng(30)
    for ticker in sorted(source.tickers()):
        bars = source.daily_bars(ticker, date(2023, 1, 1), date(2024, 12, 31))[BAR_COLUMNS]
        for factor in (0.1, 0.5, 0.8, 1.25, 2.0, 10.0):
            start, length = int(random.integers(1, len(bars) - 4)), int(random.integers(1, 4))
            spoilt = bars.copy()
            spoilt.loc[start : start + length - 1, PRICE_COLUMNS] *= factor
            dates = [rejection.date for rejection in validate_bars(spoilt, ticker).rejected]
            assert dates == [stamp.date() for stamp in bars["date"][start : start + length]]

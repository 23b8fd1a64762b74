from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vn30.market.calendar import sessions_between
from vn30.market.price_limits import ROUNDING, daily_limits
from vn30.sources.csv.files import CsvFile
from vn30.sources.csv.source import CsvSource


def limit(ticker: str, day: str, absence: int = 0) -> float:
    return float(daily_limits(ticker, np.array([day], dtype="datetime64[ns]"), np.array([absence]))[0])


@pytest.mark.parametrize(
    ("ticker", "day", "absence", "expected"),
    [
        ("FPT", "2016-03-01", 0, 0.07),
        ("FPT", "2026-03-02", 24, 0.07),
        ("FPT", "2026-03-02", 25, 0.20),
        ("SHB", "2021-10-05", 0, 0.10),
        ("SHB", "2020-10-05", 30, 0.30),
        ("SHB", "2021-10-11", 3, 0.20),
        ("SHB", "2021-10-12", 0, 0.07),
        ("GVR", "2018-03-21", 0, 0.40),
        ("GVR", "2020-03-06", 0, 0.15),
        ("GVR", "2020-03-17", 6, 0.20),
        ("VNINDEX", "2024-03-01", 0, 0.0),
    ],
)
def test_daily_limit(ticker: str, day: str, absence: int, expected: float) -> None:
    """The limit depends on the exchange, the day and the absence before."""
    assert limit(ticker, day, absence) == expected


def test_real_closes(real_data: Path) -> None:
    """Real closes keep to the limits, but for three on UPCoM, whose limit is around an average price."""
    source = CsvSource(CsvFile(real_data / "vn30_prices_adjusted_to_2024.csv.gz", "kVND"))
    sessions = pd.DatetimeIndex(sessions_between(date(2015, 1, 1), date(2024, 12, 31)))
    beyond = []
    for ticker in sorted(source.tickers()):
        bars = source.daily_bars(ticker, date(2015, 1, 1), date(2024, 12, 31)).sort_values("date")
        bars = bars[bars["date"].isin(sessions)]
        absences = np.diff(sessions.get_indexer(bars["date"]), prepend=-1) - 1
        limits = daily_limits(ticker, bars["date"].to_numpy(), absences)
        moves = bars["close"].diff().abs()
        is_beyond = moves > limits * bars["close"].shift() + ROUNDING
        beyond += [(ticker, str(stamp.date())) for stamp in bars.loc[is_beyond, "date"]]
    assert beyond == [("BCM", "2018-05-23"), ("GVR", "2018-06-20"), ("GVR", "2018-10-03")]

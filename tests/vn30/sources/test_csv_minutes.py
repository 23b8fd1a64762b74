"""Minutes of a CSV file: times with and without an offset, units, and files that cannot be read."""

from datetime import datetime
from pathlib import Path

import pytest

from vn30.market.calendar import HOSE_ZONE
from vn30.settings import Settings
from vn30.sources.base import SourceError
from vn30.sources.intraday import open_minutes
from vn30.sources.intraday.csv_file import CsvMinutes

START, END = datetime(2025, 3, 31, 9, tzinfo=HOSE_ZONE), datetime(2025, 3, 31, 15, tzinfo=HOSE_ZONE)
HEADER = "symbol,time,open,high,low,close,volume\n"


def source(tmp_path: Path, text: str, unit: str = "VND", max_mb: int = 1) -> CsvMinutes:
    file = tmp_path / "minutes.csv"
    file.write_text(text)
    return CsvMinutes(file, unit, max_mb)


def test_times_and_units(tmp_path: Path) -> None:
    text = HEADER + (
        "FPT,2025-03-31 09:15,120.1,120.4,120,120.3,41300\n"
        "fpt ,2025-03-31T02:16:00Z,120.3,120.3,120.2,120.2,100\n"
        "FPT,2025-03-31 11:17:00+09:00,120.3,120.3,120.2,x,100\n"
        "FPT,noon,120.3,120.3,120.2,120.2,100\n"
        "FPT,2025-03-30 09:15,1,1,1,1,1\n"
        "VCB,2025-03-31 09:15,60,60,60,60,100\n"
    )
    bars = source(tmp_path, text, "kVND").minutes("FPT", START, END)
    clock = ["09:15", "09:16", "09:17"]
    assert [f"{time:%H:%M}" for time in bars["time"][:3]] == clock
    assert bars["time"].isna().tolist() == [False, False, False, True]
    assert bars["open"].tolist() == [120_100, 120_300, 120_300, 120_300]
    assert bars["close"].isna().tolist() == [False, False, True, False]
    assert str(bars["time"].dtype) == "datetime64[ns, Asia/Ho_Chi_Minh]"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("symbol,time,open,high,low,close\n", "has no column volume"),
        (HEADER, "has no minutes of FPT"),
        ("", "cannot be read"),
        (HEADER + "x" * 1_100_000, "has 1 MB, and VN30_CSV_MAX_MB is 1"),
    ],
)
def test_unreadable_files(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        source(tmp_path, text).minutes("FPT", START, END)


def test_the_settings_select_the_source(tmp_path: Path) -> None:
    today = START.date()
    names = {
        ("sample", None): "sample",
        ("vnstock", None): "vnstock",
        ("vnstock", "dnse"): "dnse",
        ("csv:prices.csv", f"csv:{tmp_path / 'minutes.csv'}"): "csv:minutes.csv",
    }
    for (prices, minutes), name in names.items():
        settings = Settings(price_source=prices, minute_source=minutes, home=tmp_path)
        opened = open_minutes(settings, today)
        assert opened is not None
        assert opened.name == name
    for prices in ("csv:prices.csv", "yahoo"):
        assert open_minutes(Settings(price_source=prices), today) is None
    with pytest.raises(SourceError, match="VN30_MINUTE_SOURCE is 'yahoo'"):
        open_minutes(Settings(minute_source="yahoo"), today)
    with pytest.raises(SourceError, match="there is no file"):
        CsvMinutes(tmp_path / "no.csv", "VND", 1).minutes("FPT", START, END)

import gzip
import os
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from vn30.ingestion.validate import validate_bars
from vn30.prices import BAR_COLUMNS
from vn30.sources.base import SourceError
from vn30.sources.csv_file import CsvSource, PriceUnit, newest_session

HEADER = "symbol,date,open,high,low,close,volume\n"
FPT = "FPT,2024-01-02,95000,96000,94000,95500,1200\n"
START, END = date(2024, 1, 1), date(2024, 1, 31)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices.csv"


def source(path: Path, content: str, unit: PriceUnit = "VND") -> CsvSource:
    path.write_text(content)
    return CsvSource(path, unit)


def test_bars_come_in_vnd_with_their_original_text(path: Path) -> None:
    thousands = source(path, HEADER + "FPT,2024-01-02,95.07,96,94,95.5,1200\n", "kVND")
    bars = thousands.daily_bars("FPT", START, END)
    assert list(bars.columns) == [*BAR_COLUMNS, "raw"]
    assert bars.loc[0, BAR_COLUMNS].tolist() == [pd.Timestamp(2024, 1, 2), 95070, 96000, 94000, 95500, 1200]
    assert bars["raw"][0]["open"] == "95.07"


def test_several_files_are_read_as_one_and_points_are_not_scaled(path: Path, tmp_path: Path) -> None:
    path.write_text(HEADER + FPT.replace("95500", "95.5"))
    more = tmp_path / "index.csv", tmp_path / "vnm.csv"
    more[0].write_text(HEADER + "vnindex,2024-01-03,1131.1,1136.7,1125.2,1131.72,7e8\n")
    more[1].write_text(HEADER + "VNM,2024-01-02,67.5,68,67,67.6,10\n")
    prices = CsvSource(path, "kVND", *more)
    assert prices.tickers() == {"FPT", "VNM"}
    assert prices.indices() == {"VNINDEX"}
    assert prices.last_session() == date(2024, 1, 3)
    closes = {name: prices.daily_bars(name, START, END)["close"].tolist() for name in ("VNM", "VNINDEX")}
    assert closes == {"VNM": [67_600], "VNINDEX": [1131.72]}
    assert (prices.company("FPT"), prices.members()) == (None, None)
    more[1].write_text(HEADER)
    with pytest.raises(SourceError, match=r"vnm\.csv has a header and no rows"):
        prices.tickers()


def test_gzip_is_recognised_by_its_content(path: Path) -> None:
    path.write_bytes(gzip.compress((HEADER + FPT).encode()))
    assert CsvSource(path, "VND").tickers() == {"FPT"}


def test_symbols_and_header_are_tidied(path: Path) -> None:
    tidied = source(
        path, "\ufeffSymbol, Date ,open,high,low,close,volume,note\n fpt ,2024-01-02,1e4,1e4,1e4,1e4,1,x\n"
    )
    assert tidied.tickers() == {"FPT"}
    assert len(tidied.daily_bars("FPT", START, END)) == 1


def test_only_the_period_is_served_in_the_order_of_the_file(path: Path) -> None:
    days = ["2024-01-05", "2024-01-02", "2024-02-01", "2023-12-29", "2024-01-05"]
    rows = "".join(FPT.replace("2024-01-02", day) for day in days)
    bars = source(path, HEADER + rows).daily_bars("FPT", START, END)
    assert bars["date"].dt.day.tolist() == [5, 2, 5]


def test_what_cannot_be_read_is_served_as_missing(path: Path) -> None:
    rows = FPT + "FPT,03/01/2024,n/a,96000,94000,,-\n"
    bars = source(path, HEADER + rows).daily_bars("FPT", START, END)
    assert bars.loc[1, BAR_COLUMNS].isna().tolist() == [True, True, False, False, True, True]
    assert bars["raw"][1] == {
        "symbol": "FPT",
        "date": "03/01/2024",
        "open": "n/a",
        "high": "96000",
        "low": "94000",
        "close": "",
        "volume": "-",
    }


def test_a_changed_file_is_read_again(path: Path) -> None:
    before = source(path, HEADER + FPT)
    assert before.tickers() == {"FPT"}
    path.write_text(HEADER + FPT + FPT.replace("FPT", "VNM"))
    assert before.tickers() == {"FPT", "VNM"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        (HEADER, "has a header and no rows"),
        ("ticker,date,open,high,low,close\nx", "missing column symbol, volume.* found: ticker, date, open"),
        ("symbol;date;open\nx", "found: symbol;date;open"),
        (HEADER.replace("volume", "volume,close") + "x", "column close appears more than once"),
        (HEADER + FPT.replace("2024-01-02", "02.01.2024"), "no row has a readable date.*'02.01.2024'"),
        (HEADER + "FPT,2024-01-02,95000\n", "cannot be read as CSV: .*Expected 7 columns"),
        ("\x1f\x8bnot gzip", "cannot be read as CSV"),
    ],
    ids=[
        "empty",
        "header only",
        "missing column",
        "semicolons",
        "repeated column",
        "dates",
        "short row",
        "bad gzip",
    ],
)
def test_a_faulty_file_is_refused_with_the_reason(path: Path, content: str, message: str) -> None:
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(SourceError, match=re.escape(str(path)) + "(?s:.*)" + message):
        CsvSource(path, "VND").tickers()


def test_a_missing_file_is_named(path: Path) -> None:
    with pytest.raises(SourceError, match=r"prices.csv does not exist.*VN30_PRICE_SOURCE"):
        CsvSource(path, "VND").last_session()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        CsvSource(tmp_path, "VND").tickers()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_named(path: Path) -> None:
    closed = source(path, HEADER + FPT)
    path.chmod(0)
    with pytest.raises(SourceError, match="Permission denied"):
        closed.tickers()


def test_an_unknown_ticker_is_refused_with_close_ones(path: Path) -> None:
    prices = source(path, HEADER + FPT + FPT.replace("FPT", "VNM"))
    with pytest.raises(
        SourceError, match=r"no rows for VMN \(did you mean VNM\?\); rows are there for 2 symbols"
    ):
        prices.daily_bars("VMN", START, END)


@pytest.mark.parametrize(
    ("unit", "close", "remedy"),
    [
        ("VND", "95.5", "set VN30_CSV_PRICE_UNIT=kVND"),
        ("kVND", "95500", "set VN30_CSV_PRICE_UNIT=VND"),
        ("VND", "95500000", "Convert the file to VND"),
        ("kVND", "0.0955", "Convert the file to VND"),
    ],
)
def test_a_wrong_unit_is_refused_with_the_remedy(
    path: Path, unit: PriceUnit, close: str, remedy: str
) -> None:
    prices = source(path, HEADER + FPT.replace("95500", close), unit)
    with pytest.raises(SourceError, match=remedy):
        prices.tickers()


def test_the_last_session_is_the_newest_one_that_can_be_real() -> None:
    friday, saturday = date(2024, 1, 5), date(2024, 1, 6)
    typing_errors = [date(2029, 1, 4), date(2204, 1, 5), date(204, 1, 5)]
    assert newest_session([date(2024, 1, 4), friday, saturday, *typing_errors], date(2024, 3, 1)) == friday
    assert newest_session([friday, date(2031, 1, 3)], date(2031, 3, 3)) == friday
    assert newest_session([saturday], date(2024, 3, 1)) is None


def test_a_file_without_sessions_is_refused(path: Path) -> None:
    prices = source(path, HEADER + FPT.replace("2024-01-02", "2024-01-06"))
    with pytest.raises(SourceError, match="trading session of HOSE"):
        prices.last_session()


def test_the_real_indices_are_served_in_points(real_data: Path) -> None:
    files = [real_data / f"index_{index}_to_2024.csv.gz" for index in ("VNINDEX", "VN30")]
    prices = CsvSource(real_data / "vn30_prices_adjusted_to_2024.csv.gz", "kVND", *files)
    assert prices.indices() == {"VNINDEX", "VN30"}
    assert len(prices.tickers()) == 32
    bars = validate_bars(prices.daily_bars("VNINDEX", date(2016, 1, 1), date(2024, 12, 31)), "VNINDEX").bars
    assert len(bars) > 2200
    assert bars["close"].iloc[-1] == 1266.78
    assert bars["volume"].median() > 1e8


def test_the_real_file_is_served_in_vnd(real_data: Path) -> None:
    prices = CsvSource(real_data / "vn30_prices_adjusted_to_2024.csv.gz", "kVND")
    assert prices.last_session() == date(2024, 12, 31)
    assert len(prices.tickers()) == 32
    closes = prices.daily_bars("VCB", date(2024, 12, 30), date(2024, 12, 31))["close"]
    assert closes.tolist() == [61100, 60560]

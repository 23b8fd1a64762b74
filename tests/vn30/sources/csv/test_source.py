import gzip
import os
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from vn30.ingestion.validate import validate_bars
from vn30.market.bars import BAR_COLUMNS
from vn30.market.calendar import SHIPPED, Calendar
from vn30.sources.base import PriceUnit, SourceError
from vn30.sources.csv.files import CsvFile
from vn30.sources.csv.source import CsvSource, newest_session

HEADER = "symbol,date,open,high,low,close,volume\n"
FPT = "FPT,2024-01-02,95000,96000,94000,95500,1200\n"
START, END = date(2024, 1, 1), date(2024, 1, 31)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices.csv"


def source(path: Path, content: str, unit: PriceUnit = "VND") -> CsvSource:
    path.write_text(content)
    return CsvSource(CsvFile(path, unit))


def test_bars_in_vnd(path: Path) -> None:
    """Bars are in VND, with the original text of each row."""
    thousands = source(path, HEADER + "FPT,2024-01-02,95.07,96,94,95.5,1200\n", "kVND")
    bars = thousands.daily_bars("FPT", START, END)
    assert list(bars.columns) == [*BAR_COLUMNS, "fault", "raw"]
    assert bars.loc[0, BAR_COLUMNS].tolist() == [pd.Timestamp(2024, 1, 2), 95070, 96000, 94000, 95500, 1200]
    assert bars["raw"][0]["open"] == "95.07"


def test_several_files(path: Path, tmp_path: Path) -> None:
    """Several files are read as one; index points are not scaled."""
    path.write_text(HEADER + FPT.replace("95500", "95.5"))
    more = tmp_path / "index.csv", tmp_path / "vnm.csv"
    more[0].write_text(HEADER + "vnindex,2024-01-03,1131.1,1136.7,1125.2,1131.72,7e8\n")
    more[1].write_text(HEADER + "VNM,2024-01-02,67.5,68,67,67.6,10\n")
    prices = CsvSource(*(CsvFile(file, "kVND") for file in (path, *more)))
    assert prices.tickers() == {"FPT", "VNM"}
    assert prices.indices() == {"VNINDEX"}
    # The index alone has the 3rd.
    assert prices.last_session() == date(2024, 1, 2)
    closes = {name: prices.daily_bars(name, START, END)["close"].tolist() for name in ("VNM", "VNINDEX")}
    assert closes == {"VNM": [67_600], "VNINDEX": [1131.72]}
    assert (prices.company("FPT"), prices.members()) == (None, None)
    more[1].write_text(HEADER)
    with pytest.raises(SourceError, match=r"vnm\.csv has a header and no rows"):
        prices.tickers()


def test_gzip_is_recognised_by_its_content(path: Path) -> None:
    path.write_bytes(gzip.compress((HEADER + FPT).encode()))
    assert CsvSource(CsvFile(path)).tickers() == {"FPT"}


def test_normalised_symbols(path: Path) -> None:
    """Symbols and header names are normalised."""
    tidied = source(
        path, "\ufeffSymbol, Date ,open,high,low,close,volume,note\n fpt ,2024-01-02,1e4,1e4,1e4,1e4,1,x\n"
    )
    assert tidied.tickers() == {"FPT"}
    assert len(tidied.daily_bars("FPT", START, END)) == 1


def test_period(path: Path) -> None:
    """Only rows of the period are served, in the order of the file."""
    days = ["2024-01-05", "2024-01-02", "2024-02-01", "2023-12-29", "2024-01-05"]
    rows = "".join(FPT.replace("2024-01-02", day) for day in days)
    bars = source(path, HEADER + rows).daily_bars("FPT", START, END)
    assert bars["date"].dt.day.tolist() == [5, 2, 5]


def test_unreadable_values(path: Path) -> None:
    """Unreadable values are served as missing, with the original text."""
    rows = FPT + "FPT,03/01/2024,n/a,96000,94000,,-\n"
    bars = source(path, HEADER + rows).daily_bars("FPT", START, END)
    assert bars.loc[1, BAR_COLUMNS].isna().tolist() == [True, True, False, False, True, True]
    assert bars["raw"][1] == {
        "file": "prices.csv",
        "line": 3,
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
        ("ticker,date,open,high,low,close\nx", "line 1: missing column volume.* found: ticker, date, open"),
        ("symbol;date;open\nx", "missing column high, low, close, volume.* found: symbol, date, open"),
        (HEADER.replace("volume", "volume,close") + "x", "column close appears more than once"),
        (
            HEADER + FPT.replace("2024-01-02", "02.01.2024"),
            "line 2: no row has a readable date.*'02.01.2024'",
        ),
        (HEADER + "FPT,2024-01-02,95000\n", "line 2 has 3 cells, the header has 7"),
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
def test_faulty_file(path: Path, content: str, message: str) -> None:
    """A faulty file is an error that names the file and the fault."""
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(SourceError, match=re.escape(str(path)) + "(?s:.*)" + message):
        CsvSource(CsvFile(path)).tickers()


def test_missing_file(path: Path) -> None:
    with pytest.raises(SourceError, match=r"prices.csv does not exist.*VN30_PRICE_SOURCE"):
        CsvSource(CsvFile(path)).last_session()


def test_no_file(tmp_path: Path) -> None:
    """A folder is named, and a pipe, which would be waited for, is not opened."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe):
        with pytest.raises(SourceError, match=r"is no file.*VN30_PRICE_SOURCE=csv:"):
            CsvSource(CsvFile(path)).tickers()


def test_address() -> None:
    with pytest.raises(SourceError, match=r"does not exist.*download the file"):
        CsvSource(CsvFile(Path("/data") / "https://example.com/prices.csv")).tickers()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_file_without_permission(path: Path) -> None:
    closed = source(path, HEADER + FPT)
    path.chmod(0)
    with pytest.raises(SourceError, match="Permission denied"):
        closed.tickers()


def test_unknown_ticker(path: Path) -> None:
    """The error for an unknown ticker lists similar ones."""
    prices = source(path, HEADER + FPT + FPT.replace("FPT", "VNM"))
    with pytest.raises(
        SourceError, match=r"no rows for VMN \(did you mean VNM\?\); the file has rows for 2 symbols"
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
def test_wrong_unit(path: Path, unit: PriceUnit, close: str, remedy: str) -> None:
    """The error for a wrong price unit names the remedy."""
    prices = source(path, HEADER + FPT.replace("95500", close), unit)
    with pytest.raises(SourceError, match=remedy):
        prices.tickers()


def test_newest_session() -> None:
    """Future and impossible dates are no sessions."""
    friday, saturday = date(2024, 1, 5), date(2024, 1, 6)
    typing_errors = [date(2029, 1, 4), date(2204, 1, 5), date(204, 1, 5)]

    def newest(*days: date, today: date = date(2024, 3, 1), calendar: Calendar = SHIPPED) -> date | None:
        return newest_session(days, today, calendar)

    assert newest(date(2024, 1, 4), friday, saturday, *typing_errors) == friday
    assert newest(friday, date(2031, 1, 3), today=date(2031, 3, 3)) == friday
    assert newest(saturday) is None
    assert newest(friday, saturday, calendar=Calendar({saturday: True})) == saturday


@pytest.mark.parametrize(
    ("rows", "today"),
    [
        (((3, 2), (3, 3), (1, 27)), date(2024, 1, 3)),
        (((3, 2), (2, 3)), date(2024, 1, 3)),
        (((3, 2), (1, 3)), date(2024, 1, 2)),
    ],
    ids=["a mistyped date", "one series is late", "most series are late"],
)
def test_newest_session_of_most_series(path: Path, rows: tuple[tuple[int, int], ...], today: date) -> None:
    """A date that few series have is not today, however new it is."""
    content = "".join(
        FPT.replace("FPT", ticker).replace("01-02", f"01-{day:02d}")
        for series, day in rows
        for ticker in ("FPT", "HPG", "VNM")[:series]
    )
    assert source(path, HEADER + content).last_session() == today


def test_whole_market(path: Path) -> None:
    """Expired warrants and bonds of a file of the whole market neither set today nor judge the unit."""
    others = "".join(
        FPT.replace("FPT", f"CFPT{number}").replace("2024-01-02", "2023-06-01").replace("95500", "0.02")
        for number in range(2301, 2310)
    )
    stocks = (FPT + FPT.replace("FPT", "HPG")).replace("95500", "95.5")
    assert source(path, HEADER + others + stocks, "kVND").last_session() == date(2024, 1, 2)
    with pytest.raises(SourceError, match=r"median close of FPT .*set VN30_CSV_PRICE_UNIT=kVND\. "):
        source(path, HEADER + others + stocks).tickers()


def test_late_rows_are_part_of_every_period(path: Path) -> None:
    """A row after the newest session of most series reaches the quarantine with every fetch."""
    other = "".join(FPT.replace("FPT", ticker) for ticker in ("HPG", "VNM"))
    prices = source(path, HEADER + FPT + other + FPT.replace("2024-01-02", "2025-06-03"))
    assert prices.last_session() == date(2024, 1, 2)
    bars = prices.daily_bars("FPT", date(2023, 1, 3), date(2023, 1, 4))
    assert bars["date"].tolist() == [pd.Timestamp(2025, 6, 3)]


def test_file_without_sessions(path: Path) -> None:
    prices = source(path, HEADER + FPT.replace("2024-01-02", "2024-01-06"))
    with pytest.raises(SourceError, match="no row has the date of a HOSE session"):
        prices.last_session()


def test_real_indices(real_data: Path) -> None:
    """The real index series are served in points."""
    names = ("vn30_prices_adjusted_to_2024", "index_VNINDEX_to_2024", "index_VN30_to_2024")
    files = [real_data / f"{name}.csv.gz" for name in names]
    prices = CsvSource(*(CsvFile(file, "kVND") for file in files))
    assert prices.indices() == {"VNINDEX", "VN30"}
    assert len(prices.tickers()) == 32
    bars = validate_bars(prices.daily_bars("VNINDEX", date(2016, 1, 1), date(2024, 12, 31)), "VNINDEX").bars
    assert len(bars) > 2200
    assert bars["close"].iloc[-1] == 1266.78
    assert bars["volume"].median() > 1e8


def test_real_file(real_data: Path) -> None:
    """The real file is served in VND."""
    prices = CsvSource(CsvFile(real_data / "vn30_prices_adjusted_to_2024.csv.gz", "kVND"))
    assert prices.last_session() == date(2024, 12, 31)
    assert len(prices.tickers()) == 32
    closes = prices.daily_bars("VCB", date(2024, 12, 30), date(2024, 12, 31))["close"]
    assert closes.tolist() == [61100, 60560]

from datetime import date
from pathlib import Path

import pytest

from vn30.sources.base import SourceError
from vn30.sources.csv.dates import read_dates
from vn30.sources.csv.files import CsvFile
from vn30.sources.csv.source import CsvSource

THIRD, LAST = date(2024, 1, 3), date(2024, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-03",
        " 2024-1-3 ",
        "20240103",
        "2024/01/03",
        "2024.01.03",
        "2024-01-03 00:00:00",
        "2024-01-03T09:15:00.000",
        "2024-01-03 00:00:00+07:00",
        "2024-01-03T00:00:00Z",
        "2024-01-02T17:00:00.000Z",
        "2024/01/02 17:00:00Z",
        "2024-1-2 17:00 UTC",
        "2024-01-02 12:30:00-04:30",
        "2024-01-03 03:00:00 GMT+7",
        "2024-01-02 11:00:00 PM +00",
        "20240103T000000",
        "20240103.0",
        "1704247200",
        "1704214800.0",
        "1704247200000",
        "2024-Jan-03",
        "Jan 3, 2024 00:00",
        "Wed, 03 Jan 2024",
        "3 thg 1, 2024",
        "03-Thg1-2024",
        "Ngày 3 tháng 1 năm 2024",
        "2024\u201301\u201303",
        "\u200e2024-01-03\u200b",
        '="2024-01-03"',
        "'2024-01-03",
        "03-Jan-2024",
        "3 January 2024",
        "Jan 03, 2024",
    ],
)
def test_unambiguous_date(text: str) -> None:
    """A date with the year first or the name of the month; with a time zone, it is the one in Vietnam."""
    assert read_dates([text]) == ([THIRD], None, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "n/a",
        "2024-13-01",
        "9999-12-31",
        "0204-01-05",
        "2024-02-30",
        "20241301",
        "3.1.24",
        "45294",
        "2024010300",
        "03012024",
        "3-Jan-24",
        "2024-01-03 25:00 Q",
        "Total",
    ],
)
def test_unreadable_date(text: str | None) -> None:
    assert read_dates([text, "2024-01-03"]) == ([None, THIRD], None, None)


@pytest.mark.parametrize(
    "texts",
    [
        ["03/01/2024", "31/01/2024"],
        ["3.1.2024", "31.1.2024"],
        ["03-01-2024 00:00", "31-01-2024 00:00"],
        ["01/03/2024", "01/31/2024"],
        ["1/3/2024 12:00:00 AM", "1/31/2024 12:00:00 AM"],
        ["1/3/2024\u202f12:00:00\u202fAM", "1/31/2024\u202f12:00:00\u202fAM"],
        ["03/01/2024 3:00:00 CH", "31/01/2024 3:00:00 SA"],
        ["02/01/2024 17:00:00+00:00", "30/01/2024 17:00:00+00:00"],
        ["03 / 01 / 2024", "Thứ Tư, 31/01/2024"],
    ],
)
def test_proven_order(texts: list[str]) -> None:
    """A number above 12 in one place, and none in the other, proves the order of day and month."""
    assert read_dates(texts).dates == [THIRD, LAST]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Ngày (dd/mm/yyyy)", THIRD),
        ("Date_DMY", THIRD),
        ("Date (MM/DD/YYYY)", date(2024, 3, 1)),
        ("Date", None),
    ],
)
def test_order_in_the_header(header: str, expected: date | None) -> None:
    assert read_dates(["03/01/2024"], header).dates == [expected]


def test_cells_disprove_the_header() -> None:
    assert read_dates(["01/31/2024"], "Date (dd/mm/yyyy)").dates == [LAST]


@pytest.mark.parametrize(
    ("texts", "doubt"),
    [
        (["03/01/2024", "04/02/2024"], "no date has a number above 12"),
        (["31/01/2024", "01/30/2024"], "'31/01/2024' has the day first and '01/30/2024' the month"),
    ],
)
def test_doubtful_order(tmp_path: Path, texts: list[str], doubt: str) -> None:
    """A file whose dates are in doubt is refused, and the error shows the first one."""
    path = tmp_path / "prices.csv"
    rows = [f"FPT,{text},95000,96000,94000,95500,100" for text in texts]
    path.write_text("\n".join(["sep=,", "symbol,date,open,high,low,close,volume", *rows]))
    with pytest.raises(SourceError, match=f"line 3: .*{doubt}.*YYYY-MM-DD.*'{texts[0]}'") as refusal:
        CsvSource(CsvFile(path)).tickers()
    assert str(refusal.value).endswith(f"\n    {rows[0]}\n        ^^^^^^^^^^")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("45294", "the number of days by which Excel stores a date"),
        ("03/01/24", "its year needs four digits"),
        ("3-Jan-24", "its year needs four digits"),
        ("03012024", "the year must come first"),
        ("########", "widen it before saving"),
    ],
)
def test_known_forms_that_are_not_read(tmp_path: Path, text: str, reason: str) -> None:
    """What can mean several dates is refused, with the cell and the remedy."""
    path = tmp_path / "prices.csv"
    path.write_text(f"symbol,date,open,high,low,close,volume\nFPT,{text},95000,96000,94000,95500,100\n")
    with pytest.raises(SourceError, match=f"line 2: .*{reason}.*YYYY-MM-DD.*'{text}'"):
        CsvSource(CsvFile(path)).tickers()


def test_doubtful_minority(tmp_path: Path) -> None:
    """Among dates that are clear, one in doubt is a fault of its row alone."""
    path = tmp_path / "prices.csv"
    days = ["2024-01-02", "2024-01-03", "03/01/2024"]
    rows = [f"FPT,{day},95000,96000,94000,95500,100" for day in days]
    path.write_text("\n".join(["symbol,date,open,high,low,close,volume", *rows]))
    bars = CsvSource(CsvFile(path)).daily_bars("FPT", date(2024, 1, 1), LAST)
    assert bars["date"].isna().tolist() == [False, False, True]

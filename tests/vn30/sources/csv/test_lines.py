"""Lines that are refused or are no rows: their number, their text and the mark under their cell."""

from datetime import date
from pathlib import Path

import pytest

from vn30.ingestion.fetch import describe_rejections, fetch
from vn30.sources.base import SourceError
from vn30.sources.csv.files import CsvFile
from vn30.sources.csv.picture import picture
from vn30.sources.csv.source import CsvSource

START, END = date(2024, 1, 1), date(2024, 1, 31)
HEADER = "symbol,date,open,high,low,close,volume"
GOOD = [f"FPT,2024-01-{day:02},95000,96000,94000,95500,{day}00" for day in (2, 3, 4, 5, 8, 9)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices.csv"


def source(path: Path, *lines: str) -> CsvSource:
    path.write_text("\n".join(lines))
    return CsvSource(CsvFile(path))


def test_place_of_a_refused_row(path: Path) -> None:
    """The line counts the separator line, the header, empty lines and cells of several lines."""
    bad = 'FPT,2024-01-10,95000,96000,94000,"95;500",100,"of two\nlines"'
    prices = source(path, "sep=,", "", HEADER + ",note", *(f"{row}," for row in GOOD), "", bad)
    answer = fetch(prices, "FPT", START, END)
    assert len(answer.bars) == 6
    assert describe_rejections(answer.rejected) == (
        "1 rows rejected: 1 x close is missing or not a number "
        "(first on 2024-01-10, line 11 of prices.csv: '95;500')."
    )
    [shown] = answer.rejected_lines
    assert shown == (
        f"close is missing or not a number: {path}, line 11\n"
        '    FPT,2024-01-10,95000,96000,94000,"95;500",100,"of two\n'
        "                                     ^^^^^^^^"
    )


def test_first_line_of_each_reason(path: Path) -> None:
    """Each reason is shown once, with the cell that shows it."""
    spoilt = [
        "FPT,2024-01-10,x,96000,94000,95500,100",
        "FPT,2024-01-11,y,96000,94000,95500,100",
        "FPT,2024-01-13,95000,96000,94000,95500,100",
        "FPT,12,95000,96000,94000,95500,100",
        "FPT,2024-01-15,95000,96000,94000,95500,0.5",
        "FPT,2024-01-16,95000,96000",
    ]
    answer = fetch(source(path, HEADER, *GOOD, *spoilt), "FPT", START, END)
    shown = {line.partition(":")[0]: line.splitlines()[1:] for line in answer.rejected_lines}
    marked = {reason: line[mark.index("^") : mark.rindex("^") + 1] for reason, (line, mark) in shown.items()}
    assert marked == {
        "open is missing or not a number": "x",
        "date is not a trading session of HOSE": "2024-01-13",
        "date cannot be read": "12",
        "volume is not a whole number of shares": "0.5",
        "the line has 4 cells, its header has 7": "FPT,2024-01-16,95000,96000",
    }
    assert len(answer.rejected) == 6


@pytest.mark.parametrize(
    "footer",
    ["made on 28/06/2024", "Total,,,,,,12345", "Source: CafeF, HOSE", ",,,,,,9", "Tổng cộng;1;2"],
)
def test_footer(path: Path, footer: str) -> None:
    """A line that is no row of a series is left out, and the report says which."""
    prices = source(path, HEADER, *GOOD, "", footer)
    assert prices.tickers() == {"FPT"}
    assert len(fetch(prices, "FPT", START, END).bars) == 6
    assert prices.notes() == [f"prices.csv, line 9 is no row of a series and was not read: {footer!r}."]


def test_footer_below_one_ticker(tmp_path: Path) -> None:
    """Without a column of symbols, a line with the cells of a row is a row without a date."""
    rows = [row.removeprefix("FPT,") for row in GOOD]
    prices = source(tmp_path / "FPT.csv", HEADER.removeprefix("symbol,"), *rows, "Total,,,,,12345", "End")
    answer = fetch(prices, "FPT", START, END)
    assert len(answer.bars) == 6
    assert [row.reason for row in answer.rejected] == ["date cannot be read"]
    assert [note.partition(" is")[0] for note in prices.notes()] == ["FPT.csv, line 9"]


def test_many_footers(path: Path) -> None:
    """Of many such lines the first are named."""
    notes = source(path, HEADER, *GOOD, *(f"note {number}" for number in range(6))).notes()
    assert len(notes) == 6
    assert notes[-1] == "prices.csv has 6 such lines."


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (
            ["FPT,2024-01-02,95,1,96,0,94,0,95,5,100"],
            r"line 2 has 11 cells.*commas are decimal marks.*semicolons",
        ),
        (["FPT,2024-01-02,95000"], "line 2 has 3 cells, the header has 7"),
        ([*GOOD, 'FPT,2024-01-10,"95000,96000', *GOOD], "line 8: a quotation mark is not closed"),
        (["x" * 200_000], "field larger than field limit"),
    ],
    ids=["decimal commas", "short", "open quotation mark", "endless line"],
)
def test_unreadable_lines(path: Path, lines: list[str], fault: str) -> None:
    with pytest.raises(SourceError, match=rf"(?s)prices\.csv, {fault}|prices\.csv, line 2: {fault}"):
        source(path, HEADER, *lines).tickers()


@pytest.mark.parametrize(
    ("line", "separator", "cell", "marked"),
    [
        ("a,b,c", ",", 0, "a"),
        ('a,"b,""x""",c\r\n', ",", 1, '"b,""x"""'),
        ("a\tbb\tc", "\t", 1, "bb"),
        ("a|b", "|", 1, "b"),
        ("a,b", ",", None, "a,b"),
        ("x" * 150 + ",close", ",", 1, "close"),
        ("first," + "x" * 150, ",", 0, "first"),
    ],
)
def test_picture(line: str, separator: str, cell: int | None, marked: str) -> None:
    shown, mark = picture(line, separator, cell).splitlines()
    assert shown[mark.index("^") : mark.rindex("^") + 1] == marked
    assert len(shown) <= 104


def test_missing_cell_in_a_picture() -> None:
    """A cell behind the end of a line is marked there."""
    assert picture("a,b", ",", 4) == "    a,b\n       ^"

"""Statements of brokers as text: headers, numbers, words and days, in English and Vietnamese."""

import unicodedata

import pytest

from vn30.portfolio.statement.columns import MAX_LINES, WrongStatement, read_statement
from vn30.portfolio.statement.reading import Understood, understand
from vn30.portfolio.statement.words import kinds_of


def lines_of(text: str, encoding: str = "utf-8") -> list[Understood]:
    return understand(read_statement(text.encode(encoding))).lines


def as_tuple(line: Understood) -> tuple[object, ...]:
    entry = line.transaction
    assert entry is not None, line.reason
    return (entry.kind, entry.ticker, entry.quantity, entry.price, entry.amount, line.fee, line.tax)


ENGLISH = """Account 123,,,,,,
Trade Date,Side,Symbol,Filled Qty,Avg Price,Fee (VND),Tax
2024-05-15,B,HOSE:HPG,200,"39,500","11,850",0
2024-05-21,S,hpg,200,"40,750","12,225","8,150"
"""
VIETNAMESE = """Ngày GD;Loại GD;Mã CK;Khối lượng;Giá khớp (nghìn);Phí;Thuế
15/05/2024;M;HPG;1.200;39,50;11.850;
21/05/2024;B;HPG;1.200;40,75;12.225;8.150
"""


def in_windows_1258(letter: str) -> str:
    """Windows-1258 writes some letters as two characters: a letter, and its tone."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.decomposition(letter).split()
        return "".join(in_windows_1258(chr(int(part, 16))) for part in parts)
    return letter


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1258"])
def test_vietnamese_file(encoding: str) -> None:
    text = VIETNAMESE
    if encoding == "cp1258":
        text = "".join(map(in_windows_1258, text))
    assert [as_tuple(line) for line in lines_of(text, encoding)] == [
        ("buy", "HPG", 1_200, 39_500, 0, 11_850, None),
        ("sell", "HPG", 1_200, 40_750, 0, 12_225, 8_150),
    ]


def test_english_file() -> None:
    assert [(line.number, *as_tuple(line)) for line in lines_of(ENGLISH)] == [
        (3, "buy", "HPG", 200, 39_500, 0, 11_850, 0),
        (4, "sell", "HPG", 200, 40_750, 0, 12_225, 8_150),
    ]


def test_cash_lines() -> None:
    text = "Ngày;Nghiệp vụ;Mã;Số tiền\n15/05/2024;Nộp tiền;;15.000.000\n16/05/2024;Rút tiền;;-5.000.000\n"
    text += "17/05/2024;Phí lưu ký;;27.500\n20/05/2024;Cổ tức bằng tiền;FPT;2.000.000\n"
    assert [as_tuple(line) for line in lines_of(text)] == [
        ("deposit", None, 0, 0, 15_000_000, None, None),
        ("withdrawal", None, 0, 0, 5_000_000, None, None),
        ("fee", None, 0, 0, 27_500, None, None),
        ("cash_dividend", "FPT", 0, 0, 2_000_000, None, None),
    ]


def test_price_follows_from_the_amount() -> None:
    (line,) = lines_of('Date,Type,Symbol,Quantity,Amount\n2024-05-15,Buy,HPG,300,"11,860,100"\n')
    assert line.transaction is not None
    assert line.transaction.price == 39_534
    assert [finding.field for finding in line.doubts] == ["price"]


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("03/04/2024,Buy,HPG,100,39500", "day", "no date has a number above 12"),
        ("31/02/2026,Buy,HPG,100,39500", "day", "the calendar has no such day"),
        ("2026-02-30,Buy,HPG,100,39500", "day", "the calendar has no such day"),
        ("2024-05-15,Pledge,HPG,100,39500", "kind", "'Pledge' is no known kind"),
        ("2024-05-15,Buy,HPG,,39500", "quantity", "a buy needs it"),
        ("2024-05-15,Buy,HPG,100,n/a", "price", "'n/a' is no number"),
        ("2024-05-15,Buy,HPG,10.5,39500", "quantity", "shares are whole"),
    ],
)
def test_refused_lines_name_the_field(row: str, field: str, words: str) -> None:
    (line,) = lines_of(f"Date,Type,Symbol,Quantity,Price\n{row}\n")
    assert line.transaction is None
    assert line.reason is not None
    assert line.reason.field == field
    assert words in line.reason.message


def test_b_is_a_purchase_beside_s_and_a_sale_beside_m() -> None:
    assert kinds_of(["B", "S"]) == ["buy", "sell"]
    assert kinds_of(["B", "M"]) == ["sell", "buy"]
    assert kinds_of(["B", "B"]) == [None, None]
    assert kinds_of(["Mua", "Bán", "Cổ tức bằng cổ phiếu"]) == ["buy", "sell", "stock_dividend"]


def test_equal_lines_have_keys_of_their_own() -> None:
    """Two fills of the same size are two transactions; the same file again has the same keys."""
    text = "Date,Type,Symbol,Quantity,Price\n" + 2 * "2024-05-15,Buy,HPG,100,39500\n"
    keys = [line.key for line in lines_of(text)]
    assert len(set(keys)) == 2
    assert [line.key for line in lines_of(text)] == keys


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04xl/", "Excel workbook"),
        (b"just,some,words\n1,2,3\n", "No line is a header"),
        (b"Date,Type\n" + (MAX_LINES + 1) * b"2024-05-15,Buy\n", "5,001 lines"),
    ],
)
def test_files_that_are_no_statements(content: bytes, words: str) -> None:
    with pytest.raises(WrongStatement, match=words):
        read_statement(content)


def test_day_of_an_excel_number() -> None:
    (line,) = lines_of("Date,Type,Amount\n45427,Deposit,5\n")
    assert line.reason is not None
    assert "the number of days by which Excel stores a date" in line.reason.message
    assert lines_of("Date,Type,Amount\n15/05/2024,Deposit,5\n")[0].transaction is not None

"""Finds the header of a statement, its separator, and the lines below it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.sources.csv.files import WINDOWS_1258
from vn30.sources.csv.kinds import other_kind, text_encoding
from vn30.sources.csv.layout import HEAD_LINES, SEPARATORS
from vn30.sources.csv.names import plain

MAX_LINES = 5_000

_NAMES = {
    "day": "date tradedate tradingdate transactiondate orderdate valuedate day datetime ngay ngaygiaodich "
    "ngaygd ngaykhop ngaydat ngaylenh ngayhachtoan ngayphatsinh ngaythang thoigian thoigiangd thoigiankhop "
    "time",
    "kind": "kind type side action transaction transactiontype buysell ordertype orderside loai loaigiaodich "
    "loaigd loailenh loainghiepvu nghiepvu muaban giaodich lenh chieu noidunggiaodich",
    "ticker": "symbol ticker code stockcode stock instrument security securitycode ma mack machungkhoan macp "
    "macophieu chungkhoan cophieu ckma",
    "quantity": "quantity qty shares volume matchedvolume matchedquantity matchedqty filledquantity "
    "filledqty filled executedquantity executedqty khoiluong kl "
    "klkhop khoiluongkhop khoiluonggiaodich klgd soluong sl soluongkhop",
    "price": "price matchedprice matchprice averageprice avgprice filledprice unitprice gia giakhop "
    "giakhoptb giakhoptrungbinh giatrungbinh giagiaodich dongia giatb",
    "amount": "amount value tradevalue grossamount netamount cash total giatri giatrikhop giatrigiaodich "
    "gtgd sotien thanhtien tien phatsinh giatrilenh",
    "fee": "fee fees commission brokerage brokeragefee phi phigiaodich phigd philenh phimoigioi",
    "tax": "tax taxes sellingtax pit thue thuegiaodich thuetncn thueban",
    "note": "note description remark comment details ghichu diengiai noidung mota",
}
_ALIASES = {field: tuple(names.split()) for field, names in _NAMES.items()}
_NEEDED = ("day", "kind")


class WrongStatement(WrongInput):
    """The file is no statement that can be read; the message names the remedy."""


@dataclass(frozen=True)
class Statement:
    """A file as text.

    Attributes:
        headers: the name of each column that is understood, by field.
        lines: the number of each line in the file, and its cells by field.
    """

    headers: dict[str, str]
    lines: list[tuple[int, dict[str, str]]]

    def column(self, field: str) -> list[str]:
        """The cells of a field, one a line; empty without such a column."""
        return [cells.get(field, "") for _, cells in self.lines]


def read_statement(content: bytes) -> Statement:
    """The lines of a CSV, separated by commas, semicolons, tabs or bars, in UTF-8, UTF-16 or Windows-1258.

    Raises:
        WrongStatement: it is another kind of file, has no header that is understood, or too many lines.
    """
    head = content[:4096]
    kind = other_kind(head)
    if kind:
        raise WrongStatement(localized("The file {kind}", kind=kind))
    try:
        text = content.decode(text_encoding(head) or "utf-8", errors=WINDOWS_1258)
        # PostgreSQL cannot hold it.
        text = text.replace("\0", "")
    except UnicodeError as error:
        raise WrongStatement(localized("The file cannot be read as text: {error}", error=error)) from error
    for separator in SEPARATORS:
        rows = _rows(text, separator)
        for place, row in enumerate(rows[:HEAD_LINES]):
            found = fields_of(row[1])
            if all(field in found for field in _NEEDED):
                return _statement(rows[place][1], found, rows[place + 1 :])
    raise WrongStatement(
        localized(
            "No line is a header with a date and a kind of transaction. The first line needs names such as "
            "Date, Type, Symbol, Quantity, Price, Amount, Fee, Tax, or Ngày GD, Loại GD, Mã CK, Khối "
            "lượng, Giá.",
        )
    )


def fields_of(header: Sequence[str]) -> dict[str, int]:
    """The positions of the fields in a header; case, accents and units in parentheses do not count.

    Of several names of a field the earlier one in the list of this module is taken.
    """
    names = [plain(name) for name in header]
    return {
        field: names.index(alias)
        for field, aliases in _ALIASES.items()
        if (alias := next((alias for alias in aliases if alias in names), None)) is not None
    }


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise WrongStatement(localized("The file cannot be read as CSV: {error}.", error=error)) from error


def _statement(
    header: Sequence[str], found: dict[str, int], rows: Sequence[tuple[int, list[str]]]
) -> Statement:
    lines = [
        (number, {field: row[place].strip() for field, place in found.items() if place < len(row)})
        for number, row in rows
        if any(cell.strip() for cell in row)
    ]
    if len(lines) > MAX_LINES:
        raise WrongStatement(
            localized(
                "The file has {lines:,} lines, and {max_lines:,} can be read at once. Split it by years.",
                lines=len(lines),
                max_lines=MAX_LINES,
            )
        )
    return Statement({field: header[place].strip() for field, place in found.items()}, lines)

"""Turns the lines of a statement into transactions, or says why one is not understood."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa

from vn30.i18n.localized import localized
from vn30.portfolio.checks import MAX_AMOUNT, Finding
from vn30.portfolio.statement.columns import Statement
from vn30.portfolio.statement.words import kinds_of
from vn30.portfolio.transactions import OF_A_STOCK, PRICED, WITH_AMOUNT, WITH_QUANTITY, Kind, Transaction
from vn30.sources.csv.dates import read_dates, why_unreadable
from vn30.sources.csv.names import plain_symbol
from vn30.sources.csv.numbers import marks_of, read_numbers

_NUMBERS = ("quantity", "price", "amount", "fee", "tax")
_LOWEST_PRICE = 1_000
"""VND. A price below it is thousands of VND: hardly a stock of HOSE is that cheap."""


@dataclass(frozen=True)
class Understood:
    """A line of a statement.

    Attributes:
        number: of the line in the file.
        cells: its text, as the file has it.
        transaction: None if it is not understood; ``reason`` says why then.
        fee, tax: what the file says, in VND; None if it says nothing.
        key: by its content, and its place among lines of the same content.
    """

    number: int
    cells: dict[str, str]
    transaction: Transaction | None = None
    reason: Finding | None = None
    fee: int | None = None
    tax: int | None = None
    key: str = ""
    doubts: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Reading:
    """All lines; ``in_thousands``: some prices were thousands of VND."""

    lines: list[Understood]
    in_thousands: bool


def understand(statement: Statement) -> Reading:
    """The transactions of a statement, in its order."""
    days = read_dates(statement.column("day"), statement.headers["day"])
    kinds = kinds_of(statement.column("kind"))
    numbers = _numbers(statement)
    lines = []
    for place, (number, cells) in enumerate(statement.lines):
        day, kind = days.dates[place], kinds[place]
        reason = _unreadable(cells, day, kind, days.doubt)
        if reason or day is None or kind is None:
            lines.append(Understood(number, cells, reason=reason))
            continue
        row = {name: column[place] for name, column in numbers.items()}
        lines.append(_line(number, cells, day, kind, row))
    in_thousands = any(
        0 < abs(price or 0) < _LOWEST_PRICE and line.transaction is not None
        for price, line in zip(numbers["price"], lines, strict=True)
    )
    return Reading(_with_keys(lines), in_thousands)


def _unreadable(
    cells: dict[str, str], day: date | None, kind: Kind | None, doubt: str | None
) -> Finding | None:
    if day is None:
        text = cells.get("day", "")
        why = why_unreadable(text) or doubt or localized("it is no date")
        return Finding(
            "day", localized("{text!r} cannot be read: {why}. Write it YYYY-MM-DD", text=text, why=why)
        )
    if kind is None:
        text = cells.get("kind", "")
        return Finding(
            "kind",
            localized(
                "{text!r} is no known kind. Write buy, sell, deposit, withdrawal or dividend", text=text
            ),
        )
    return None


def _needed(kind: Kind) -> set[str]:
    return {
        name
        for name, kinds in (("quantity", WITH_QUANTITY), ("price", PRICED), ("amount", WITH_AMOUNT))
        if kind in kinds
    }


def _line(
    number: int,
    cells: dict[str, str],
    day: date,
    kind: Kind,
    row: dict[str, float | None],
) -> Understood:
    needed = _needed(kind)
    for name in sorted(needed | {"fee", "tax"}):
        if cells.get(name) and row[name] is None:
            return Understood(
                number, cells, reason=Finding(name, localized("{text!r} is no number", text=cells[name]))
            )
    missing = [
        name for name in sorted(needed) if row[name] is None and not (name == "price" and row["amount"])
    ]
    if missing:
        words = localized("a {kind} needs it", kind=kind.replace("_", " "))
        return Understood(number, cells, reason=Finding(missing[0], words))
    quantity = abs(row["quantity"] or 0)
    exact = abs(row["price"] or 0)
    exact *= 1_000 if exact < _LOWEST_PRICE else 1
    if "price" in needed and not exact and quantity:
        exact = abs(row["amount"] or 0) / quantity
    price, doubts = round(exact), []
    if "quantity" in needed and quantity != round(quantity):
        return Understood(number, cells, reason=Finding("quantity", localized("shares are whole")))
    if "price" in needed and abs(exact - price) > 1e-6 * max(exact, 1):
        doubts.append(
            Finding(
                "price", localized("{exact:,.2f} VND was rounded to {price:,} VND", exact=exact, price=price)
            )
        )
    stock = plain_symbol(cells.get("ticker", "")) if kind in OF_A_STOCK else ""
    entry = Transaction(
        day,
        kind,
        stock or None,
        quantity=round(quantity) if "quantity" in needed else 0,
        price=price if "price" in needed else 0,
        amount=round(abs(row["amount"] or 0)) if "amount" in needed else 0,
    )
    fee, tax = (None if row[name] is None else round(abs(row[name] or 0)) for name in ("fee", "tax"))
    return Understood(number, cells, entry, fee=fee, tax=tax, doubts=tuple(doubts))


def _numbers(statement: Statement) -> dict[str, list[float | None]]:
    """The numbers of each column. All are whole VND or shares, or prices in thousands of VND.

    Each column is read as counts are, so that 7.500 in each cell of it is 7,500. A price that is 25.050 in
    thousands of VND is 25,050 VND either way.
    """
    columns = {}
    for name in _NUMBERS:
        cells = pa.array([cell or None for cell in statement.column(name)], pa.string())
        text = pa.chunked_array([cells])
        numbers = read_numbers(text, marks_of({"volume": text})["volume"]).to_pylist()
        columns[name] = [
            number if number is not None and abs(number) <= MAX_AMOUNT else None for number in numbers
        ]
    return columns


def _with_keys(lines: Sequence[Understood]) -> list[Understood]:
    seen: Counter[str] = Counter()
    keyed = []
    for line in lines:
        if line.transaction is None:
            keyed.append(line)
            continue
        content = f"{line.transaction}|{line.fee}|{line.tax}"
        seen[content] += 1
        digest = hashlib.sha256(f"{content}|{seen[content]}".encode()).hexdigest()
        keyed.append(replace(line, key=f"line:{digest}"))
    return keyed

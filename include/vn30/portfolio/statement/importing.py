"""What an import of a statement would record: line by line, before a person confirms it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import sqlalchemy as sa

from vn30.i18n.localized import localized
from vn30.portfolio import store
from vn30.portfolio.account import Booking, Problem
from vn30.portfolio.accounting import Trial
from vn30.portfolio.book import Book, open_book
from vn30.portfolio.checks import Finding, faults, price_doubts, rule_breaks
from vn30.portfolio.market import Listing, read_listing
from vn30.portfolio.recording import new_problems
from vn30.portfolio.statement.columns import Statement, read_statement
from vn30.portfolio.statement.reading import Reading, Understood, understand
from vn30.portfolio.store import NewEntry, Portfolio
from vn30.portfolio.transactions import Transaction, with_charges

State = Literal["new", "known", "applied", "refused"]
"""``known``: recorded before; ``applied``: the platform has applied the corporate action by itself."""

PAID_WITHIN = timedelta(days=200)
"""From the ex-date of a dividend to the day on which a broker books it."""


@dataclass(frozen=True)
class Line:
    """A line of the file and what becomes of it; ``findings`` are its reason, or doubts of a new one."""

    number: int
    cells: dict[str, str]
    state: State
    transaction: Transaction | None
    findings: list[Finding]
    key: str = ""


@dataclass(frozen=True)
class Preview:
    """What an import would record.

    Attributes:
        headers: the columns that were understood, by field.
        deposits: that are added for trades without cash, if a person wants them.
        token: changes with what would be recorded.
    """

    headers: dict[str, str]
    in_thousands: bool
    lines: list[Line]
    deposits: list[Transaction]
    token: str

    @property
    def new(self) -> list[Line]:
        """The lines that would be recorded."""
        return [line for line in self.lines if line.state == "new"]


def preview(
    connection: sa.Connection, portfolio: Portfolio, as_of: date, content: bytes, *, cover_cash: bool
) -> Preview:
    """Read a statement for a portfolio; nothing is written.

    Args:
        cover_cash: add a deposit where trades of the file need more cash than there is.

    Raises:
        WrongStatement: the file cannot be read at all.
    """
    statement = read_statement(content)
    reading = understand(statement)
    known = store.known_keys(connection, portfolio.id, [line.key for line in reading.lines if line.key])
    charged = [_charged(line, portfolio) for line in reading.lines]
    listing = read_listing(connection, as_of)
    lines = [_checked(line, known, listing) for line in charged]
    entries = [line.transaction for line in lines if line.state == "new" and line.transaction is not None]
    book = open_book(connection, portfolio, as_of, entries)
    lines = [_doubted(line, book) for line in lines]
    lines = _without_applied(lines, book)
    lines, deposits = _possible(lines, book, cover_cash)
    return _preview(statement, reading, lines, deposits)


def entries_to_record(read: Preview) -> list[NewEntry]:
    """The new transactions of a preview, deposits first."""
    covers = [
        NewEntry(deposit, f"cover:{read.token[:32]}:{place}", "covers trades of an import")
        for place, deposit in enumerate(read.deposits)
    ]
    lines = [
        NewEntry(line.transaction, line.key, line.cells.get("note", "")[:200])
        for line in read.new
        if line.transaction is not None
    ]
    return covers + lines


def _charged(line: Understood, portfolio: Portfolio) -> Understood:
    if line.transaction is None:
        return line
    return replace(line, transaction=with_charges(line.transaction, portfolio.fee_rate, line.fee, line.tax))


def _checked(line: Understood, known: set[str], listing: Listing) -> Line:
    entry = line.transaction
    if entry is None:
        return Line(line.number, line.cells, "refused", None, [line.reason] if line.reason else [])
    if line.key in known:
        return Line(line.number, line.cells, "known", entry, [], line.key)
    found = faults(entry, listing.stocks, listing.calendar, listing.as_of)
    if found:
        return Line(line.number, line.cells, "refused", entry, found, line.key)
    return Line(line.number, line.cells, "new", entry, list(line.doubts), line.key)


def _doubted(line: Line, book: Book) -> Line:
    entry = line.transaction
    if line.state != "new" or entry is None:
        return line
    doubts = [*rule_breaks(entry), *price_doubts(entry, *book.market.range_on(entry.ticker, entry.day))]
    return replace(line, findings=[*line.findings, *doubts])


def _without_applied(lines: Sequence[Line], book: Book) -> list[Line]:
    """The lines with those marked whose corporate action the platform applies by itself."""
    trades = [line for line in lines if not _is_of_action(line)]
    account = book.account_with(_numbered(book, trades, []))
    automatic = [booking for booking in account.bookings if booking.number is None]
    marked = []
    for line in lines:
        applied = _applied(line.transaction, automatic) if _is_of_action(line) and line.transaction else None
        if applied is None:
            marked.append(line)
            continue
        automatic.remove(applied)
        words = localized(
            "the platform has applied the action of {ticker} on its ex-date {day}",
            ticker=applied.ticker,
            day=applied.day,
        )
        marked.append(replace(line, state="applied", findings=[Finding("kind", words)]))
    return marked


def _is_of_action(line: Line) -> bool:
    kinds = ("cash_dividend", "stock_dividend", "subscription")
    return line.state == "new" and line.transaction is not None and line.transaction.kind in kinds


def _applied(entry: Transaction, automatic: Sequence[Booking]) -> Booking | None:
    return next(
        (
            booking
            for booking in automatic
            if (booking.ticker, booking.kind) == (entry.ticker, entry.kind)
            and booking.day <= entry.day <= booking.day + PAID_WITHIN
        ),
        None,
    )


def _possible(lines: Sequence[Line], book: Book, cover_cash: bool) -> tuple[list[Line], list[Transaction]]:
    """The lines without those that cannot have happened, and the deposits that are missing."""
    first = _next_number(book)
    places = {first + place: place for place, line in enumerate(lines) if line.state == "new"}
    trial = Trial(frozenset(places), cover_cash)
    book.account_with(_numbered(book, lines, []), trial)
    current = list(lines)
    for number, problem in trial.refused.items():
        _refuse(current, problem, [places[number]])
    deposits = [Transaction(day, "deposit", amount=amount) for day, amount in sorted(trial.deposits.items())]
    # With the deposits at the start of their days, more rights may be taken up; and what was recorded before
    # may not be possible after the new lines.
    problems = new_problems(book.account, book.account_with(_numbered(book, current, deposits)))
    for problem in problems:
        place = places.get(problem.number or 0)
        _refuse(current, problem, [place] if place is not None else list(places.values()))
    return current, deposits if any(line.state == "new" for line in current) else []


def _refuse(lines: list[Line], problem: Problem, places: Sequence[int]) -> None:
    findings = [Finding(problem.field, problem.message)]
    for place in places:
        if lines[place].state == "new":
            lines[place] = replace(lines[place], state="refused", findings=findings)


def _numbered(book: Book, lines: Sequence[Line], deposits: Sequence[Transaction]) -> list[Transaction]:
    """All transactions, with numbers for those that are not recorded yet."""
    first = _next_number(book)
    coming = [
        replace(line.transaction, number=first + place)
        for place, line in enumerate(lines)
        if line.state == "new" and line.transaction is not None
    ]
    return [*book.entries, *deposits, *coming]


def _next_number(book: Book) -> int:
    return 1 + max((entry.number for entry in book.entries), default=0)


def _preview(
    statement: Statement, reading: Reading, lines: Sequence[Line], deposits: Sequence[Transaction]
) -> Preview:
    recorded = [(line.key, line.transaction) for line in lines if line.state == "new"]
    token = hashlib.sha256(repr((recorded, list(deposits))).encode()).hexdigest()
    return Preview(statement.headers, reading.in_thousands, list(lines), list(deposits), token)

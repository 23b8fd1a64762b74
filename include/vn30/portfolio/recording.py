"""Records and reverses transactions of a portfolio, if the account allows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row
from vn30.errors import WrongInput
from vn30.i18n.localized import joined, localized
from vn30.portfolio import store
from vn30.portfolio.account import Account, Problem
from vn30.portfolio.book import open_book
from vn30.portfolio.checks import Finding, faults, price_doubts, rule_breaks
from vn30.portfolio.market import read_listing
from vn30.portfolio.store import NewEntry
from vn30.portfolio.transactions import Transaction, with_charges


class Refused(WrongInput):
    """A transaction is not recorded; the message names each field and the remedy."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(joined("; ", *(str(finding) for finding in findings)))
        self.findings = list(findings)


class KeyReused(WrongInput):
    """The key was used for another transaction."""


class UnknownTransaction(WrongInput):
    """The portfolio has no such transaction, or it cannot be reversed."""


@dataclass(frozen=True)
class Recorded:
    """A recorded transaction; ``is_new`` is False if its key was recorded before."""

    transaction: Transaction
    doubts: list[Finding]
    is_new: bool


@dataclass(frozen=True)
class Wanted:
    """A transaction as a person enters it; charges that are None are computed."""

    transaction: Transaction
    key: str
    fee: int | None = None
    tax: int | None = None
    note: str = ""


def record(
    connection: sa.Connection, user_id: UUID, portfolio_id: UUID, as_of: date, wanted: Wanted
) -> Recorded:
    """Record a transaction, in the caller's transaction.

    Raises:
        UnknownPortfolio: it is not the user's.
        Refused, KeyReused, TooMany: nothing is recorded.
    """
    portfolio = store.find_portfolio(connection, user_id, portfolio_id, lock=True)
    earlier = store.entry_of_key(connection, portfolio.id, wanted.key)
    if earlier is not None:
        return _again(wanted, earlier)
    listing = read_listing(connection, as_of)
    found = faults(wanted.transaction, listing.stocks, listing.calendar, as_of)
    found += rule_breaks(wanted.transaction)
    if found:
        raise Refused(found)
    entry = with_charges(wanted.transaction, portfolio.fee_rate, wanted.fee, wanted.tax)
    found = faults(entry, listing.stocks, listing.calendar, as_of)
    if found:
        raise Refused(found)
    book = open_book(connection, portfolio, as_of, [entry])
    placed = replace(entry, number=1 + max((each.number for each in book.entries), default=0))
    after = book.account_with([*book.entries, placed])
    problems = new_problems(book.account, after)
    if problems:
        raise Refused([Finding(problem.field, problem.message) for problem in problems])
    numbers = store.add_entries(
        connection, listing, portfolio.id, [NewEntry(entry, wanted.key, wanted.note)], "entered"
    )
    doubts = price_doubts(entry, *book.market.range_on(entry.ticker, entry.day))
    return Recorded(replace(entry, number=numbers[0]), doubts, is_new=True)


def reverse(
    connection: sa.Connection, user_id: UUID, portfolio_id: UUID, as_of: date, number: int, note: str
) -> bool:
    """Reverse a transaction, which then counts no more; False if it was reversed before.

    Raises:
        UnknownPortfolio, UnknownTransaction: there is none to reverse.
        Refused: later transactions need it.
    """
    portfolio = store.find_portfolio(connection, user_id, portfolio_id, lock=True)
    row = store.entry_of_number(connection, portfolio.id, number)
    if row is None or row["kind"] == "reversal":
        raise UnknownTransaction(
            localized("The portfolio has no such transaction to reverse. Request the list.")
        )
    if row["is_reversed"]:
        return False
    book = open_book(connection, portfolio, as_of)
    after = book.account_with([entry for entry in book.entries if entry.number != number])
    problems = new_problems(book.account, after)
    if problems:
        found = [
            Finding("transactionId", joined(" ", localized("later ones need it."), problem.message))
            for problem in problems
        ]
        raise Refused(found[:1])
    return store.reverse_entry(connection, portfolio.id, number, as_of, note) is not None


def new_problems(before: Account, after: Account) -> list[Problem]:
    """The problems of an account that another one of the same portfolio does not have."""
    known = {(problem.number, problem.field) for problem in before.problems}
    return [problem for problem in after.problems if (problem.number, problem.field) not in known]


def _again(wanted: Wanted, row: Row) -> Recorded:
    fields = {
        name: row[name]
        for name in ("number", "day", "kind", "ticker", "quantity", "price", "amount", "fee", "tax")
    }
    recorded = Transaction(**fields)
    same = replace(wanted.transaction, number=recorded.number, fee=recorded.fee, tax=recorded.tax)
    charges = (
        recorded.fee if wanted.fee is None else wanted.fee,
        recorded.tax if wanted.tax is None else wanted.tax,
    )
    if same != recorded or charges != (recorded.fee, recorded.tax):
        raise KeyReused(
            localized(
                "This key was used for another transaction. Use a new key for each transaction, such as a "
                "random "
                "UUID.",
            )
        )
    return Recorded(recorded, [], is_new=False)

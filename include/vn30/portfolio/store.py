"""Portfolios and their transactions in the database. All statements name the owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, fetch_returned
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.portfolio.market import Listing
from vn30.portfolio.transactions import Transaction

MAX_PORTFOLIOS = 20
MAX_TRANSACTIONS = 20_000

Origin = Literal["entered", "imported", "sample"]


class UnknownPortfolio(WrongInput):
    """There is no such portfolio of this user."""


class NameTaken(WrongInput):
    """The user has another portfolio of this name."""


class TooMany(WrongInput):
    """A limit of this module is reached."""


@dataclass(frozen=True)
class Portfolio:
    """A portfolio; ``fee_rate`` is a share of the value of a trade."""

    id: UUID
    name: str
    fee_rate: float
    takes_up_rights: bool
    is_sample: bool
    created_at: datetime
    transactions: int


@dataclass(frozen=True)
class NewEntry:
    """A transaction to record under its key, which is recorded once in a portfolio."""

    transaction: Transaction
    key: str
    note: str = ""


def portfolios_of(connection: sa.Connection, user_id: UUID) -> list[Portfolio]:
    """The portfolios of a user by name."""
    return [_portfolio(row) for row in fetch_all(connection, "portfolio/of_user", user_id=str(user_id))]


def find_portfolio(
    connection: sa.Connection, user_id: UUID, portfolio_id: UUID, *, lock: bool = False
) -> Portfolio:
    """A portfolio of a user; with ``lock``, other writers of it wait until the transaction ends.

    Raises:
        UnknownPortfolio: there is none, or it is another user's.
    """
    owned = {"user_id": str(user_id), "portfolio_id": str(portfolio_id)}
    if lock:
        execute(connection, "portfolio/lock", **owned)
    row = fetch_one(connection, "portfolio/by_id", **owned)
    if row is None:
        raise UnknownPortfolio(localized("There is no such portfolio among yours. Request the list."))
    return _portfolio(row)


def add_portfolio(
    connection: sa.Connection,
    user_id: UUID,
    name: str,
    fee_rate: float,
    takes_up_rights: bool,
    *,
    is_sample: bool = False,
) -> Portfolio:
    """Add an empty portfolio.

    Raises:
        NameTaken, TooMany: the message names the remedy.
    """
    execute(connection, "portfolio/lock_user", user_id=str(user_id))
    existing = portfolios_of(connection, user_id)
    _check_name(existing, name)
    if len(existing) >= MAX_PORTFOLIOS:
        raise TooMany(
            localized(
                "You have {max_portfolios} portfolios, the most there can be. Delete one first.",
                max_portfolios=MAX_PORTFOLIOS,
            )
        )
    row = fetch_returned(
        connection,
        "portfolio/add",
        user_id=str(user_id),
        name=name,
        fee_rate=fee_rate,
        takes_up_rights=takes_up_rights,
        is_sample=is_sample,
    )
    return find_portfolio(connection, user_id, row["id"])


def change_portfolio(
    connection: sa.Connection,
    user_id: UUID,
    portfolio: Portfolio,
    name: str,
    fee_rate: float,
    takes_up_rights: bool,
) -> Portfolio:
    """Change name, rate and the choice about rights.

    Raises:
        NameTaken: another portfolio of the user has the name.
    """
    _check_name([each for each in portfolios_of(connection, user_id) if each.id != portfolio.id], name)
    execute(
        connection,
        "portfolio/change",
        user_id=str(user_id),
        portfolio_id=str(portfolio.id),
        name=name,
        fee_rate=fee_rate,
        takes_up_rights=takes_up_rights,
    )
    return find_portfolio(connection, user_id, portfolio.id)


def delete_portfolio(connection: sa.Connection, user_id: UUID, portfolio: Portfolio) -> None:
    """Delete a portfolio with all its transactions."""
    execute(connection, "portfolio/delete", user_id=str(user_id), portfolio_id=str(portfolio.id))


def entries_of(connection: sa.Connection, portfolio_id: UUID) -> list[Transaction]:
    """The transactions that count, oldest first."""
    return [
        Transaction(**row)
        for row in fetch_all(connection, "portfolio/entries", portfolio_id=str(portfolio_id))
    ]


def record_page(
    connection: sa.Connection, portfolio_id: UUID, limit: int, skipped: int
) -> tuple[list[Row], int]:
    """A page of all that was recorded, newest day first, and the number of all rows."""
    wanted = {"portfolio_id": str(portfolio_id)}
    rows = fetch_all(connection, "portfolio/page", **wanted, limit=limit, skipped=skipped)
    return rows, fetch_returned(connection, "portfolio/count", **wanted)["total"]


def entry_of_key(connection: sa.Connection, portfolio_id: UUID, key: str) -> Row | None:
    """The transaction that was recorded under a key."""
    return fetch_one(connection, "portfolio/by_key", portfolio_id=str(portfolio_id), entry_key=key)


def entry_of_number(connection: sa.Connection, portfolio_id: UUID, number: int) -> Row | None:
    """A transaction of a portfolio, with ``is_reversed``."""
    return fetch_one(connection, "portfolio/by_number", portfolio_id=str(portfolio_id), number=number)


def known_keys(connection: sa.Connection, portfolio_id: UUID, keys: Iterable[str]) -> set[str]:
    """Those of ``keys`` under which something was recorded."""
    rows = fetch_all(
        connection, "portfolio/known_keys", portfolio_id=str(portfolio_id), entry_keys=list(keys)
    )
    return {row["entry_key"] for row in rows}


def add_entries(
    connection: sa.Connection,
    listing: Listing,
    portfolio_id: UUID,
    entries: Iterable[NewEntry],
    origin: Origin,
) -> list[int]:
    """Record transactions in their order; return their numbers.

    Raises:
        TooMany: the portfolio would have more than there can be.
    """
    wanted = list(entries)
    recorded = fetch_returned(connection, "portfolio/count", portfolio_id=str(portfolio_id))["total"]
    if recorded + len(wanted) > MAX_TRANSACTIONS:
        raise TooMany(
            localized(
                "A portfolio has {max_transactions:,} transactions at most. Add another portfolio.",
                max_transactions=MAX_TRANSACTIONS,
            )
        )
    return [_add(connection, listing, portfolio_id, entry, origin) for entry in wanted]


def reverse_entry(
    connection: sa.Connection, portfolio_id: UUID, number: int, day: date, note: str
) -> int | None:
    """Record the reversal of a transaction; return its number, or None if it was reversed before."""
    row = fetch_one(
        connection,
        "portfolio/reverse",
        portfolio_id=str(portfolio_id),
        number=number,
        day=day,
        note=note,
        entry_key=f"reversal:{number}",
    )
    return None if row is None else int(row["number"])


def _add(
    connection: sa.Connection, listing: Listing, portfolio_id: UUID, entry: NewEntry, origin: Origin
) -> int:
    made = entry.transaction
    row = fetch_returned(
        connection,
        "portfolio/add_entry",
        portfolio_id=str(portfolio_id),
        kind=made.kind,
        day=made.day,
        stock_id=listing.stocks[made.ticker].id if made.ticker else None,
        quantity=made.quantity,
        price=made.price,
        amount=made.amount,
        fee=made.fee,
        tax=made.tax,
        origin=origin,
        note=entry.note,
        entry_key=entry.key,
    )
    return int(row["number"])


def _check_name(others: Iterable[Portfolio], name: str) -> None:
    if name in {each.name for each in others}:
        raise NameTaken(
            localized("name: you have a portfolio {name!r} already. Take another name.", name=name)
        )


def _portfolio(row: Row) -> Portfolio:
    return Portfolio(**row)

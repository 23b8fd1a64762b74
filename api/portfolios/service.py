"""Reads and changes of the portfolios of the signed-in user."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus
from typing import cast
from uuid import UUID, uuid4

import sqlalchemy as sa

from api.auth.audit import Audit
from api.core.clock import require_market
from api.core.database import writing
from api.core.errors import ApiError
from api.core.schemas import PageMeta, PageQuery
from api.portfolios.figures import detail_of, performance_of
from api.portfolios.schemas import (
    FieldFinding,
    NewTransaction,
    Performance,
    PortfolioDetail,
    PortfolioRow,
    PortfolioSettings,
    RecordedTransaction,
    TransactionList,
    TransactionRow,
)
from vn30.portfolio import recording, store
from vn30.portfolio.book import open_book
from vn30.portfolio.overview import overview
from vn30.portfolio.recording import KeyReused, Refused, UnknownTransaction, Wanted
from vn30.portfolio.store import NameTaken, Portfolio, TooMany, UnknownPortfolio
from vn30.portfolio.transactions import Transaction


def listed(connection: sa.Connection, user_id: UUID) -> list[PortfolioRow]:
    """The portfolios of a user by name."""
    return [_row(each) for each in store.portfolios_of(connection, user_id)]


def detail(connection: sa.Connection, user_id: UUID, portfolio_id: UUID) -> PortfolioDetail:
    """A portfolio with its figures.

    Raises:
        ApiError: 404 ``unknown_portfolio``; 409 ``no_market_data``.
    """
    clock = require_market(connection)
    book = open_book(connection, owned(connection, user_id, portfolio_id), today(connection))
    return detail_of(book, overview(book), clock)


def performance(connection: sa.Connection, user_id: UUID, portfolio_id: UUID) -> Performance:
    """The value of a portfolio session by session, beside the VN30.

    Raises:
        ApiError: 404 ``unknown_portfolio``; 409 ``no_market_data``.
    """
    clock = require_market(connection)
    book = open_book(connection, owned(connection, user_id, portfolio_id), today(connection))
    return performance_of(overview(book), clock)


def add(engine: sa.Engine, audit: Audit, wanted: PortfolioSettings) -> PortfolioRow:
    """Add a portfolio.

    Raises:
        ApiError: 409 ``name_taken`` or ``too_many``.
    """
    with refusals(), writing(engine) as connection:
        made = store.add_portfolio(
            connection, audit.user.id, wanted.name, wanted.fee_rate, wanted.takes_up_rights
        )
        audit.add(connection, "add_portfolio", str(made.id))
        return _row(made)


def change(engine: sa.Engine, audit: Audit, portfolio_id: UUID, wanted: PortfolioSettings) -> PortfolioRow:
    """Change name, fee rate and the choice about rights.

    Raises:
        ApiError: 404 ``unknown_portfolio``; 409 ``name_taken``.
    """
    with refusals(), writing(engine) as connection:
        portfolio = store.find_portfolio(connection, audit.user.id, portfolio_id, lock=True)
        changed = store.change_portfolio(
            connection, audit.user.id, portfolio, wanted.name, wanted.fee_rate, wanted.takes_up_rights
        )
        audit.add(connection, "change_portfolio", str(portfolio_id))
        return _row(changed)


def delete(engine: sa.Engine, audit: Audit, portfolio_id: UUID) -> None:
    """Delete a portfolio and its transactions.

    Raises:
        ApiError: 404 ``unknown_portfolio``.
    """
    with refusals(), writing(engine) as connection:
        portfolio = store.find_portfolio(connection, audit.user.id, portfolio_id, lock=True)
        store.delete_portfolio(connection, audit.user.id, portfolio)
        audit.add(connection, "delete_portfolio", str(portfolio_id))


def transactions(
    connection: sa.Connection, user_id: UUID, portfolio_id: UUID, query: PageQuery
) -> TransactionList:
    """A page of what was recorded.

    Raises:
        ApiError: 404 ``unknown_portfolio``.
    """
    portfolio = owned(connection, user_id, portfolio_id)
    rows, total = store.record_page(connection, portfolio.id, query.page_size, query.skipped)
    return TransactionList(
        data=[
            TransactionRow(
                id=row["number"],
                counts=row["kind"] != "reversal" and row["reversed_by"] is None,
                **{name: row[name] for name in row if name != "number"},
            )
            for row in rows
        ],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def record(
    engine: sa.Engine, audit: Audit, portfolio_id: UUID, wanted: NewTransaction, key: str | None
) -> RecordedTransaction:
    """Record a transaction; one with the key of an earlier one is that one.

    Raises:
        ApiError: 404 ``unknown_portfolio``; 409 ``no_market_data`` or ``too_many``; 422
            ``transaction_refused`` or ``idempotency_key_reused``.
    """
    entry = Transaction(
        wanted.day,
        wanted.kind,
        wanted.ticker.strip().upper() if wanted.ticker else None,
        wanted.quantity,
        wanted.price,
        wanted.amount,
    )
    request = Wanted(entry, f"request:{key or uuid4()}", fee=wanted.fee, tax=wanted.tax, note=wanted.note)
    with refusals(), writing(engine) as connection:
        done = recording.record(connection, audit.user.id, portfolio_id, today(connection), request)
        if done.is_new:
            audit.add(connection, "add_transaction", str(portfolio_id))
    made = done.transaction
    return RecordedTransaction(
        id=made.number,
        day=made.day,
        kind=made.kind,
        ticker=made.ticker,
        quantity=made.quantity,
        price=made.price,
        amount=made.amount,
        fee=made.fee,
        tax=made.tax,
        warnings=[FieldFinding(field=each.field, message=each.message) for each in done.doubts],
    )


def reverse(engine: sa.Engine, audit: Audit, portfolio_id: UUID, number: int, note: str) -> None:
    """Reverse a transaction. Repeating it has no effect.

    Raises:
        ApiError: 404 ``unknown_portfolio`` or ``unknown_transaction``; 422 ``transaction_refused``, later
            transactions need it.
    """
    with refusals(), writing(engine) as connection:
        if recording.reverse(connection, audit.user.id, portfolio_id, today(connection), number, note):
            audit.add(connection, "reverse_transaction", str(portfolio_id))


def today(connection: sa.Connection) -> date:
    """The current session.

    Raises:
        ApiError: 409 ``no_market_data`` before the first crawl.
    """
    return cast(date, require_market(connection).as_of)


def owned(connection: sa.Connection, user_id: UUID, portfolio_id: UUID) -> Portfolio:
    """The portfolio if it is the user's.

    Raises:
        ApiError: 404 ``unknown_portfolio``, for those of others as well.
    """
    with refusals():
        return store.find_portfolio(connection, user_id, portfolio_id)


@contextmanager
def refusals() -> Iterator[None]:
    """Turns the errors of the library into those of the API."""
    try:
        yield
    except UnknownPortfolio as error:
        raise ApiError(HTTPStatus.NOT_FOUND, "unknown_portfolio", str(error)) from error
    except UnknownTransaction as error:
        raise ApiError(HTTPStatus.NOT_FOUND, "unknown_transaction", str(error)) from error
    except NameTaken as error:
        raise ApiError(HTTPStatus.CONFLICT, "name_taken", str(error)) from error
    except TooMany as error:
        raise ApiError(HTTPStatus.CONFLICT, "too_many", str(error)) from error
    except KeyReused as error:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency_key_reused", str(error)) from error
    except Refused as error:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "transaction_refused", str(error)) from error


def _row(portfolio: Portfolio) -> PortfolioRow:
    return PortfolioRow(
        id=portfolio.id,
        name=portfolio.name,
        fee_rate=portfolio.fee_rate,
        takes_up_rights=portfolio.takes_up_rights,
        is_sample=portfolio.is_sample,
        created_at=portfolio.created_at,
        transactions=portfolio.transactions,
    )

"""Preview and import of a broker's statement."""

import base64
import binascii
from collections import Counter
from http import HTTPStatus
from typing import get_args
from uuid import UUID

import sqlalchemy as sa

from api.auth.audit import Audit
from api.core.database import writing
from api.core.errors import ApiError
from api.portfolios.schemas import (
    AddedDeposit,
    ConfirmedStatement,
    FieldFinding,
    Imported,
    StatementFile,
    StatementLine,
    StatementPreview,
    UnderstoodTransaction,
)
from api.portfolios.service import owned, refusals, today
from vn30.i18n.localized import joined, localized
from vn30.portfolio import store
from vn30.portfolio.market import read_listing
from vn30.portfolio.statement.columns import WrongStatement
from vn30.portfolio.statement.importing import Line, Preview, State, entries_to_record, preview
from vn30.portfolio.store import Portfolio
from vn30.portfolio.transactions import Transaction


def previewed(
    connection: sa.Connection, user_id: UUID, portfolio_id: UUID, file: StatementFile
) -> StatementPreview:
    """What an import would record.

    Raises:
        ApiError: 404 ``unknown_portfolio``; 409 ``no_market_data``; 422 ``unreadable_statement``.
    """
    read = _read(connection, owned(connection, user_id, portfolio_id), file)
    counts = Counter(line.state for line in read.lines)
    return StatementPreview(
        columns=read.headers,
        prices_in_thousands=read.in_thousands,
        counts={state: counts[state] for state in get_args(State)},
        lines=[_line(line) for line in read.lines],
        deposits=[AddedDeposit(day=each.day, amount=each.amount) for each in read.deposits],
        token=read.token,
    )


def imported(engine: sa.Engine, audit: Audit, portfolio_id: UUID, file: ConfirmedStatement) -> Imported:
    """Record what the confirmed preview has shown: all of it or nothing.

    Raises:
        ApiError: 404 ``unknown_portfolio``; 409 ``preview_changed``, ``too_many`` or ``no_market_data``; 422
            ``unreadable_statement``.
    """
    with refusals(), writing(engine) as connection:
        portfolio = store.find_portfolio(connection, audit.user.id, portfolio_id, lock=True)
        read = _read(connection, portfolio, file)
        if read.token != file.token:
            raise ApiError(
                HTTPStatus.CONFLICT,
                "preview_changed",
                localized(
                    "token: the import would record something else than the preview has shown. Look at the "
                    "preview again.",
                ),
            )
        listing = read_listing(connection, today(connection))
        numbers = store.add_entries(connection, listing, portfolio.id, entries_to_record(read), "imported")
        if numbers:
            audit.add(
                connection, "import_transactions", str(portfolio_id), after={"transactions": len(numbers)}
            )
    return Imported(recorded=len(read.new), deposits=len(read.deposits))


def _read(connection: sa.Connection, portfolio: Portfolio, file: StatementFile) -> Preview:
    as_of = today(connection)
    try:
        content = base64.b64decode(file.content, validate=True)
        return preview(connection, portfolio, as_of, content, cover_cash=file.cover_cash)
    except binascii.Error as error:
        message = localized("content: is not base64. Send the bytes of the file in base64.")
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "unreadable_statement", message) from error
    except WrongStatement as error:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "unreadable_statement",
            joined(": ", "content", str(error)),
        ) from error


def _line(line: Line) -> StatementLine:
    return StatementLine(
        line=line.number,
        text=line.cells,
        state=line.state,
        transaction=_understood(line.transaction),
        findings=[FieldFinding(field=each.field, message=each.message) for each in line.findings],
    )


def _understood(entry: Transaction | None) -> UnderstoodTransaction | None:
    if entry is None:
        return None
    return UnderstoodTransaction(
        day=entry.day,
        kind=entry.kind,
        ticker=entry.ticker,
        quantity=entry.quantity,
        price=entry.price,
        amount=entry.amount,
        fee=entry.fee,
        tax=entry.tax,
    )

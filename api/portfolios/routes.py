"""``/portfolios``: the portfolios of the signed-in user. Nobody else reads them, whatever the role."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query
from pydantic import Field

from api.auth.audit import Audited
from api.auth.guards import CurrentUser, signed_in
from api.core.database import Database
from api.core.errors import documented
from api.core.schemas import PageQuery, PlainText
from api.portfolios import imports, service
from api.portfolios.schemas import (
    ConfirmedStatement,
    Imported,
    NewTransaction,
    Performance,
    PortfolioDetail,
    PortfolioRow,
    PortfolioSettings,
    RecordedTransaction,
    Reversal,
    StatementFile,
    StatementPreview,
    TransactionList,
)

router = APIRouter(
    prefix="/portfolios",
    tags=["portfolios"],
    dependencies=[Depends(signed_in)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_ONE = "/{portfolioId}"
_of_one = documented(HTTPStatus.NOT_FOUND)
_of_figures = documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)

PortfolioId = Annotated[UUID, Path(alias="portfolioId")]
TransactionId = Annotated[int, Path(alias="transactionId", ge=1, le=2**53)]
IdempotencyKey = Annotated[
    PlainText | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="the same key records one transaction of a portfolio. Use a new key, such as a random "
        "UUID, for each, and repeat the request with it if the answer was lost",
    ),
]


class TransactionsQuery(PageQuery):
    """The page of the record to return."""

    page_size: int = Field(50, ge=1, le=200)


@router.get("")
def portfolios(engine: Database, user: CurrentUser) -> list[PortfolioRow]:
    """The portfolios of the signed-in user by name."""
    with engine.connect() as connection:
        return service.listed(connection, user.id)


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=documented(HTTPStatus.CONFLICT),
)
def add_portfolio(engine: Database, audit: Audited, body: PortfolioSettings) -> PortfolioRow:
    """Add an empty portfolio; a user has 20 at most."""
    return service.add(engine, audit, body)


@router.get(_ONE, responses=_of_figures)
def portfolio(engine: Database, user: CurrentUser, portfolio_id: PortfolioId) -> PortfolioDetail:
    """Holdings, value, returns, gains by stock and sector, fees, taxes, and what is not settled yet.

    Corporate actions on record are applied by themselves on their ex-dates.
    """
    with engine.connect() as connection:
        return service.detail(connection, user.id, portfolio_id)


@router.put(_ONE, responses=_of_figures)
def change_portfolio(
    engine: Database, audit: Audited, portfolio_id: PortfolioId, body: PortfolioSettings
) -> PortfolioRow:
    """Change the name, the broker's fee rate for later entries, and whether rights are taken up."""
    return service.change(engine, audit, portfolio_id, body)


@router.delete(
    _ONE,
    status_code=HTTPStatus.NO_CONTENT,
    responses=_of_one,
)
def delete_portfolio(engine: Database, audit: Audited, portfolio_id: PortfolioId) -> None:
    """Delete a portfolio with all its transactions. It cannot be taken back."""
    service.delete(engine, audit, portfolio_id)


@router.get(f"{_ONE}/performance", responses=_of_figures)
def portfolio_performance(engine: Database, user: CurrentUser, portfolio_id: PortfolioId) -> Performance:
    """The value session by session, and what 1 VND has become beside the VN30."""
    with engine.connect() as connection:
        return service.performance(connection, user.id, portfolio_id)


@router.get(f"{_ONE}/transactions", responses=_of_one)
def portfolio_transactions(
    engine: Database,
    user: CurrentUser,
    portfolio_id: PortfolioId,
    query: Annotated[TransactionsQuery, Query()],
) -> TransactionList:
    """All that was recorded, reversals included, newest day first."""
    with engine.connect() as connection:
        return service.transactions(connection, user.id, portfolio_id, query)


@router.post(
    f"{_ONE}/transactions",
    status_code=HTTPStatus.CREATED,
    responses=_of_figures,
)
def add_transaction(
    engine: Database,
    audit: Audited,
    portfolio_id: PortfolioId,
    body: NewTransaction,
    idempotency_key: IdempotencyKey = None,
) -> RecordedTransaction:
    """Record a transaction, if the account allows it: shares settled, cash not below zero, a session."""
    return service.record(engine, audit, portfolio_id, body, idempotency_key)


@router.post(
    f"{_ONE}/transactions/{{transactionId}}/reverse",
    status_code=HTTPStatus.NO_CONTENT,
    responses=_of_figures,
)
def reverse_transaction(
    engine: Database,
    audit: Audited,
    portfolio_id: PortfolioId,
    transaction_id: TransactionId,
    body: Reversal,
) -> None:
    """Reverse a transaction: it stays on record and counts no more. Repeating it has no effect."""
    service.reverse(engine, audit, portfolio_id, transaction_id, body.note)


@router.post(f"{_ONE}/imports/preview", responses=_of_figures)
def preview_import(
    engine: Database, user: CurrentUser, portfolio_id: PortfolioId, body: StatementFile
) -> StatementPreview:
    """What an import of a broker's CSV would record, line by line. Nothing is written."""
    with engine.connect() as connection:
        return imports.previewed(connection, user.id, portfolio_id, body)


@router.post(
    f"{_ONE}/imports",
    status_code=HTTPStatus.CREATED,
    responses=_of_figures,
)
def import_statement(
    engine: Database, audit: Audited, portfolio_id: PortfolioId, body: ConfirmedStatement
) -> Imported:
    """Record the new lines of a previewed CSV, all of them or none. The same file again adds nothing."""
    return imports.imported(engine, audit, portfolio_id, body)

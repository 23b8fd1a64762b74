"""Requests and answers of ``/portfolios``. Amounts are whole VND; prices are VND as traded."""

from base64 import b64encode
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from api.core.language import Words
from api.core.schemas import ApiModel, MarketStamp, PageMeta, PlainText, RequestModel, example

Kind = Literal[
    "buy", "sell", "subscription", "deposit", "withdrawal", "cash_dividend", "stock_dividend", "fee"
]
KIND = (
    "`buy`, `sell`; `subscription`: shares bought in a rights issue; `fee`: a cost that is not of a trade. "
    "Dividends and new shares of corporate actions on record are applied without an entry"
)
RIGHTS = "true: offered shares are bought on the ex-date if the cash suffices; false: rights lapse"

Name = Annotated[PlainText, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Note = Annotated[PlainText, StringConstraints(strip_whitespace=True, max_length=200)]
FeeRate = Annotated[
    float, Field(ge=0, le=0.005, description="the broker's share of the value of a trade; 0.0015 is 0.15 %")
]
Whole = Annotated[int, Field(ge=0, le=10**15)]

_PORTFOLIO = {
    "id": "0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c11",
    "name": "Savings",
    "feeRate": 0.0015,
    "takesUpRights": True,
    "isSample": False,
    "createdAt": "2025-03-31T11:05:00Z",
    "transactions": 12,
}
_EXAMPLE = b64encode(b"Date,Type,Amount\n2025-03-03,deposit,10000000\n").decode()
_TRANSACTION = {
    "day": "2025-03-03",
    "kind": "buy",
    "ticker": "FPT",
    "quantity": 100,
    "price": 121000,
    "amount": 0,
    "fee": 18150,
    "tax": 0,
}


class PortfolioSettings(RequestModel):
    """What a person chooses for a portfolio."""

    model_config = example(name="Savings", feeRate=0.0015, takesUpRights=True)

    name: Name
    fee_rate: FeeRate = 0.0015
    takes_up_rights: bool = Field(True, description=RIGHTS)


class PortfolioRow(ApiModel):
    """A portfolio of the signed-in user."""

    model_config = example(**_PORTFOLIO)

    id: UUID
    name: str
    fee_rate: float
    takes_up_rights: bool = Field(description=RIGHTS)
    is_sample: bool = Field(description="true: its trades are made up, for the demo")
    created_at: datetime
    transactions: int = Field(description="that count: not reversed, up to the current session")


class Waiting(ApiModel):
    """Shares that cannot be sold yet."""

    quantity: int
    sellable_on: date


class Position(ApiModel):
    """A holding at its last close."""

    ticker: str
    name: str
    sector: str | None
    quantity: int
    sellable: int = Field(description="shares that can be sold on the current session")
    waiting: list[Waiting]
    cost: int = Field(description="what the shares have cost together, by average cost, fees included")
    price: float | None = Field(description="last close as traded; null: there is none")
    price_on: date | None = Field(description="session of that close")
    value: int
    weight: float = Field(description="share of the value of the portfolio")


class Gain(ApiModel):
    """What a stock has brought: its value, plus what it paid, less what it cost."""

    ticker: str
    total: int
    realised: int = Field(description="of sales, by average cost, after fee and tax")
    unrealised: int
    dividends: int = Field(description="after tax")
    spent: int
    fees: int = Field(description="in the other figures already")
    taxes: int = Field(description="in the other figures already")


class SectorShare(ApiModel):
    """The stocks of a sector."""

    sector: str
    value: int
    gain: int


class Pending(ApiModel):
    """Cash of sales that arrives on a session."""

    amount: int
    arrives_on: date


class AppliedAction(ApiModel):
    """A corporate action that the platform has applied."""

    day: date = Field(description="its ex-date")
    kind: Kind
    ticker: str
    quantity: int
    price: int = Field(description="of shares bought in a rights issue")
    cash: int = Field(description="after tax; below 0 if shares were bought")
    tax: int
    is_guess: bool = Field(description="true: its terms were inferred from prices")


class AccountProblem(ApiModel):
    """A recorded transaction that cannot have happened, as after a correction of a corporate action."""

    transaction_id: int | None
    day: date
    message: Words


class IndexDifference(ApiModel):
    """The sum of daily log returns less those of the VN30, with its standard error."""

    log_return: float
    error: float | None = Field(description="of independent days; null below 20 sessions")
    sessions: int


class Returns(ApiModel):
    """Returns since the first session, as shares of 1, after fees and taxes."""

    first: date
    last: date
    time_weighted: float = Field(description="without the effect of deposits and withdrawals")
    time_weighted_yearly: float | None = Field(description="by calendar days; null below a year")
    money_weighted: float | None = Field(description="over the same period, at the rate of the flows")
    money_weighted_yearly: float | None = Field(description="internal rate of return; null below a year")
    index: float | None = Field(description="change of the VN30, a price index without dividends")
    difference: IndexDifference | None


class PortfolioDetail(PortfolioRow, MarketStamp):
    """A portfolio with its figures as of the current session."""

    model_config = example(
        **_PORTFOLIO,
        asOf="2025-03-31",
        dataSource="csv",
        value=23_500_000,
        cash=11_300_000,
        unsettledCash=0,
        pending=[],
        netDeposits=23_000_000,
        gain=500_000,
        otherCosts=0,
        fees=18150,
        taxes=0,
        positions=[],
        gains=[],
        sectors=[],
        actions=[],
        problems=[],
    )

    value: int = Field(description="cash and holdings at their last closes")
    cash: int = Field(description="with what has not arrived yet")
    unsettled_cash: int = Field(description="of sales, that has not arrived yet")
    pending: list[Pending]
    net_deposits: int
    gain: int = Field(description="value less net deposits")
    other_costs: int = Field(description="fees of no stock")
    fees: int
    taxes: int
    positions: list[Position]
    gains: list[Gain] = Field(description="of all stocks ever held; with otherCosts they add up to the gain")
    sectors: list[SectorShare]
    returns: Returns | None = None
    actions: list[AppliedAction] = Field(description="applied by the platform, newest first; at most 200")
    problems: list[AccountProblem]


class PerformancePoint(ApiModel):
    """A session of a portfolio."""

    date: date
    value: int
    net_deposits: int = Field(description="up to this session")
    grown: float = Field(description="1 at the start, deposits and withdrawals left out")
    index: float | None = Field(description="VN30, 1 at the start; null without a close")


class Performance(MarketStamp):
    """The value of a portfolio session by session, oldest first."""

    model_config = example(asOf="2025-03-31", dataSource="csv", data=[])

    data: list[PerformancePoint]
    returns: Returns | None = None


class TransactionRow(ApiModel):
    """A recorded transaction."""

    model_config = example(
        **_TRANSACTION, id=7, origin="entered", note="", recordedAt="2025-03-31T11:05:00Z", counts=True
    )

    id: int
    day: date
    kind: Kind | Literal["reversal"]
    ticker: str | None = None
    quantity: int
    price: int
    amount: int
    fee: int
    tax: int
    origin: Literal["entered", "imported", "sample"]
    note: str
    recorded_at: datetime
    reverses: int | None = Field(None, description="of a reversal, the transaction that counts no more")
    reversed_by: int | None = None
    counts: bool = Field(description="false: a reversal, or reversed")


class TransactionList(ApiModel):
    """A page of the record, newest day first."""

    model_config = example(data=[], meta={"page": 1, "pageSize": 50, "total": 0})

    data: list[TransactionRow]
    meta: PageMeta


class NewTransaction(RequestModel):
    """A transaction to record. Trades have quantity and price, all others an amount."""

    model_config = example(day="2025-03-03", kind="buy", ticker="FPT", quantity=100, price=121000)

    day: date
    kind: Kind = Field(description=KIND)
    ticker: Annotated[PlainText, StringConstraints(max_length=20)] | None = None
    quantity: Whole = Field(0, description="shares")
    price: Whole = Field(0, description="VND a share, as traded")
    amount: Whole = Field(0, description="VND; of a dividend before its tax")
    fee: Whole | None = Field(None, description="VND; null: by the rate of the portfolio")
    tax: Whole | None = Field(None, description="VND; null: by the rules of that day")
    note: Note = ""


class FieldFinding(ApiModel):
    """What is said about a field."""

    field: str
    message: Words


class RecordedTransaction(ApiModel):
    """A transaction that was recorded, with its charges, and doubts about it."""

    model_config = example(**_TRANSACTION, id=7, warnings=[])

    id: int
    day: date
    kind: Kind
    ticker: str | None = None
    quantity: int
    price: int
    amount: int
    fee: int
    tax: int
    warnings: list[FieldFinding]


class Reversal(RequestModel):
    """Why a transaction is reversed."""

    model_config = example(note="entered twice")

    note: Note = ""


class StatementFile(RequestModel):
    """A broker's statement: a CSV, in base64."""

    model_config = example(content=_EXAMPLE)

    content: Annotated[str, StringConstraints(max_length=950_000)] = Field(
        description="the bytes of the file in base64, about 700 kB at most"
    )
    cover_cash: bool = Field(
        False, description="true: deposits are added where trades of the file need more cash than there is"
    )


class ConfirmedStatement(StatementFile):
    """A statement whose preview a person has confirmed."""

    model_config = example(content=_EXAMPLE, token="9f2c" * 16)

    token: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="of the preview: 409 if another import or transaction has changed it meanwhile"
    )


class UnderstoodTransaction(ApiModel):
    """What a line of a statement says."""

    day: date
    kind: Kind
    ticker: str | None
    quantity: int
    price: int
    amount: int
    fee: int
    tax: int


class StatementLine(ApiModel):
    """A line of a statement, and what an import does with it."""

    line: int = Field(description="its number in the file")
    text: dict[str, str] = Field(description="its cells by field")
    state: Literal["new", "known", "applied", "refused"] = Field(
        description="`new`: it is recorded; `known`: it was before; `applied`: a corporate action that the "
        "platform has applied by itself; `refused`: it cannot be, by its findings"
    )
    transaction: UnderstoodTransaction | None
    findings: list[FieldFinding] = Field(description="why it is refused, or doubts about it")


class AddedDeposit(ApiModel):
    """A deposit that covers trades."""

    day: date
    amount: int


class StatementPreview(ApiModel):
    """What an import would record. Nothing is written."""

    model_config = example(
        columns={"day": "Date", "kind": "Type", "amount": "Amount"},
        pricesInThousands=False,
        counts={"new": 1, "known": 0, "applied": 0, "refused": 0},
        lines=[],
        deposits=[],
        token="9f2c" * 16,
    )

    columns: dict[str, str] = Field(description="the headers that were understood, by field")
    prices_in_thousands: bool
    counts: dict[str, int] = Field(description="lines by state")
    lines: list[StatementLine]
    deposits: list[AddedDeposit]
    token: str


class Imported(ApiModel):
    """What an import has recorded."""

    model_config = example(recorded=12, deposits=1)

    recorded: int = Field(description="lines of the file")
    deposits: int

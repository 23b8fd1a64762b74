"""Requests and answers of optimisations and walk-forwards. Weights are shares of 1, amounts VND."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.core.language import StoredWords, Words
from api.core.schemas import ApiModel, MarketStamp, example
from vn30.i18n.localized import localized
from vn30.optimisation.config import OptimisationConfig, WalkForwardConfig
from vn30.optimisation.methods import Method

NOTICE = localized(
    "No forecast: an optimum of past returns, which the future does not repeat. Most optima lose to equal "
    "weight after costs; request a walk-forward before trading. Not investment advice."
)

_CONSTRAINTS = {"maxWeight": 0.2, "maxBySector": {"Banks": 0.4}, "maxTurnover": 0.5, "cashShare": 0.02}


class OptimisationRequest(OptimisationConfig):
    """The method, what it is estimated from, and its constraints."""

    model_config = example(method="minimum_cvar", universe="vn30", lookback=500, constraints=_CONSTRAINTS)


class WalkForwardRequest(WalkForwardConfig):
    """The methods, what they are estimated from, their constraints, and how often they are applied."""

    model_config = example(
        methods=["minimum_variance", "risk_parity"], rebalanceSessions=21, years=5, constraints=_CONSTRAINTS
    )


class Measures(ApiModel):
    """The measures of fixed weights over the sessions that were read. ± is one standard error."""

    volatility: float = Field(description="by year")
    volatility_error: float
    cvar95: float = Field(description="mean loss in the worst 5 % of sessions, of one session")
    expected_return: float | None = Field(
        None, description="by year, as the method assumes it: no promise, and its error is large"
    )
    sharpe: float | None = Field(None, description="of that return over the volatility")
    sharpe_error: float | None = Field(None, description="by Lo's method")


class MeasuredPortfolio(Measures):
    """A portfolio beside others on the same sessions."""

    portfolio: Literal["now", "optimal", "ordered", "equal_weight", "vn30"] = Field(
        description="`ordered`: what the orders lead to, in whole lots; `vn30`: the index"
    )
    names: int | None = Field(None, description="stocks that are held; null for the index")


class FrontierPoint(ApiModel):
    """A portfolio of the least volatility for its expected return, under the same constraints."""

    volatility: float
    expected_return: float
    sharpe: float | None = None


class WeightChange(ApiModel):
    """The weight of a stock now and as optimised."""

    ticker: str
    name: str
    sector: str | None = None
    now: float
    optimal: float
    ordered: float = Field(description="after the orders, in whole lots")


class Order(ApiModel):
    """A limit order, to be sent in a session."""

    session: date
    ticker: str
    side: Literal["buy", "sell"]
    quantity: int
    price: int = Field(description="limit, VND a share, at a price step within the band of that session")
    value: int
    fee: int
    tax: int


class OrderSession(ApiModel):
    """What a session of orders leaves."""

    session: date
    cash_left: int = Field(description="that can be spent after all orders are filled; never below 0")
    cash_coming: int = Field(description="of sales, that has not arrived yet")


class LeftOut(ApiModel):
    """A stock that no optimum can hold."""

    ticker: str
    reason: Words


class Optimisation(MarketStamp):
    """The optimum, what stands beside it, and the orders from what is held now."""

    model_config = example(
        asOf="2025-03-31",
        dataSource="csv",
        method="minimum_variance",
        sessions=500,
        firstSession="2023-03-30",
        portfolios=[
            {"portfolio": "now", "volatility": 0.24, "volatilityError": 0.012, "cvar95": 0.034, "names": 4}
        ],
        frontier=[{"volatility": 0.18, "expectedReturn": 0.08}],
        weights=[{"ticker": "FPT", "name": "FPT Corp", "now": 0.4, "optimal": 0.2, "ordered": 0.198}],
        binding=["maxWeight: FPT is at 20 %"],
        turnover=0.2,
        fees=90_000,
        tax=30_000,
        cvarSaved=400_000,
        orders=[],
        orderSessions=[],
        trackingDifference=0.004,
        leftOut=[],
        warnings=[],
        notice=NOTICE[:],
    )

    method: Method
    sessions: int = Field(description="returns that were read")
    first_session: date
    portfolios: list[MeasuredPortfolio]
    frontier: list[FrontierPoint] = Field(description="by volatility; empty where no frontier was found")
    weights: list[WeightChange] = Field(description="of stocks that are held now or as optimised")
    binding: list[str] = Field(description="the constraints that hold the optimum back")
    turnover: float = Field(description="half the sum of the changes of weights")
    fees: int = Field(description="of all orders")
    tax: int = Field(description="of all sales")
    cvar_saved: int = Field(
        description="VND a session that are lost less on average in the worst 5 % of them; below 0: more"
    )
    orders: list[Order]
    order_sessions: list[OrderSession]
    tracking_difference: float = Field(description="half the sum of the differences that whole lots leave")
    left_out: list[LeftOut]
    warnings: list[Words]
    notice: Words


class MethodSummary(ApiModel):
    """The figures of one line of a walk-forward, after costs. ± is one standard error."""

    cagr: float | None = Field(None, description="compound return by year, by calendar days")
    volatility: float | None = None
    sharpe: float | None = None
    sharpe_error: float | None = Field(None, description="by Lo's method")
    drawdown: float | None = Field(None, description="deepest fall")
    turnover: float | None = Field(None, description="by year: half the sum of the changes of weights")
    costs: float | None = Field(None, description="fees and taxes by year, share of the value")


class PairedDifference(ApiModel):
    """The mean log return by year less that of another line, over the same sessions."""

    value: float
    error: float | None = None
    p_value: float | None = Field(None, description="two-sided, of no difference")
    corrected_p_value: float | None = Field(
        None, description="by Benjamini-Hochberg over the methods of the walk-forward"
    )


class WalkForwardLine(MethodSummary):
    """A method in the past, beside what stands next to it."""

    method: str = Field(description="a method, `equal_weight`, `vn30` or `buy_and_hold`")
    to_equal_weight: PairedDifference | None = None
    to_vn30: PairedDifference | None = None
    verdict: StoredWords | None = None
    problem: StoredWords | None = Field(None, description="why the method could not be walked through")
    equity: list[float | None] = Field(description="value at the sessions of `curveSessions`, from 1")


class WalkForward(ApiModel):
    """A walk-forward that was requested."""

    model_config = example(
        id="0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c22",
        state="running",
        progress=0.5,
        methods=["minimum_variance", "risk_parity"],
        request={"methods": ["minimum_variance", "risk_parity"]},
        requestedAt="2025-03-31T11:05:00Z",
    )

    id: UUID
    state: Literal["pending", "running", "success", "failed", "cancelled"]
    progress: float = Field(description="share of the methods that are done")
    methods: list[Method]
    request: WalkForwardConfig
    as_of: date | None = Field(None, description="the session up to which prices are read")
    problem: StoredWords | None = Field(None, description="why it has failed")
    requested_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None


class WalkForwardDetail(WalkForward):
    """A walk-forward with its results so far."""

    model_config = example(
        id="0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c22",
        state="success",
        progress=1.0,
        methods=["minimum_variance"],
        request={"methods": ["minimum_variance"]},
        requestedAt="2025-03-31T11:05:00Z",
        tickers=["FPT", "VCB"],
        trials=1,
        curveSessions=["2024-03-29", "2025-03-31"],
        lines=[{"method": "minimum_variance", "cagr": 0.05, "equity": [1.0, 1.05]}],
        warnings=[],
    )

    tickers: list[str] = Field(description="of today: those that have left the VN30 are not among them")
    trials: int = Field(
        description="methods that were tried: the more, the better the best one looks by chance"
    )
    curve_sessions: list[date]
    lines: list[WalkForwardLine] = Field(description="methods first, then what stands beside them")
    warnings: list[Words]


class StartedWalkForward(ApiModel):
    """A walk-forward that is recorded."""

    model_config = example(id="0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c22")

    id: UUID


class CancelledWalkForward(ApiModel):
    """A cancelled walk-forward."""

    model_config = example(id="0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c22", stoppedInAirflow=True)

    id: UUID
    stopped_in_airflow: bool = Field(description="false: its task ends before its next method")

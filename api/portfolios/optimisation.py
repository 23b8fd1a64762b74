"""Optima of a portfolio, computed by a process of its own; see :mod:`vn30.optimisation.process`."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, cast
from uuid import UUID

import sqlalchemy as sa
from fastapi import Depends, Request
from pydantic.alias_generators import to_camel

from api.core.clock import require_market
from api.core.errors import ApiError
from api.portfolios import service
from api.portfolios.optimisation_schemas import (
    NOTICE,
    FrontierPoint,
    LeftOut,
    MeasuredPortfolio,
    Optimisation,
    OptimisationRequest,
    Order,
    OrderSession,
    WeightChange,
)
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.market.clock import MarketClock
from vn30.optimisation.advice import Advice, Measured
from vn30.optimisation.infeasible import Infeasible
from vn30.optimisation.inputs import Prepared, prepare
from vn30.optimisation.process import OptimiserBusy, OptimiserDied, OptimiserProcess, OptimiserTimeout
from vn30.portfolio.book import Book, open_book


class LimitedOptimiser:
    """The process of the optimiser, with one optimisation of a user at a time."""

    def __init__(self) -> None:
        self._process = OptimiserProcess()
        self._users: set[UUID] = set()
        self._lock = threading.Lock()

    @contextmanager
    def turn_of(self, user_id: UUID) -> Iterator[OptimiserProcess]:
        """The process, for one request of a user.

        Raises:
            ApiError: 429 ``too_many_requests``, another request of the user is not answered yet.
        """
        with self._lock:
            if user_id in self._users:
                raise ApiError(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    "too_many_requests",
                    localized("Another optimisation of yours is not finished. Wait for it."),
                    retry_after=5,
                )
            self._users.add(user_id)
        try:
            yield self._process
        finally:
            with self._lock:
                self._users.discard(user_id)

    def warm_up(self) -> None:
        """Start the process, which imports what it needs while a user fills in the form."""
        self._process.warm_up()

    def close(self) -> None:
        """End the process."""
        self._process.close()


async def _optimiser(request: Request) -> LimitedOptimiser:
    return cast(LimitedOptimiser, request.app.state.optimiser)


Optimiser = Annotated[LimitedOptimiser, Depends(_optimiser)]


def optimised(
    engine: sa.Engine,
    optimiser: LimitedOptimiser,
    user_id: UUID,
    portfolio_id: UUID,
    request: OptimisationRequest,
) -> Optimisation:
    """The optimum of a portfolio.

    Raises:
        ApiError: 404 ``unknown_portfolio``; 409 ``no_market_data``; 422 ``infeasible``, naming the field and
            the remedy; 429 ``too_many_requests``; 503 ``optimiser_busy`` or ``optimiser_failed``.
    """
    with optimiser.turn_of(user_id) as process:
        with engine.connect() as connection:
            clock = require_market(connection)
            portfolio = service.owned(connection, user_id, portfolio_id)
            book = open_book(connection, portfolio, service.today(connection))
            with refusals():
                prepared = prepare(connection, book, request)
        # The connection is given back while the optimiser works.
        with refusals():
            advice: Advice = process.ask(prepared.question)
    return _answer(book, prepared, advice, clock)


@contextmanager
def refusals() -> Iterator[None]:
    """Turns the errors of the library into those of the API."""
    try:
        yield
    except WrongInput as error:
        fields = [to_camel(name) for name in error.constraints] if isinstance(error, Infeasible) else []
        message = (
            localized("{fields}: {error}", fields=", ".join(fields), error=error) if fields else str(error)
        )
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "infeasible", message) from error
    except OptimiserBusy as error:
        raise _unavailable(
            "optimiser_busy", localized("The optimiser is busy: {error}. Try again.", error=error)
        ) from error
    except (OptimiserTimeout, OptimiserDied) as error:
        message = localized(
            "The optimiser failed: {error}. Take fewer constraints or a smaller universe.", error=error
        )
        raise _unavailable("optimiser_failed", message) from error


def _unavailable(code: str, message: str) -> ApiError:
    return ApiError(HTTPStatus.SERVICE_UNAVAILABLE, code, message, retry_after=10)


def _answer(book: Book, prepared: Prepared, advice: Advice, clock: MarketClock) -> Optimisation:
    problem, orders = prepared.question.problem, advice.orders
    now, ordered = advice.portfolios["now"].measures, advice.portfolios["ordered"].measures
    weights = advice.solution.weights
    return Optimisation(
        as_of=clock.as_of,
        data_source=clock.data_source,
        method=problem.method,
        sessions=len(problem.returns),
        first_session=prepared.window.first,
        portfolios=[_measured(name, each) for name, each in advice.portfolios.items()],
        frontier=[
            FrontierPoint(
                volatility=point.measures.volatility,
                expected_return=point.measures.expected_return,
                sharpe=point.measures.sharpe,
            )
            for point in advice.frontier
        ],
        weights=[
            WeightChange(
                ticker=ticker,
                name=book.listing.stocks[ticker].name,
                sector=book.listing.stocks[ticker].sector,
                now=problem.held.get(ticker, 0.0),
                optimal=weights[ticker],
                ordered=orders.weights.get(ticker, 0.0),
            )
            for ticker in sorted(problem.tickers, key=lambda each: (-weights[each], each))
            if ticker in problem.held or weights[ticker] > 0 or orders.weights.get(ticker)
        ],
        binding=list(advice.solution.binding),
        turnover=advice.solution.turnover,
        fees=orders.fees,
        tax=orders.taxes,
        cvar_saved=round((now.cvar95 - ordered.cvar95) * prepared.value),
        orders=[
            Order(
                session=order.session,
                ticker=order.ticker,
                side=order.side,
                quantity=order.quantity,
                price=order.limit_price,
                value=order.value,
                fee=order.fee,
                tax=order.tax,
            )
            for order in orders.orders
        ],
        order_sessions=[
            OrderSession(session=each.session, cash_left=each.settled, cash_coming=each.unsettled)
            for each in orders.cash
        ],
        tracking_difference=orders.tracking_difference,
        left_out=[
            LeftOut(ticker=ticker, reason=reason) for ticker, reason in prepared.window.left_out.items()
        ],
        warnings=[*prepared.warnings, *advice.warnings, *orders.left.values()],
        notice=NOTICE,
    )


def _measured(portfolio: str, each: Measured) -> MeasuredPortfolio:
    measures = each.measures
    return MeasuredPortfolio.model_validate(
        {
            "portfolio": portfolio,
            "volatility": measures.volatility,
            "volatility_error": each.volatility_error,
            "cvar95": measures.cvar95,
            "expected_return": measures.expected_return,
            "sharpe": measures.sharpe,
            "sharpe_error": each.sharpe_error,
            "names": None if portfolio == "vn30" else measures.names,
        }
    )

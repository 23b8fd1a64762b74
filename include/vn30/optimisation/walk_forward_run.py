"""The tasks of a requested walk-forward: claim the request, walk one method, close the request."""

import json
import logging
from datetime import date
from math import isnan
from typing import Any
from uuid import UUID

import numpy as np
import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.i18n.localized import localized, marked, to_text
from vn30.market.clock import read_clock
from vn30.market.rules import rules_on
from vn30.optimisation.config import WalkForwardConfig
from vn30.optimisation.inputs import constraints_of
from vn30.optimisation.methods import Method
from vn30.optimisation.stored_history import members_between, newest_sessions, read_history
from vn30.optimisation.walk_forward import Costs, Difference, Performance, WalkForward, walk_forward
from vn30.portfolio.book import open_book
from vn30.portfolio.market import read_listing
from vn30.portfolio.store import find_portfolio
from vn30.risk.prices import SESSIONS_A_YEAR
from vn30.typing import FloatArray

log = logging.getLogger(__name__)

MAX_CURVE_POINTS = 300
"""Points of an equity curve that are stored."""


FAILED = localized(
    "A task of the run failed. Request it again; if it fails again, ask an operator for its log."
)
_LOST = marked("The run ended without a result. Request it again.")
"""What ``optimisation/fail_lost`` writes."""


class NotWanted(Exception):
    """The request was cancelled or deleted: there is nothing to do."""


def claim(walk_forward_id: str) -> list[str]:
    """Claim a request, and return its methods. A request that has ended, but for a cancelled one, runs again.

    Raises:
        NotWanted: it was cancelled, or deleted with its portfolio.
        WrongInput: there is nothing to walk through, and the request has failed.
    """
    with transaction() as connection:
        request = _request(connection, walk_forward_id)
    config = WalkForwardConfig.model_validate(request["settings"])
    try:
        with transaction() as connection:
            today = _today(connection)
            claimed = execute(
                connection,
                "optimisation/claim",
                id=walk_forward_id,
                as_of_date=today,
                tickers=_tickers(connection, request, config, today),
            )
    except WrongInput as error:
        fail(walk_forward_id, str(error))
        raise
    if not claimed:
        raise NotWanted(f"The walk-forward {walk_forward_id} was cancelled.")
    return list(config.methods)


def walk(walk_forward_id: str, method: Method) -> None:
    """Walk one method through the past, and store what came of it, or why nothing could.

    Raises:
        NotWanted: the request was cancelled meanwhile.
    """
    try:
        result = document_of(_walked(walk_forward_id, method))
    except WrongInput as error:
        # The other methods are walked all the same.
        result = {"problem": to_text(str(error))}
    with transaction() as connection:
        _running(connection, walk_forward_id)
        execute(
            connection,
            "optimisation/put_result",
            id=walk_forward_id,
            method=method,
            result=json.dumps(result),
        )
    log.info("%s is done", method)


def finish(walk_forward_id: str) -> bool:
    """Close a walk-forward whose methods are all done; whether it was running."""
    with transaction() as connection:
        return bool(execute(connection, "optimisation/finish", id=walk_forward_id))


def fail(walk_forward_id: str, problem: str) -> None:
    """Close a walk-forward as failed, unless it has ended."""
    with transaction() as connection:
        execute(connection, "optimisation/fail", id=walk_forward_id, problem=to_text(problem))


def close_lost(connection: sa.Connection) -> int:
    """Close as failed the walk-forwards that did not end within a day; return their number."""
    return execute(connection, "optimisation/fail_lost")


def document_of(found: WalkForward) -> dict[str, Any]:
    """A walk-forward as JSON: figures, and equity curves of at most 300 sessions."""
    shown = _shown(len(found.sessions))
    return {
        "sessions": [str(day) for day in found.sessions[shown]],
        "portfolios": {name: _performance(each, shown) for name, each in found.portfolios.items()},
        "differences": {name: _difference(each) for name, each in found.differences.items()},
        "rebalances": found.rebalances,
        "verdict": to_text(found.verdict),
        "kept": {to_text(reason): times for reason, times in found.kept.items()},
    }


def _walked(walk_forward_id: str, method: Method) -> WalkForward:
    with transaction() as connection:
        request = _running(connection, walk_forward_id)
        config = WalkForwardConfig.model_validate(request["settings"])
        as_of, tickers = request["as_of_date"], request["tickers"]
        listing = read_listing(connection, as_of)
        portfolio = find_portfolio(connection, request["user_id"], request["portfolio_id"])
        history = read_history(
            connection,
            tickers,
            newest_sessions(listing.calendar, as_of, _sessions(config)),
            by_membership=config.universe == "vn30",
        )
    return walk_forward(
        history,
        method,
        constraints_of(config.constraints, listing, tickers),
        lookback=config.lookback,
        rebalance_sessions=config.rebalance_sessions,
        costs=Costs(portfolio.fee_rate, rules_on(as_of).tax.of_sales),
        risk_free=config.risk_free,
    )


def _performance(each: Performance, shown: Any) -> dict[str, Any]:
    return {
        "growth": each.growth,
        "volatility": each.volatility,
        "sharpe": each.sharpe,
        "sharpe_error": each.sharpe_error,
        "maximum_drawdown": each.maximum_drawdown,
        "turnover": each.turnover,
        "costs": each.costs,
        "equity": _without_nan(each.equity[shown]),
    }


def _difference(each: Difference) -> dict[str, Any]:
    return {
        "value": each.value,
        "error": each.error,
        "p_value": each.p_value,
        "sessions": each.sessions,
    }


def _without_nan(values: FloatArray) -> list[float | None]:
    """JSON has no NaN."""
    return [None if isnan(value) else round(value, 6) for value in values.tolist()]


def _shown(count: int) -> Any:
    """The positions of the sessions of a curve, first and last included."""
    return np.unique(np.linspace(0, count - 1, min(count, MAX_CURVE_POINTS)).round().astype(int))


def _sessions(config: WalkForwardConfig) -> int:
    return config.lookback + 1 + config.years * SESSIONS_A_YEAR


def _request(connection: sa.Connection, walk_forward_id: str) -> Row:
    try:
        UUID(walk_forward_id)
    except ValueError as error:
        raise WrongInput(
            localized(
                "walk_forward_id: {walk_forward_id!r} is no UUID. Start a walk-forward through the API.",
                walk_forward_id=walk_forward_id,
            )
        ) from error
    request = fetch_one(connection, "optimisation/requested", id=walk_forward_id)
    if request is None:
        raise NotWanted(f"There is no walk-forward {walk_forward_id}: it was deleted.")
    return request


def _running(connection: sa.Connection, walk_forward_id: str) -> Row:
    request = _request(connection, walk_forward_id)
    if request["state"] != "running":
        raise NotWanted(f"The walk-forward {walk_forward_id} is {request['state']}.")
    return request


def _today(connection: sa.Connection) -> date:
    today = read_clock(connection).as_of
    if today is None:
        raise WrongInput(localized("There are no prices yet. Run vn30_data_crawler first."))
    return today


def _tickers(connection: sa.Connection, request: Row, config: WalkForwardConfig, today: date) -> list[str]:
    if config.universe == "vn30":
        listing = read_listing(connection, today)
        sessions = newest_sessions(listing.calendar, today, _sessions(config))
        known = members_between(connection, sessions[0], today)
        return sorted(set(known) & listing.stocks.keys())
    portfolio = find_portfolio(connection, request["user_id"], request["portfolio_id"])
    held = sorted(open_book(connection, portfolio, today).account.holdings)
    if not held:
        raise WrongInput(localized("universe: no stock is held. Take the universe `vn30`."))
    return held

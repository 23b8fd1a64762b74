"""Checks of a finished simulation from its fills: what could not have been traded, and sums that differ.

Nothing of it is the code of the engine. What the engine makes impossible is looked for after each run, so
that a fault of the engine is an error and no result.
"""

from vn30.backtesting.account_checks import account_violations
from vn30.backtesting.config import ExecutionConfig
from vn30.backtesting.fill_checks import fill_violations
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.result import SimulationResult
from vn30.backtesting.violation import Violation

_NAMED = 3


class ImpossibleSimulation(RuntimeError):
    """A simulation has traded what it could not: a fault of the engine, whose result is of no use."""


def violations(
    result: SimulationResult, market: TradableMarket, execution: ExecutionConfig
) -> list[Violation]:
    """All that is impossible in a result: none in one of the engine."""
    return [
        *fill_violations(result, market, execution),
        *account_violations(result, market, execution),
    ]


def check(result: SimulationResult, market: TradableMarket, execution: ExecutionConfig) -> None:
    """Refuse a result with violations.

    Raises:
        ImpossibleSimulation: the message has their number and the first ones.
    """
    found = violations(result, market, execution)
    if found:
        first = "; ".join(map(str, found[:_NAMED]))
        raise ImpossibleSimulation(f"{len(found)} violations of the rules of the market: {first}")

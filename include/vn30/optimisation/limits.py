"""The constraints of a problem as arrays, in the order of its tickers."""

from dataclasses import dataclass

import numpy as np

from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.optimisation.constraints import HELD_FROM, Constraints, percent
from vn30.optimisation.methods import METHODS
from vn30.optimisation.problem import Problem
from vn30.typing import BoolArray, FloatArray

MIN_SESSIONS = 60


@dataclass(frozen=True)
class Limits:
    """Arrays are of shape (tickers,) if nothing else is said; weights are shares of the value with its cash.

    Attributes:
        invested: the sum of all weights.
        held: today's weights.
        kept: the weights that may not be lowered, 0 for most.
        lowest: the weight from which a stock counts as held: no weight is between 0 and this.
        sectors: the names of the sectors with a limit.
        in_sector: shape (sectors, tickers).
        sector_limits: shape (sectors,).
        other_turnover: what cash and held stocks without returns add to the sum of all changes.
    """

    invested: float
    held: FloatArray
    kept: FloatArray
    lowest: float
    sectors: tuple[str, ...]
    in_sector: BoolArray
    sector_limits: FloatArray
    other_turnover: float

    def turnover(self, weights: FloatArray) -> float:
        """Half the sum of the changes of all weights, and of cash."""
        return float(np.abs(weights - self.held).sum() + self.other_turnover) / 2


def limits_of(problem: Problem) -> Limits:
    """The arrays of a problem.

    Raises:
        WrongInput: the problem has a fault; the message names the field.
    """
    _check(problem)
    constraints, tickers = problem.constraints, problem.tickers
    held = np.array([problem.held.get(ticker, 0.0) for ticker in tickers])
    invested = 1 - constraints.cash_share
    others = sum(problem.held.values()) - held.sum()
    sectors = tuple(sorted(constraints.max_by_sector))
    sector_of = [constraints.sectors.get(ticker) for ticker in tickers]
    return Limits(
        invested=invested,
        held=held,
        kept=np.where([_is_kept(problem, ticker) for ticker in tickers], held, 0.0),
        lowest=max(constraints.min_weight, HELD_FROM if constraints.min_names else 0.0),
        sectors=sectors,
        in_sector=np.array([[own == name for own in sector_of] for name in sectors], dtype=bool).reshape(
            len(sectors), len(tickers)
        ),
        sector_limits=np.array([constraints.max_by_sector[name] for name in sectors]),
        other_turnover=float(others + abs(sum(problem.held.values()) - invested)),
    )


def _is_kept(problem: Problem, ticker: str) -> bool:
    since = problem.sessions_held.get(ticker)
    is_young = since is not None and since < problem.constraints.min_holding_sessions
    return is_young or ticker in problem.constraints.locked


def _check(problem: Problem) -> None:
    tickers, returns = problem.tickers, problem.returns
    if problem.method not in METHODS:
        raise WrongInput(
            localized(
                "method: {method!r} is none; take one of {methods}.",
                method=problem.method,
                methods=", ".join(METHODS),
            )
        )
    if not tickers or len(set(tickers)) != len(tickers):
        raise WrongInput(localized("tickers: name one or more stocks, each once."))
    if returns.shape[1:] != (len(tickers),) or len(returns) < MIN_SESSIONS:
        raise WrongInput(
            localized(
                "returns: {shape} is their shape; give {min_sessions} or more sessions of "
                "{tickers} stocks. A young stock has too few: leave it out.",
                shape=returns.shape,
                min_sessions=MIN_SESSIONS,
                tickers=len(tickers),
            )
        )
    if not np.isfinite(returns).all():
        raise WrongInput(
            localized("returns: some are missing; leave out the stocks or sessions without a price.")
        )
    if min(problem.held.values(), default=0) < 0 or sum(problem.held.values()) > 1 + 1e-9:
        raise WrongInput(localized("held: weights are 0 or more, and 1 together or less."))
    absent = sorted(ticker for ticker in problem.held.keys() - set(tickers) if _is_kept(problem, ticker))
    if absent:
        raise WrongInput(
            localized(
                "locked: {absent} cannot be sold yet and is not among the stocks; wait, or optimise "
                "with more of its sessions.",
                absent=", ".join(absent),
            )
        )
    _check_constraints(problem.constraints)


def _check_constraints(constraints: Constraints) -> None:
    shares = {
        "min_weight": constraints.min_weight,
        "max_weight": constraints.max_weight,
        "max_turnover": constraints.max_turnover or 0.0,
        **{f"max_by_sector: {name}": share for name, share in constraints.max_by_sector.items()},
    }
    for name, share in shares.items():
        if not 0 <= share <= 1:
            raise WrongInput(
                localized("{name}: {share} is no share; take one from 0 to 1.", name=name, share=share)
            )
    if not 0 <= constraints.cash_share < 1:
        raise WrongInput(
            localized(
                "cash_share: {cash_share} is no share; take one from 0 to below 1.",
                cash_share=constraints.cash_share,
            )
        )
    if constraints.min_weight > constraints.max_weight:
        raise WrongInput(
            localized(
                "min_weight: {min_weight} is above the maximum weight of "
                "{max_weight}; lower it, or raise the maximum weight.",
                min_weight=percent(constraints.min_weight),
                max_weight=percent(constraints.max_weight),
            )
        )
    least, most = constraints.min_names, constraints.max_names
    if (least is not None and least < 1) or (most is not None and most < 1):
        raise WrongInput(localized("min_names, max_names: take 1 or more."))
    if least is not None and most is not None and least > most:
        raise WrongInput(
            localized(
                "min_names: {least} is above max_names, {most}; lower it, or raise the other.",
                least=least,
                most=most,
            )
        )
    unknown = constraints.max_by_sector.keys() - set(constraints.sectors.values())
    if unknown:
        raise WrongInput(
            localized("max_by_sector: no stock has the sector {unknown}.", unknown=", ".join(sorted(unknown)))
        )

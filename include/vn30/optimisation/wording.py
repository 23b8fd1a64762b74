"""Sentences on constraints: what has to change, what is broken, and what binds."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from vn30.i18n.localized import joined, localized, localized_plural
from vn30.optimisation.constraints import HELD_FROM, Constraints, percent
from vn30.optimisation.infeasible import Infeasible
from vn30.optimisation.limits import Limits
from vn30.optimisation.linear import Moved
from vn30.typing import BoolArray, FloatArray

TOLERANCE = 1e-4
"""By how much a weight of the convex solver may miss a constraint: 0.01 % of the value."""


class Finding(NamedTuple):
    """A constraint that weights break or reach, in words without a full stop."""

    constraint: str
    words: str


def infeasible(
    constraints: Constraints, limits: Limits, tickers: Sequence[str], moved: Sequence[Moved]
) -> Infeasible:
    """The error of constraints that no weights meet.

    Args:
        moved: the constraints that would do alone, by :func:`vn30.optimisation.linear.moves`.
    """
    if not moved:
        return Infeasible(
            localized(
                "No weights meet all constraints, and no change of one of them alone would do: relax two "
                "or more "
                "of them, or add stocks.",
            ),
        )
    words = [_remedy(constraints, limits, tickers, one) for one in moved]
    return Infeasible(
        localized_plural(
            "No weights meet all constraints; this change would do: {changes}.",
            "No weights meet all constraints; one of these changes would do: {changes}.",
            len(words),
            changes=joined("; ", *words),
        ),
        tuple(dict.fromkeys(one.constraint for one in moved)),
    )


def _remedy(constraints: Constraints, limits: Limits, tickers: Sequence[str], moved: Moved) -> str:
    name, by = moved.constraint, moved.by
    if name == "max_weight":
        return localized(
            "a maximum weight of {needed} (now {now})",
            needed=_up(constraints.max_weight + by),
            now=percent(constraints.max_weight),
        )
    if name == "min_weight":
        return localized(
            "a minimum weight of {needed} (now {now})",
            needed=_down(constraints.min_weight - by),
            now=percent(constraints.min_weight),
        )
    if name == "max_by_sector":
        most = constraints.max_by_sector[moved.sector or ""]
        return localized(
            "at most {needed} in {sector} (now {now})",
            needed=_up(most + by),
            sector=moved.sector,
            now=percent(most),
        )
    if name == "min_names":
        least = constraints.min_names or 0
        return localized("at least {needed} names (now {now})", needed=round(least - by), now=least)
    if name == "max_names":
        most_names = constraints.max_names or 0
        return localized("at most {needed} names (now {now})", needed=round(most_names + by), now=most_names)
    if name == "max_turnover":
        most = constraints.max_turnover or 0.0
        return localized(
            "a maximum turnover of {needed} (now {now})", needed=_up(most + by), now=percent(most)
        )
    if name == "locked":
        return localized("to wait until {tickers} can be sold", tickers=_kept(limits, tickers))
    return localized(
        "another share of cash, by {by} (now {now})", by=_up(by), now=percent(constraints.cash_share)
    )


def broken(
    constraints: Constraints, limits: Limits, tickers: Sequence[str], weights: FloatArray
) -> Iterator[Finding]:
    """The constraints that weights break by more than :data:`TOLERANCE`."""
    yield from _compared(constraints, limits, tickers, weights, lambda value, most: value > most + TOLERANCE)
    small = (weights > TOLERANCE) & (weights < limits.lowest - TOLERANCE)
    if small.any():
        names = _names(tickers, small)
        yield Finding(
            "min_weight",
            localized(
                "{names} below the minimum weight of {lowest}", names=names, lowest=percent(limits.lowest)
            ),
        )
    if (weights < limits.kept - TOLERANCE).any():
        names = _names(tickers, weights < limits.kept - TOLERANCE)
        yield Finding("locked", localized("less of {names}, which cannot be sold yet", names=names))
    if constraints.min_names and (weights >= HELD_FROM - TOLERANCE).sum() < constraints.min_names:
        yield Finding(
            "min_names",
            localized(
                "{names} names, at least {min_names}",
                names=(weights >= HELD_FROM).sum(),
                min_names=constraints.min_names,
            ),
        )
    if constraints.max_names and (weights > TOLERANCE).sum() > constraints.max_names:
        yield Finding(
            "max_names",
            localized(
                "{names} names, at most {max_names}",
                names=(weights > TOLERANCE).sum(),
                max_names=constraints.max_names,
            ),
        )


def binding(
    constraints: Constraints, limits: Limits, tickers: Sequence[str], weights: FloatArray
) -> Iterator[Finding]:
    """The constraints that weights have reached."""
    yield from _compared(constraints, limits, tickers, weights, lambda value, most: value > most - TOLERANCE)
    is_held = weights > TOLERANCE
    at_least = is_held & (weights < limits.lowest + TOLERANCE)
    if constraints.min_weight and at_least.any():
        words = localized(
            "{tickers} at the minimum weight of {min_weight}",
            tickers=_names(tickers, at_least),
            min_weight=percent(constraints.min_weight),
        )
        yield Finding("min_weight", words)
    at_kept = (limits.kept > 0) & (weights < limits.kept + TOLERANCE)
    if at_kept.any():
        yield Finding(
            "locked",
            localized("{tickers} as now, which cannot be sold yet", tickers=_names(tickers, at_kept)),
        )
    names = int(is_held.sum())
    if constraints.min_names == names:
        yield Finding("min_names", localized("{names} names, at least as many", names=names))
    if constraints.max_names == names:
        yield Finding("max_names", localized("{names} names, at most as many", names=names))


def _compared(
    constraints: Constraints,
    limits: Limits,
    tickers: Sequence[str],
    weights: FloatArray,
    is_at: Callable[[float, float], bool],
) -> Iterator[Finding]:
    """The upper limits that ``is_at`` finds."""
    at_most = np.array([is_at(weight, constraints.max_weight) for weight in weights])
    if at_most.any():
        words = localized(
            "{tickers} at the maximum weight of {max_weight}",
            tickers=_names(tickers, at_most),
            max_weight=percent(constraints.max_weight),
        )
        yield Finding("max_weight", words)
    for name, members, most in zip(limits.sectors, limits.in_sector, limits.sector_limits, strict=True):
        share = float(weights[members].sum())
        if is_at(share, most):
            yield Finding(
                "max_by_sector",
                localized(
                    "{share} in {name}, at most {most}", share=percent(share), name=name, most=percent(most)
                ),
            )
    turnover = limits.turnover(weights)
    if constraints.max_turnover is not None and is_at(turnover, constraints.max_turnover):
        words = localized(
            "a turnover of {turnover}, at most {max_turnover}",
            turnover=percent(turnover),
            max_turnover=percent(constraints.max_turnover),
        )
        yield Finding("max_turnover", words)


def _names(tickers: Sequence[str], chosen: BoolArray) -> str:
    return ", ".join(ticker for ticker, is_one in zip(tickers, chosen, strict=True) if is_one)


def _kept(limits: Limits, tickers: Sequence[str]) -> str:
    return _names(tickers, limits.kept > 0)


def _up(share: float) -> str:
    return percent(math.ceil(1000 * share - 1e-6) / 1000)


def _down(share: float) -> str:
    return percent(math.floor(1000 * share + 1e-6) / 1000)

"""The dated rules of HOSE for many sessions and prices; those of a day are in :mod:`vn30.market.rules`."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from vn30.market.rules import Rule, Tick, dated_rules, rules_on
from vn30.typing import FloatArray

R = TypeVar("R", bound=Rule)


def rules_of(kind: type[R], sessions: NDArray[np.datetime64]) -> list[R]:
    """The rule of a kind that is in force in each session.

    Args:
        sessions: oldest first.

    Raises:
        WrongInput: there is no rule for the first session.
    """
    if not len(sessions):
        return []
    days = sessions.astype("datetime64[D]")
    rules = [rule for rules in dated_rules().values() for rule in rules if isinstance(rule, kind)]
    begins = np.array([rule.valid_from for rule in rules], dtype="datetime64[D]")
    if days[0] < begins[0]:
        # Either the first rule holds for earlier days as well, or this says that it does not.
        rules_on(days[0].astype(object))
    return [rules[place] for place in np.maximum(np.searchsorted(begins, days, side="right") - 1, 0)]


def steps_at(prices: FloatArray, sessions: NDArray[np.datetime64]) -> FloatArray:
    """The price step (VND) at each price, shape of the prices.

    Args:
        prices: VND, a row a session; those of NaN have the largest step.
    """
    days = sessions.astype("datetime64[D]")
    steps_of = np.empty(np.shape(prices))
    rules = [rule for rule in dated_rules()["tick"] if isinstance(rule, Tick)]
    for position, rule in enumerate(rules):
        in_force = np.ones(len(days), dtype=bool) if position == 0 else days >= np.datetime64(rule.valid_from)
        starts, steps = np.array(rule.steps, dtype=float).T
        # NaN sorts behind all steps.
        places = np.searchsorted(starts, prices[in_force], side="right") - 1
        steps_of[in_force] = steps[np.clip(places, 0, len(steps) - 1)]
    return steps_of


def price_limits(
    references: FloatArray, shares: FloatArray, sessions: NDArray[np.datetime64]
) -> tuple[FloatArray, FloatArray]:
    """Ceilings and floors (VND): :meth:`MarketRules.ceiling` and :meth:`MarketRules.floor` of many sessions.

    Args:
        references: reference prices, VND, shape (sessions,).
        shares: how far a price may be from the reference, as a share of it.
    """
    # Without the digits that floats add, a limit that is on a step would be rounded to the next one.
    up, down = np.round(references * (1 + shares), 6), np.round(references * (1 - shares), 6)
    ceilings, floors = steps_at(up, sessions), steps_at(down, sessions)
    highest, lowest = ceilings * np.floor(up / ceilings), floors * np.ceil(down / floors)
    next_up = ceilings * (np.floor(references / ceilings) + 1)
    next_down = np.maximum(floors * (np.ceil(references / floors) - 1), floors)
    # NaN stays NaN: no reference price, no limits.
    return np.where(highest <= references, next_up, highest), np.where(
        lowest >= references, next_down, lowest
    )

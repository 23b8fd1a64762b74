"""Sizes of orders: from target weights to shares, what cash buys, and how a trade is split. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from vn30.typing import FloatArray

_DUST = 1e-9
"""Digits that floats add: 0.2 of 1,000,000 VND are 10 shares of 20,000 VND, not 9.999999999."""


def target_shares(
    weights: FloatArray, held: FloatArray, before: FloatArray, equity: float, closes: FloatArray, lot: int
) -> FloatArray:
    """The shares that weights ask for, shape (tickers,).

    The difference to the shares held is rounded to lots towards zero; a weight of 0 asks for no share at all.

    Args:
        weights: of the equity; NaN: what was asked for before stays.
        before: the targets so far.
        closes: raw closes, VND; 0 of a ticker that never traded, of which the held shares stay.
        lot: shares; 0: parts of a share.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        gaps = np.where(closes > 0, weights * equity / closes - held, 0.0)
    if lot:
        gaps = lot * np.trunc(gaps / lot + np.copysign(_DUST, gaps))
    wanted = np.where(weights == 0, 0.0, held + gaps)
    targets: FloatArray = np.where(np.isnan(weights), before, wanted)
    return targets


def split(quantity: float, lot: int, largest: int) -> list[float]:
    """The orders of a trade: of the largest size while possible, the rest, and the shares beyond lots."""
    odd = quantity % lot
    full, rest = divmod(quantity - odd, largest)
    return [*[largest] * int(full), *(part for part in (rest, odd) if part)]


def sold_at_once(quantity: float, held: float, lot: int, odd_lots: bool) -> float:
    """What of ``quantity`` can be sold: round lots, and with the last shares those beyond them.

    Args:
        odd_lots: whether fewer shares than a lot can be traded.
    """
    return quantity if odd_lots and quantity == held else quantity // lot * lot


def affordable(cash: float, wanted: int, lot: int, cost: Callable[[int], float]) -> int:
    """The most shares in lots, up to ``wanted``, whose cost is within the cash."""
    lots = wanted // lot
    if cost(lots * lot) <= cash:
        return lots * lot
    return lot * bisect_right(range(1, lots + 1), cash, key=lambda count: cost(count * lot))


def purchases(cash: float, wanted: Sequence[int], lot: int, cost: Callable[[int, int], float]) -> list[int]:
    """What is bought of each ticker with the cash.

    If it is too little, each gets the same part of what it would cost. What lots leave of the cash goes to
    the ticker that lacks most, by cost; of equal ones, to the first.

    Args:
        wanted: shares in lots.
        cost: what shares cost with fees, by the place in ``wanted`` and the shares.
    """
    costs = [cost(place, quantity) for place, quantity in enumerate(wanted)]
    total = sum(costs)
    if total <= cash:
        return list(wanted)
    bought = [
        affordable(int(cash) * int(costs[place]) // int(total), quantity, lot, partial(cost, place))
        for place, quantity in enumerate(wanted)
    ]
    spent = [cost(place, quantity) for place, quantity in enumerate(bought)]
    left = cash - sum(spent)
    for place in sorted(range(len(wanted)), key=lambda place: spent[place] - costs[place]):
        bought[place] = affordable(left + spent[place], wanted[place], lot, partial(cost, place))
        left -= cost(place, bought[place]) - spent[place]
    return bought

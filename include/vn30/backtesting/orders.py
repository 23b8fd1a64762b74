"""Sizes of orders: from target weights to shares, what cash buys, and how a trade is split. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vn30.backtesting.terms import Terms
from vn30.typing import FloatArray

_DUST = 1e-9
"""Digits that floats add: 0.2 of 1,000,000 VND are 10 shares of 20,000 VND, not 9.999999999."""


def target_shares(
    weights: FloatArray,
    held: FloatArray,
    before: FloatArray,
    equity: float,
    closes: FloatArray,
    lot: int,
    band: float = 0.0,
) -> FloatArray:
    """The shares that weights ask for, shape (tickers,).

    The difference to the shares held is rounded to lots towards zero; a weight of 0 asks for no share at all.

    Args:
        weights: of the equity; NaN: what was asked for before stays.
        before: the targets so far.
        closes: raw closes, VND; 0 of a ticker that never traded, of which the held shares stay.
        lot: shares; 0: parts of a share.
        band: a held stock whose weight differs by less stays as it is, unless its weight is to be 0.
    """
    gaps = np.divide(weights * equity, closes, out=held.copy(), where=closes > 0) - held
    if lot:
        gaps = lot * np.trunc(gaps / lot + np.copysign(_DUST, gaps))
    if band:
        # Of NaN weights, no comparison holds.
        is_small = (held > 0) & (np.abs(weights * equity - held * closes) < band * equity)
        gaps = np.where(is_small, 0.0, gaps)
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


@dataclass(frozen=True)
class Purchases:
    """What purchases cost in one session: orders in lots, up to the largest size."""

    terms: Terms
    lot: int
    largest: int

    def cost(self, quantity: int, price: float) -> float:
        """The value and the fees of a purchase in lots, in VND."""
        full, rest = divmod(quantity, self.largest)
        cost = self._cost_of_one(rest, price) if rest else 0.0
        return cost + full * self._cost_of_one(self.largest, price) if full else cost

    def affordable(self, cash: float, wanted: int, price: float) -> int:
        """The most shares in lots, up to ``wanted``, whose cost is within the cash."""
        lots = wanted // self.lot
        if self.cost(lots * self.lot, price) <= cash:
            return lots * self.lot
        # By the rate alone, which is right but for rounding, a minimum fee and the parts of large orders.
        near = int(cash // (price * self.lot * (1 + self.terms.fee_rate)))
        if self.cost(near * self.lot, price) <= cash < self.cost((near + 1) * self.lot, price):
            return near * self.lot
        within = bisect_right(range(1, lots + 1), cash, key=lambda lots: self.cost(lots * self.lot, price))
        return within * self.lot

    def shared(self, cash: float, wanted: Sequence[int], prices: Sequence[float]) -> list[int]:
        """What is bought of each ticker with the cash, in shares.

        If it is too little, each gets the same part of what it would cost. What lots leave of the cash goes
        to the ticker that lacks most, by cost; of equal ones, to the first.

        Args:
            wanted: in lots.
        """
        costs = [self.cost(quantity, price) for quantity, price in zip(wanted, prices, strict=True)]
        total = sum(costs)
        if total <= cash:
            return list(wanted)
        bought, spent = [], []
        for quantity, price, cost in zip(wanted, prices, costs, strict=True):
            bought.append(self.affordable(int(cash) * int(cost) // int(total), quantity, price))
            spent.append(self.cost(bought[-1], price))
        left = cash - sum(spent)
        for place in sorted(range(len(wanted)), key=lambda place: spent[place] - costs[place]):
            if left >= prices[place] * self.lot:
                bought[place] = self.affordable(left + spent[place], wanted[place], prices[place])
                left -= self.cost(bought[place], prices[place]) - spent[place]
        return bought

    def _cost_of_one(self, quantity: int, price: float) -> float:
        value = self.terms.value(quantity, price)
        return value + self.terms.fee(value)

"""A portfolio over past sessions: trades at closes, costs, and cash that arrives days after a sale.

Shares are not rounded to lots, and every close can be traded at. A stock without a close in a session is not
traded in it, and counts at its last close.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from vn30.typing import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Costs:
    """Shares of the value of a trade: the fee of either side, and the tax of sales."""

    fee: float = 0.0015
    sales_tax: float = 0.001


@dataclass(frozen=True)
class Tape:
    """What trades are made by: a row a session, a column a ticker.

    Attributes:
        prices: the last closes, NaN before the first one, shape (sessions, tickers).
        is_traded: whether there is a close, shape (sessions, tickers).
        settlement: sessions until the cash of a sale arrives, shape (sessions,).
    """

    prices: FloatArray
    is_traded: BoolArray
    settlement: IntArray


@dataclass(frozen=True)
class Held:
    """What is held after a session: weights, shape (tickers,), and sessions since the newest purchases."""

    weights: FloatArray
    since: IntArray


Decide = Callable[[int, Held], FloatArray | None]
"""Target weights, shape (tickers,), after a session (its row); None: nothing is traded."""


@dataclass(frozen=True)
class Run:
    """What came of the decisions.

    Attributes:
        equity: 1 at the first decision, shape (sessions from that on,).
        turnover: sum over all trades of half of their value over the equity.
        costs: sum of fees and taxes, each over the equity.
    """

    equity: FloatArray
    turnover: float
    costs: float


def simulate(tape: Tape, rows: range, decide: Decide, costs: Costs) -> Run:
    """Follow decisions.

    A decision after a row is traded at the closes of the next one: sales then, purchases as far as there is
    cash, the rest when the cash of sales arrives.

    Args:
        rows: of the decisions.
    """
    book = _Book(tape, costs)
    equity = [1.0]
    decisions = frozenset(rows)
    targets = decide(rows[0], book.held(rows[0], 1.0))
    for row in range(rows[0] + 1, len(tape.prices)):
        if targets is not None:
            book.sell(row, targets)
        book.receive(row)
        book.buy(row)
        equity.append(book.equity(row))
        targets = decide(row, book.held(row, equity[-1])) if row in decisions else None
    return Run(np.array(equity), book.turnover, book.paid)


@dataclass
class _Book:
    tape: Tape
    costs: Costs
    cash: float = 1.0
    turnover: float = 0.0
    paid: float = 0.0
    coming: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        count = self.tape.prices.shape[1]
        self.shares: FloatArray = np.zeros(count)
        self.wanted: FloatArray = np.zeros(count)
        self.bought: IntArray = np.full(count, -1)

    def _prices(self, row: int) -> FloatArray:
        prices: FloatArray = np.nan_to_num(self.tape.prices[row])
        return prices

    def equity(self, row: int) -> float:
        return self.cash + sum(self.coming.values()) + float(self.shares @ self._prices(row))

    def held(self, row: int, equity: float) -> Held:
        since = np.where(self.bought >= 0, row - self.bought, len(self.tape.prices))
        return Held(self.shares * self._prices(row) / equity, since)

    def receive(self, row: int) -> None:
        self.cash += self.coming.pop(row, 0.0)

    def sell(self, row: int, targets: FloatArray) -> None:
        prices, is_traded = self._prices(row), self.tape.is_traded[row]
        equity = self.equity(row)
        changes = np.divide(
            targets * equity - self.shares * prices, prices, out=np.zeros_like(prices), where=is_traded
        )
        sold = np.maximum(-changes, 0)
        self.shares = self.shares - sold
        self.wanted = np.maximum(changes, 0)
        value = float(sold @ prices)
        charges = value * (self.costs.fee + self.costs.sales_tax)
        arrives = min(row + int(self.tape.settlement[row]), len(self.tape.prices))
        self.coming[arrives] = self.coming.get(arrives, 0.0) + value - charges
        self._count(value, charges, equity)

    def buy(self, row: int) -> None:
        usable = np.where(self.tape.is_traded[row], self.wanted, 0.0)
        prices = self._prices(row)
        due = float(usable @ prices) * (1 + self.costs.fee)
        if due <= 0 or self.cash <= 0:
            return
        equity = self.equity(row)
        shares = min(1.0, self.cash / due) * usable
        value = float(shares @ prices)
        self.shares = self.shares + shares
        self.wanted = self.wanted - shares
        self.bought[shares > 0] = row
        self.cash -= value * (1 + self.costs.fee)
        self._count(value, value * self.costs.fee, equity)

    def _count(self, value: float, charges: float, equity: float) -> None:
        self.turnover += value / 2 / equity
        self.paid += charges / equity

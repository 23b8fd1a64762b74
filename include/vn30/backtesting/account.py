"""The account of a simulation: cash, shares in lots by the time of their arrival, and what they have cost.

Times are halves of sessions (:class:`vn30.backtesting.prepared.PreparedMarket`). Quantities and amounts are
whole numbers, apart from accounts without frictions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from vn30.backtesting.offers import DAILY
from vn30.backtesting.result import Fill, Reason
from vn30.backtesting.terms import Terms
from vn30.market.money import part_of
from vn30.typing import FloatArray


@dataclass
class Lot:
    """Shares that were bought in one session.

    Attributes:
        session: of the purchase; of new shares without one, that of the oldest ones held.
        arrives: the first half in which they can be sold.
    """

    quantity: float
    session: int
    arrives: int


@dataclass
class Account:
    """The state of an account.

    Attributes:
        arrived: cash that can be spent, VND.
        coming: pairs of the half in which cash arrives, and its amount.
        held: shares by ticker, shape (tickers,).
        entry: mean price of the shares held by ticker, VND, without fees and on the basis of the session; 0
            where nothing is held.
        lots: of each ticker, those that arrive first before the others; of whole shares alone, as parts of a
            share are traded where all arrives at once.
        costs: what the shares held have cost with fees, by ticker, VND.
        fills: of whole shares.
        charged: of the running session, by ticker and reason of orders that are filled minute by minute: what
            the rate and what the account was charged so far, VND.
    """

    terms: Terms
    arrived: float
    held: FloatArray
    entry: FloatArray
    coming: list[tuple[int, float]] = field(default_factory=list)
    lots: dict[int, list[Lot]] = field(default_factory=dict)
    costs: dict[int, float] = field(default_factory=dict)
    fills: list[Fill] = field(default_factory=list)
    charged: dict[tuple[int, str], tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def opened(cls, terms: Terms, cash: float, tickers: int) -> "Account":
        """An account with cash alone."""
        return cls(terms, cash, np.zeros(tickers), np.zeros(tickers))

    @property
    def cash(self) -> float:
        """All cash, also what has not arrived, in VND."""
        return self.arrived + sum(amount for _, amount in self.coming) if self.coming else self.arrived

    def settle(self, half: int) -> None:
        """Let the cash arrive that is due up to ``half``."""
        while self.coming and self.coming[0][0] <= half:
            self.arrived += heappop(self.coming)[1]

    def receive(self, amount: float, arrives: int) -> None:
        """Cash that comes in the half ``arrives``."""
        heappush(self.coming, (arrives, amount))

    def sellable(self, ticker: int, half: int, bought_by: int) -> float:
        """Shares that have arrived by ``half`` and were bought in the session ``bought_by`` or before."""
        if not self.terms.whole:
            return float(self.held[ticker])
        return sum(
            lot.quantity
            for lot in self.lots.get(ticker, ())
            if lot.arrives <= half and lot.session <= bought_by
        )

    def buy(
        self,
        ticker: int,
        orders: Sequence[float],
        price: float,
        session: int,
        decided: int,
        arrives: int,
        minute: int = DAILY,
    ) -> None:
        """Purchases of a ticker at one price, a fill an order."""
        for quantity in orders:
            value = self.terms.value(quantity, price)
            fee = self.terms.fee(value) if minute == DAILY else self._fee((ticker, "purchase"), value)
            self.arrived -= value + fee
            self.costs[ticker] = self.costs.get(ticker, 0) + value + fee
            held, entry = float(self.held[ticker]), float(self.entry[ticker])
            self.entry[ticker] = (entry * held + price * quantity) / (held + quantity)
            self.held[ticker] = held + quantity
            if self.terms.whole:
                self._add_lot(ticker, quantity, session, arrives)
                amounts = int(quantity), price, int(fee), 0
                at = None if minute == DAILY else minute
                self.fills.append(Fill(session, decided, ticker, *amounts, "signal", minute=at))

    def sell(
        self,
        ticker: int,
        orders: Sequence[float],
        price: float,
        session: int,
        decided: int,
        arrives: int,
        tax_rate: float,
        reason: Reason,
        minute: int = DAILY,
    ) -> None:
        """Sales of a ticker at one price, a fill an order; the shares that arrived first go first."""
        for quantity in orders:
            value = self.terms.value(quantity, price)
            fee = self.terms.fee(value) if minute == DAILY else self._fee((ticker, reason), value)
            tax = self.terms.share(value, tax_rate)
            cost = self._cost_of(ticker, quantity)
            proceeds = value - fee - tax
            self.receive(proceeds, arrives)
            self.held[ticker] -= quantity
            if self.terms.whole:
                opened = self._take(ticker, quantity)
                amounts = int(-quantity), price, int(fee), int(tax)
                gain = int(proceeds - cost)
                at = None if minute == DAILY else minute
                self.fills.append(Fill(session, decided, ticker, *amounts, reason, opened, gain, at))

    def add_shares(self, ticker: int, quantity: int, half: int) -> None:
        """New shares without cost, which can be sold from ``half`` on."""
        lots = self.lots[ticker]
        lots.append(Lot(quantity, min(lot.session for lot in lots), half))
        lots.sort(key=lambda lot: (lot.arrives, lot.session))
        self.held[ticker] += quantity

    def _add_lot(self, ticker: int, quantity: float, session: int, arrives: int) -> None:
        lots = self.lots.setdefault(ticker, [])
        if lots and (lots[-1].session, lots[-1].arrives) == (session, arrives):
            # An order by minutes has hundreds of executions.
            lots[-1].quantity += quantity
        else:
            lots.append(Lot(quantity, session, arrives))

    def _fee(self, order: tuple[int, str], value: float) -> float:
        """The fee of one execution by minutes: those of an order have one minimum together."""
        by_rate, charged = self.charged.get(order, (0.0, 0.0))
        by_rate += self.terms.share(value, self.terms.fee_rate)
        fee = max(by_rate, self.terms.minimum_fee) - charged
        self.charged[order] = by_rate, charged + fee
        return fee

    def _cost_of(self, ticker: int, quantity: float) -> float:
        held, cost = float(self.held[ticker]), self.costs[ticker]
        if self.terms.whole:
            part: float = part_of(int(cost), int(quantity), int(held))
        else:
            part = cost * quantity / held
        self.costs[ticker] = cost - part
        return part

    def _take(self, ticker: int, quantity: float) -> int:
        """Take shares from the oldest lots; the session of the oldest purchase among them."""
        lots = self.lots[ticker]
        opened = lots[0].session
        while quantity > 0:
            taken = min(lots[0].quantity, quantity)
            opened = min(opened, lots[0].session)
            quantity -= taken
            lots[0].quantity -= taken
            if not lots[0].quantity:
                lots.pop(0)
        if not lots:
            self.entry[ticker] = 0
        return opened

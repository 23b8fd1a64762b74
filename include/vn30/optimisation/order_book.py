"""Orders, and what they lead to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from vn30.market.money import share_of
from vn30.portfolio.transactions import Transaction, with_charges

Side = Literal["buy", "sell"]


@dataclass(frozen=True)
class Terms:
    """What a broker asks, and how limit prices are set.

    Attributes:
        fee: share of the value of a trade, either side.
        minimum_fee: VND an order.
        price_margin: purchases are limited at so much above the reference price and sales below it, as a
            share of 1, within the band.
        max_sessions: from the next session on; what cannot be traded by then is left.
    """

    fee: float = 0.0015
    minimum_fee: int = 0
    price_margin: float = 0.0
    max_sessions: int = 10

    def fee_of(self, value: int) -> int:
        """The fee of an order of this value, VND."""
        return max(self.minimum_fee, share_of(value, self.fee))


@dataclass(frozen=True)
class Order:
    """One limit order; amounts in VND at its limit price.

    Attributes:
        session: the first in which it can be sent.
        limit_price: raw, VND a share. It is within the band of the next session; that of a later one is not
            known yet, and the order has to be priced again then.
        value: quantity times limit price.
    """

    session: date
    ticker: str
    side: Side
    quantity: int
    limit_price: int
    value: int
    fee: int
    tax: int

    @property
    def cash(self) -> int:
        """What it changes the cash by."""
        return self.value - self.fee - self.tax if self.side == "sell" else -self.value - self.fee


def order_of(session: date, ticker: str, side: Side, quantity: int, limit_price: int, terms: Terms) -> Order:
    """An order with its charges: those of the trade that fills it."""
    trade = Transaction(session, side, ticker, quantity, limit_price)
    charged = with_charges(trade, terms.fee, fee=terms.fee_of(trade.value))
    return Order(session, ticker, side, quantity, limit_price, trade.value, charged.fee, charged.tax)


@dataclass(frozen=True)
class SessionCash:
    """Cash after the orders of a session, in VND: what can be spent, and sales that have not arrived."""

    session: date
    settled: int
    unsettled: int


@dataclass(frozen=True)
class OrderList:
    """All orders, and what they lead to.

    Attributes:
        orders: by session, sales first.
        cash: of each session from the next one until all cash has arrived.
        shares: by ticker, after all orders.
        weights: by ticker, after all orders and costs, at reference prices.
        tracking: by ticker, those weights less the target weights.
        tracking_difference: half the sum of the sizes of ``tracking`` and of that of the cash.
        fees, taxes: VND in total.
        traded: VND bought and sold.
        left: by ticker, why shares are not traded that the target weights ask for, one sentence each.
    """

    orders: tuple[Order, ...]
    cash: tuple[SessionCash, ...]
    shares: Mapping[str, int]
    weights: Mapping[str, float]
    tracking: Mapping[str, float]
    tracking_difference: float
    fees: int
    taxes: int
    traded: int
    left: Mapping[str, str] = field(default_factory=dict)

"""The state of a simulation while its sessions pass."""

from dataclasses import dataclass, field

import numpy as np

from vn30.backtesting.account import Account
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.orders import split
from vn30.backtesting.prepared import PreparedMarket
from vn30.backtesting.result import Reason
from vn30.backtesting.terms import Terms
from vn30.typing import FloatArray, IntArray

_ROUNDING = 1e-6
"""Shares of the volume: 0.29 of 100 are 29, not 28.999999999999996."""


@dataclass
class State:
    """An account in a market, and what it is asked to hold.

    Attributes:
        targets: shares that are asked for, by ticker, shape (tickers,).
        decided: by ticker, the session of the decision that asks for them; -1: none yet.
        traded: by ticker, shares that were traded in the running session.
        dividends, dividend_taxes, rights, unfilled: by session, as in the result.
    """

    known: PreparedMarket
    market: TradableMarket
    terms: Terms
    account: Account
    targets: FloatArray
    decided: IntArray
    dividends: FloatArray
    dividend_taxes: FloatArray
    rights: FloatArray
    unfilled: FloatArray
    traded: dict[int, float] = field(default_factory=dict)

    @classmethod
    def begun(cls, known: PreparedMarket, terms: Terms, cash: float) -> "State":
        """An account with cash alone, before the first session."""
        sessions, tickers = known.market.close.shape
        return cls(
            known,
            known.market,
            terms,
            Account.opened(terms, cash, tickers),
            np.zeros(tickers),
            np.full(tickers, -1, dtype=np.int64),
            dividends=np.zeros(sessions),
            dividend_taxes=np.zeros(sessions),
            rights=np.zeros(sessions),
            unfilled=np.zeros(sessions),
        )

    def can_trade(self, session: int, ticker: int, price: float) -> bool:
        """Whether there is a price, and volume."""
        return price == price and self.market.volume[session, ticker] > 0

    def can_buy(self, session: int, ticker: int, price: float) -> bool:
        """Whether a purchase at this price finds a seller, which none at the ceiling does."""
        return self.can_trade(session, ticker, price) and price < self.market.ceiling[session, ticker]

    def can_sell(self, session: int, ticker: int, price: float) -> bool:
        """Whether a sale at this price finds a buyer, which none at the floor does."""
        return self.can_trade(session, ticker, price) and price > self.market.floor[session, ticker]

    def capacity(self, session: int, ticker: int) -> float:
        """Shares of the session's volume that are left for the account."""
        share = self.terms.volume_share * float(self.market.volume[session, ticker])
        if not self.terms.whole:
            return share
        return max(int(share + _ROUNDING) - self.traded.get(ticker, 0), 0)

    def orders(self, session: int, quantity: float) -> list[float]:
        """The orders of a trade: those of whole shares have a largest size."""
        if not self.terms.whole:
            return [quantity]
        return split(quantity, int(self.market.lots[session]), self.known.lot_rules[session].max_order)

    def buy(self, session: int, ticker: int, quantity: float, price: float) -> None:
        """Record a purchase that was found possible."""
        orders = self.orders(session, quantity)
        arrives = self.known.arrives[session]
        self.account.buy(ticker, orders, price, session, int(self.decided[ticker]), arrives)
        self.traded[ticker] = self.traded.get(ticker, 0) + quantity

    def sell(self, session: int, ticker: int, quantity: float, price: float, reason: Reason) -> None:
        """Record a sale that was found possible."""
        decided = int(self.decided[ticker]) if reason == "signal" else session
        orders = [quantity] if reason == "delisted" else self.orders(session, quantity)
        self.account.sell(
            ticker,
            orders,
            price,
            session,
            decided,
            self.known.arrives[session],
            float(self.market.sales_tax[session]),
            reason,
        )
        self.traded[ticker] = self.traded.get(ticker, 0) + quantity

"""The state of a simulation while its sessions pass."""

from dataclasses import dataclass, field

import numpy as np

from vn30.backtesting.account import Account
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.offers import Offer
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
        traded: by ticker and minute of the running session, shares that were traded of one offered volume.
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
    traded: dict[tuple[int, int], float] = field(default_factory=dict)

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

    def begin_session(self) -> None:
        """Forget what was traded in the session before."""
        self.traded.clear()
        self.account.charged.clear()

    def can_buy(self, session: int, ticker: int, offer: Offer) -> bool:
        """Whether a purchase at this price finds a seller, which none at the ceiling does."""
        # Of a price that is NaN, no comparison holds.
        return offer.volume > 0 and bool(offer.price < self.market.ceiling[session, ticker])

    def can_sell(self, session: int, ticker: int, offer: Offer) -> bool:
        """Whether a sale at this price finds a buyer, which none at the floor does."""
        return offer.volume > 0 and bool(offer.price > self.market.floor[session, ticker])

    def capacity(self, ticker: int, offer: Offer) -> float:
        """Shares of the offered volume that are left for the account."""
        share = self.terms.volume_share * offer.volume
        if not self.terms.whole:
            return share
        return max(int(share + _ROUNDING) - self.traded.get((ticker, offer.minute), 0), 0)

    def orders(self, session: int, quantity: float) -> list[float]:
        """The orders of a trade: those of whole shares have a largest size."""
        if not self.terms.whole:
            return [quantity]
        return split(quantity, int(self.market.lots[session]), self.known.lot_rules[session].max_order)

    def buy(self, session: int, ticker: int, quantity: float, offer: Offer) -> None:
        """Record a purchase that was found possible."""
        orders = self.orders(session, quantity)
        arrives = self.known.arrives[session]
        decided = int(self.decided[ticker])
        self.account.buy(ticker, orders, offer.price, session, decided, arrives, offer.minute)
        self._count(ticker, offer, quantity)

    def sell(self, session: int, ticker: int, quantity: float, offer: Offer, reason: Reason) -> None:
        """Record a sale that was found possible."""
        decided = int(self.decided[ticker]) if reason == "signal" else session
        orders = [quantity] if reason == "delisted" else self.orders(session, quantity)
        self.account.sell(
            ticker,
            orders,
            offer.price,
            session,
            decided,
            self.known.arrives[session],
            float(self.market.sales_tax[session]),
            reason,
            offer.minute,
        )
        self._count(ticker, offer, quantity)

    def _count(self, ticker: int, offer: Offer, quantity: float) -> None:
        place = ticker, offer.minute
        self.traded[place] = self.traded.get(place, 0) + quantity

"""What each minute offers to an order: a price within it, computed once for all runs in a market."""

from dataclasses import dataclass

import numpy as np

from vn30.backtesting.market import TradableMarket
from vn30.backtesting.minutes import NOON, TradedMinutes
from vn30.backtesting.offers import Offer
from vn30.market.exits import Bar
from vn30.market.session_rules import steps_at
from vn30.typing import FloatArray, IntArray


@dataclass(frozen=True)
class MinuteOffers:
    """The minutes of a market with the prices at which orders are filled in them, shape (rows,).

    The mean of a minute's four prices, rounded to the price step against the account and kept within the
    minute: where in a minute an order would have been filled is not known.

    Attributes:
        bought_at, sold_at: VND, float32, exact as the prices are.
    """

    minutes: TradedMinutes
    bought_at: FloatArray
    sold_at: FloatArray

    @classmethod
    def of(cls, market: TradableMarket, minutes: TradedMinutes) -> "MinuteOffers":
        """The offers of all minutes."""
        sessions = np.repeat(np.arange(len(market.sessions)), _rows_by_session(market, minutes))
        total = minutes.open.astype(float) + minutes.high + minutes.low + minutes.close
        mean = total / 4
        steps = steps_at(mean, market.sessions[sessions])
        bought = np.minimum(steps * np.ceil(mean / steps), minutes.high)
        sold = np.maximum(steps * np.floor(mean / steps), minutes.low)
        return cls(minutes, bought.astype(np.float32), sold.astype(np.float32))

    def rows(self, session: int, ticker: int, is_afternoon: bool) -> IntArray:
        """The rows of a ticker in a half of a session, in time."""
        rows = self.minutes.rows(session, ticker)
        noon = rows.start + int(np.searchsorted(self.minutes.minute[rows], NOON))
        return np.arange(noon, rows.stop) if is_afternoon else np.arange(rows.start, noon)

    def purchases(self, rows: IntArray, dearest: float, least: float, ceiling: float) -> dict[int, Offer]:
        """By minute, the offers of ``rows`` with a price up to ``dearest``, below ``ceiling``.

        Args:
            least: the volume (shares) below which an offer is left out.
        """
        prices, volumes = self.bought_at[rows], self.minutes.volume[rows]
        chosen = (prices <= dearest) & (prices < ceiling) & (volumes >= least)
        return self._offers(rows[chosen], prices[chosen])

    def sales(self, rows: IntArray, floor: float) -> dict[int, Offer]:
        """By minute, the offers of ``rows`` with a price above ``floor``."""
        prices = self.sold_at[rows]
        chosen = prices > floor
        return self._offers(rows[chosen], prices[chosen])

    def bars(self, rows: IntArray) -> dict[int, tuple[Bar, float]]:
        """By minute, the prices of ``rows`` and their volumes."""
        minutes = self.minutes
        columns = (
            values[rows].tolist()
            for values in (
                minutes.minute,
                minutes.open,
                minutes.high,
                minutes.low,
                minutes.close,
                minutes.volume,
            )
        )
        return {minute: (Bar(*prices), volume) for minute, *prices, volume in zip(*columns, strict=True)}

    def _offers(self, rows: IntArray, prices: FloatArray) -> dict[int, Offer]:
        minutes, volumes = self.minutes.minute[rows].tolist(), self.minutes.volume[rows].tolist()
        offers = zip(prices.tolist(), volumes, minutes, strict=True)
        return {offer[2]: Offer(*offer) for offer in offers}


def _rows_by_session(market: TradableMarket, minutes: TradedMinutes) -> IntArray:
    first = minutes.starts[:: minutes.tickers] if minutes.tickers else np.zeros(len(market.sessions) + 1)
    counts: IntArray = np.diff(first).astype(np.int64)
    return counts

"""The value of a portfolio session by session, from its bookings and raw closes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vn30.portfolio.account import Booking
from vn30.typing import FloatArray

IntArray = NDArray[np.int64]

FLOWS = frozenset({"deposit", "withdrawal"})


@dataclass(frozen=True)
class Values:
    """One value a session, in VND, after its last booking; those of days between count in the next session.

    Attributes:
        sessions: oldest first, from that of the first booking on.
        cash, stocks: what there is at the close.
        deposits, withdrawals: what has come in and gone out since the session before; both 0 or more.
    """

    sessions: list[date]
    cash: IntArray
    stocks: IntArray
    deposits: IntArray
    withdrawals: IntArray

    @property
    def total(self) -> IntArray:
        """Cash and stocks."""
        return self.cash + self.stocks


def daily_values(
    bookings: Sequence[Booking], sessions: Sequence[date], closes: Mapping[str, FloatArray]
) -> Values:
    """The values at the closes of ``sessions``.

    Args:
        sessions: oldest first; bookings after the last one are not counted.
        closes: raw closes by ticker, one a session, VND; NaN where the stock did not trade, or has no bar.
            Such a session has the close before it, or else the price of the last booking.
    """
    days = np.array(sessions, dtype="datetime64[D]")
    counted = [booking for booking in bookings if sessions and booking.day <= sessions[-1]]
    at = np.searchsorted(days, np.array([booking.day for booking in counted], dtype="datetime64[D]"))

    def summed(amounts: Sequence[int]) -> IntArray:
        totals: IntArray = np.zeros(len(days), dtype=np.int64)
        np.add.at(totals, at, np.array(amounts, dtype=np.int64))
        return totals

    stocks: IntArray = np.zeros(len(days), dtype=np.int64)
    for ticker in sorted({booking.ticker for booking in counted if booking.ticker and booking.quantity}):
        held = np.cumsum(summed([each.quantity if each.ticker == ticker else 0 for each in counted]))
        paid = np.full(len(days), np.nan)
        for place, booking in zip(at, counted, strict=True):
            if booking.ticker == ticker and booking.price:
                paid[place] = booking.price
        prices = filled(closes.get(ticker, np.full(len(days), np.nan)))
        prices = np.nan_to_num(np.where(np.isnan(prices), filled(paid), prices))
        stocks += held * prices.round().astype(np.int64)
    return Values(
        list(sessions),
        np.cumsum(summed([booking.cash for booking in counted])),
        stocks,
        summed([booking.cash if booking.kind == "deposit" else 0 for booking in counted]),
        summed([-booking.cash if booking.kind == "withdrawal" else 0 for booking in counted]),
    )


def filled(prices: FloatArray) -> FloatArray:
    """Prices with the one before in place of NaN; NaN stays where there is none before."""
    known = np.where(np.isnan(prices), -1, np.arange(len(prices)))
    last = np.maximum.accumulate(known)
    result: FloatArray = np.where(last >= 0, prices[last], np.nan)
    return result

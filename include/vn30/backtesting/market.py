"""The market that a simulation trades in: raw bars, price limits, rules and corporate actions as arrays."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vn30.backtesting.minutes import TradedMinutes
from vn30.market.corporate_actions import CorporateAction
from vn30.typing import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class TradableMarket:
    """Sessions in rows, tickers in columns: arrays are (sessions, tickers) if nothing else is said.

    Prices are raw, as traded, in VND; a session without a bar has NaN prices and no volume.

    Attributes:
        tickers: alphabetical.
        sessions: ``datetime64[D]``, oldest first, shape (sessions,).
        volume: shares.
        ceiling, floor: the price limits of the session.
        adjusted_close: closes adjusted for corporate actions, the basis of features and signals.
        lots: shares of a round lot, shape (sessions,).
        settlement: sessions until shares and cash of a trade of this session arrive, shape (sessions,).
        sold_on_day: shares that arrive in a session can be sold in its afternoon, shape (sessions,).
        sales_tax, dividend_tax: shares of what a sale or a cash dividend brings, shape (sessions,).
        actions: those of the tickers with their ex-dates in the sessions.
        index: closes of the VN30 in points, shape (sessions,).
        minutes: of the sessions that have them; None: they are not used.
    """

    tickers: tuple[str, ...]
    sessions: NDArray[np.datetime64]
    open: FloatArray
    high: FloatArray
    low: FloatArray
    close: FloatArray
    volume: FloatArray
    ceiling: FloatArray
    floor: FloatArray
    adjusted_close: FloatArray
    lots: IntArray
    settlement: IntArray
    sold_on_day: BoolArray
    sales_tax: FloatArray
    dividend_tax: FloatArray
    index: FloatArray
    actions: tuple[CorporateAction, ...] = field(default_factory=tuple)
    minutes: TradedMinutes | None = None

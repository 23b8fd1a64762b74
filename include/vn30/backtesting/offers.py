"""What an auction or a minute offers to an order: one price, and the volume of which it can have a part."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vn30.backtesting.market import TradableMarket
from vn30.backtesting.minutes import TradedMinutes
from vn30.typing import FloatArray, IntArray

DAILY = -1
"""The minute of an offer that is made of a daily bar."""


class Offer(NamedTuple):
    """A price (VND), the volume (shares) of which an order can have a part, and the minute from midnight."""

    price: float
    volume: float
    minute: int = DAILY


@dataclass(frozen=True)
class Auction:
    """The offers of one auction of all sessions, arrays of shape (sessions, tickers).

    Attributes:
        prices: VND; NaN without a trade.
        volumes: shares: of the auction where its minutes are known, else of the whole session, as daily bars
            do not say how much of it the auction had.
        minutes: that name the auction, DAILY where they are not known; None: nowhere.
    """

    prices: FloatArray
    volumes: FloatArray
    minutes: IntArray | None = None

    def offers(self, session: int, tickers: IntArray) -> list[Offer]:
        """The offers to ``tickers`` in a session."""
        prices, volumes = self.prices[session, tickers].tolist(), self.volumes[session, tickers].tolist()
        if self.minutes is None:
            return list(map(Offer, prices, volumes))
        return list(map(Offer, prices, volumes, self.minutes[session, tickers].tolist()))


def opening_auction(market: TradableMarket) -> Auction:
    """The opening auctions. With minutes, an auction without trades offers nothing."""
    daily, minutes = Auction(market.open, market.volume), market.minutes
    if minutes is None:
        return daily
    return _by_minutes(daily, minutes, minutes.starts[:-1], minutes.open, minutes.after_opening)


def closing_auction(market: TradableMarket) -> Auction:
    """The closing auctions: complete minutes have each of them."""
    daily, minutes = Auction(market.close, market.volume), market.minutes
    if minutes is None:
        return daily
    return _by_minutes(daily, minutes, minutes.starts[1:] - 1, minutes.close, minutes.closing)


def _by_minutes(
    daily: Auction, minutes: TradedMinutes, rows: IntArray, prices: NDArray[np.float32], latest: IntArray
) -> Auction:
    """The offers of ``rows``, one a session and ticker, if they are not after the minute ``latest``."""
    exist = minutes.exist
    if not exist.any():
        return daily
    rows = np.clip(rows, 0, len(minutes.minute) - 1).reshape(exist.shape)
    minute = minutes.minute[rows].astype(np.int64)
    is_auction = minute <= latest[:, np.newaxis]
    return Auction(
        np.where(exist, np.where(is_auction, prices[rows], np.nan), daily.prices),
        np.where(exist, np.where(is_auction, minutes.volume[rows], 0), daily.volumes),
        np.where(exist, minute, DAILY),
    )

"""The minutes of a market from minutes frames: raw, in price steps, and within the daily bars. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.backtesting.market import TradableMarket
from vn30.backtesting.minutes import TradedMinutes
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.minutes import local_days, local_minutes
from vn30.market.resampling import reduced
from vn30.market.rules import SessionParts
from vn30.market.session_minutes import DAY_MINUTES, auction_ends, closing_minute
from vn30.market.session_rules import rules_of, steps_at
from vn30.market.traded_prices import rounded_to_ticks, session_scales
from vn30.typing import BoolArray, FloatArray, IntArray

_Rows = tuple[IntArray, IntArray, FloatArray, IntArray]
"""Place of session and ticker, minute of the day, prices (rows, 4) and volume."""


class _Auctions(NamedTuple):
    """Of each session, the last minute of the opening auction, the first and the last of the closing one."""

    opened: IntArray
    begins: IntArray
    closed: IntArray


def traded_minutes(market: TradableMarket, frames: Iterable[pd.DataFrame]) -> TradedMinutes:
    """The minutes of ``market``; those of other sessions and tickers are left out.

    Minutes are as their source gave them when they were fetched, as traded or adjusted: see
    :func:`vn30.market.traded_prices.session_scales`. A session whose minutes leave the daily bar by
    more than a price step, or have more volume than it, is refused: their sources contradict each other.

    Args:
        frames: minutes frames (see :mod:`vn30.market.minutes`) of one ticker each, of complete sessions.
    """
    auctions = _auctions(market.sessions)
    parts: list[_Rows] = []
    refused = 0
    for frame in frames:
        if frame.empty or frame["symbol"].iloc[0] not in market.tickers:
            continue
        ticker = market.tickers.index(frame["symbol"].iloc[0])
        found, lost = _of_ticker(market, ticker, frame, auctions)
        parts.append(found)
        refused += lost
    places, minute, prices, volume = _joined(parts)
    order = np.lexsort((minute, places))
    sessions, tickers = market.close.shape
    columns = prices[order].astype(np.float32).T
    return TradedMinutes(
        np.searchsorted(places[order], np.arange(sessions * tickers + 1)),
        tickers,
        minute[order].astype(np.int16),
        columns[0],
        columns[1],
        columns[2],
        columns[3],
        volume=volume[order],
        after_opening=auctions.opened + 1,
        closing=auctions.closed,
        refused=refused,
    )


def _auctions(sessions: NDArray[np.datetime64]) -> _Auctions:
    known: dict[SessionParts, tuple[int, int, int]] = {}
    rows = []
    for rule, session in zip(rules_of(SessionParts, sessions), sessions, strict=True):
        if rule not in known:
            opened, closed = auction_ends(session.item())
            known[rule] = opened, closing_minute(session.item()), closed
        rows.append(known[rule])
    return _Auctions(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)


def _of_ticker(
    market: TradableMarket, ticker: int, frame: pd.DataFrame, auctions: _Auctions
) -> tuple[_Rows, int]:
    """The rows of one ticker, and the number of its refused sessions."""
    bars, session = _by_auction(market, frame, auctions)
    dates = market.sessions[session]
    daily = {name: getattr(market, name)[session, ticker] for name in ("high", "low", "close", "volume")}
    last = np.searchsorted(session, session, side="right") - 1
    factors = market.adjusted_close[session, ticker] / daily["close"]
    given = bars[PRICE_COLUMNS].to_numpy(dtype=float)
    scales = session_scales(given[last, 3], market.adjusted_close[session, ticker], factors)
    prices = rounded_to_ticks(given * (scales / factors)[:, np.newaxis], dates)
    volume = bars["volume"].to_numpy(dtype=np.int64)
    low, high = daily["low"][:, np.newaxis], daily["high"][:, np.newaxis]
    steps = steps_at(prices, dates)
    # Of NaN, no comparison holds.
    fits = ((prices >= low - steps) & (prices <= high + steps)).all(axis=1)
    traded = np.bincount(session, volume, len(market.sessions))[session]
    wrong = np.bincount(session, ~fits | (traded > daily["volume"]), len(market.sessions))
    kept: BoolArray = wrong[session] == 0
    minute = local_minutes(bars["time"]) % DAY_MINUTES
    places = session * len(market.tickers) + ticker
    rows = places[kept], minute[kept], np.clip(prices, low, high)[kept], volume[kept]
    return rows, int(np.count_nonzero(wrong))


def _by_auction(
    market: TradableMarket, frame: pd.DataFrame, auctions: _Auctions
) -> tuple[pd.DataFrame, IntArray]:
    """The bars in the sessions of the market, those of an auction as one, and the session of each."""
    sessions = market.sessions.astype("datetime64[D]").astype(np.int64)
    numbers = local_minutes(frame["time"])
    inside = np.isin(local_days(numbers), sessions)
    numbers = numbers[inside]
    days = local_days(numbers)
    session = np.searchsorted(sessions, days)
    minute = numbers - days * DAY_MINUTES
    minute = np.maximum(minute, auctions.opened[session])
    minute = np.where(minute >= auctions.begins[session], auctions.closed[session], minute)
    bars = reduced(frame[inside], days * DAY_MINUTES + minute)
    return bars, np.searchsorted(sessions, local_days(local_minutes(bars["time"])))


def _joined(parts: list[_Rows]) -> _Rows:
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, np.zeros((0, 4)), nothing
    places, minute, prices, volume = zip(*parts, strict=True)
    return np.concatenate(places), np.concatenate(minute), np.vstack(prices), np.concatenate(volume)

"""What the engine looks up in a market session by session, computed once before its loop."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vn30.backtesting.market import TradableMarket
from vn30.backtesting.minute_offers import MinuteOffers
from vn30.backtesting.offers import Auction, closing_auction, opening_auction
from vn30.market.corporate_actions import CorporateAction
from vn30.market.price_limits import LONG_SUSPENSION
from vn30.market.rules import Lot, Tick
from vn30.market.session_rules import rules_of
from vn30.typing import FloatArray

SameDay = tuple[int, list[CorporateAction]]
"""The position of a ticker, and its actions of one ex-date."""


@dataclass(frozen=True)
class PreparedMarket:
    """A market with what follows from it.

    A *half* is a position in time: twice the position of a session before noon, and one more after it.

    Attributes:
        arrives: the half in which shares and cash of a trade of each session are there.
        delisted: by session, the tickers whose last bar is in it.
        actions: by session, the actions that the holders of a ticker meet before it opens.
    """

    market: TradableMarket
    arrives: list[int]
    delisted: dict[int, list[int]]
    actions: dict[int, list[SameDay]]

    @cached_property
    def last_closes(self) -> FloatArray:
        """The newest raw closes up to each session, VND; 0 before the first bar. Shape as the closes."""
        return last_known(self.market.close)

    @cached_property
    def lot_rules(self) -> list[Lot]:
        """The rule of orders of each session."""
        return rules_of(Lot, self.market.sessions)

    @cached_property
    def ticks(self) -> list[Tick]:
        """The price steps of each session."""
        return rules_of(Tick, self.market.sessions)

    @cached_property
    def minute_offers(self) -> MinuteOffers | None:
        """The offers of the market's minutes; None of a market by daily bars."""
        minutes = self.market.minutes
        return None if minutes is None else MinuteOffers.of(self.market, minutes)

    def auction(self, at_open: bool, by_minutes: bool) -> Auction:
        """The opening or closing auctions, by minutes where they exist or by daily bars alone."""
        if by_minutes:
            return self._opening if at_open else self._closing
        return Auction(self.market.open if at_open else self.market.close, self.market.volume)

    @cached_property
    def _opening(self) -> Auction:
        return opening_auction(self.market)

    @cached_property
    def _closing(self) -> Auction:
        return closing_auction(self.market)


def prepared(market: TradableMarket) -> PreparedMarket:
    """The market with what the engine looks up in it."""
    positions = np.arange(len(market.sessions))
    arrives = 2 * (positions + market.settlement) + market.sold_on_day
    return PreparedMarket(market, arrives.tolist(), _delisted(market), _actions(market))


def last_known(values: FloatArray) -> FloatArray:
    """Each value, or the newest one before it where it is NaN; 0 before the first. Shape of the values."""
    rows = np.arange(len(values))[:, np.newaxis]
    newest = np.maximum.accumulate(np.where(np.isnan(values), -1, rows), axis=0)
    known: FloatArray = np.take_along_axis(values, np.maximum(newest, 0), axis=0)
    return np.where(newest < 0, 0.0, known)


def _delisted(market: TradableMarket) -> dict[int, list[int]]:
    """A stock without a bar for longer than any suspension, up to the last session, counts as delisted."""
    traded = ~np.isnan(market.close)
    found: dict[int, list[int]] = defaultdict(list)
    for ticker in np.flatnonzero(traded.any(axis=0)).tolist():
        last = int(np.flatnonzero(traded[:, ticker])[-1])
        if len(traded) - 1 - last >= LONG_SUSPENSION:
            found[last].append(ticker)
    return dict(found)


def _actions(market: TradableMarket) -> dict[int, list[SameDay]]:
    grouped: dict[tuple[int, int], list[CorporateAction]] = defaultdict(list)
    positions = {ticker: position for position, ticker in enumerate(market.tickers)}
    for action in market.actions:
        session = _position(market.sessions, action)
        if action.ticker in positions and 0 < session < len(market.sessions):
            grouped[session, positions[action.ticker]].append(action)
    by_session: dict[int, list[SameDay]] = defaultdict(list)
    for (session, ticker), actions in sorted(grouped.items(), key=lambda item: item[0]):
        by_session[session].append((ticker, actions))
    return dict(by_session)


def _position(sessions: NDArray[np.datetime64], action: CorporateAction) -> int:
    return int(np.searchsorted(sessions, np.datetime64(action.ex_date)))

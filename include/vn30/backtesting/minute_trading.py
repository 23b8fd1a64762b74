"""One session minute by minute: of the tickers whose minutes are known, orders, stops and targets.

In each minute sales come first, then purchases, then levels, each in the order of the tickers; together they
trade at most the share of its volume. Purchases share the cash in each minute as they do in an auction.
"""

from dataclasses import dataclass, field

import numpy as np

from vn30.backtesting.minute_offers import MinuteOffers
from vn30.backtesting.offers import Offer
from vn30.backtesting.state import State
from vn30.backtesting.stops import levels, sell_in_bar, touched
from vn30.backtesting.trading import DUST, buy, sell
from vn30.market.exits import Bar
from vn30.typing import BoolArray, IntArray


@dataclass
class MinuteSession:
    """The tickers of one session that are traded by its minutes.

    Attributes:
        is_ordering: orders are filled in all minutes; else only levels are looked at, and orders are filled
            in the auctions.
        met: tickers of which a level was met.
    """

    state: State
    offers: MinuteOffers
    session: int
    is_ordering: bool
    met: set[int] = field(default_factory=set)

    @property
    def exist(self) -> BoolArray:
        """The tickers with minutes, shape (tickers,)."""
        found: BoolArray = self.offers.minutes.exist[self.session]
        return found

    def pass_half(self, half: int) -> None:
        """Trade in the minutes of one half of the session, the first or the second."""
        state, is_afternoon = self.state, bool(half % 2)
        gaps = np.where(self.exist, state.targets - state.account.held, 0.0) if self.is_ordering else None
        selling = {} if gaps is None else self._sales(np.flatnonzero(gaps < -DUST), half)
        buying = {} if gaps is None else self._purchases(np.flatnonzero(gaps > DUST), is_afternoon)
        watched = self._watched(set(buying), half)
        minutes = {minute for offers in (*selling.values(), *buying.values()) for minute in offers}
        minutes.update(minute for bars in watched.values() for minute in bars)
        for minute in sorted(minutes):
            for ticker, offers in selling.items():
                if (offer := offers.get(minute)) is not None and (gap := self._gap(ticker)) < 0:
                    sell(state, self.session, half, ticker, -gap, offer)
            self._buy(buying, minute)
            for ticker, bars in watched.items():
                if minute in bars:
                    self._sell_at_levels(ticker, half, minute, *bars[minute])

    def end(self) -> None:
        """Count what the session leaves unfilled."""
        state, half = self.state, 2 * self.session + 1
        for ticker in self.met:
            state.unfilled[self.session] += state.account.sellable(ticker, half, self.session - 1)
        if not self.is_ordering:
            return
        oldest = self.session - state.terms.minimum_holding
        gaps = np.where(self.exist, state.targets - state.account.held, 0.0)
        for ticker in np.flatnonzero(np.abs(gaps) > DUST).tolist():
            if gaps[ticker] > 0:
                state.unfilled[self.session] += gaps[ticker]
            elif ticker not in self.met:
                sellable = state.account.sellable(ticker, half, oldest)
                state.unfilled[self.session] += min(-gaps[ticker], sellable)

    def _least(self, shares: float) -> float:
        """The volume of a minute from which on its share is as many shares."""
        return shares * (1 - DUST) / self.state.terms.volume_share

    def _gap(self, ticker: int) -> float:
        return float(self.state.targets[ticker] - self.state.account.held[ticker])

    def _sales(self, tickers: IntArray, half: int) -> dict[int, dict[int, Offer]]:
        state, oldest = self.state, self.session - self.state.terms.minimum_holding
        return {
            ticker: self.offers.sales(
                self.offers.rows(self.session, ticker, bool(half % 2)),
                float(state.market.floor[self.session, ticker]),
            )
            for ticker in tickers.tolist()
            if state.account.sellable(ticker, half, oldest)
        }

    def _purchases(self, tickers: IntArray, is_afternoon: bool) -> dict[int, dict[int, Offer]]:
        state, lot = self.state, int(self.state.market.lots[self.session])
        # Within a half no cash arrives: what cannot be paid at its beginning cannot be paid later.
        dearest, least = state.account.arrived / lot, self._least(lot)
        found = {
            ticker: self.offers.purchases(
                self.offers.rows(self.session, ticker, is_afternoon),
                dearest,
                least,
                float(state.market.ceiling[self.session, ticker]),
            )
            for ticker in tickers.tolist()
        }
        return {ticker: offers for ticker, offers in found.items() if offers}

    def _watched(self, buying: set[int], half: int) -> dict[int, dict[int, tuple[Bar, float]]]:
        """By ticker, the minutes that can meet a level: all of one that is bought, as its levels move."""
        terms, account = self.state.terms, self.state.account
        if terms.stop is None and terms.target is None:
            return {}
        near = touched(self.state, self.session)
        found = {}
        for ticker in np.flatnonzero((account.entry > 0) & self.exist).tolist():
            if ticker not in buying and not near[ticker]:
                continue
            if sellable := account.sellable(ticker, half, self.session - 1):
                rows = self.offers.rows(self.session, ticker, bool(half % 2))
                rows = rows if ticker in buying else self._met(ticker, rows, sellable)
                found[ticker] = self.offers.bars(rows)
        return found

    def _met(self, ticker: int, rows: IntArray, sellable: float) -> IntArray:
        """The rows that meet a level and can sell something, and the first one, which ends purchases."""
        state, lot = self.state, int(self.state.market.lots[self.session])
        stop, target = levels(state, self.session, ticker)
        minutes = self.offers.minutes
        meets = np.zeros(len(rows), dtype=bool)
        if stop is not None:
            meets |= minutes.low[rows] <= stop
        if target is not None:
            meets |= minutes.high[rows] >= target
        met = rows[meets]
        can_sell = minutes.volume[met] >= self._least(min(lot, sellable))
        if sellable < lot and not state.known.lot_rules[self.session].odd_lots:
            can_sell[:] = False
        can_sell[:1] = True
        kept: IntArray = met[can_sell]
        return kept

    def _buy(self, buying: dict[int, dict[int, Offer]], minute: int) -> None:
        orders = [
            (ticker, gap, offers[minute])
            for ticker, offers in buying.items()
            if minute in offers and (gap := self._gap(ticker)) > 0
        ]
        if orders:
            buy(self.state, self.session, orders)

    def _sell_at_levels(self, ticker: int, half: int, minute: int, bar: Bar, volume: float) -> None:
        ordered, _ = sell_in_bar(self.state, self.session, ticker, half, bar, volume, minute)
        if ordered:
            self.met.add(ticker)

"""In which session each order can be sent: shares, cash and volume decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vn30.market.calendar import Calendar
from vn30.market.rules import MarketRules, rules_on
from vn30.optimisation.order_book import Order, SessionCash, Side, Terms, order_of
from vn30.optimisation.order_quantities import affordable, split
from vn30.portfolio.account import Lot


@dataclass
class Schedule:
    """Orders by session, and the cash that they leave.

    Attributes:
        sessions: those in which orders may be sent, the next one first.
        rules: of the next session, for limit prices.
        cash: VND that has arrived before it.
        pending: VND on its way, by the session in which it arrives.
        max_shares: by ticker, of all orders of a session.
        orders: in the order in which they were added.
        left: by ticker, why not all shares are traded.
    """

    sessions: Sequence[date]
    rules: MarketRules
    terms: Terms
    calendar: Calendar
    cash: int
    pending: Sequence[tuple[date, int]]
    max_shares: Mapping[str, int]
    orders: list[Order] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    _arrivals: list[tuple[date, date, int]] = field(default_factory=list)
    """Of sales: the session, that in which the cash arrives, and VND."""

    def limit_price(self, side: Side, reference: float) -> int:
        """The limit price (VND) of an order, at a tick within the band of the next session."""
        margin = self.terms.price_margin if side == "buy" else -self.terms.price_margin
        nearest = self.rules.tick.nearest(reference * (1 + margin))
        return min(max(nearest, self.rules.floor(reference)), self.rules.ceiling(reference))

    def sell(self, ticker: str, quantity: int, lots: Sequence[Lot], price: int) -> None:
        """Sell so many shares, each as soon as it can be sold."""
        remaining = quantity
        for session in self.sessions:
            lot = rules_on(session).lot
            sold = quantity - remaining
            usable = sum(one.quantity for one in lots if one.sellable_on <= session) - sold
            today = min(remaining, usable, self.max_shares.get(ticker, remaining))
            if today < remaining or not lot.odd_lots:
                today -= today % lot.shares
            for part in split(today, lot):
                order = order_of(session, ticker, "sell", part, price, self.terms)
                if order.cash <= 0:
                    self.left[ticker] = f"{part:,} shares are not worth the charges of their sale."
                    continue
                self.orders.append(order)
                self._arrivals.append((session, self._settles(session), order.cash))
                remaining -= part
            if not remaining:
                return
        self.left.setdefault(ticker, self._why_left(remaining, lots))

    def buy(self, quantities: Mapping[str, int], prices: Mapping[str, int], budget: int) -> None:
        """Buy so many shares (whole lots), the largest purchases first, as soon as there is cash.

        Args:
            budget: VND that all purchases may cost, fees included.
        """
        remaining, spent = dict(quantities), 0
        tickers = sorted(remaining, key=lambda ticker: (-remaining[ticker] * prices[ticker], ticker))
        for session in self.sessions:
            arrived, lot = self._arrived(session), rules_on(session).lot
            for ticker in tickers:
                most = min(remaining[ticker], self.max_shares.get(ticker, remaining[ticker]))
                cash = min(arrived, budget) - spent
                today = affordable(most // lot.shares * lot.shares, prices[ticker], lot, self.terms, cash)
                for part in split(today, lot):
                    order = order_of(session, ticker, "buy", part, prices[ticker], self.terms)
                    self.orders.append(order)
                    spent -= order.cash
                remaining[ticker] -= today
        for ticker, quantity in remaining.items():
            if quantity:
                self.left[ticker] = (
                    f"{quantity:,} shares are not bought by {self.sessions[-1]}: the cash, or the limit of "
                    "shares a session, is too small."
                )

    def explain_late_cash(self, missing: Mapping[str, int]) -> None:
        """Say of purchases that were not planned for cash that arrives after the last session.

        Args:
            missing: shares by ticker.
        """
        last = self.sessions[-1]
        late = sum(amount for _, arrives, amount in self._arrivals if arrives > last)
        late += sum(amount for day, amount in self.pending if day > last)
        for ticker, quantity in missing.items():
            if late and quantity >= self.rules.lot.shares:
                self.left.setdefault(
                    ticker,
                    f"{quantity:,} shares are not bought by {last}: {late:,} VND arrive later.",
                )

    def cash_to_come(self) -> int:
        """VND that can be spent by the last session, if nothing is bought."""
        return self._arrived(self.sessions[-1])

    def cash_by_session(self) -> tuple[SessionCash, ...]:
        """From the next session until all cash has arrived and all orders are sent."""
        days = [
            self.sessions[0],
            *(order.session for order in self.orders),
            *(day for day, _ in self.pending),
            *(arrives for _, arrives, _ in self._arrivals),
        ]
        return tuple(
            SessionCash(session, self._arrived(session) - self._spent(session), self._unsettled(session))
            for session in self.calendar.sessions_between(self.sessions[0], max(days))
        )

    def _arrived(self, session: date) -> int:
        of_sales = sum(amount for _, arrives, amount in self._arrivals if arrives <= session)
        return self.cash + of_sales + sum(amount for day, amount in self.pending if day <= session)

    def _spent(self, session: date) -> int:
        return -sum(order.cash for order in self.orders if order.side == "buy" and order.session <= session)

    def _unsettled(self, session: date) -> int:
        of_sales = sum(amount for sold, arrives, amount in self._arrivals if sold <= session < arrives)
        return of_sales + sum(amount for day, amount in self.pending if day > session)

    def _settles(self, session: date) -> date:
        return self.calendar.sessions_after(session, rules_on(session).settlement.sessions)[-1]

    def _why_left(self, remaining: int, lots: Sequence[Lot]) -> str:
        last, lot = self.sessions[-1], rules_on(self.sessions[-1]).lot
        if remaining < lot.shares and not lot.odd_lots:
            return f"{remaining:,} shares are fewer than a lot of {lot.shares}, and stay."
        if any(one.sellable_on > last for one in lots):
            return f"{remaining:,} shares cannot be sold by {last}."
        return f"{remaining:,} shares are not sold by {last}: the limit of shares a session is too small."

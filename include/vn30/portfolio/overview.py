"""Holdings, values, returns and costs of a portfolio as of its session."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from vn30.portfolio.attribution import Gain, by_sector, costs_of_no_stock, gains_of_stocks
from vn30.portfolio.book import Book
from vn30.portfolio.returns import (
    Difference,
    difference,
    growth,
    money_weighted,
    over_period,
    session_returns,
    yearly,
)
from vn30.portfolio.valuation import Values, daily_values


@dataclass(frozen=True)
class Waiting:
    """Shares that cannot be sold yet."""

    quantity: int
    sellable_on: date


@dataclass(frozen=True)
class Position:
    """A holding at its last raw close; VND. ``price_on`` is the session of that close, None without one."""

    ticker: str
    name: str
    sector: str | None
    quantity: int
    sellable: int
    waiting: list[Waiting]
    cost: int
    price: float | None
    price_on: date | None
    value: int
    weight: float


@dataclass(frozen=True)
class Returns:
    """Returns since the first session, as shares; yearly ones by calendar days, from a year on."""

    first: date
    last: date
    time_weighted: float
    time_weighted_yearly: float | None
    money_weighted: float | None
    money_weighted_yearly: float | None
    index: float | None
    difference: Difference | None


@dataclass(frozen=True)
class Performance:
    """A value a session; ``grown`` and ``index`` are 1 at the start, NaN where the index has no close."""

    values: Values
    grown: list[float]
    index: list[float]
    returns: Returns


@dataclass(frozen=True)
class Overview:
    """All figures of a portfolio; VND."""

    positions: list[Position] = field(default_factory=list)
    gains: list[Gain] = field(default_factory=list)
    sector_values: dict[str, int] = field(default_factory=dict)
    sector_gains: dict[str, int] = field(default_factory=dict)
    value: int = 0
    net_deposits: int = 0
    other_costs: int = 0
    fees: int = 0
    taxes: int = 0
    performance: Performance | None = None


def overview(book: Book) -> Overview:
    """The figures of a portfolio; all are 0 before its first transaction."""
    account, market = book.account, book.market
    values = daily_values(account.bookings, market.sessions, market.closes)
    if not account.bookings or not market.sessions:
        return Overview()
    total = int(values.total[-1])
    positions = _positions(book, total)
    held = {position.ticker: position.value for position in positions}
    sectors = {ticker: stock.sector for ticker, stock in book.listing.stocks.items()}
    gains = gains_of_stocks(account.bookings, held)
    return Overview(
        positions=positions,
        gains=gains,
        sector_values=by_sector(held, sectors),
        sector_gains=by_sector({gain.ticker: gain.total for gain in gains}, sectors),
        value=total,
        net_deposits=int(values.deposits.sum() - values.withdrawals.sum()),
        other_costs=costs_of_no_stock(account.bookings),
        fees=sum(booking.fee for booking in account.bookings),
        taxes=sum(booking.tax for booking in account.bookings),
        performance=_performance(book, values),
    )


def _positions(book: Book, total: int) -> list[Position]:
    positions = []
    today = book.listing.as_of
    for ticker, held in book.account.holdings.items():
        closes = book.market.closes[ticker]
        known = np.flatnonzero(~np.isnan(closes))
        price = float(closes[known[-1]]) if len(known) else _last_paid(book, ticker)
        value = held.quantity * round(price or 0)
        stock = book.listing.stocks[ticker]
        positions.append(
            Position(
                ticker,
                stock.name,
                stock.sector,
                held.quantity,
                held.sellable(today),
                _waiting(book, ticker),
                held.cost,
                price,
                book.market.sessions[known[-1]] if len(known) else None,
                value,
                value / total if total else 0.0,
            )
        )
    return sorted(positions, key=lambda position: (-position.value, position.ticker))


def _last_paid(book: Book, ticker: str) -> float | None:
    paid = [row.price for row in book.account.bookings if row.ticker == ticker and row.price]
    return float(paid[-1]) if paid else None


def _waiting(book: Book, ticker: str) -> list[Waiting]:
    by_day: dict[date, int] = {}
    for lot in book.account.holdings[ticker].lots:
        if lot.sellable_on > book.listing.as_of:
            by_day[lot.sellable_on] = by_day.get(lot.sellable_on, 0) + lot.quantity
    return [Waiting(quantity, day) for day, quantity in sorted(by_day.items())]


def _performance(book: Book, values: Values) -> Performance:
    index = book.market.index
    grown = growth(values)
    known = index[~np.isnan(index)]
    first, last = values.sessions[0], values.sessions[-1]
    total = float(grown[-1] - 1)
    rate = money_weighted(values)
    returns = Returns(
        first,
        last,
        total,
        yearly(total, first, last),
        None if rate is None else over_period(rate, first, last),
        rate if (last - first).days >= 365 else None,
        float(known[-1] / known[0] - 1) if len(known) > 1 else None,
        difference(session_returns(values), list(index)),
    )
    based = index / known[0] if len(known) else index
    return Performance(values, grown.tolist(), based.tolist(), returns)

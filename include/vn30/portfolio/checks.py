"""Checks of a transaction by the rules of HOSE, each with the field and the remedy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from vn30.i18n.localized import joined, localized
from vn30.market.calendar import Calendar, OutsideCalendar
from vn30.market.rules import rules_on
from vn30.portfolio.transactions import OF_A_STOCK, PRICED, TRADES, WITH_AMOUNT, WITH_QUANTITY, Transaction

MAX_SHARES = 100_000_000
MAX_AMOUNT = 10**15
"""VND: far above what one person trades; sums stay far below the 64 bits of the database."""


@dataclass(frozen=True)
class Finding:
    """A fault of one field, and what to do about it."""

    field: str
    message: str

    def __str__(self) -> str:
        return joined(": ", self.field, self.message)


def faults(entry: Transaction, tickers: Iterable[str], calendar: Calendar, today: date) -> list[Finding]:
    """Why the transaction cannot be recorded.

    Args:
        tickers: of the stocks that the platform knows.
        today: the as-of session.
    """
    return [*_of_day(entry, calendar, today), *_of_stock(entry, set(tickers)), *_of_numbers(entry)]


def rule_breaks(entry: Transaction) -> list[Finding]:
    """What the rules of trading on that day do not allow: the price is off the steps, or no round lot."""
    if entry.kind not in TRADES or not entry.price:
        return []
    rules, found = rules_on(entry.day), []
    nearest = rules.tick.nearest(entry.price)
    if nearest != entry.price:
        step = rules.tick.at(entry.price)
        message = localized(
            "{price:,} VND is no multiple of the step of {step} VND; {nearest:,} is. Enter the trades "
            "of an order one by one, each at its own price",
            price=entry.price,
            step=step,
            nearest=nearest,
        )
        found.append(Finding("price", message))
    if entry.quantity % rules.lot.shares and entry.kind == "buy" and not rules.lot.odd_lots:
        message = localized(
            "on {day} shares were bought in lots of {shares:,} only", day=entry.day, shares=rules.lot.shares
        )
        found.append(Finding("quantity", message))
    return found


def price_doubts(entry: Transaction, low: float | None, high: float | None) -> list[Finding]:
    """Whether the price of a trade is outside those of its session: ``low`` to ``high``, raw VND if known."""
    if entry.kind not in TRADES or low is None or high is None or low <= entry.price <= high:
        return []
    message = localized(
        "{price:,} VND is outside the prices of {ticker} on {day}, {low:,.0f} to "
        "{high:,.0f} VND. Check that it is VND a share, as traded",
        price=entry.price,
        ticker=entry.ticker,
        day=entry.day,
        low=low,
        high=high,
    )
    return [Finding("price", message)]


def _of_day(entry: Transaction, calendar: Calendar, today: date) -> Iterator[Finding]:
    if entry.day > today:
        yield Finding(
            "day",
            localized(
                "{day} is after the current session, {today}; enter what has happened",
                day=entry.day,
                today=today,
            ),
        )
        return
    try:
        is_session = calendar.is_session(entry.day)
        before = calendar.session_on(entry.day)
    except OutsideCalendar as error:
        yield Finding("day", str(error).split(". ")[0])
        return
    if entry.kind in TRADES and not is_session:
        yield Finding(
            "day",
            localized(
                "HOSE does not trade on {day}; the session before it is {before}",
                day=entry.day,
                before=before,
            ),
        )


def _of_stock(entry: Transaction, tickers: set[str]) -> Iterator[Finding]:
    if entry.kind in OF_A_STOCK:
        if not entry.ticker:
            yield Finding("ticker", localized("name the stock"))
        elif entry.ticker not in tickers:
            yield Finding(
                "ticker",
                localized(
                    "there is no stock {ticker!r} here; take one of Market, or leave it out",
                    ticker=entry.ticker,
                ),
            )
    elif entry.ticker:
        yield Finding("ticker", localized("a {kind} has no stock; leave it out", kind=entry.kind))


def _of_numbers(entry: Transaction) -> Iterator[Finding]:
    for name, value, kinds, most in (
        ("quantity", entry.quantity, WITH_QUANTITY, MAX_SHARES),
        ("price", entry.price, PRICED, MAX_AMOUNT // MAX_SHARES),
        ("amount", entry.amount, WITH_AMOUNT, MAX_AMOUNT),
    ):
        words = entry.kind.replace("_", " ")
        if entry.kind in kinds and not 0 < value <= most:
            yield Finding(
                name, localized("a {kind} needs a whole number from 1 to {most:,}", kind=words, most=most)
            )
        elif entry.kind not in kinds and value:
            yield Finding(name, localized("a {kind} has none; leave it out", kind=words))
    charges = entry.fee + entry.tax
    if entry.kind == "sell" and charges > entry.value:
        yield Finding(
            "fee",
            localized(
                "fee and tax of {charges:,} VND exceed the sale of {value:,} VND",
                charges=charges,
                value=entry.value,
            ),
        )
    if entry.kind == "cash_dividend" and entry.tax > entry.amount:
        yield Finding(
            "tax",
            localized(
                "{tax:,} VND exceed the dividend of {amount:,} VND", tax=entry.tax, amount=entry.amount
            ),
        )

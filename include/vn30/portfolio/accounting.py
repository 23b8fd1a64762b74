"""Keeps the account of a portfolio: from transactions and corporate actions to holdings, cash and gains.

Pure: no prices and no database. A holding has one average cost, as brokers in Vietnam state it; its lots
say only from when on its shares can be sold, and the oldest are sold first.

Of one day, deposits come first, then corporate actions, dividends, sales, purchases, fees and withdrawals, so
that the order of the record does not matter.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby

from vn30.market.calendar import SHIPPED, Calendar
from vn30.market.corporate_actions import CorporateAction
from vn30.market.money import part_of
from vn30.market.rules import rules_on
from vn30.portfolio.account import Account, Booking, Holding, Lot, Problem
from vn30.portfolio.entitlements import Entitled, entitled
from vn30.portfolio.possible import due_of, problem_of
from vn30.portfolio.transactions import Transaction

_ORDER: dict[str, int] = {
    "deposit": 0,
    # 1: corporate actions.
    "cash_dividend": 2,
    "stock_dividend": 2,
    "subscription": 2,
    "sell": 3,
    "buy": 4,
    "fee": 5,
    "withdrawal": 6,
}
_ACTIONS = 1

Settles = Callable[[date], date]
"""When the trades of a day settle."""


@dataclass
class Trial:
    """Transactions that are booked only if they are possible.

    Attributes:
        numbers: of those transactions.
        covers_cash: cash that is missing for one of them is deposited.
        refused: those that are not possible, by number.
        deposits: what was missing, by day.
    """

    numbers: frozenset[int]
    covers_cash: bool = False
    refused: dict[int, Problem] = field(default_factory=dict)
    deposits: dict[date, int] = field(default_factory=dict)


def keep_account(
    transactions: Iterable[Transaction],
    actions: Iterable[CorporateAction],
    until: date,
    *,
    takes_up_rights: bool = True,
    calendar: Calendar = SHIPPED,
    trial: Trial | None = None,
) -> Account:
    """The account at the end of ``until``.

    A transaction that cannot have happened is a problem of the account and is booked as far as it can be:
    of a sale of more shares than are held, those that are.

    Args:
        actions: those that count (:func:`vn30.market.corporate_actions.used_actions`), of any stocks.
        takes_up_rights: shares of rights issues are bought on the ex-date if the cash suffices.
        trial: transactions that are left out if they are not possible.

    Raises:
        OutsideCalendar: a trade settles after the last session that the calendar covers.
    """
    account = Account(until)

    @cache
    def settles_on(day: date) -> date:
        return calendar.sessions_after(day, rules_on(day).settlement.sessions)[-1]

    steps: list[tuple[date, int, str, int, Transaction | CorporateAction]] = [
        (entry.day, _ORDER[entry.kind], entry.ticker or "", entry.number, entry)
        for entry in transactions
        if entry.day <= until
    ]
    steps += [
        (action.ex_date, _ACTIONS, action.ticker, place, action)
        for place, action in enumerate(actions)
        if action.ex_date <= until
    ]
    steps.sort(key=lambda step: step[:4])
    for (day, _, ticker, *_), group in groupby(steps, key=_same_ex_date):
        rows = [step[-1] for step in group]
        same_day = [row for row in rows if isinstance(row, CorporateAction)]
        if same_day:
            _apply(account, ticker, day, same_day, takes_up_rights)
        for row in rows:
            if isinstance(row, Transaction) and _is_booked(account, row, trial):
                _BOOKED[row.kind](account, row, settles_on)
    account.holdings = {ticker: held for ticker, held in account.holdings.items() if held.lots}
    return account


def _is_booked(account: Account, entry: Transaction, trial: Trial | None) -> bool:
    problem = problem_of(account, entry)
    if problem is None:
        return True
    if trial is None or entry.number not in trial.numbers:
        account.problems.append(problem)
        return True
    if trial.covers_cash and problem.missing:
        trial.deposits[entry.day] = trial.deposits.get(entry.day, 0) + problem.missing
        account.cash += problem.missing
        return True
    trial.refused[entry.number] = problem
    return False


def _same_ex_date(step: tuple[date, int, str, int, object]) -> tuple[date, int, str, int]:
    day, order, ticker, number, _ = step
    return (day, order, ticker, 0) if order == _ACTIONS else (day, order, ticker, number)


def _apply(
    account: Account, ticker: str, day: date, actions: Sequence[CorporateAction], takes_up_rights: bool
) -> None:
    held = account.holdings.get(ticker)
    if held is None or not held.lots:
        return
    for right in entitled(held.quantity, actions, day):
        if right.kind == "subscription" and not (takes_up_rights and account.cash >= right.cost):
            continue
        _receive(account, ticker, day, right)


def _receive(account: Account, ticker: str, day: date, right: Entitled) -> None:
    held = account.holdings[ticker]
    cash = right.cash - right.tax - right.cost
    account.cash += cash
    held.cost += right.cost
    if right.quantity:
        # No source says when new shares arrive: they count, and can be sold, from the ex-date on.
        held.lots.append(Lot(right.quantity, day, day))
    account.bookings.append(
        Booking(
            day,
            right.kind,
            ticker,
            right.quantity,
            cash,
            tax=right.tax,
            price=right.price,
            is_guess=right.is_guess,
        )
    )


def _book(
    account: Account,
    entry: Transaction,
    cash: int,
    *,
    quantity: int = 0,
    gain: int = 0,
    settles_on: date | None = None,
) -> None:
    account.cash += cash
    account.bookings.append(
        Booking(
            entry.day,
            entry.kind,
            entry.ticker,
            quantity,
            cash,
            fee=entry.amount if entry.kind == "fee" else entry.fee,
            tax=entry.tax,
            gain=gain,
            price=entry.price,
            settles_on=settles_on,
            number=entry.number,
        )
    )


def _deposit(account: Account, entry: Transaction, _: Settles) -> None:
    _book(account, entry, entry.amount - entry.fee)


def _pay(account: Account, entry: Transaction, _: Settles) -> None:
    """A fee or a withdrawal."""
    _book(account, entry, -due_of(entry))


def _dividend(account: Account, entry: Transaction, _: Settles) -> None:
    _book(account, entry, entry.amount - entry.tax)


def _new_shares(account: Account, entry: Transaction, _: Settles) -> None:
    held = account.holdings.setdefault(entry.ticker or "", Holding())
    held.lots.append(Lot(entry.quantity, entry.day, entry.day))
    held.cost += due_of(entry)
    _book(account, entry, -due_of(entry), quantity=entry.quantity)


def _buy(account: Account, entry: Transaction, settles_on: Settles) -> None:
    arrives = settles_on(entry.day)
    held = account.holdings.setdefault(entry.ticker or "", Holding())
    held.lots.append(Lot(entry.quantity, entry.day, arrives))
    held.cost += due_of(entry)
    _book(account, entry, -due_of(entry), quantity=entry.quantity, settles_on=arrives)


def _sell(account: Account, entry: Transaction, settles_on: Settles) -> None:
    held = account.holdings.setdefault(entry.ticker or "", Holding())
    total = held.quantity
    sold = min(entry.quantity, total)
    if not sold:
        return
    cost = part_of(held.cost, sold, total)
    held.cost -= cost
    held.lots = _without(held.lots, sold)
    proceeds = sold * entry.price - entry.fee - entry.tax
    arrives = settles_on(entry.day)
    account.proceeds.append((arrives, proceeds))
    _book(account, entry, proceeds, quantity=-sold, gain=proceeds - cost, settles_on=arrives)


_BOOKED = {
    "deposit": _deposit,
    "withdrawal": _pay,
    "fee": _pay,
    "cash_dividend": _dividend,
    "stock_dividend": _new_shares,
    "subscription": _new_shares,
    "buy": _buy,
    "sell": _sell,
}


def _without(lots: list[Lot], sold: int) -> list[Lot]:
    """The lots without ``sold`` shares, of which those that can be sold first are taken first."""
    left = []
    for lot in sorted(lots, key=lambda lot: (lot.sellable_on, lot.day)):
        taken = min(lot.quantity, sold)
        sold -= taken
        if taken < lot.quantity:
            left.append(Lot(lot.quantity - taken, lot.day, lot.sellable_on))
    return left

"""Properties of accounts over made-up transactions and corporate actions, and what an account refuses."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vn30.market.calendar import sessions_between
from vn30.market.corporate_actions import CorporateAction
from vn30.market.money import share_of
from vn30.market.rules import rules_on
from vn30.portfolio.account import Account
from vn30.portfolio.accounting import keep_account
from vn30.portfolio.attribution import costs_of_no_stock, gains_of_stocks
from vn30.portfolio.entitlements import entitled
from vn30.portfolio.returns import growth, session_returns
from vn30.portfolio.transactions import Transaction, with_charges
from vn30.portfolio.valuation import daily_values

SESSIONS = sessions_between(date(2022, 7, 1), date(2022, 10, 31))
TICKERS = ("FPT", "HPG")
DAYS = st.sampled_from(SESSIONS[::9])
"""Few, so that much happens on one day."""


@st.composite
def trades(draw: st.DrawFn) -> Transaction:
    kind = draw(st.sampled_from(("buy", "buy", "sell")))
    quantity, price = draw(st.integers(1, 40)) * 100, draw(st.integers(200, 1800)) * 50
    return with_charges(
        Transaction(draw(DAYS), kind, draw(st.sampled_from(TICKERS)), quantity, price), 0.0015
    )


FLOWS = st.builds(
    Transaction,
    DAYS,
    st.sampled_from(("deposit", "deposit", "withdrawal", "fee")),
    amount=st.integers(1, 400_000_000),
)
ENTRIES = st.lists(st.one_of(trades(), FLOWS), max_size=14).map(
    lambda entries: [replace(entry, number=number) for number, entry in enumerate(entries, start=1)]
)
ACTIONS = st.lists(
    st.one_of(
        st.builds(
            CorporateAction,
            st.sampled_from(TICKERS),
            DAYS,
            st.just("cash_dividend"),
            st.just("test"),
            cash=st.integers(1, 3_000).map(float),
        ),
        st.builds(
            CorporateAction,
            st.sampled_from(TICKERS),
            DAYS,
            st.just("stock_dividend"),
            st.just("test"),
            ratio=st.sampled_from((0.1, 0.15, 0.333333333, 1.0)),
        ),
        st.builds(
            CorporateAction,
            st.sampled_from(TICKERS),
            DAYS,
            st.just("rights_issue"),
            st.just("test"),
            ratio=st.sampled_from((0.2, 0.5)),
            issue_price=st.just(10_000.0),
        ),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(ENTRIES, ACTIONS)
def test_nothing_is_lost(entries: list[Transaction], actions: list[CorporateAction]) -> None:
    """Cash and shares are the sums of their bookings, and all gains add up to value less net deposits."""
    account = keep_account(entries, actions, SESSIONS[-1])
    assert account.cash == sum(booking.cash for booking in account.bookings)
    for ticker, held in account.holdings.items():
        assert held.quantity == sum(each.quantity for each in account.bookings if each.ticker == ticker) > 0
        assert all(lot.quantity > 0 for lot in held.lots)
    closes = {ticker: np.full(len(SESSIONS), 40_000.0) for ticker in TICKERS}
    values = daily_values(account.bookings, SESSIONS, closes)
    assert int(values.cash[-1]) == account.cash
    held_values = {ticker: held.quantity * 40_000 for ticker, held in account.holdings.items()}
    gains = gains_of_stocks(account.bookings, held_values)
    total = sum(gain.total for gain in gains) - costs_of_no_stock(account.bookings)
    assert total == int(values.total[-1] - values.deposits.sum() + values.withdrawals.sum())
    for gain in gains:
        held = account.holdings.get(gain.ticker)
        cost = held.cost if held else 0
        assert gain.unrealised == held_values.get(gain.ticker, 0) - cost


@settings(max_examples=40, deadline=None)
@given(ENTRIES, ACTIONS, st.randoms(use_true_random=False))
def test_order_of_the_record_does_not_matter(entries, actions, random) -> None:  # type: ignore[no-untyped-def]
    mixed, mixed_actions = list(entries), list(actions)
    random.shuffle(mixed)
    random.shuffle(mixed_actions)
    one, other = (
        keep_account(entries, actions, SESSIONS[-1]),
        keep_account(mixed, mixed_actions, SESSIONS[-1]),
    )
    assert (one.cash, one.holdings, one.problems) == (other.cash, other.holdings, other.problems)


@settings(max_examples=40, deadline=None)
@given(ENTRIES, ACTIONS, DAYS)
def test_no_later_row_matters(entries: list[Transaction], actions: list[CorporateAction], day: date) -> None:
    """The account of a day is the same without what comes after it."""
    known = [entry for entry in entries if entry.day <= day]
    known_actions = [action for action in actions if action.ex_date <= day]
    with_later, without = keep_account(entries, actions, day), keep_account(known, known_actions, day)
    assert with_later == without


@settings(max_examples=60, deadline=None)
@given(ENTRIES, ACTIONS)
def test_an_account_without_problems(entries: list[Transaction], actions: list[CorporateAction]) -> None:
    """Taken one by one, entries that raise no problem never sell unsettled shares or overdraw the cash."""
    kept: list[Transaction] = []
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.number)):
        if not keep_account([*kept, entry], actions, SESSIONS[-1]).problems:
            kept.append(entry)
    account = keep_account(kept, actions, SESSIONS[-1])
    quantities = {entry.number: entry.quantity for entry in kept}
    cash = 0
    left: dict[str | None, int] = {}
    for booking in account.bookings:
        cash += booking.cash
        assert cash >= 0
        if booking.kind == "sell":
            arrived = [
                each.quantity
                for each in account.bookings
                if each.ticker == booking.ticker and each.quantity > 0
                if (each.settles_on or each.day) <= booking.day
            ]
            assert -booking.quantity == quantities[booking.number or 0]
            assert sum(arrived) + left.get(booking.ticker, 0) + booking.quantity >= 0
            left[booking.ticker] = left.get(booking.ticker, 0) + booking.quantity
    assert [booking.day for booking in account.bookings] == sorted(each.day for each in account.bookings)


def deposit_and(*entries: Transaction, until: date = SESSIONS[-1]) -> Account:
    numbered = [replace(entry, number=number) for number, entry in enumerate(entries, start=2)]
    deposit = Transaction(SESSIONS[0], "deposit", amount=100_000_000, number=1)
    return keep_account([deposit, *numbered], [], until)


def test_sale_before_settlement() -> None:
    day = SESSIONS[0]
    arrives = SESSIONS[rules_on(day).settlement.sessions]
    buy = Transaction(day, "buy", "FPT", 500, 80_000)
    sale = Transaction(SESSIONS[1], "sell", "FPT", 300, 80_000)
    (problem,) = deposit_and(buy, sale).problems
    assert (problem.number, problem.field) == (3, "quantity")
    assert problem.message == (
        f"FPT on {SESSIONS[1]}: 300 shares are sold and 0 can be sold on that day; 500 more can be sold from "
        f"{arrives} on. Add the missing purchase first."
    )
    assert deposit_and(buy, replace(sale, day=arrives)).problems == []


def test_cash_of_a_sale_can_be_spent_but_not_withdrawn_before_it_arrives() -> None:
    """Brokers advance it for purchases."""
    buy = Transaction(SESSIONS[0], "buy", "FPT", 1_000, 100_000)
    sale = Transaction(SESSIONS[10], "sell", "FPT", 1_000, 100_000)
    again = replace(buy, day=SESSIONS[10], ticker="HPG")
    account = deposit_and(buy, sale, again, until=SESSIONS[10])
    assert (account.problems, account.cash, account.settled) == ([], 0, -100_000_000)
    away = Transaction(SESSIONS[11], "withdrawal", amount=100_000_000)
    (problem,) = deposit_and(buy, sale, away).problems
    assert "0 VND have arrived by then; 100,000,000 VND of sales have not" in problem.message
    assert deposit_and(buy, sale, replace(away, day=SESSIONS[13])).problems == []


def test_cash_below_zero_names_the_deposit_that_is_missing() -> None:
    (problem,) = deposit_and(Transaction(SESSIONS[1], "buy", "FPT", 2_000, 60_000)).problems
    assert "Add a deposit of 20,000,000 VND on or before that day first" in problem.message


def test_rights_are_not_taken_up_without_cash_or_by_choice() -> None:
    entries = [
        Transaction(SESSIONS[0], "deposit", amount=81_000_000, number=1),
        Transaction(SESSIONS[0], "buy", "FPT", 1_000, 80_000, number=2),
    ]
    action = CorporateAction("FPT", SESSIONS[5], "rights_issue", "test", ratio=0.1, issue_price=10_000)
    taken = keep_account(entries, [action], SESSIONS[-1])
    assert (taken.holdings["FPT"].quantity, taken.cash) == (1_100, 0)
    assert keep_account(entries, [action], SESSIONS[-1], takes_up_rights=False).cash == 1_000_000
    dearer = replace(action, issue_price=10_010)
    assert keep_account(entries, [dearer], SESSIONS[-1]).holdings["FPT"].quantity == 1_000


def test_whole_shares_and_whole_dong() -> None:
    """1 for 3 of 300 is 100; fractions are lost; halves of a dong are rounded up."""
    action = CorporateAction("FPT", SESSIONS[5], "bonus_issue", "test", ratio=0.333333333)
    assert [right.quantity for held in (300, 299, 2) for right in entitled(held, [action], SESSIONS[5])] == [
        100,
        99,
    ]
    assert [share_of(amount, 0.001) for amount in (1_499, 1_500, 54_092_500)] == [1, 2, 54_093]


def test_flows_leave_the_time_weighted_return() -> None:
    """The price doubles, money comes, the price rises by a quarter, money goes: 1 VND becomes 2.5."""
    entries = [
        Transaction(SESSIONS[0], "deposit", amount=10_000_000),
        Transaction(SESSIONS[0], "buy", "FPT", 1_000, 10_000),
        Transaction(SESSIONS[2], "deposit", amount=20_000_000),
        Transaction(SESSIONS[2], "buy", "FPT", 1_000, 20_000),
        Transaction(SESSIONS[6], "sell", "FPT", 2_000, 25_000),
        Transaction(SESSIONS[9], "withdrawal", amount=30_000_000),
    ]
    account = keep_account(entries, [], SESSIONS[9])
    closes = {"FPT": np.array([10_000.0, 20_000, np.nan, 25_000, *([25_000.0] * 6)])}
    values = daily_values(account.bookings, SESSIONS[:10], closes)
    assert session_returns(values)[:4].tolist() == [0, 1, 0, 0.25]
    assert growth(values)[-1] == pytest.approx(2.5)
    assert int(values.total[-1]) == 20_000_000

"""500 random accounts and targets: every order can be sent, and is right to the dong.

The oracles: the rules of HOSE written down again below, and the account of the platform, which has to accept
each order as a trade.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest

from vn30.errors import WrongInput
from vn30.market.calendar import sessions_between
from vn30.optimisation.orders import Order, OrderList, Terms, order_list
from vn30.portfolio.account import Account, Lot
from vn30.portfolio.accounting import keep_account
from vn30.portfolio.transactions import Transaction, with_charges

SESSIONS = sessions_between(date(2016, 1, 1), date(2026, 3, 31))
RULE_CHANGES = [date(2016, 9, 12), date(2021, 1, 4), date(2022, 8, 29), date(2022, 9, 12)]
TICKERS = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")


def step_at(price: int, day: date) -> int:
    if day < date(2016, 9, 12):
        return 100 if price < 50_000 else 500 if price < 100_000 else 1_000
    return 10 if price < 10_000 else 50 if price < 50_000 else 100


def lot_on(day: date) -> int:
    return 10 if day < date(2021, 1, 4) else 100


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def days_to_settle(day: date) -> int:
    return 3 if day < date(2022, 8, 29) else 2


class Case:
    """An account with trades of the sessions before, and what is wanted of it."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        place = int(random.integers(20, len(SESSIONS) - 20))
        if seed % 5 == 0:
            # The orders cross a change of the rules.
            place = SESSIONS.index(RULE_CHANGES[seed // 5 % 4]) - int(random.integers(1, 4))
        self.day, self.place = SESSIONS[place], place
        self.fee = Fraction(int(random.integers(0, 51)), 10_000)
        self.terms = Terms(
            float(self.fee),
            int(random.choice([0, 0, 10_000, 100_000])),
            float(random.choice([0, 0.01, 0.07])),
            int(random.choice([3, 10])),
        )
        prices = np.exp(random.uniform(np.log(2_000), np.log(300_000), len(TICKERS)))
        self.prices = {ticker: self._traded(price) for ticker, price in zip(TICKERS, prices, strict=True)}
        size = float(np.exp(random.uniform(np.log(2e7), np.log(5e11))))
        self.history = self._history(random, size)
        self.account = keep_account(self.history, [], self.day)
        assert not self.account.problems
        self.weights = self._weights(random)
        self.max_shares = {
            ticker: int(random.integers(50, 400_000)) for ticker in TICKERS if random.random() < 0.3
        }
        self.orders = order_list(
            {ticker: held.lots for ticker, held in self.account.holdings.items()},
            self.prices,
            self.weights,
            self.account.settled,
            self.day,
            terms=self.terms,
            pending=[one for one in self.account.proceeds if one[0] > self.day],
            max_shares=self.max_shares,
        )

    def _traded(self, price: float) -> int:
        step = step_at(int(price), self.day)
        return max(step, round(price / step) * step)

    def _history(self, random: np.random.Generator, size: float) -> list[Transaction]:
        """Purchases, of which some have not arrived, odd lots, sales that have not been paid, and cash."""
        trades = []
        for ticker in TICKERS:
            for _ in range(int(random.integers(0, 3))):
                shares = int(size * random.random() / 6 / self.prices[ticker]) + 1
                bought = int(random.integers(0, 6))
                trades.append(self._trade("buy", ticker, shares, bought))
                if bought >= 4 and random.random() < 0.5:
                    trades.append(
                        self._trade("sell", ticker, max(1, shares // 3), int(random.integers(0, 2)))
                    )
        due = sum(trade.value + trade.fee for trade in trades if trade.kind == "buy")
        spare = int(size * random.choice([0, 0.001, 0.3, 2])) + 1
        first = Transaction(SESSIONS[self.place - 10], "deposit", amount=due + spare)
        return [replace(one, number=number) for number, one in enumerate([first, *trades], start=1)]

    def _trade(self, kind: str, ticker: str, shares: int, ago: int) -> Transaction:
        day = SESSIONS[self.place - ago]
        return with_charges(Transaction(day, kind, ticker, shares, self.prices[ticker]), 0.001)  # type: ignore[arg-type]

    def _weights(self, random: np.random.Generator) -> dict[str, float]:
        weights = random.dirichlet(np.full(len(TICKERS), 0.7))
        weights = np.where(weights < 0.05, 0, weights) * random.choice([1, 0.9, 0.5])
        return {ticker: float(weight) for ticker, weight in zip(TICKERS, weights, strict=True) if weight}


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [Case(seed) for seed in range(500)]


def after(session: date, count: int) -> date:
    return SESSIONS[SESSIONS.index(session) + count]


def charges(case: Case, order: Order) -> tuple[int, int]:
    value = order.quantity * order.limit_price
    fee = max(case.terms.minimum_fee, half_up(value * case.fee))
    return fee, half_up(Fraction(value, 1000)) if order.side == "sell" else 0


def check_order(case: Case, order: Order, held: int) -> None:
    """``held``: shares before the order, also those that cannot be sold yet."""
    assert case.day < order.session <= SESSIONS[case.place + case.terms.max_sessions]
    price, lot = order.limit_price, lot_on(order.session)
    next_session = SESSIONS[case.place + 1]
    assert price % step_at(price, next_session) == 0
    reference = case.prices[order.ticker]
    highest, lowest = Fraction(107, 100) * reference, Fraction(93, 100) * reference
    step = step_at(floor(highest), next_session)
    assert price <= floor(highest / step) * step
    step = step_at(floor(lowest), next_session)
    assert price >= ceil(lowest / step) * step
    assert 0 < order.quantity <= 500_000
    if order.quantity % lot:
        assert order.side == "sell"
        assert order.session >= date(2022, 9, 12)
        assert order.quantity < 100
        assert order.quantity == held
    assert order.value == order.quantity * price
    assert (order.fee, order.tax) == charges(case, order)


def check_volume(case: Case, orders: tuple[Order, ...]) -> None:
    for ticker, most in case.max_shares.items():
        for session in {order.session for order in orders}:
            traded = [one.quantity for one in orders if (one.session, one.ticker) == (session, ticker)]
            assert sum(traded) <= most


def check_cash(case: Case, found: OrderList) -> None:
    """Cash is never below 0, if each sale is paid on the day of settlement and each purchase at once."""
    arrivals = [one for one in case.account.proceeds if one[0] > case.day]
    arrivals += [
        (after(order.session, days_to_settle(order.session)), order.value - order.fee - order.tax)
        for order in found.orders
        if order.side == "sell"
    ]
    for row in found.cash:
        spent = sum(
            order.value + order.fee
            for order in found.orders
            if order.side == "buy" and order.session <= row.session
        )
        arrived = sum(amount for day, amount in arrivals if day <= row.session)
        assert row.settled == case.account.settled + arrived - spent >= 0
    assert found.cash[0].session == SESSIONS[case.place + 1]
    assert found.cash[-1].unsettled == 0


def accepted(case: Case, found: OrderList) -> Account:
    trades = [
        Transaction(
            order.session,
            order.side,
            order.ticker,
            order.quantity,
            order.limit_price,
            fee=order.fee,
            tax=order.tax,
        )
        for order in found.orders
    ]
    numbered = [replace(trade, number=100 + place) for place, trade in enumerate(trades)]
    return keep_account([*case.history, *numbered], [], found.cash[-1].session)


def test_orders_of_500_random_accounts_can_be_sent(cases: list[Case]) -> None:
    """Lot, tick, band, largest order, volume, settlement, charges, and cash of each session."""
    sides, odd, later, split = set(), 0, 0, 0
    for case in cases:
        found = case.orders
        shares = {ticker: held.quantity for ticker, held in case.account.holdings.items()}
        for order in found.orders:
            check_order(case, order, shares.get(order.ticker, 0))
            change = order.quantity if order.side == "buy" else -order.quantity
            shares[order.ticker] = shares.get(order.ticker, 0) + change
            sides.add((order.ticker, order.side))
            odd += bool(order.quantity % lot_on(order.session))
            later += order.session > SESSIONS[case.place + 1]
            split += order.quantity == 500_000
        check_volume(case, found.orders)
        check_cash(case, found)
        account = accepted(case, found)
        assert account.problems == []
        assert account.cash == found.cash[-1].settled
        assert {ticker: held.quantity for ticker, held in account.holdings.items()} == found.shares
    assert len(sides) == 2 * len(TICKERS)
    assert min(odd, later, split) > 50


def test_orders_lead_to_the_targets(cases: list[Case]) -> None:
    """Within a lot of each stock and the costs, if nothing is left for a reason."""
    complete = [case for case in cases if not case.orders.left]
    assert len(complete) >= 100
    for case in complete:
        found = case.orders
        whole = found.cash[-1].settled + sum(
            shares * case.prices[ticker] for ticker, shares in found.shares.items()
        )
        costs = found.fees + found.taxes
        slipped = case.terms.price_margin * found.traded
        lots = lot_on(SESSIONS[case.place + 1]) * sum(case.prices.values())
        for difference in found.tracking.values():
            assert abs(difference) * whole <= lots + costs + slipped + 10


def test_cash_that_is_kept_stays(cases: list[Case]) -> None:
    """The purchases leave what the weights lack to 1, measured before the costs."""
    for case in cases:
        bought = any(order.side == "buy" for order in case.orders.orders)
        held = sum(held.quantity * case.prices[ticker] for ticker, held in case.account.holdings.items())
        kept = (1 - sum(case.weights.values())) * (case.account.cash + held)
        assert not bought or case.orders.cash[-1].settled >= floor(kept)


def test_purchases_wait_for_the_cash_of_sales() -> None:
    """Worked by hand: 100 HPG are sold on Monday, and buy FPT on Wednesday."""
    monday, wednesday = date(2025, 3, 3), date(2025, 3, 5)
    found = order_list(
        {"HPG": [Lot(150, date(2025, 1, 2), date(2025, 1, 6))]},
        {"HPG": 27_950, "FPT": 14_200},
        {"FPT": 1.0},
        0,
        date(2025, 2, 28),
        terms=Terms(0.0015),
    )
    assert [(one.session, one.side, one.ticker, one.quantity, one.fee, one.tax) for one in found.orders] == [
        (monday, "sell", "HPG", 100, 4_193, 2_795),
        (monday, "sell", "HPG", 50, 2_096, 1_398),
        (wednesday, "buy", "FPT", 200, 4_260, 0),
    ]
    proceeds = 150 * 27_950 - 4_193 - 2_795 - 2_096 - 1_398
    assert [(row.settled, row.unsettled) for row in found.cash] == [
        (0, proceeds),
        (0, proceeds),
        (proceeds - 200 * 14_200 - 4_260, 0),
    ]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"prices": {"HPG": 0.0}}, "prices: FPT, HPG"),
        ({"weights": {"FPT": 0.7, "HPG": 0.4}}, "weights"),
        ({"cash": -1}, "cash"),
        ({"terms": Terms(0.006)}, "fee"),
        ({"terms": Terms(price_margin=0.08)}, "price_margin"),
        ({"terms": Terms(minimum_fee=-1)}, "minimum_fee"),
        ({"terms": Terms(max_sessions=0)}, "max_sessions"),
    ],
)
def test_what_cannot_be_is_named(changed: dict[str, object], named: str) -> None:
    wanted: dict[str, object] = {
        "held": {"HPG": [Lot(100, date(2025, 1, 2), date(2025, 1, 6))]},
        "prices": {"HPG": 27_950, "FPT": 142_000},
        "weights": {"FPT": 1.0},
        "cash": 0,
        "day": date(2025, 2, 28),
    }
    with pytest.raises(WrongInput, match=f"^{named}"):
        order_list(**{**wanted, **changed})  # type: ignore[arg-type]

"""A year of transactions against a sheet that was worked by hand: ``year_2022.csv``.

The sheet has, for each booking, the shares and the cash that come or leave, what is held of the stock after
it, all cash, the cost of the holding and the realised gain; its last column shows the working. Fictional
corporate actions: dividends of FPT and HPG, a rights issue of VNM, a split of HPG. On 2022-08-29 settlement
changes from T+3 to T+2.
"""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from vn30.market.calendar import sessions_between
from vn30.market.corporate_actions import CorporateAction
from vn30.portfolio.account import Account
from vn30.portfolio.accounting import keep_account
from vn30.portfolio.attribution import costs_of_no_stock, gains_of_stocks
from vn30.portfolio.returns import growth, money_weighted
from vn30.portfolio.transactions import Transaction, with_charges
from vn30.portfolio.valuation import Values, daily_values

SHEET = Path(__file__).with_name("year_2022.csv")
LAST = date(2022, 12, 30)
ACTIONS = [
    CorporateAction("FPT", date(2022, 6, 6), "cash_dividend", "test", cash=1_000),
    CorporateAction("FPT", date(2022, 6, 13), "stock_dividend", "test", ratio=0.2),
    CorporateAction("HPG", date(2022, 6, 17), "stock_dividend", "test", ratio=0.3),
    CorporateAction("HPG", date(2022, 6, 17), "cash_dividend", "test", cash=500),
    CorporateAction("VNM", date(2022, 9, 15), "rights_issue", "test", ratio=0.333333333, issue_price=40_000),
    CorporateAction("HPG", date(2022, 10, 3), "split", "test", ratio=1.0),
]
PRICES = {
    (date(2022, 1, 5), "FPT"): 95_000,
    (date(2022, 1, 5), "HPG"): 46_000,
    (date(2022, 8, 25), "FPT"): 86_500,
    (date(2022, 8, 29), "VNM"): 74_100,
    (date(2022, 11, 10), "HPG"): 14_050,
    (date(2022, 12, 29), "FPT"): 76_900,
}
# Closes on the days between which the time-weighted return is linked by hand.
CLOSES = {
    date(2022, 12, 15): {"FPT": 76_000, "HPG": 18_500, "VNM": 78_000},
    LAST: {"FPT": 76_900, "HPG": 18_000, "VNM": 76_100},
}


def sheet() -> list[dict[str, str]]:
    with SHEET.open() as lines:
        return list(csv.DictReader(lines))


def transactions() -> list[Transaction]:
    """The sheet without the rows that follow from corporate actions."""
    entered = []
    for number, row in enumerate(sheet(), start=1):
        day, ticker = date.fromisoformat(row["day"]), row["ticker"] or None
        kind, shares, cash = row["what"], abs(int(row["shares"])), abs(int(row["cash"]))
        if kind in ("buy", "sell"):
            trade = Transaction(day, kind, ticker, shares, PRICES[day, str(ticker)], number=number)
            entered.append(with_charges(trade, 0.0015))
        elif ticker is None:
            entered.append(Transaction(day, kind, amount=cash, number=number))
    return entered


@pytest.fixture(scope="module")
def account() -> Account:
    return keep_account(transactions(), ACTIONS, LAST)


@pytest.fixture(scope="module")
def values(account: Account) -> Values:
    sessions = sessions_between(date(2022, 1, 4), LAST)
    closes = {
        ticker: np.array([CLOSES.get(day, {}).get(ticker, np.nan) for day in sessions])
        for ticker in ("FPT", "HPG", "VNM")
    }
    return daily_values(account.bookings, sessions, closes)


def test_each_booking_equals_the_sheet(account: Account) -> None:
    assert account.problems == []
    rows = sheet()
    assert len(account.bookings) == len(rows)
    for place, (row, booking) in enumerate(zip(rows, account.bookings, strict=True)):
        until = keep_account(transactions(), ACTIONS, booking.day)
        booked = (str(booking.day), booking.kind, booking.ticker or "", booking.quantity, booking.cash)
        assert booked == (row["day"], row["what"], row["ticker"], int(row["shares"]), int(row["cash"]))
        assert booking.gain == int(row["gain"])
        assert sum(each.cash for each in account.bookings[: place + 1]) == int(row["total_cash"])
        is_last_of_day = place + 1 == len(rows) or rows[place + 1]["day"] != row["day"]
        if booking.ticker and is_last_of_day:
            held = until.holdings[booking.ticker]
            assert (held.quantity, held.cost) == (int(row["held"]), int(row["cost"]))


def test_settlement(account: Account) -> None:
    """By the calendar: T+3 until 26 August, T+2 from 29 August, over two holidays."""
    arrives = {(booking.day, booking.ticker): booking.settles_on for booking in account.bookings}
    assert arrives[date(2022, 1, 5), "FPT"] == date(2022, 1, 10)
    assert arrives[date(2022, 8, 25), "FPT"] == date(2022, 8, 30)
    assert arrives[date(2022, 8, 29), "VNM"] == date(2022, 8, 31)
    assert arrives[date(2022, 11, 10), "HPG"] == date(2022, 11, 14)
    assert arrives[date(2022, 12, 29), "FPT"] == date(2023, 1, 3)
    assert (account.holdings["FPT"].quantity, account.holdings["FPT"].sellable(LAST)) == (2_400, 1_400)
    assert keep_account(transactions(), ACTIONS, date(2022, 8, 29)).unsettled() == 86_283_750
    assert keep_account(transactions(), ACTIONS, date(2022, 8, 30)).unsettled() == 0


def test_value_and_gains(account: Account, values: Values) -> None:
    """2 400 x 76 900 + 3 950 x 18 000 + 2 000 x 76 100 = 407 860 000, and 6 714 443 of cash."""
    assert (int(values.stocks[-1]), int(values.cash[-1])) == (407_860_000, 6_714_443)
    held = {"FPT": 184_560_000, "HPG": 71_100_000, "VNM": 152_200_000}
    gains = {gain.ticker: gain for gain in gains_of_stocks(account.bookings, held)}
    # Value + sales + dividends - purchases.
    assert gains["FPT"].total == 184_560_000 + 86_283_750 + 1_900_000 - 190_285_000 - 77_015_350
    assert gains["HPG"].total == 71_100_000 + 53_957_268 + 1_425_000 - 138_207_000
    assert gains["VNM"].total == 152_200_000 - 111_316_725 - 20_000_000
    assert gains["VNM"].spent == 111_316_725 + 20_000_000
    # What is not realised is the value less the cost of the sheet.
    assert gains["FPT"].unrealised == 184_560_000 - 188_014_933
    assert gains["HPG"].unrealised == 71_100_000 - 69_989_442
    assert costs_of_no_stock(account.bookings) == 27_500
    assert sum(gain.total for gain in gains.values()) - 27_500 == 414_574_443 - 400_000_000
    assert (gains["HPG"].fees, gains["HPG"].taxes) == (207_000 + 81_139, 54_093 + 75_000)


def test_returns(values: Values) -> None:
    """Linked at the withdrawal: (419 204 793 + 100 000 000) / 500 000 000 x 414 574 443 / 419 204 793.

    The money-weighted rate makes the flows, after 345 and 360 days of 365, worth 500 million.
    """
    at = values.sessions.index(date(2022, 12, 15))
    assert int(values.total[at]) == 419_204_793
    by_hand = 519_204_793 / 500_000_000 * 414_574_443 / 419_204_793
    assert growth(values)[-1] == pytest.approx(by_hand, rel=1e-12)
    rate = money_weighted(values)
    assert rate is not None
    worth = 100_000_000 / (1 + rate) ** (345 / 365) + 414_574_443 / (1 + rate) ** (360 / 365)
    assert worth == pytest.approx(500_000_000, abs=1)
    assert rate == pytest.approx(0.02982, abs=5e-5)

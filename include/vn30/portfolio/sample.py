"""The sample portfolio of the demo: simulated trades at simulated prices, marked as such."""

from datetime import date
from uuid import UUID

import numpy as np
import sqlalchemy as sa

from vn30.database.warehouse import fetch_one
from vn30.market.clock import read_clock
from vn30.portfolio.book import open_book
from vn30.portfolio.market import HeldMarket, held_market, read_listing
from vn30.portfolio.store import NewEntry, add_entries, add_portfolio, portfolios_of
from vn30.portfolio.transactions import Kind, Transaction, with_charges

NAME = "Sample of simulated trades"
USERNAME = "enduser1"
FEE_RATE = 0.0015
_SESSIONS = 250
_DEPOSIT = 500_000_000
_BUDGET = 100_000_000
"""VND for each purchase."""
_LOT = 100
_STOCKS = 4


def add_sample(connection: sa.Connection) -> bool:
    """Add the sample to the demo's first end user, once; False if there is nothing to add.

    A market that is not simulated gets none: made-up trades at real prices could be taken for real ones.
    """
    clock = read_clock(connection)
    user = fetch_one(connection, "portfolio/user_id", username=USERNAME)
    if clock.as_of is None or clock.data_source != "simulated" or user is None:
        return False
    if portfolios_of(connection, user["id"]):
        return False
    return _add(connection, user["id"], clock.as_of)


def _add(connection: sa.Connection, user_id: UUID, as_of: date) -> bool:
    listing = read_listing(connection, as_of)
    sessions = listing.calendar.sessions_between(date(as_of.year - 2, 1, 1), as_of)[-_SESSIONS:]
    market = held_market(connection, listing, listing.stocks, sessions[0])
    entries = sample_transactions(market)
    if not entries:
        return False
    portfolio = add_portfolio(connection, user_id, NAME, FEE_RATE, True, is_sample=True)
    wanted = [NewEntry(entry, f"sample:{place}", "simulated") for place, entry in enumerate(entries)]
    add_entries(connection, listing, portfolio.id, wanted, "sample")
    # A dividend could have made a sale impossible: the account must be one without problems.
    return not open_book(connection, portfolio, as_of).account.problems


def sample_transactions(market: HeldMarket) -> list[Transaction]:
    """A deposit, purchases over the year, a sale, a withdrawal, and a purchase that is not settled yet."""
    last = len(market.sessions) - 1
    tickers = [
        ticker for ticker, closes in sorted(market.closes.items()) if not np.isnan(closes[[0, last]]).any()
    ][:_STOCKS]
    if len(tickers) < _STOCKS or last < 10 * _STOCKS:
        return []
    entries = [Transaction(market.sessions[0], "deposit", amount=_DEPOSIT)]
    for place, ticker in enumerate(tickers):
        entries.append(_trade(market, "buy", ticker, place * last // (2 * _STOCKS), _BUDGET))
    entries.append(_trade(market, "sell", tickers[0], 2 * last // 3, _BUDGET // 2))
    entries.append(Transaction(market.sessions[3 * last // 4], "withdrawal", amount=20_000_000))
    entries.append(_trade(market, "buy", tickers[1], last, _BUDGET // 4))
    return entries


def _trade(market: HeldMarket, kind: Kind, ticker: str, place: int, budget: int) -> Transaction:
    closes = market.closes[ticker][: place + 1]
    price = round(float(closes[~np.isnan(closes)][-1]))
    quantity = max(budget // (price * _LOT), 1) * _LOT
    return with_charges(Transaction(market.sessions[place], kind, ticker, quantity, price), FEE_RATE)

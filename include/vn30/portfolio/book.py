"""A portfolio with all that its figures follow from: transactions, market and account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from vn30.portfolio.account import Account
from vn30.portfolio.accounting import Trial, keep_account
from vn30.portfolio.market import HeldMarket, Listing, held_market, read_listing
from vn30.portfolio.store import Portfolio, entries_of
from vn30.portfolio.transactions import Transaction


@dataclass(frozen=True)
class Book:
    """A portfolio as of a session."""

    portfolio: Portfolio
    listing: Listing
    entries: list[Transaction]
    market: HeldMarket
    account: Account

    def account_with(self, entries: Sequence[Transaction], trial: Trial | None = None) -> Account:
        """The account that other transactions of the same stocks and days give."""
        return keep_account(
            entries,
            self.market.actions,
            self.listing.as_of,
            takes_up_rights=self.portfolio.takes_up_rights,
            calendar=self.listing.calendar,
            trial=trial,
        )


def open_book(
    connection: sa.Connection, portfolio: Portfolio, as_of: date, coming: Iterable[Transaction] = ()
) -> Book:
    """The book of a portfolio.

    Args:
        coming: transactions that are not recorded yet, whose stocks and days the market has to have.
    """
    listing = read_listing(connection, as_of)
    entries = entries_of(connection, portfolio.id)
    all_entries = [*entries, *coming]
    market = HeldMarket([])
    if all_entries:
        tickers = {entry.ticker for entry in all_entries if entry.ticker}
        market = held_market(connection, listing, tickers, min(entry.day for entry in all_entries))
    account = keep_account(
        entries,
        market.actions,
        as_of,
        takes_up_rights=portfolio.takes_up_rights,
        calendar=listing.calendar,
    )
    return Book(portfolio, listing, entries, market, account)

"""Refreshes the corporate actions that the source lists, each company once a week and after restatements."""

import logging

from vn30.database.warehouse import execute, fetch_all, transaction
from vn30.ingestion.market_kind import check_market
from vn30.ingestion.price_events import store_price_events
from vn30.market.clock import read_clock
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import ListedActions, SourceError, SourceUnavailable

log = logging.getLogger(__name__)

REFRESH_AFTER_DAYS = 7

MAX_FAILURES = 3
"""Consecutive failures that end the refresh until the next crawl: prices have priority on the quota."""


def refresh_actions(settings: Settings) -> str:
    """Refresh the actions of the companies that are due, each in a transaction of its own; return a summary.

    A company is due a week after its last refresh, or when a crawl has found its prices restated since. A
    company that fails keeps its actions and is due again the next day, after the others; it does not fail the
    crawl of prices.

    Raises:
        MixedMarkets: the database holds the other kind of market.
    """
    source = open_source(settings)
    with transaction() as connection:
        check_market(connection, source)
        as_of = read_clock(connection).as_of
        offered = source.tickers()
        due = [
            row["ticker"]
            for row in fetch_all(connection, "ingestion/actions_due", days=REFRESH_AFTER_DAYS)
            if offered is None or row["ticker"] in offered
        ]
    if as_of is None:
        return "no prices are stored yet"
    refreshed = failures = failures_in_a_row = changed = 0
    for ticker in due:
        if failures_in_a_row == MAX_FAILURES:
            log.warning("%s and the companies after it are left for the next crawl", ticker)
            break
        try:
            listed = source.actions(ticker, as_of)
        except (SourceError, SourceUnavailable) as error:
            log.warning("%s", error)
            failures += 1
            failures_in_a_row += 1
            with transaction() as connection:
                execute(connection, "ingestion/put_actions_asked", ticker=ticker)
            continue
        if listed is None:
            return f"{source.name} lists no corporate actions"
        for fault in listed.left_out:
            log.warning("%s: left out: %s", ticker, fault)
        changed += store_listed_actions(ticker, listed)
        refreshed += 1
        failures_in_a_row = 0
    left = len(due) - refreshed - failures
    done = f"{refreshed} companies refreshed, {failures} failed, {left} left for later"
    return f"{done}; {changed} actions changed"


def store_listed_actions(ticker: str, listed: ListedActions) -> int:
    """Make the stored actions of a vendor those that it lists, in one transaction; the number of changes.

    Actions that it no longer lists are removed, such as those whose ex-date was moved, from the first listed
    one on: its list may begin later than the stored one. An empty list removes nothing.
    """
    changed = 0
    with transaction() as connection:
        for action in listed.actions:
            changed += execute(
                connection,
                "ingestion/put_listed_action",
                ticker=ticker,
                ex_date=action.ex_date,
                kind=action.kind,
                source=action.source,
                cash=action.cash,
                ratio=action.ratio,
            )
        if listed.actions:
            changed += execute(
                connection,
                "ingestion/remove_unlisted_actions",
                ticker=ticker,
                source=listed.actions[0].source,
                ex_dates=[action.ex_date for action in listed.actions],
                kinds=[action.kind for action in listed.actions],
            )
        execute(connection, "ingestion/put_actions_checked", ticker=ticker)
        if changed:
            # Reference prices follow from them.
            store_price_events(connection, ticker)
    return changed

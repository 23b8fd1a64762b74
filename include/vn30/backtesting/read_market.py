"""The market of a simulation from the database, as it is known now or was known at a time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from vn30.backtesting.build_market import tradable_market
from vn30.backtesting.market import TradableMarket
from vn30.market.corporate_actions import CorporateAction, adjustments, stored_actions
from vn30.market.stored_bars import stored_bars
from vn30.market.stored_calendar import read_calendar

BENCHMARK = "VN30"
_DAYS_BEFORE = 60
"""Calendar days of bars before the first session: the close before it is a reference price."""


def read_market(
    connection: sa.Connection,
    tickers: Iterable[str],
    first: date,
    as_of: date,
    known_at: datetime | None = None,
) -> TradableMarket:
    """The market of ``tickers`` from ``first``, or the session after it, up to ``as_of``.

    Args:
        known_at: an aware time: bars and actions as they were on record then. None: as they are now.
    """
    names = sorted(set(tickers))
    # Stored prices contain later actions as well, whose factors follow from the closes before them.
    bars = stored_bars(
        connection, [*names, BENCHMARK], date.max, first - timedelta(days=_DAYS_BEFORE), known_at
    )
    by_ticker: dict[str, list[CorporateAction]] = defaultdict(list)
    for action in stored_actions(connection, names, known_at):
        by_ticker[action.ticker].append(action)
    steps = {
        str(ticker): adjustments(
            by_ticker[str(ticker)],
            own["date"].to_numpy().astype("datetime64[D]"),
            own["close"].to_numpy(dtype=float),
        )
        for ticker, own in bars.groupby("symbol")
    }
    known = bars[bars["date"].dt.date <= as_of]
    return tradable_market(
        known[known["symbol"] != BENCHMARK],
        steps,
        [action for actions in by_ticker.values() for action in actions],
        read_calendar(connection).sessions_between(first, as_of),
        names,
        known[known["symbol"] == BENCHMARK],
    )

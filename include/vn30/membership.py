"""VN30 membership in the database: the shipped file, and what live sources saw beyond it."""

import re
from datetime import date

import sqlalchemy as sa

from vn30.universe import known_stays, known_stocks, members_on
from vn30.warehouse import copy_rows, execute, fetch_all

SHIPPED = "vn30_members.csv"

_SIZE = 30
# One review has changed up to four; a list with fewer old acquaintances is of another index.
_LEAST_FAMILIAR = 20
_TICKER = re.compile(r"[A-Z][A-Z0-9]{2}")


def store_members(
    connection: sa.Connection, source_name: str, listed: frozenset[str] | None, session: date
) -> list[str]:
    """Bring the membership on record up to date.

    The shipped file is put in first. Where ``listed`` differs from it, those who joined are members from
    ``session`` on, and those who left are none from then on. That stays on record, with the source's name,
    until the shipped file tells of the same change. New members get a row in ``stocks``, if they have none.

    Args:
        source_name: the live source, as reports name it.
        listed: its tickers of the VN30 on ``session``; None if it has no list, or ``session`` is in the past.

    Returns:
        One sentence for the report if ``listed`` differs from the shipped file, or was ignored as it
        cannot be the VN30.
    """
    _store_shipped(connection)
    if listed is None:
        return []
    doubt = _doubt(listed, members(connection, session))
    if doubt:
        return [f"The VN30 list of {source_name} was ignored: {doubt}."]
    change = {"listed": sorted(listed), "session": session, "source": source_name}
    execute(connection, "universe/record_leavers", **change)
    execute(connection, "universe/record_joiners", **change)
    execute(connection, "universe/name_new_members", listed=change["listed"])
    return _differences(source_name, listed, frozenset(members_on(session)))


def members(connection: sa.Connection, day: date) -> tuple[str, ...]:
    """The tickers of the VN30 on ``day`` by what is on record, sorted.

    Before :data:`vn30.universe.KNOWN_FROM` they are those of the oldest known basket. A database that no
    crawl has told of memberships yet goes by the shipped file.
    """
    recorded = fetch_all(connection, "universe/members", day=day)
    return tuple(row["ticker"] for row in recorded) or members_on(day)


def known_tickers(connection: sa.Connection) -> frozenset[str]:
    """All tickers that were in the VN30 by the shipped file or by what is on record."""
    recorded = fetch_all(connection, "universe/recorded_tickers")
    return frozenset(stock.ticker for stock in known_stocks()).union(row["ticker"] for row in recorded)


def _store_shipped(connection: sa.Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TEMP TABLE shipped_stays (ticker TEXT, effective_from DATE, effective_to DATE) ON COMMIT DROP"
    )
    rows = ((stay.ticker, stay.effective_from, stay.effective_to) for stay in known_stays())
    copy_rows(connection, "shipped_stays", ("ticker", "effective_from", "effective_to"), rows)
    execute(connection, "universe/keep_shipped_stays", source=SHIPPED)
    execute(connection, "universe/drop_superseded_stays", source=SHIPPED)


def _doubt(listed: frozenset[str], current: tuple[str, ...]) -> str:
    """Why ``listed`` cannot be the VN30, or an empty text."""
    odd = sorted(ticker for ticker in listed if not _TICKER.fullmatch(ticker))
    if odd:
        return f"{', '.join(map(repr, odd))} cannot be HOSE tickers"
    if len(listed) != _SIZE:
        return f"it has {len(listed)} tickers, not {_SIZE}"
    familiar = len(listed.intersection(current))
    if familiar < _LEAST_FAMILIAR:
        return f"only {familiar} of its tickers were members before"
    return ""


def _differences(source_name: str, listed: frozenset[str], shipped: frozenset[str]) -> list[str]:
    joined, left = sorted(listed - shipped), sorted(shipped - listed)
    if not joined:
        return []
    return [
        f"{', '.join(joined)} joined the VN30 and {', '.join(left)} left it, says {source_name}; "
        "the shipped file does not know that yet."
    ]

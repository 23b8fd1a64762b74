"""VN30 membership in the database: the shipped file, and later changes seen by live sources."""

import re
from datetime import date

import sqlalchemy as sa

from vn30.database.warehouse import copy_rows, execute, fetch_all
from vn30.market.universe import known_stays, known_stocks, members_on

SHIPPED = "vn30_members.csv"

_SIZE = 30
# One review has replaced at most four members: a list with fewer than 20 current members is another index.
_MIN_CURRENT_MEMBERS = 20
_TICKER = re.compile(r"[A-Z][A-Z0-9]{2}")


def store_members(
    connection: sa.Connection, source_name: str, listed: frozenset[str] | None, session: date
) -> list[str]:
    """Bring the recorded membership up to date.

    The shipped file is stored first. Where ``listed`` differs from it, the tickers that joined become members
    from ``session`` on, and those that left cease to be members on ``session``. Such a change is kept, with
    the name of the source, until the shipped file contains it. New members get a row in ``stocks`` if they
    have none.

    Args:
        source_name: name of the live source, for the report.
        listed: its VN30 tickers on ``session``; None if it has no list, or if ``session`` is in the past.
        session: first session on which ``listed`` applies.

    Returns:
        One sentence for the report if ``listed`` differs from the shipped file, or if it was ignored because
        it cannot be the VN30; else an empty list.
    """
    _store_shipped(connection)
    if listed is None:
        return []
    reason = _reason_to_ignore(listed, members(connection, session))
    if reason:
        return [f"The VN30 list of {source_name} was ignored: {reason}."]
    change = {"listed": sorted(listed), "session": session, "source": source_name}
    execute(connection, "market/record_leavers", **change)
    execute(connection, "market/record_joiners", **change)
    execute(connection, "market/name_new_members", listed=change["listed"])
    return _differences(source_name, listed, frozenset(members_on(session)))


def members(connection: sa.Connection, day: date) -> tuple[str, ...]:
    """The recorded VN30 tickers on ``day``, sorted.

    Before :data:`vn30.market.universe.KNOWN_FROM` they are those of the oldest known basket. In a database
    without recorded memberships they come from the shipped file.
    """
    recorded = fetch_all(connection, "market/members", day=day)
    return tuple(row["ticker"] for row in recorded) or members_on(day)


def known_tickers(connection: sa.Connection) -> frozenset[str]:
    """All tickers that ever were in the VN30, by the shipped file or by the recorded membership."""
    recorded = fetch_all(connection, "market/recorded_tickers")
    return frozenset(stock.ticker for stock in known_stocks()).union(row["ticker"] for row in recorded)


def absent_members(connection: sa.Connection) -> frozenset[str]:
    """The members that the source does not have, by the newest crawl of all members."""
    return frozenset(row["ticker"] for row in fetch_all(connection, "market/absent_members"))


def _store_shipped(connection: sa.Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TEMP TABLE shipped_stays (ticker TEXT, effective_from DATE, effective_to DATE) ON COMMIT DROP"
    )
    rows = ((stay.ticker, stay.effective_from, stay.effective_to) for stay in known_stays())
    copy_rows(connection, "shipped_stays", ("ticker", "effective_from", "effective_to"), rows)
    execute(connection, "market/keep_shipped_stays", source=SHIPPED)
    execute(connection, "market/drop_superseded_stays", source=SHIPPED)


def _reason_to_ignore(listed: frozenset[str], current: tuple[str, ...]) -> str:
    """Why ``listed`` cannot be the VN30, or an empty text."""
    malformed = sorted(ticker for ticker in listed if not _TICKER.fullmatch(ticker))
    if malformed:
        return f"{', '.join(map(repr, malformed))} cannot be HOSE tickers"
    if len(listed) != _SIZE:
        return f"it has {len(listed)} tickers, not {_SIZE}"
    common = len(listed.intersection(current))
    if common < _MIN_CURRENT_MEMBERS:
        return f"only {common} of its tickers are current members, fewer than {_MIN_CURRENT_MEMBERS}"
    return ""


def _differences(source_name: str, listed: frozenset[str], shipped: frozenset[str]) -> list[str]:
    joined, left = sorted(listed - shipped), sorted(shipped - listed)
    if not joined:
        return []
    return [
        f"According to {source_name}, {', '.join(joined)} joined the VN30 and {', '.join(left)} left it; "
        "the shipped membership file does not have this change yet."
    ]

"""A small market with gaps of every kind, and what is expected of each of its sessions."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from tests.support.stored_market import SESSIONS, store_market
from vn30.market.universe import INDICES

FIRST_MINUTES = SESSIONS[-60]
STAYS = {"FPT": None, "HPG": None, "VNM": None, "VCB": SESSIONS[250], "SAB": None}
"""By stock the first session after its stay in the VN30."""
LISTED, FIRST_BAR = SESSIONS[100], SESSIONS[110]
"""VNM was listed ten sessions before its first bar."""
DELISTED = SESSIONS[150]
"""The last session of SAB."""
NO_ROW, REJECTED, UNASKED = SESSIONS[30], SESSIONS[31], SESSIONS[32]
"""Of HPG: the source has no row, has an impossible one, and was not asked yet."""
UNTRADED = SESSIONS[40]
HALF_DAY, NO_MINUTES, MINUTES_ABSENT = SESSIONS[-50], SESSIONS[-45], SESSIONS[-44]
"""Of FPT: the minutes of the afternoon are missing, all are, and the source has none."""


class Known(NamedTuple):
    """By symbol and session, the state of each expected session."""

    daily: dict[tuple[str, date], str]
    minutes: dict[tuple[str, date], str]


def store_gaps(connection: sa.Connection) -> Known:
    """Store the market, and say what was planted."""
    store_market(connection, tuple(STAYS))
    run = connection.execute
    for ticker, until in STAYS.items():
        run(
            sa.text("INSERT INTO index_members VALUES ('VN30', :ticker, :first, :until, 'test')"),
            {"ticker": ticker, "first": SESSIONS[0], "until": until},
        )
        run(
            sa.text("INSERT INTO price_bands VALUES (:ticker, 'HOSE', :first, :last, 0, 0.07, 12)"),
            {
                "ticker": ticker,
                "first": LISTED if ticker == "VNM" else date(2010, 1, 4),
                "last": DELISTED if ticker == "SAB" else date.max,
            },
        )
    _remove(connection, "VNM", [day for day in SESSIONS if day < FIRST_BAR])
    _remove(connection, "VCB", [day for day in SESSIONS if day >= SESSIONS[250]])
    _remove(connection, "SAB", [day for day in SESSIONS if day > DELISTED])
    _remove(connection, "HPG", [NO_ROW, REJECTED, UNASKED])
    for session, reason in ((NO_ROW, "no row"), (REJECTED, "high below low")):
        run(
            sa.text(
                "INSERT INTO session_absences SELECT id, :day, 3, :reason, now() FROM stocks "
                "WHERE ticker = 'HPG'"
            ),
            {"day": session, "reason": reason},
        )
    run(
        sa.text(
            "UPDATE stock_prices SET volume = 0, close_price = earlier.close_price FROM stocks, "
            "(SELECT stock_id, close_price FROM stock_prices WHERE price_date = :before) AS earlier "
            "WHERE stocks.ticker = 'FPT' AND stock_prices.stock_id = stocks.id AND price_date = :day "
            "AND earlier.stock_id = stocks.id"
        ),
        {"day": UNTRADED, "before": SESSIONS[SESSIONS.index(UNTRADED) - 1]},
    )
    run(
        sa.text(
            "UPDATE stock_prices SET is_provisional = TRUE FROM stocks "
            "WHERE stocks.id = stock_id AND ticker = 'FPT' AND price_date = :day"
        ),
        {"day": SESSIONS[-1]},
    )
    _store_minutes(connection)
    return Known(_daily(), _minutes())


def _daily() -> dict[tuple[str, date], str]:
    states = {(symbol, day): "stored" for symbol in ("FPT", "HPG", *INDICES) for day in SESSIONS}
    states |= {("VCB", day): "stored" for day in SESSIONS[:250]}
    states |= {("SAB", day): "stored" for day in SESSIONS[:151]}
    states |= {("VNM", day): "missing" for day in SESSIONS[100:110]}
    states |= {("VNM", day): "stored" for day in SESSIONS[110:]}
    states[("FPT", UNTRADED)], states[("FPT", SESSIONS[-1])] = "untraded", "provisional"
    states |= {("HPG", NO_ROW): "absent", ("HPG", REJECTED): "absent", ("HPG", UNASKED): "missing"}
    return states


def _minutes() -> dict[tuple[str, date], str]:
    """FPT has minutes, HPG and VNM none; the others were no members, or not traded, any more."""
    states = {("FPT", day): "stored" for day in SESSIONS[-60:]}
    states |= {("FPT", HALF_DAY): "different", ("FPT", MINUTES_ABSENT): "absent"}
    states |= {("FPT", NO_MINUTES): "missing"}
    return states | {(symbol, day): "missing" for symbol in ("HPG", "VNM") for day in SESSIONS[-60:]}


def _store_minutes(connection: sa.Connection) -> None:
    connection.execute(
        sa.text(
            "INSERT INTO intraday_sessions SELECT 'FPT', price_date, 240, open_price, high_price, low_price, "
            "close_price, CASE WHEN price_date = :half THEN volume / 2 ELSE volume END, "
            "price_date + interval '2 hours', price_date + interval '7 hours 45 minutes', 0, 0, "
            "price_date <> :half, FALSE, 1, 'csv', now() "
            "FROM stock_prices JOIN stocks ON stock_id = stocks.id "
            "WHERE ticker = 'FPT' AND price_date >= :first AND price_date <> all(:without)"
        ),
        {"half": HALF_DAY, "first": FIRST_MINUTES, "without": [NO_MINUTES, MINUTES_ABSENT]},
    )
    connection.execute(
        sa.text("INSERT INTO intraday_absences VALUES ('FPT', :day, 3, now())"), {"day": MINUTES_ABSENT}
    )


def _remove(connection: sa.Connection, ticker: str, days: Iterable[date]) -> None:
    connection.execute(
        sa.text(
            "DELETE FROM stock_prices USING stocks WHERE stocks.id = stock_id AND ticker = :ticker "
            "AND price_date = any(:days)"
        ),
        {"ticker": ticker, "days": list(days)},
    )

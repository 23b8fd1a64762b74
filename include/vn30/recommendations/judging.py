"""Judges the recommendations whose horizon is over, and writes the track record."""

import logging
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from vn30.database.frames import fetch_frame
from vn30.database.warehouse import copy_rows, execute, fetch_all, transaction
from vn30.market.clock import read_clock
from vn30.market.stored_bars import stored_bars
from vn30.market.traded_prices import stored_adjustments
from vn30.recommendations.outcomes import judge, prices_of
from vn30.recommendations.read import INDEX
from vn30.recommendations.record import RECORD_COLUMNS, record_rows

log = logging.getLogger(__name__)

_BEFORE = timedelta(days=30)
"""Of bars before the oldest session: the close that its price limits follow from."""
_JUDGED = {
    "session": "datetime64[ns]",
    "profile": "object",
    "horizon": "int64",
    "label": "object",
    "confidence": "float64",
    "volatility_regime": "object",
    "trend_regime": "object",
    "model_version": "object",
    "made_in_time": "bool",
    "is_winner": "bool",
    "claim_true": "bool",
    "exit_reason": "object",
    "costs_pct": "float64",
    "excess_pct": "float64",
    "gain_pct": "float64",
    "bought_gain_pct": "float64",
}


def judge_recommendations() -> dict[str, int]:
    """Judge what is due, and write the track record of today.

    Returns:
        The number of recommendations judged now, and of those that wait until they can be sold.
    """
    with transaction() as connection:
        today = read_clock(connection).as_of
        if today is None:
            return {"judged": 0, "waiting": 0}
        due = [dict(row) for row in fetch_all(connection, "recommendations/due", today=today)]
        judged = _judged(connection, due, today)
        if judged:
            columns = list(judged[0])
            copy_rows(
                connection,
                "recommendation_outcomes",
                columns,
                ([row[name] for name in columns] for row in judged),
            )
        groups = _write_record(connection, today)
    counts = {"judged": len(judged), "waiting": len(due) - len(judged)}
    log.info(
        "As of %s: %d recommendations judged, %d wait; the track record has %d groups",
        today,
        *counts.values(),
        groups,
    )
    return counts


def _judged(connection: sa.Connection, due: list[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    if not due:
        return []
    tickers = sorted({row["ticker"] for row in due})
    start = min(row["session"] for row in due) - _BEFORE
    bars = stored_bars(connection, [*tickers, INDEX], today, start)
    steps = stored_adjustments(connection, tickers)
    by_symbol = dict(iter(bars.groupby("symbol")))
    found = []
    for ticker, rows in groupby(due, key=lambda row: row["ticker"]):
        if ticker not in by_symbol or INDEX not in by_symbol:
            continue
        prices = prices_of(by_symbol[ticker], by_symbol[INDEX], steps.get(ticker, []))
        for row in rows:
            outcome = judge(row, prices)
            if outcome is not None:
                found.append({"recommendation_id": row["id"], **outcome})
    return found


def _write_record(connection: sa.Connection, today: date) -> int:
    judged = fetch_frame(connection, "recommendations/judged", _JUDGED)
    execute(connection, "recommendations/clear_record", today=today)
    rows = record_rows(judged)
    copy_rows(
        connection,
        "recommendation_records",
        ("as_of_date", *RECORD_COLUMNS),
        ((today, *(row[name] for name in RECORD_COLUMNS)) for row in rows),
    )
    return len(rows)

"""Summaries: what reads of the whole market return, written when its inputs are written.

A summary is read while it is of the same version as its inputs (the view ``summary_versions``), in the
snapshot of the read; else the read computes the same from the views. So a change makes reads slower until
the next refresh, never wrong. Tasks refresh at the end of a crawl and of a training, and the API within
seconds of any change.
"""

import json

import sqlalchemy as sa

from vn30.database.warehouse import copy_rows, execute, fetch_all, fetch_returned, transaction
from vn30.market.clock import read_clock
from vn30.market.completeness import FIRST_DAY, SeriesCounts, completeness, counts_by_series


def refresh_summaries() -> list[str]:
    """Write the summaries whose inputs have changed since they were written, in a transaction of its own.

    Returns:
        Their names: ``market`` (the market table, the top picks and the models), ``series`` (completeness of
        daily bars).
    """
    with transaction() as connection:
        return write_summaries(connection)


def write_summaries(connection: sa.Connection) -> list[str]:
    """:func:`refresh_summaries` in the caller's transaction."""
    execute(connection, "market/lock_summaries")
    return _write(connection)


def write_old_summaries(connection: sa.Connection) -> list[str]:
    """:func:`write_summaries`, unless another process writes them at the moment: then nothing."""
    if not fetch_returned(connection, "market/try_lock_summaries")["is_locked"]:
        return []
    return _write(connection)


def _write(connection: sa.Connection) -> list[str]:
    # The version is read before its inputs: with a change that is committed in between, the summary is newer
    # than its version, and no read that sees it is of that version.
    stale = {row["summary"]: row["version"] for row in fetch_all(connection, "market/stale_summaries")}
    if "market" in stale:
        execute(connection, "market/clear_market_table")
        execute(connection, "market/summarise_market_table")
        execute(connection, "market/clear_picks")
        execute(connection, "market/summarise_picks")
        execute(connection, "market/clear_models")
        execute(connection, "market/summarise_models")
    if "series" in stale:
        execute(connection, "market/clear_completeness")
        _summarise_completeness(connection)
    for summary, version in stale.items():
        execute(connection, "market/put_summary_state", summary=summary, version=version)
    return list(stale)


def _summarise_completeness(connection: sa.Connection) -> None:
    today = read_clock(connection).as_of
    if today is None:
        return
    series = counts_by_series(completeness(connection, "daily", FIRST_DAY, today))
    rows = [(each.ticker, each.kind, json.dumps(each.months), _document(each)) for each in series]
    copy_rows(connection, "completeness_summary", ("ticker", "kind", "months", "document"), rows)


def _document(series: SeriesCounts) -> str:
    return json.dumps({"ticker": series.ticker, "kind": series.kind, **series.counts}, separators=(",", ":"))

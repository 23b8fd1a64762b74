"""Loads the fundamentals of a batch of stocks: fetch, validate, and store each stock in one transaction."""

import json
import logging
from dataclasses import asdict
from datetime import UTC, date, datetime

import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_all, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.ingestion.fundamentals.plan import FundamentalsJob, NoFundamentals
from vn30.ingestion.fundamentals.validate import validated
from vn30.ingestion.market_kind import check_market
from vn30.market.fundamentals import KINDS, METRICS, Figure, Fundamentals
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import PriceSource, SourceError, SourceUnavailable

log = logging.getLogger(__name__)

MAX_FAILURES = 3
"""Consecutive failures that end a batch: prices have priority on the quota."""


class FundamentalsMissing(WrongInput):
    """Some stocks of a batch have no fundamentals, and a retry cannot help; the message names each."""


def load_fundamentals(settings: Settings, job: FundamentalsJob) -> dict[str, int]:
    """:func:`load_fundamentals_from` with the source that the settings select."""
    return load_fundamentals_from(open_source(settings), job)


def load_fundamentals_from(source: PriceSource, job: FundamentalsJob) -> dict[str, int]:
    """Load the fundamentals of a batch; a stock that fails does not keep the others from being stored.

    Returns:
        The number of stocks that were answered, of new snapshots, and of stocks that had been answered
        before by this run.

    Raises:
        NoFundamentals: the source has none at all.
        SourceUnavailable: some stocks failed, and a retry may help; it asks for those alone.
        FundamentalsMissing: some stocks failed, and a retry will not help.
        MixedMarkets: the database holds the other kind of market.
    """
    day = date.fromisoformat(job.session)
    with transaction() as connection:
        check_market(connection, source)
        due = [row["ticker"] for row in fetch_all(connection, "ingestion/fundamentals/due", **asdict(job))]
    offered = source.tickers()
    faults: list[Exception] = []
    stored = answered = failures_in_a_row = 0
    for ticker in due:
        if offered is not None and ticker not in offered:
            continue
        if failures_in_a_row == MAX_FAILURES:
            faults.append(SourceUnavailable(f"{ticker} and the stocks after it were not asked for"))
            break
        try:
            given = source.fundamentals(ticker, day)
        except (SourceError, SourceUnavailable) as error:
            log.warning("%s", error)
            faults.append(error)
            failures_in_a_row += 1
            with transaction() as connection:
                execute(
                    connection, "ingestion/fundamentals/put_problem", ticker=ticker, problem=str(error)[:500]
                )
            continue
        if given is None:
            raise NoFundamentals(f"{source.name} has no fundamentals: VN30_PRICE_SOURCE=vnstock has them.")
        with transaction() as connection:
            stored += store_fundamentals(connection, given, day, datetime.now(UTC))
        answered += 1
        failures_in_a_row = 0
    if faults:
        message = f"{len(faults)} of {len(due)} stocks failed: " + "; ".join(map(str, faults))
        if any(isinstance(fault, SourceUnavailable) for fault in faults):
            raise SourceUnavailable(message)
        raise FundamentalsMissing(message)
    return {"answered": answered, "snapshots": stored, "answered_before": len(job.tickers) - len(due)}


def store_fundamentals(
    connection: sa.Connection, given: Fundamentals, day: date, fetched_at: datetime
) -> int:
    """Validate and store the fundamentals of a stock; return the number of new snapshots.

    A figure that equals the newest one up to ``day`` is not stored again. A metric that the source never
    gives is recorded as missing only if nothing is on record of it: a fallback takes no value away.

    Args:
        fetched_at: an aware time.
    """
    execute(connection, "ingestion/lock_stock", ticker=given.ticker)
    row = fetch_one(connection, "ingestion/fundamentals/newest_close", ticker=given.ticker, day=day)
    figures = validated(given, row["close_price"] if row else None)
    for figure in figures:
        if figure.reason and figure.value is None:
            log.info("%s %s: %s", given.ticker, figure.metric, figure.reason)
    found = {figure.metric: figure for figure in figures}
    reason = f"{given.source} does not give it"
    rows = [
        {
            **asdict(found.get(metric, Figure(metric, reason=reason))),
            "unit": KINDS[metric].unit,
            "is_given": metric in found,
        }
        for metric in METRICS
    ]
    values = {"ticker": given.ticker, "day": day, "source": given.source, "fetched_at": fetched_at}
    stored = execute(connection, "ingestion/fundamentals/put_figures", figures=json.dumps(rows), **values)
    execute(connection, "ingestion/fundamentals/put_answer", **values)
    execute(connection, "ingestion/fundamentals/put_shares", ticker=given.ticker)
    return stored

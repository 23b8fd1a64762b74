"""Loads one ticker: fetch, validate, compare with the stored bars, and store in one transaction."""

import json
import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, time

import pandas as pd
import psycopg2
import sqlalchemy as sa

from vn30.database.warehouse import copy_rows, execute, fetch_all, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.ingestion.bars_writer import Stored, store_bars
from vn30.ingestion.corporate_actions import inferred_action, put_action
from vn30.ingestion.fetch import Answer, describe_rejections, fetch
from vn30.ingestion.market_kind import check_market
from vn30.ingestion.plan import MAX_ASKS, CrawlJob
from vn30.ingestion.price_events import store_price_events
from vn30.ingestion.request import HISTORY_START
from vn30.ingestion.restatement import Restatement, closes, continues, covers, moved_from, restatements
from vn30.market.bars import PRICE_ROUNDING
from vn30.market.calendar import Calendar
from vn30.market.stored_calendar import read_calendar
from vn30.settings import SETTLES_AT, Settings
from vn30.sources import open_source
from vn30.sources.base import PriceSource, SourceError, SourceUnavailable

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoadReport:
    """Result of loading one ticker: counts of bars and rows, and the name of the serving source."""

    ticker: str
    answered_by: str
    inserted: int
    updated: int
    unchanged: int
    removed: int
    quarantined: int
    restated: int
    first_session: str
    last_session: str
    message: str


def _reason(answer: Answer, calendar: Calendar) -> str:
    """The period, without a first day that nobody chose, and the cause."""
    is_whole = len(calendar.sessions_between(HISTORY_START, answer.start)) <= 1
    period = f"up to {answer.end}" if is_whole else f"from {answer.start} to {answer.end}"
    guess = "Perhaps it was not listed yet, or VN30_AS_OF is before its first bar."
    return f"{period}. {describe_rejections(answer.rejected) or guess}"


def load_ticker(settings: Settings, job: CrawlJob) -> LoadReport:
    """:func:`load_from` with the source that the settings select."""
    return load_from(open_source(settings), job, settings.prices_settle_at)


def load_from(source: PriceSource, job: CrawlJob, settles_at: time = SETTLES_AT) -> LoadReport:
    """Fetch, validate and store the bars of ``job``, all of them in one transaction.

    If a close in the overlap has moved, the vendor has restated the history: the whole series is fetched and
    replaces the stored one, and the restatement is recorded. Rows that fail validation are stored in
    ``price_quarantine`` with the reason and their raw values. Loading a job again writes only differences.

    Args:
        settles_at: the time of day, in Vietnam, until which the bar of a session is provisional. The next
            crawl fetches a provisional bar again, and its change is no restatement.

    Raises:
        SourceError: no source has a usable row for the ticker; the reason is recorded.
        SourceUnavailable: no source can serve the request now; the reason is recorded.
        WrongInput: the crawl of ``job`` is not in this database, or the fetched series has another unit.
    """
    answer: Answer | None = None
    try:
        with transaction() as connection:
            calendar = read_calendar(connection)
            stored = _stored_closes(connection, job.ticker)
        answer = fetch(
            source, job.ticker, date.fromisoformat(job.start), date.fromisoformat(job.end), calendar
        )
        fetched = closes(answer.bars)
        if len(fetched) and not continues(stored["close"], fetched) and not answer.spans(stored.index):
            newest = max(answer.end, stored.index[-1].date())
            whole = fetch(source, job.ticker, HISTORY_START, newest, calendar)
            answer = replace(whole, notes=[*answer.notes, *whole.notes])
        for line in answer.rejected_lines:
            log.warning("%s: %s", job.ticker, line)
        if answer.bars.empty:
            raise SourceError(f"{job.ticker}: {answer.source} has no usable row {_reason(answer, calendar)}")
        with transaction() as connection:
            check_market(connection, source)
            return _store(connection, job, answer, calendar, _settled(source, answer, calendar, settles_at))
    except Exception as error:
        # Without the database there is nowhere to record it.
        with suppress(sa.exc.SQLAlchemyError, psycopg2.Error), transaction() as connection:
            _record_failure(connection, job, source, answer, error)
        raise


def _settled(source: PriceSource, answer: Answer, calendar: Calendar, settles_at: time) -> date:
    """The newest session whose bars in ``answer`` are final."""
    if source.market == "simulated":
        return answer.end
    return calendar.last_closed_session(answer.fetched_at, settles_at)


def _stored_closes(connection: sa.Connection, ticker: str) -> pd.DataFrame:
    """``close`` (VND) and ``source`` of all stored bars that are final, by date, oldest first."""
    rows = fetch_all(connection, "ingestion/stored_closes", ticker=ticker)
    stored = pd.DataFrame(rows, columns=["price_date", "close", "source"])
    return stored.set_index(pd.DatetimeIndex(stored["price_date"])).astype({"close": "float64"})


def _store(
    connection: sa.Connection, job: CrawlJob, answer: Answer, calendar: Calendar, settled: date
) -> LoadReport:
    # Locks the ticker, so that the restatements are derived from the same bars that are replaced.
    stock = fetch_one(connection, "ingestion/lock_stock", ticker=job.ticker)
    if stock is None:
        raise WrongInput(f"{job.ticker}: its crawl is not in this database. Trigger the crawler again.")
    stored = _stored_closes(connection, job.ticker)
    events = _events(job, answer, stored, calendar)
    counts = store_bars(
        connection,
        job.ticker,
        answer.bars,
        answer.source,
        answer.fetched_at,
        settled=settled,
        swap=bool(events),
    )
    false_prints = answer.false_prints()
    counts = replace(
        counts,
        removed=counts.removed
        + execute(
            connection,
            "ingestion/remove_false_prints",
            stock_id=stock["id"],
            sessions=list(false_prints),
            closes=list(false_prints.values()),
            rounding=PRICE_ROUNDING,
        ),
    )
    first_bar = answer.bars["date"].iloc[0].date()
    if len(stored):
        first_bar = min(first_bar, stored.index[0].date())
    _store_absences(connection, stock["id"], answer, answer.absences(first_bar, calendar))
    execute(
        connection,
        "ingestion/put_coverage",
        stock_id=stock["id"],
        asked_from=answer.start,
        is_certain=not answer.fallback_used,
        max_asks=MAX_ASKS,
    )
    _store_events(connection, job, stock["id"], answer.source, events)
    store_price_events(connection, job.ticker, calendar)
    report = _report(answer, counts, events)
    recorded = execute(
        connection,
        "ingestion/finish_crawl_ticker",
        crawl_id=job.crawl_id,
        ticker=job.ticker,
        answered_by=answer.source,
        message=report.message or None,
        inserted=report.inserted,
        updated=report.updated,
        unchanged=report.unchanged,
        removed=report.removed,
        quarantined=report.quarantined,
        first_session=report.first_session,
        last_session=report.last_session,
    )
    if not recorded:
        raise WrongInput(f"{job.ticker}: its crawl is not in this database. Trigger the crawler again.")
    _quarantine(connection, job, answer)
    return report


def _events(job: CrawlJob, answer: Answer, stored: pd.DataFrame, calendar: Calendar) -> list[Restatement]:
    """The restatements between the stored series and the answer.

    Raises:
        SourceError, SourceUnavailable: the answer neither continues the stored series nor covers it.
        UnlikelyRestatement: the answer has another price unit.
    """
    fetched = closes(answer.bars)
    if continues(stored["close"], fetched):
        return []
    if not job.full_refresh and not covers(stored["close"], fetched):
        message = (
            f"{job.ticker}: {answer.source} returned {len(fetched)} sessions that do not continue the "
            f"{len(stored)} stored ones and are too few to replace them. The stored ones are kept. If the "
            "source has no more, crawl the ticker with full_refresh."
        )
        # The next attempt may reach the source of higher priority, which may have the whole series.
        raise SourceUnavailable(message) if answer.fallback_used else SourceError(message)
    return restatements(
        stored["close"],
        fetched,
        vendors=(moved_from(stored, fetched), answer.source),
        accept_any_factor=job.full_refresh,
        calendar=calendar,
    )


def _store_absences(
    connection: sa.Connection, stock_id: int, answer: Answer, absences: list[tuple[date, str]]
) -> None:
    connection.exec_driver_sql(
        "CREATE TEMP TABLE staged_absences (session_date DATE, reason TEXT) ON COMMIT DROP"
    )
    copy_rows(connection, "staged_absences", ("session_date", "reason"), absences)
    execute(connection, "ingestion/forget_absences", stock_id=stock_id)
    execute(connection, "ingestion/upsert_absences", stock_id=stock_id, asked_at=answer.fetched_at)


def _store_events(
    connection: sa.Connection, job: CrawlJob, stock_id: int, source: str, events: list[Restatement]
) -> None:
    for event in events:
        execute(
            connection,
            "ingestion/insert_restatement",
            crawl_id=job.crawl_id,
            stock_id=stock_id,
            ex_date=event.ex_date,
            factor=event.factor,
            bars=event.bars,
            likely_cause=event.likely_cause,
            source=source,
        )
        if action := inferred_action(job.ticker, event, source):
            put_action(connection, action)


def _report(answer: Answer, counts: Stored, events: list[Restatement]) -> LoadReport:
    sentences = [*answer.notes, describe_rejections(answer.rejected)]
    for event in events:
        sentences.append(
            f"Restated: prices before {event.ex_date} multiplied by {event.factor:.6g}; "
            f"likely cause: {event.likely_cause}."
        )
    if counts.removed:
        sentences.append(
            f"{counts.removed} stored bars removed: on the old adjustment basis, or rejected now."
        )
    return LoadReport(
        ticker=answer.ticker,
        answered_by=answer.source,
        inserted=counts.inserted,
        updated=counts.updated,
        unchanged=counts.unchanged,
        removed=counts.removed,
        quarantined=len(answer.rejected),
        restated=len(events),
        first_session=answer.bars["date"].iloc[0].date().isoformat(),
        last_session=answer.bars["date"].iloc[-1].date().isoformat(),
        message=" ".join(filter(None, sentences)),
    )


def _record_failure(
    connection: sa.Connection, job: CrawlJob, source: PriceSource, answer: Answer | None, error: Exception
) -> None:
    recorded = execute(
        connection,
        "ingestion/fail_crawl_ticker",
        crawl_id=job.crawl_id,
        ticker=job.ticker,
        message=str(error) if isinstance(error, WrongInput | SourceUnavailable) else f"unexpected: {error!r}",
    )
    if recorded and answer is not None:
        _quarantine(connection, job, answer)


def _quarantine(connection: sa.Connection, job: CrawlJob, answer: Answer) -> None:
    """Store the rejected rows of this job with their reasons, in place of those of an earlier attempt."""
    execute(connection, "ingestion/clear_quarantine", crawl_id=job.crawl_id, ticker=job.ticker)
    copy_rows(
        connection,
        "price_quarantine",
        ("crawl_id", "ticker", "price_date", "reason", "raw_values", "source"),
        (
            (job.crawl_id, job.ticker, row.date, row.reason, _as_json(row.raw), answer.source)
            for row in answer.rejected
        ),
    )


def _as_json(raw: dict[str, str | float | None]) -> str:
    # PostgreSQL stores every character but NUL, which is kept as a readable escape.
    return json.dumps(raw).replace("\\u0000", "\\\\u0000")

"""Loads one ticker: fetch, validate, compare with what is stored, and store all in one transaction."""

import json
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.ingestion.fetch import Answer, describe_rejections, fetch
from vn30.ingestion.market import check_market
from vn30.ingestion.plan import MOST_ASKS, CrawlJob
from vn30.ingestion.request import HISTORY_START
from vn30.ingestion.restate import Restatement, closes, continues, covers, moved_from, restatements
from vn30.ingestion.store import Stored, store_bars
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import PriceSource, SourceError, SourceUnavailable
from vn30.warehouse import copy_rows, execute, fetch_all, fetch_one, transaction


@dataclass(frozen=True)
class LoadReport:
    """What became of one ticker's rows, and who gave them."""

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


def load_ticker(settings: Settings, job: CrawlJob) -> LoadReport:
    """:func:`load_from` the source that the settings name."""
    return load_from(open_source(settings), job)


def load_from(source: PriceSource, job: CrawlJob) -> LoadReport:
    """Fetch, validate and store the bars of ``job``; all of them appear at once or none does.

    Where a close of the overlap has moved, the history was adjusted anew: the whole series is fetched, takes
    the place of the stored one, and the event is recorded. Rows that fail validation go to
    ``price_quarantine`` with the reason and their raw values. Loading a job again changes nothing that is
    already right.

    Raises:
        SourceError: no source has a usable row for the ticker. The reason is on record.
        SourceUnavailable: no source can answer now. That is on record as well.
    """
    answer: Answer | None = None
    try:
        answer = fetch(source, job.ticker, date.fromisoformat(job.start), date.fromisoformat(job.end))
        with transaction() as connection:
            stored = _stored_closes(connection, job.ticker)
        fetched = closes(answer.bars)
        if len(fetched) and not continues(stored["close"], fetched) and not answer.spans(stored.index):
            newest = max(answer.end, stored.index[-1].date())
            whole = fetch(source, job.ticker, HISTORY_START, newest)
            answer = replace(whole, notes=[*answer.notes, *whole.notes])
        if answer.bars.empty:
            told = describe_rejections(answer.rejected) or "Perhaps it was not listed yet."
            raise SourceError(
                f"{job.ticker}: no usable row from {answer.start} to {answer.end} at {answer.source}. {told}"
            )
        with transaction() as connection:
            check_market(connection, source)
            return _store(connection, job, answer)
    except (WrongInput, SourceUnavailable) as error:
        with transaction() as connection:
            _record_failure(connection, job, source, answer, error)
        raise


def _stored_closes(connection: sa.Connection, ticker: str) -> pd.DataFrame:
    """``close`` (VND) and ``source`` of all stored bars by date, oldest first."""
    rows = fetch_all(connection, "ingestion/stored_closes", ticker=ticker)
    stored = pd.DataFrame(rows, columns=["price_date", "close", "source"])
    return stored.set_index(pd.DatetimeIndex(stored["price_date"])).astype({"close": "float64"})


def _store(connection: sa.Connection, job: CrawlJob, answer: Answer) -> LoadReport:
    # Locks the ticker: the events are told from the very bars that are replaced.
    stock = fetch_one(connection, "ingestion/lock_stock", ticker=job.ticker)
    if stock is None:
        raise WrongInput(f"{job.ticker}: this crawl is not on record here. Trigger the crawler again.")
    stored = _stored_closes(connection, job.ticker)
    events = _events(job, answer, stored)
    counts = store_bars(
        connection, job.ticker, answer.bars, answer.source, answer.fetched_at, swap=bool(events)
    )
    false = answer.false_prints()
    counts = replace(
        counts,
        removed=counts.removed
        + execute(
            connection,
            "ingestion/remove_false_prints",
            stock_id=stock["id"],
            sessions=list(false),
            closes=list(false.values()),
        ),
    )
    first_bar = answer.bars["date"].iloc[0].date()
    if len(stored):
        first_bar = min(first_bar, stored.index[0].date())
    _store_absences(connection, stock["id"], answer, first_bar)
    execute(
        connection,
        "ingestion/put_coverage",
        stock_id=stock["id"],
        asked_from=answer.start,
        is_certain=not answer.passed_over,
        most_asks=MOST_ASKS,
    )
    _store_events(connection, job, stock["id"], answer.source, events)
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
        raise WrongInput(f"{job.ticker}: this crawl is not on record here. Trigger the crawler again.")
    _quarantine(connection, job, answer)
    return report


def _events(job: CrawlJob, answer: Answer, stored: pd.DataFrame) -> list[Restatement]:
    """What restated the stored series, if anything did.

    Raises:
        SourceError, SourceUnavailable: the answer does not continue what is stored, nor can it replace it.
    """
    fetched = closes(answer.bars)
    if continues(stored["close"], fetched):
        return []
    if not job.full_refresh and not covers(stored["close"], fetched):
        message = (
            f"{job.ticker}: {answer.source} gave {len(fetched)} sessions that do not continue the "
            f"{len(stored)} stored ones, and are too few to replace them, so those stay. If that is all "
            "there is, crawl it with full_refresh."
        )
        # With the first choice back, the next try may see the whole.
        raise SourceUnavailable(message) if answer.passed_over else SourceError(message)
    return restatements(
        stored["close"],
        fetched,
        vendors=(moved_from(stored, fetched), answer.source),
        accept_any_factor=job.full_refresh,
    )


def _store_absences(connection: sa.Connection, stock_id: int, answer: Answer, first_bar: date) -> None:
    connection.exec_driver_sql(
        "CREATE TEMP TABLE staged_absences (session_date DATE, reason TEXT) ON COMMIT DROP"
    )
    copy_rows(connection, "staged_absences", ("session_date", "reason"), answer.absences(first_bar))
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


def _report(answer: Answer, counts: Stored, events: list[Restatement]) -> LoadReport:
    sentences = [*answer.notes, describe_rejections(answer.rejected)]
    for event in events:
        sentences.append(
            f"Restated: prices before {event.ex_date} multiplied by {event.factor:.6g}, "
            f"as by {event.likely_cause}."
        )
    if counts.removed:
        sentences.append(
            f"{counts.removed} stored bars removed: of the old basis without a new one, or refused by now."
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
        message=str(error),
    )
    if recorded and answer is not None:
        _quarantine(connection, job, answer)


def _quarantine(connection: sa.Connection, job: CrawlJob, answer: Answer) -> None:
    """Keep the refused rows of this job with their reasons, in place of what an earlier try kept."""
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
    # PostgreSQL stores every character but NUL; the escape stays readable in its place.
    return json.dumps(raw).replace("\\u0000", "\\\\u0000")

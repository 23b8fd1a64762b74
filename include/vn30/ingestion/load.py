"""Loads one ticker: fetch, validate, and store all of it in one transaction."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd
import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.ingestion.market import check_market
from vn30.ingestion.plan import CrawlJob
from vn30.ingestion.store import store_bars
from vn30.ingestion.validate import Rejection, Validated, validate_bars
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import ANSWERED_BY, SourceError, SourceUnavailable
from vn30.warehouse import copy_rows, execute, transaction


@dataclass(frozen=True)
class LoadReport:
    """What became of one ticker's rows."""

    ticker: str
    inserted: int
    updated: int
    unchanged: int
    removed: int
    quarantined: int
    first_session: str
    last_session: str
    refusals: dict[str, int]


def load_ticker(settings: Settings, job: CrawlJob) -> LoadReport:
    """Fetch, validate and store the bars of ``job``; all of them appear at once or none does.

    Rows that fail validation go to ``price_quarantine`` with the reason and their raw values. Loading the
    same job again changes nothing that is already right.

    Raises:
        SourceError: the source has no usable row for the ticker. The reason is on record.
        SourceUnavailable: the source cannot answer now. That is on record as well.
    """
    source = open_source(settings)
    validated = Validated(pd.DataFrame(), [])
    try:
        raw = source.daily_bars(job.ticker, date.fromisoformat(job.start), date.fromisoformat(job.end))
        fetched_at = datetime.now(UTC)
        validated = validate_bars(raw)
        if validated.bars.empty:
            raise SourceError(f"{job.ticker}: no usable row. {_describe(validated.rejected)}")
        with transaction() as connection:
            check_market(connection, source)
            answered_by = raw.attrs.get(ANSWERED_BY, source.name)
            return _store(connection, job, validated, answered_by, fetched_at)
    except (WrongInput, SourceUnavailable) as error:
        with transaction() as connection:
            recorded = execute(
                connection,
                "ingestion/fail_crawl_ticker",
                crawl_id=job.crawl_id,
                ticker=job.ticker,
                message=str(error),
            )
            if recorded:
                _quarantine(connection, job, source.name, validated.rejected)
        raise


def _store(
    connection: sa.Connection, job: CrawlJob, validated: Validated, source: str, fetched_at: datetime
) -> LoadReport:
    bars = validated.bars
    rejected = validated.rejected
    stored = store_bars(connection, job.ticker, bars, source, fetched_at)
    report = LoadReport(
        ticker=job.ticker,
        inserted=stored.inserted,
        updated=stored.updated,
        unchanged=stored.unchanged,
        removed=stored.removed,
        quarantined=len(rejected),
        first_session=bars["date"].iloc[0].date().isoformat(),
        last_session=bars["date"].iloc[-1].date().isoformat(),
        refusals=dict(Counter(row.reason for row in rejected)),
    )
    recorded = execute(
        connection,
        "ingestion/finish_crawl_ticker",
        crawl_id=job.crawl_id,
        ticker=job.ticker,
        message=_describe(rejected, stored.removed) or None,
        inserted=report.inserted,
        updated=report.updated,
        unchanged=report.unchanged,
        quarantined=report.quarantined,
        first_session=report.first_session,
        last_session=report.last_session,
    )
    if not recorded:
        raise WrongInput(f"{job.ticker}: this crawl is not on record here. Trigger the crawler again.")
    _quarantine(connection, job, source, rejected)
    return report


def _quarantine(connection: sa.Connection, job: CrawlJob, source: str, rejected: list[Rejection]) -> None:
    """Keep the refused rows of this job with their reasons, in place of what an earlier try kept."""
    execute(connection, "ingestion/clear_quarantine", crawl_id=job.crawl_id, ticker=job.ticker)
    copy_rows(
        connection,
        "price_quarantine",
        ("crawl_id", "ticker", "price_date", "reason", "raw_values", "source"),
        ((job.crawl_id, job.ticker, row.date, row.reason, _as_json(row), source) for row in rejected),
    )


def _as_json(row: Rejection) -> str:
    # PostgreSQL stores every character but NUL; the escape stays readable in its place.
    return json.dumps(row.raw).replace("\\u0000", "\\\\u0000")


def _describe(rejected: list[Rejection], removed: int = 0) -> str:
    """One line a user understands: what was refused or removed, why, and one example of each reason."""
    counts = Counter(row.reason for row in rejected)
    examples = {row.reason: row.date for row in reversed(rejected)}
    parts = [f"{count} x {reason} (first on {examples[reason]})" for reason, count in counts.most_common()]
    sentences = [f"{len(rejected)} rows refused: {'; '.join(parts)}."] if parts else []
    if removed:
        sentences.append(f"The series was restated: {removed} stored bars of the old basis removed.")
    return " ".join(sentences)

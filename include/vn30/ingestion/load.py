"""Loads one ticker: fetch, validate, and store all of it in one transaction."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd
import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.ingestion.plan import CrawlJob
from vn30.ingestion.validate import Rejection, validate_bars
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import ANSWERED_BY, SourceError, SourceUnavailable
from vn30.warehouse import copy_rows, execute, fetch_returned, transaction

STAGED_COLUMNS = ("price_date", "open_price", "high_price", "low_price", "close_price", "volume")


@dataclass(frozen=True)
class LoadReport:
    """What became of one ticker's rows."""

    ticker: str
    inserted: int
    updated: int
    unchanged: int
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
    try:
        raw = source.daily_bars(job.ticker, date.fromisoformat(job.start), date.fromisoformat(job.end))
        fetched_at = datetime.now(UTC)
        validated = validate_bars(raw)
        if validated.bars.empty:
            raise SourceError(f"{job.ticker}: no usable row. {_describe(validated.rejected)}")
    except (WrongInput, SourceUnavailable) as error:
        with transaction() as connection:
            execute(
                connection,
                "ingestion/fail_crawl_ticker",
                crawl_id=job.crawl_id,
                ticker=job.ticker,
                message=str(error),
            )
        raise
    answered_by = raw.attrs.get(ANSWERED_BY, source.name)
    with transaction() as connection:
        inserted, updated = _store_bars(connection, job.ticker, validated.bars, answered_by, fetched_at)
        execute(connection, "ingestion/clear_quarantine", crawl_id=job.crawl_id, ticker=job.ticker)
        copy_rows(
            connection,
            "price_quarantine",
            ("crawl_id", "ticker", "price_date", "reason", "raw_values", "source"),
            (
                (job.crawl_id, job.ticker, row.date, row.reason, json.dumps(row.raw), answered_by)
                for row in validated.rejected
            ),
        )
        report = LoadReport(
            ticker=job.ticker,
            inserted=inserted,
            updated=updated,
            unchanged=len(validated.bars) - inserted - updated,
            quarantined=len(validated.rejected),
            first_session=validated.bars["date"].iloc[0].date().isoformat(),
            last_session=validated.bars["date"].iloc[-1].date().isoformat(),
            refusals=dict(Counter(row.reason for row in validated.rejected)),
        )
        execute(
            connection,
            "ingestion/finish_crawl_ticker",
            crawl_id=job.crawl_id,
            ticker=job.ticker,
            message=_describe(validated.rejected) or None,
            inserted=report.inserted,
            updated=report.updated,
            unchanged=report.unchanged,
            quarantined=report.quarantined,
            first_session=report.first_session,
            last_session=report.last_session,
        )
    return report


def _store_bars(
    connection: sa.Connection, ticker: str, bars: pd.DataFrame, source: str, fetched_at: datetime
) -> tuple[int, int]:
    """Upsert through a staging table and return how many rows are new and how many changed."""
    connection.exec_driver_sql(
        "CREATE TEMP TABLE staged_bars (price_date DATE, open_price NUMERIC(18, 4), "
        "high_price NUMERIC(18, 4), low_price NUMERIC(18, 4), close_price NUMERIC(18, 4), volume BIGINT) "
        "ON COMMIT DROP"
    )
    rows = zip(
        bars["date"].dt.strftime("%Y-%m-%d"),
        *(bars[column].tolist() for column in ("open", "high", "low", "close", "volume")),
        strict=True,
    )
    copy_rows(connection, "staged_bars", STAGED_COLUMNS, rows)
    counts = fetch_returned(
        connection, "ingestion/upsert_staged_bars", ticker=ticker, source=source, fetched_at=fetched_at
    )
    return counts["inserted"], counts["updated"]


def _describe(rejected: list[Rejection]) -> str:
    """One line a user understands: how many rows were refused, why, and one example of each."""
    counts = Counter(row.reason for row in rejected)
    examples = {row.reason: row.date for row in reversed(rejected)}
    parts = [f"{count} x {reason} (first on {examples[reason]})" for reason, count in counts.most_common()]
    return f"{len(rejected)} rows refused: {'; '.join(parts)}" if parts else ""

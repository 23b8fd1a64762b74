"""Loads the minutes of one ticker: fetch, limit to the period, validate, and store month by month."""

import logging
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

import pandas as pd
import psycopg2
import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.ingestion.intraday.minutes_writer import StoredMinutes, store_minutes
from vn30.ingestion.intraday.plan import MinuteJob, NoMinuteSource
from vn30.ingestion.intraday.validate import ValidMinutes, validate_minutes
from vn30.ingestion.market_kind import check_market
from vn30.market.calendar import HOSE_ZONE, Calendar
from vn30.market.clock import read_clock
from vn30.market.minutes import no_minutes
from vn30.market.stored_calendar import read_calendar
from vn30.market.stored_minutes import stored_minutes
from vn30.settings import SETTLES_AT, Settings
from vn30.sources.base import NOTES, SOURCE, SourceError, SourceUnavailable
from vn30.sources.intraday import open_minutes
from vn30.sources.intraday.base import MinuteSource, as_minutes
from vn30.storage.artifacts import ArtifactStore

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MinuteReport:
    """Result of loading one ticker: counts of minutes, and the name of the serving source."""

    ticker: str
    answered_by: str
    inserted: int
    updated: int
    unchanged: int
    refused: int
    message: str


def load_minutes(settings: Settings, store: ArtifactStore, job: MinuteJob) -> MinuteReport:
    """:func:`load_minutes_from` with the source that the settings select."""
    with transaction() as connection:
        today = read_clock(connection).as_of
    source = open_minutes(settings, today) if today else None
    if source is None:
        raise NoMinuteSource("The source of minutes is not set any more: trigger the DAG again.")
    return load_minutes_from(source, store, job, settings.prices_settle_at)


def load_minutes_from(
    source: MinuteSource, store: ArtifactStore, job: MinuteJob, settles_at: time = SETTLES_AT
) -> MinuteReport:
    """Fetch, validate and store the minutes of ``job``. Loading it again writes only differences.

    Rows outside the period are left out. Rows that fail validation are counted by reason in the message of
    the report. Stored minutes that the answer lacks stay.

    Args:
        settles_at: the time of day, in Vietnam, until which a session is provisional.

    Raises:
        SourceError: no source has a usable row for the ticker; the reason is recorded.
        SourceUnavailable: no source can serve the request now; the reason is recorded.
        StoreUnwritable: the artifact store takes no file; the reason is recorded.
        MixedMarkets: the database holds the other kind of market.
    """
    try:
        return _load(source, store, job, settles_at)
    except Exception as error:
        known = isinstance(error, WrongInput | SourceUnavailable)
        # Without the database there is nowhere to record it.
        with suppress(sa.exc.SQLAlchemyError, psycopg2.Error), transaction() as connection:
            execute(
                connection,
                "ingestion/intraday/fail_ticker",
                run_id=job.run_id,
                ticker=job.ticker,
                message=str(error) if known else f"unexpected: {error!r}",
            )
        raise


def _load(source: MinuteSource, store: ArtifactStore, job: MinuteJob, settles_at: time) -> MinuteReport:
    start, end = datetime.fromisoformat(job.start), datetime.fromisoformat(job.end)
    with transaction() as connection:
        check_market(connection, source)
        calendar = read_calendar(connection)
    raw = as_minutes(source.minutes(job.ticker, start, end), source.name)
    fetched_at = datetime.now(UTC)
    served_by = raw.attrs.get(SOURCE, source.name)
    inside = raw[raw["time"].between(start, end) | raw["time"].isna()].reset_index(drop=True)
    if len(inside) < len(raw):
        log.info("%s: %d rows outside %s to %s left out", job.ticker, len(raw) - len(inside), start, end)
    valid = validate_minutes(
        inside, job.ticker, calendar, fetched_at, _session_before(store, job.ticker, start)
    )
    absent = _absences(valid, start, end, calendar)
    if valid.minutes.empty:
        _record_absences(job, absent, fetched_at)
        raise SourceError(
            f"{job.ticker}: {served_by} has no usable minute from {start:%Y-%m-%d %H:%M} to "
            f"{end:%Y-%m-%d %H:%M}. {valid.describe()}".rstrip()
        )
    settled = date.max
    if source.market == "real":
        settled = calendar.last_closed_session(fetched_at, settles_at)
    counts = store_minutes(store, valid.minutes, served_by, fetched_at, settled)
    _record_absences(job, absent, fetched_at)
    report = _report(job, served_by, counts, valid, raw.attrs.get(NOTES, []))
    with transaction() as connection:
        execute(connection, "ingestion/intraday/drop_absences", symbol=job.ticker)
        recorded = execute(
            connection,
            "ingestion/intraday/finish_ticker",
            run_id=job.run_id,
            **{**asdict(report), "message": report.message or None},
        )
    if not recorded:
        raise WrongInput(f"{job.ticker}: its run is not in this database. Trigger the DAG again.")
    return report


def _session_before(store: ArtifactStore, ticker: str, start: datetime) -> pd.DataFrame:
    """The stored minutes of the newest session before the period."""
    first = start.astimezone(HOSE_ZONE).date()
    with transaction() as connection:
        row = fetch_one(connection, "ingestion/intraday/session_before", symbol=ticker, session=first)
        if row is None or row["session_date"] is None:
            return no_minutes()
        day = row["session_date"]
        return stored_minutes(connection, store, [ticker], day, day)


def _absences(valid: ValidMinutes, start: datetime, end: datetime, calendar: Calendar) -> list[date]:
    """The sessions of the period without a valid minute."""
    present = set(valid.minutes["time"].dt.date)
    first, last = start.astimezone(HOSE_ZONE).date(), end.astimezone(HOSE_ZONE).date()
    return [day for day in calendar.sessions_between(first, last) if day not in present]


def _record_absences(job: MinuteJob, absent: list[date], asked_at: datetime) -> None:
    with transaction() as connection:
        for session in absent:
            execute(
                connection,
                "ingestion/intraday/put_absence",
                symbol=job.ticker,
                session_date=session,
                asked_at=asked_at,
            )


def _report(
    job: MinuteJob, served_by: str, counts: StoredMinutes, valid: ValidMinutes, notes: list[str]
) -> MinuteReport:
    return MinuteReport(
        ticker=job.ticker,
        answered_by=served_by,
        inserted=counts.inserted,
        updated=counts.updated,
        unchanged=counts.unchanged,
        refused=valid.rejected.total(),
        message=" ".join(filter(None, [*notes, valid.describe()])),
    )

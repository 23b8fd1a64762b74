"""Plans a crawl: which tickers, which sessions, and whether this database fits the source."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from zlib import crc32

import sqlalchemy as sa

from vn30 import clock
from vn30.calendar import FIRST_YEAR, LAST_YEAR, last_closed_session, session_hours, sessions_between
from vn30.ingestion.bands import store_bands
from vn30.ingestion.market import claim_market
from vn30.ingestion.request import HISTORY_START, CrawlRequest
from vn30.membership import known_tickers, members, store_members
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import PriceSource, SourceError, SourceUnavailable
from vn30.universe import KNOWN_FROM, check_tickers, known_stocks
from vn30.warehouse import Row, copy_rows, execute, fetch_all, fetch_returned, transaction

OVERLAP = 10
"""Stored bars that each fetch reads again, to see whether they moved."""

INDEX_NAMES = {"VNINDEX": "VN-Index", "VN30": "VN30 Index"}

WHOLE_EVERY = 20
"""Sessions after which a series is read again from its first bar on."""

MOST_ASKS = 3
"""Crawls that ask for a session that has no bar; then it counts as one on which the stock did not trade."""


@dataclass(frozen=True)
class CrawlJob:
    """What one mapped task loads: a ticker's bars from ``start`` to ``end`` (ISO dates), both included."""

    crawl_id: str
    ticker: str
    start: str
    end: str
    full_refresh: bool = False


def plan_crawl(
    settings: Settings, airflow_run_id: str, request: CrawlRequest, as_of: date | None = None
) -> list[CrawlJob]:
    """Record a crawl and return its jobs: one for each ticker that lacks a session it should have.

    Planning the same Airflow run again returns the same crawl.

    Args:
        as_of: the session that the run is for, if it is not today's.

    Raises:
        SourceError: the price source cannot be read.
        UnknownTicker: a requested ticker was never in the VN30, and is none of its index series.
        WrongRequest: the request contradicts itself.
        MixedMarkets: the database holds the other kind of market.
    """
    source = open_source(settings)
    now = clock.as_of(settings, source.last_session())
    today = clock.not_after(now, as_of)
    first, last = request.period(today)
    listed, notes = _listed_members(source, airflow_run_id, now) if today == now else (None, [])
    with transaction() as connection:
        claim_market(connection, source, today)
        _store_sessions(connection)
        for stock in known_stocks():
            execute(connection, "ingestion/upsert_stock", **asdict(stock), report_url=stock.report_url)
        for index in source.indices():
            execute(connection, "ingestion/upsert_index", ticker=index, name=INDEX_NAMES[index])
        notes += store_members(connection, source.name, listed, now)
        execute(connection, "ingestion/retire_other_stocks", members=list(members(connection, now)))
        run = fetch_returned(
            connection,
            "ingestion/insert_crawl",
            airflow_run_id=airflow_run_id,
            source=source.name,
            as_of=today,
            request=json.dumps(request.as_json()),
            has_members_list=listed is not None,
            notes=" ".join([*notes, *_doubts(source, today)]) or None,
        )
        tickers = _tickers(connection, source, request, today)
        store_bands(connection, tickers)
        execute(connection, "ingestion/plan_crawl_tickers", crawl_id=run["id"], tickers=tickers)
        windows = fetch_all(
            connection,
            "ingestion/missing_sessions",
            tickers=tickers,
            first=first,
            last=last,
            again=request.asks_again,
            as_of=today,
            overlap=OVERLAP,
            most_asks=MOST_ASKS,
        )
        execute(
            connection,
            "ingestion/mark_up_to_date",
            crawl_id=run["id"],
            tickers=[window["ticker"] for window in windows],
        )
    return [
        CrawlJob(
            str(run["id"]),
            window["ticker"],
            _start(window, request, today).isoformat(),
            window["end_date"].isoformat(),
            request.full_refresh,
        )
        for window in windows
    ]


def _start(window: Row, request: CrawlRequest, today: date) -> date:
    """The first day to ask for: now and then the whole history, at the price of the same one request.

    What a vendor adjusts or corrects later than the overlap reaches would otherwise never be seen. The
    tickers take turns, so that no session has them all.
    """
    start: date = window["start_date"]
    turn = len(sessions_between(HISTORY_START, today)) + crc32(window["ticker"].encode())
    is_due = turn % WHOLE_EVERY == 0 and window["end_date"] == today and not request.asks_again
    return HISTORY_START if is_due else start


def _tickers(connection: sa.Connection, source: PriceSource, request: CrawlRequest, today: date) -> list[str]:
    """The requested ones, or the members of that time and every index series that the source has."""
    if request.tickers:
        return list(check_tickers(request.tickers, known_tickers(connection) | source.indices()))
    return [*members(connection, today), *sorted(source.indices())]


def _listed_members(
    source: PriceSource, airflow_run_id: str, now: date
) -> tuple[frozenset[str] | None, list[str]]:
    """The members that a live source names, asked once a session, and what went wrong in words.

    It names those of this very day: a platform that is set back to another one does not ask.
    """
    if now != last_closed_session(datetime.now(UTC)):
        return None, []
    with transaction() as connection:
        had = fetch_returned(
            connection, "ingestion/members_lists_since", session=now, airflow_run_id=airflow_run_id
        )
    if had["lists"]:
        return None, []
    try:
        return source.members(), []
    except (SourceError, SourceUnavailable) as error:
        return None, [f"The members of the VN30 could not be asked for: {error}."]


def _doubts(source: PriceSource, today: date) -> list[str]:
    known = {stock.ticker for stock in known_stocks()}
    extra = sorted((source.tickers() or frozenset()) - known)
    doubts = [f"In the source but never in the VN30, left out: {', '.join(extra)}."] if extra else []
    if today < KNOWN_FROM:
        doubts.append(f"Who was in the VN30 before {KNOWN_FROM} is not known; those of that day are crawled.")
    return doubts


def _store_sessions(connection: sa.Connection) -> None:
    sessions = sessions_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    columns = ("session_date", "opens_at", "closes_at")
    connection.exec_driver_sql("CREATE TEMP TABLE calendar (LIKE trading_sessions) ON COMMIT DROP")
    copy_rows(connection, "calendar", columns, session_hours(sessions))
    execute(connection, "ingestion/replace_sessions")

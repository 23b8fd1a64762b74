"""Plans a crawl: its tickers, the sessions to fetch, and a check that the database fits the source."""

import json
import logging
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from zlib import crc32

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all, fetch_returned, transaction
from vn30.ingestion.market_kind import claim_market
from vn30.ingestion.price_limits import store_bands
from vn30.ingestion.request import HISTORY_START, CrawlRequest
from vn30.ingestion.sessions import store_sessions
from vn30.ingestion.trading_days import apply_setting
from vn30.market import clock
from vn30.market.calendar import Calendar
from vn30.market.membership import known_tickers, members, store_members
from vn30.market.stored_calendar import read_calendar
from vn30.market.universe import KNOWN_FROM, check_tickers, known_stocks
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import PriceSource, SourceError, SourceUnavailable

log = logging.getLogger(__name__)

OVERLAP = 10
"""Stored bars that each fetch reads again, to detect a restated history."""

INDEX_NAMES = {"VNINDEX": "VN-Index", "VN30": "VN30 Index"}

WHOLE_EVERY = 20
"""Sessions after which a series is fetched again from its first bar on."""

MAX_ASKS = 3
"""Crawls that request a session without a bar; after them it counts as one without trades."""


@dataclass(frozen=True)
class CrawlJob:
    """The work of one mapped task: a ticker's bars from ``start`` to ``end`` (ISO dates), both included."""

    crawl_id: str
    ticker: str
    start: str
    end: str
    full_refresh: bool = False


def plan_crawl(
    settings: Settings, airflow_run_id: str, request: CrawlRequest, as_of: date | None = None
) -> list[CrawlJob]:
    """Record a crawl and return its jobs, one for each ticker that lacks a session.

    Planning the same Airflow run again reuses its crawl.

    Args:
        as_of: the session that the run processes; None is the as-of session of the platform.

    Raises:
        SourceError: the price source cannot be read, or has none of the members.
        UnknownTicker: a requested ticker is neither a known VN30 stock nor an index series of the source.
        WrongRequest: the request contradicts itself.
        MixedMarkets: the database holds the other kind of market.
    """
    source = open_source(settings)
    unread = source.notes()
    for note in unread:
        log.warning("%s", note)
    with transaction() as connection:
        apply_setting(connection, settings.closed_days)
        calendar = read_calendar(connection)
    now = clock.as_of(settings, source.last_session(calendar), calendar=calendar)
    today = clock.not_after(now, as_of)
    if other := clock.other_session(today, as_of):
        log.info("%s", other)
    first, last = request.period(today)
    listed, notes = _listed_members(source, airflow_run_id, now, calendar) if today == now else (None, [])
    with transaction() as connection:
        claim_market(connection, source, today, calendar)
        store_sessions(connection, calendar)
        for stock in known_stocks():
            execute(connection, "ingestion/upsert_stock", **asdict(stock), report_url=stock.report_url)
        for index in source.indices():
            execute(connection, "ingestion/upsert_index", ticker=index, name=INDEX_NAMES[index])
        notes += store_members(connection, source.name, listed, now)
        execute(connection, "ingestion/retire_other_stocks", members=list(members(connection, now)))
        tickers, absent = _tickers(connection, source, request, today)
        run = fetch_returned(
            connection,
            "ingestion/insert_crawl",
            airflow_run_id=airflow_run_id,
            source=source.name,
            as_of=today,
            request=json.dumps(request.as_json()),
            has_members_list=listed is not None,
            absent_members=absent,
            notes=" ".join([*notes, *unread, *_remarks(source, today)]) or None,
        )
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
            max_asks=MAX_ASKS,
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
            _start(window, request, today, calendar).isoformat(),
            window["end_date"].isoformat(),
            request.full_refresh,
        )
        for window in windows
    ]


def _start(window: Row, request: CrawlRequest, today: date, calendar: Calendar) -> date:
    """The first day to fetch: every WHOLE_EVERY sessions that of the whole history, which is one request too.

    Corrections older than the overlap would otherwise never be detected. The tickers are spread over the
    sessions, so that no session fetches all of them whole.
    """
    start: date = window["start_date"]
    turn = len(calendar.sessions_between(HISTORY_START, today)) + crc32(window["ticker"].encode())
    is_due = turn % WHOLE_EVERY == 0 and window["end_date"] == today and not request.asks_again
    return HISTORY_START if is_due else start


def _tickers(
    connection: sa.Connection, source: PriceSource, request: CrawlRequest, today: date
) -> tuple[list[str], list[str]]:
    """The tickers to crawl, and the members that the source does not have.

    The former are the requested ones, or the members on ``today`` and all index series of the source. A
    requested ticker that it does not have is an error, when it is loaded.
    """
    if request.tickers:
        return list(check_tickers(request.tickers, known_tickers(connection) | source.indices())), []
    basket, offered = members(connection, today), source.tickers()
    absent = [] if offered is None else [ticker for ticker in basket if ticker not in offered]
    tickers = [*(ticker for ticker in basket if ticker not in absent), *sorted(source.indices())]
    if not tickers:
        raise SourceError(
            f"{source.name} has neither a member of the VN30 nor an index series. Check VN30_PRICE_SOURCE."
        )
    return tickers, absent


def _listed_members(
    source: PriceSource, airflow_run_id: str, now: date, calendar: Calendar
) -> tuple[frozenset[str] | None, list[str]]:
    """The members by a live source, requested once a session, and a sentence for the report on an error.

    The source lists the current members: with an earlier as-of session no request is made.
    """
    if now != calendar.last_closed_session(datetime.now(UTC)):
        return None, []
    with transaction() as connection:
        earlier = fetch_returned(
            connection, "ingestion/members_lists_since", session=now, airflow_run_id=airflow_run_id
        )
    if earlier["lists"]:
        return None, []
    try:
        return source.members(), []
    except (SourceError, SourceUnavailable) as error:
        return None, [f"The members of the VN30 could not be fetched: {error}."]


def _remarks(source: PriceSource, today: date) -> list[str]:
    """Sentences for the report about tickers that are left out and members that are unknown."""
    known = {stock.ticker for stock in known_stocks()}
    extra = sorted((source.tickers() or frozenset()) - known)
    remarks = [f"Ignored, as they never were in the VN30: {', '.join(extra)}."] if extra else []
    if today < KNOWN_FROM:
        remarks.append(f"The VN30 before {KNOWN_FROM} is unknown: the members of that day are crawled.")
    return remarks

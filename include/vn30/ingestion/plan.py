"""Plans a crawl: which tickers, which sessions, and whether this database fits the source."""

import json
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from vn30 import clock
from vn30.calendar import FIRST_YEAR, LAST_YEAR, session_hours, sessions_between
from vn30.ingestion.bands import store_bands
from vn30.ingestion.market import claim_market
from vn30.ingestion.request import CrawlRequest
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import PriceSource
from vn30.universe import check_tickers, vn30_stocks, vn30_tickers
from vn30.warehouse import copy_rows, execute, fetch_all, fetch_returned, transaction

OVERLAP = 10
"""Stored bars that each fetch reads again, to see whether they moved."""

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
        UnknownTicker: a requested ticker is not in the VN30.
        WrongRequest: the request contradicts itself.
        MixedMarkets: the database holds the other kind of market.
    """
    source = open_source(settings)
    today = clock.not_after(clock.as_of(settings, source.last_session()), as_of)
    first, last = request.period(today)
    tickers = check_tickers(request.tickers) if request.tickers else vn30_tickers()
    with transaction() as connection:
        claim_market(connection, source, today)
        _store_sessions(connection)
        store_bands(connection, tickers)
        for stock in vn30_stocks():
            execute(connection, "ingestion/upsert_stock", **asdict(stock))
        execute(connection, "ingestion/retire_other_stocks", members=list(vn30_tickers()))
        run = fetch_returned(
            connection,
            "ingestion/insert_crawl",
            airflow_run_id=airflow_run_id,
            source=source.name,
            as_of=today,
            request=json.dumps(request.as_json()),
            notes=_left_out(source),
        )
        for ticker in tickers:
            execute(connection, "ingestion/plan_crawl_ticker", crawl_id=run["id"], ticker=ticker)
        windows = fetch_all(
            connection,
            "ingestion/missing_sessions",
            tickers=list(tickers),
            first=first,
            last=last,
            again=request.asks_again,
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
            window["start_date"].isoformat(),
            window["end_date"].isoformat(),
            request.full_refresh,
        )
        for window in windows
    ]


def _store_sessions(connection: sa.Connection) -> None:
    sessions = sessions_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    columns = ("session_date", "opens_at", "closes_at")
    connection.exec_driver_sql("CREATE TEMP TABLE calendar (LIKE trading_sessions) ON COMMIT DROP")
    copy_rows(connection, "calendar", columns, session_hours(sessions))
    execute(connection, "ingestion/replace_sessions")


def _left_out(source: PriceSource) -> str | None:
    extra = sorted((source.tickers() or frozenset()) - set(vn30_tickers()))
    return f"in the source but not in the VN30, left out: {', '.join(extra)}" if extra else None

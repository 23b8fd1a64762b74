"""Plans a run of the crawler of minutes: its tickers, and the sessions or the newest minutes to ask for."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_all, fetch_one, fetch_returned, transaction
from vn30.errors import WrongInput
from vn30.ingestion.market_kind import check_market
from vn30.ingestion.request import WrongRequest, read_request
from vn30.market import clock
from vn30.market.calendar import HOSE_ZONE, OPENS, Calendar
from vn30.market.membership import known_tickers, members
from vn30.market.session_minutes import auction_ends, minute_of
from vn30.market.stored_calendar import read_calendar
from vn30.market.universe import check_tickers
from vn30.settings import Settings
from vn30.sources.base import Market
from vn30.sources.intraday import open_minutes

log = logging.getLogger(__name__)

SESSIONS = 5
"""Sessions up to today's that a run without a period looks at."""
MAX_ASKS = 3
"""Answers after which a session without minutes, or other than its daily bar, is not asked for again."""
OVERLAP = timedelta(minutes=5)
"""Of a running session, stored minutes that are asked for again: the last one was not complete."""


class NoMinuteSource(WrongInput):
    """The settings select no source of minutes; the message says how to select one."""


@dataclass(frozen=True)
class MinuteJob:
    """The work of one mapped task: the minutes of a ticker from ``start`` to ``end``, ISO times with zone."""

    run_id: str
    ticker: str
    start: str
    end: str


def plan_minutes(
    settings: Settings,
    airflow_run_id: str,
    params: Mapping[str, Any],
    as_of: date | None = None,
    due: datetime | None = None,
    now: datetime | None = None,
) -> list[MinuteJob]:
    """Record a run and return its jobs, one for each ticker that lacks minutes.

    By default a run looks at the last SESSIONS sessions up to the platform's today, and asks for those
    without minutes, with minutes from before they had settled, and with minutes that do not add up to the
    daily bar. While a session is running, it asks for the newest minutes of that session alone. Planning the
    same Airflow run again reuses its row.

    Args:
        params: of the Airflow run: ``tickers``, ``start``, ``end``, as those of the crawler.
        as_of: the session that the run processes; None is the platform's today.
        due: an aware time, at which a timed run was due. One that starts in a later session than it was due
            in does not ask for the newest minutes alone.
        now: an aware time; None is the system's clock.

    Raises:
        NoMinuteSource: there is no source of minutes for these settings.
        UnknownTicker: a requested ticker was never in the VN30.
        WrongRequest: the request contradicts itself, or no daily prices are stored yet.
        MixedMarkets: the database holds the other kind of market.
    """
    moment = now or datetime.now(UTC)
    request = read_request(params)
    with transaction() as connection:
        calendar = read_calendar(connection)
        today = clock.read_clock(connection).as_of
        if today is None:
            raise WrongRequest("There are no daily prices yet: run vn30_data_crawler first.")
        last = clock.not_after(today, as_of)
        source = open_minutes(settings, today)
        if source is None:
            raise NoMinuteSource(
                f"There are no minutes that go with VN30_PRICE_SOURCE={settings.price_source}. Set "
                "VN30_MINUTE_SOURCE to dnse, vnstock or csv:<path>, or pause this DAG."
            )
        check_market(connection, source)
        running = None
        # A file that ends in the past has no running session, however its source is named.
        is_current = today >= calendar.last_closed_session(moment)
        if is_current and not request.asks_again and request.end is None:
            running = running_session(settings, source.market, calendar, moment)
            if running != running_session(settings, source.market, calendar, due or moment):
                running = None
        newest = running or min(request.end or last, last)
        first = _first(calendar, request.start, newest)
        tickers = _tickers(connection, request.tickers, newest)
        run_id = str(
            fetch_returned(
                connection,
                "ingestion/intraday/put_run",
                airflow_run_id=airflow_run_id,
                source=source.name,
                as_of=newest,
                first_session=running or first,
                newest_only=running is not None,
            )["id"]
        )
        jobs = (
            [_newest(connection, run_id, ticker, running, moment) for ticker in tickers]
            if running
            else _missing(connection, run_id, tickers, first, newest, again=request.asks_again)
        )
        asked = [job.ticker for job in jobs]
        execute(connection, "ingestion/intraday/plan_tickers", run_id=run_id, tickers=tickers, due=asked)
    log.info("%s: %d of %d tickers from %s to %s", source.name, len(jobs), len(tickers), first, newest)
    return jobs


def running_session(settings: Settings, market: Market, calendar: Calendar, now: datetime) -> date | None:
    """The session that is running or has not settled at ``now``; None without one.

    A simulated market, and a platform with ``VN30_AS_OF``, has none: its sessions are past. Before the end of
    the opening auction there is nothing to ask for.
    """
    local = now.astimezone(HOSE_ZONE)
    if market == "simulated" or settings.as_of is not None or not calendar.is_session(local.date()):
        return None
    opening, _ = auction_ends(local.date())
    has_traded = minute_of(local.time()) > opening + 1
    return local.date() if has_traded and local.time() < settings.prices_settle_at else None


def _first(calendar: Calendar, start: date | None, last: date) -> date:
    if start is not None:
        if start > last:
            raise WrongRequest(f"start ({start}) is after the last session, {last}: choose an earlier one.")
        return start
    looked_at = calendar.sessions_between(last - timedelta(days=4 * SESSIONS), last)
    return looked_at[-SESSIONS:][0] if looked_at else last


def _tickers(connection: sa.Connection, requested: tuple[str, ...] | None, day: date) -> list[str]:
    if requested:
        return list(check_tickers(requested, known_tickers(connection)))
    return list(members(connection, day))


def _missing(
    connection: sa.Connection, run_id: str, tickers: list[str], first: date, last: date, *, again: bool
) -> list[MinuteJob]:
    rows = fetch_all(
        connection,
        "ingestion/intraday/sessions_due",
        tickers=tickers,
        first=first,
        last=last,
        again=again,
        max_asks=MAX_ASKS,
    )
    return [
        MinuteJob(
            run_id,
            row["ticker"],
            datetime.combine(row["first_session"], time(), HOSE_ZONE).isoformat(),
            datetime.combine(row["last_session"], time(23, 59), HOSE_ZONE).isoformat(),
        )
        for row in rows
    ]


def _newest(connection: sa.Connection, run_id: str, ticker: str, session: date, now: datetime) -> MinuteJob:
    stored = fetch_one(connection, "ingestion/intraday/newest_minute", symbol=ticker)
    begins = datetime.combine(session, OPENS, HOSE_ZONE)
    if stored and stored["last_minute"]:
        begins = max(begins, stored["last_minute"].astimezone(HOSE_ZONE) - OVERLAP)
    return MinuteJob(run_id, ticker, begins.isoformat(), now.astimezone(HOSE_ZONE).isoformat())

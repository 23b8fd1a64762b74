"""Plans a run of the snapshots of fundamentals: its session, and its stocks in batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from vn30.database.warehouse import transaction
from vn30.errors import WrongInput
from vn30.ingestion.market_kind import check_market
from vn30.market import clock
from vn30.market.membership import known_tickers, members
from vn30.market.stored_calendar import read_calendar
from vn30.market.universe import check_tickers
from vn30.settings import Settings
from vn30.sources import open_source

BATCH_TICKERS = 10


class NoFundamentals(WrongInput):
    """There are no fundamentals to ask for; the message says why."""


@dataclass(frozen=True)
class FundamentalsJob:
    """A batch of stocks, as JSON between tasks.

    Attributes:
        session: YYYY-MM-DD.
        planned_at: an ISO time with zone. Stocks that were answered since are not asked for again.
    """

    session: str
    planned_at: str
    tickers: list[str]


def plan_fundamentals(
    settings: Settings,
    requested: Sequence[str] | None = None,
    session: date | None = None,
    now: datetime | None = None,
) -> list[FundamentalsJob]:
    """The batches of a run.

    Args:
        requested: tickers; empty: the members of the VN30 in the session.
        session: that the run processes; None is the platform's today.
        now: an aware time; None is the system's clock.

    Raises:
        NoFundamentals: the source is live, and the session is not the newest: what a vendor gives today was
            not known then.
        WrongInput: no prices are stored yet.
        UnknownTicker: a requested ticker was never in the VN30.
        MixedMarkets: the database holds the other kind of market.
    """
    moment = now or datetime.now(UTC)
    source = open_source(settings)
    with transaction() as connection:
        today = clock.read_clock(connection).as_of
        if today is None:
            raise WrongInput("There are no prices yet. Run vn30_data_crawler first.")
        check_market(connection, source)
        day = clock.not_after(today, session)
        newest = read_calendar(connection).last_closed_session(moment)
        if source.market == "real" and day != newest:
            raise NoFundamentals(
                f"{source.name} gives fundamentals of now, after the session {newest}, and this run is for "
                f"{day}: they cannot be loaded for a past session."
            )
        tickers: Sequence[str] = members(connection, day)
        if requested:
            tickers = check_tickers(tuple(requested), known_tickers(connection))
    return [
        FundamentalsJob(day.isoformat(), moment.isoformat(), list(tickers[start : start + BATCH_TICKERS]))
        for start in range(0, len(tickers), BATCH_TICKERS)
    ]

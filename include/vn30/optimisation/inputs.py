"""What an optimisation reads from the database: prices, members of the VN30, the account, forecasts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import sqlalchemy as sa

from vn30.database.warehouse import fetch_all, fetch_one
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.market.calendar import Calendar
from vn30.market.corporate_actions import stored_actions
from vn30.market.membership import members
from vn30.market.stored_bars import stored_bars
from vn30.optimisation.advice import Question
from vn30.optimisation.config import MAX_TICKERS, VIEWS_HORIZON, ConstraintsConfig, OptimisationConfig
from vn30.optimisation.constraints import Constraints
from vn30.optimisation.problem import Problem, Views
from vn30.optimisation.stored_history import newest_sessions, read_history
from vn30.optimisation.views import views_of_forecasts
from vn30.optimisation.window import Window, window_of
from vn30.portfolio.book import Book
from vn30.portfolio.market import Listing, held_market
from vn30.portfolio.valuation import filled
from vn30.risk.exposure import MAX_SHARE_OF_VOLUME

NO_SECTOR = "Other"
RECENT_SESSIONS = 20
"""Sessions whose median volume limits the orders of a session."""
_DAYS_OF_RECENT = 60
"""Calendar days in which they lie, the longest holidays included."""


@dataclass(frozen=True)
class Prepared:
    """A question, the sessions that it reads, and what its user has to know about it."""

    question: Question
    window: Window
    value: float
    warnings: tuple[str, ...]


def prepare(connection: sa.Connection, book: Book, config: OptimisationConfig) -> Prepared:
    """The question of a portfolio as of its session.

    Raises:
        WrongInput: it cannot be optimised; the message names the field and the remedy.
    """
    listing, account = book.listing, book.account
    held = frozenset(account.holdings)
    if account.cash < 0:
        raise WrongInput(
            localized(
                "portfolio: its cash is {cash:,} VND. Enter the missing deposit, then optimise again.",
                cash=account.cash,
            )
        )
    tickers = _universe(connection, listing, held, config)
    sessions = newest_sessions(listing.calendar, listing.as_of, config.lookback + 1)
    history = read_history(connection, tickers, sessions)
    window = window_of(history, held, config.lookback)
    first = listing.as_of - timedelta(days=_DAYS_OF_RECENT)
    recent = held_market(connection, listing, window.tickers, first)
    prices = {ticker: float(filled(recent.closes[ticker])[-1]) for ticker in window.tickers}
    if unpriced := sorted(ticker for ticker, price in prices.items() if np.isnan(price)):
        raise WrongInput(
            localized(
                "universe: {unpriced} did not trade in {days_of_recent} days. "
                "An optimum needs a price: use the universe `held`, or sell what is held of them.",
                unpriced=", ".join(unpriced),
                days_of_recent=_DAYS_OF_RECENT,
            )
        )
    values = {ticker: each.quantity * prices[ticker] for ticker, each in account.holdings.items()}
    value = sum(values.values()) + account.cash
    if value <= 0:
        raise WrongInput(
            localized("portfolio: it has neither cash nor shares. Enter a deposit, then optimise again.")
        )
    views, of_views = _views(connection, window) if config.method == "black_litterman" else (None, [])
    problem = Problem(
        window.tickers,
        window.returns,
        {ticker: amount / value for ticker, amount in values.items()},
        config.method,
        constraints_of(config.constraints, listing, window.tickers, held & window.without_trade),
        views,
        config.risk_free,
        _sessions_held(book),
    )
    question = Question(
        problem,
        window.index_returns,
        {ticker: tuple(each.lots) for ticker, each in account.holdings.items()},
        prices,
        *_cash(book),
        listing.as_of,
        book.portfolio.fee_rate,
        _max_shares(connection, window.tickers, listing.as_of),
        listing.calendar,
    )
    return Prepared(question, window, value, (*_doubts(connection, listing, window, held), *of_views))


def constraints_of(
    config: ConstraintsConfig,
    listing: Listing,
    tickers: Collection[str],
    locked: frozenset[str] = frozenset(),
) -> Constraints:
    """The constraints of a document, with the sectors of stocks.

    Raises:
        WrongInput: a sector has none of the stocks.
    """
    sectors = {
        ticker: (listing.stocks[ticker].sector if ticker in listing.stocks else None) or NO_SECTOR
        for ticker in tickers
    }
    if unknown := sorted(set(config.max_by_sector) - set(sectors.values())):
        known = ", ".join(sorted(set(sectors.values())))
        raise WrongInput(
            localized(
                "maxBySector: no stock is in {unknown}. Leave it out; the sectors are {known}.",
                unknown=", ".join(unknown),
                known=known,
            )
        )
    return Constraints(**config.model_dump(), locked=locked, sectors=sectors)


def _universe(
    connection: sa.Connection, listing: Listing, held: frozenset[str], config: OptimisationConfig
) -> list[str]:
    chosen = set(held)
    if config.universe == "vn30":
        chosen |= set(members(connection, listing.as_of)) & listing.stocks.keys()
    if not chosen:
        raise WrongInput(localized("universe: no stock is held. Take the universe `vn30`."))
    if len(chosen) > MAX_TICKERS:
        raise WrongInput(
            localized(
                "universe: {chosen} stocks are more than the {max_tickers} among which an optimum is "
                "sought. Take the universe `held`, or sell some.",
                chosen=len(chosen),
                max_tickers=MAX_TICKERS,
            )
        )
    return sorted(chosen)


def _views(connection: sa.Connection, window: Window) -> tuple[Views | None, list[str]]:
    """The newest ranked forecasts as views, with their proven skill as confidence; and what lacks."""
    rows = fetch_all(
        connection, "optimisation/forecasts", horizon=VIEWS_HORIZON, tickers=list(window.tickers)
    )
    skill = fetch_one(connection, "optimisation/rank_skill", horizon=VIEWS_HORIZON)
    if len(rows) < 2 or skill is None or skill["rank_ic_error"] is None or window.index_returns is None:
        return None, ["There are no ranked forecasts: Black-Litterman rests on the market alone."]
    forecasts = {row["ticker"]: float(row["predicted_change_pct"]) / 100 for row in rows}
    excess = window.returns - window.index_returns[:, None]
    spread = np.std(excess, axis=0, ddof=1) * np.sqrt(VIEWS_HORIZON)
    volatilities = dict(zip(window.tickers, spread.tolist(), strict=True))
    views = views_of_forecasts(
        forecasts, volatilities, VIEWS_HORIZON, float(skill["rank_ic"]), float(skill["rank_ic_error"])
    )
    if not any(views.confidence.values()):
        return views, [
            f"The rank IC of the forecasts over {VIEWS_HORIZON} sessions is {skill['rank_ic']:.3f} ± "
            f"{skill['rank_ic_error']:.3f}, which is not proven above 0: they do not count."
        ]
    return views, []


def _cash(book: Book) -> tuple[int, tuple[tuple[date, int], ...]]:
    """Cash that has arrived, and what arrives later; an advance of the broker is paid back first."""
    arrived, pending = book.account.settled, []
    for day, amount in sorted(book.account.proceeds):
        if day > book.account.day:
            paid = min(max(-arrived, 0), amount)
            arrived += paid
            pending.append((day, amount - paid))
    return arrived, tuple(pending)


def _sessions_held(book: Book) -> Mapping[str, int]:
    calendar, today = book.listing.calendar, book.listing.as_of
    return {
        ticker: len(calendar.sessions_between(max(lot.day for lot in held.lots), today)) - 1
        for ticker, held in book.account.holdings.items()
    }


def _max_shares(connection: sa.Connection, tickers: Sequence[str], as_of: date) -> dict[str, int]:
    bars = stored_bars(connection, tickers, as_of, as_of - timedelta(days=_DAYS_OF_RECENT))
    volumes = bars.groupby("symbol")["volume"].apply(lambda column: column.tail(RECENT_SESSIONS).median())
    return {str(ticker): int(MAX_SHARE_OF_VOLUME * volume) for ticker, volume in volumes.items()}


def _doubts(connection: sa.Connection, listing: Listing, window: Window, held: frozenset[str]) -> list[str]:
    doubts = []
    if window.is_short:
        doubts.append(
            localized(
                "Only {returns} returns are known of all that is held, from {first} on.",
                returns=len(window.returns),
                first=window.first,
            )
        )
    if stale := sorted(held & window.without_trade):
        doubts.append(
            localized(
                "{stale} did not trade in the newest session and is kept as it is.", stale=", ".join(stale)
            )
        )
    tomorrow = next_session(listing.calendar, listing.as_of)
    going_ex = sorted(
        {
            action.ticker
            for action in stored_actions(connection, list(window.tickers))
            if action.ex_date == tomorrow
        }
    )
    if going_ex:
        doubts.append(
            localized(
                "{going_ex} trades without its dividend or issue on {tomorrow}: the reference price "
                "falls, and the limits of its orders have to be set again.",
                going_ex=", ".join(going_ex),
                tomorrow=tomorrow,
            )
        )
    return doubts


def next_session(calendar: Calendar, day: date) -> date:
    """The session after a day."""
    following: date = calendar.sessions_after(day, 1)[0]
    return following

"""The figures of a portfolio in the form of the API."""

from dataclasses import asdict
from math import isnan

from api.portfolios.schemas import (
    AccountProblem,
    AppliedAction,
    Gain,
    IndexDifference,
    Pending,
    Performance,
    PerformancePoint,
    PortfolioDetail,
    Position,
    Returns,
    SectorShare,
    Waiting,
)
from vn30.market.clock import MarketClock
from vn30.portfolio.book import Book
from vn30.portfolio.overview import Overview
from vn30.portfolio.overview import Returns as ReturnsOfBook

MAX_ACTIONS = 200


def detail_of(book: Book, figures: Overview, clock: MarketClock) -> PortfolioDetail:
    """A portfolio with its figures."""
    account, portfolio = book.account, book.portfolio
    return PortfolioDetail(
        id=portfolio.id,
        name=portfolio.name,
        fee_rate=portfolio.fee_rate,
        takes_up_rights=portfolio.takes_up_rights,
        is_sample=portfolio.is_sample,
        created_at=portfolio.created_at,
        transactions=portfolio.transactions,
        as_of=clock.as_of,
        data_source=clock.data_source,
        value=figures.value,
        cash=account.cash,
        unsettled_cash=account.unsettled(),
        pending=[
            Pending(amount=amount, arrives_on=day)
            for day, amount in sorted(account.proceeds)
            if day > account.day
        ],
        net_deposits=figures.net_deposits,
        gain=figures.value - figures.net_deposits,
        other_costs=figures.other_costs,
        fees=figures.fees,
        taxes=figures.taxes,
        positions=[
            Position(**{**asdict(each), "waiting": [Waiting(**asdict(lot)) for lot in each.waiting]})
            for each in figures.positions
        ],
        gains=[Gain(**asdict(gain), unrealised=gain.unrealised) for gain in figures.gains],
        sectors=[
            SectorShare(sector=sector, value=figures.sector_values.get(sector, 0), gain=gain)
            for sector, gain in figures.sector_gains.items()
        ],
        returns=_returns(figures.performance.returns) if figures.performance else None,
        actions=_actions(book),
        problems=[
            AccountProblem(transaction_id=each.number, day=each.day, message=each.message)
            for each in account.problems
        ],
    )


def performance_of(figures: Overview, clock: MarketClock) -> Performance:
    """The value of a portfolio session by session."""
    done = figures.performance
    if done is None:
        return Performance(as_of=clock.as_of, data_source=clock.data_source, data=[])
    values = done.values
    deposits = (values.deposits - values.withdrawals).cumsum().tolist()
    rows = zip(values.sessions, values.total.tolist(), deposits, done.grown, done.index, strict=True)
    return Performance(
        as_of=clock.as_of,
        data_source=clock.data_source,
        data=[
            PerformancePoint(
                date=day,
                value=value,
                net_deposits=deposited,
                grown=grown,
                index=None if isnan(index) else index,
            )
            for day, value, deposited, grown, index in rows
        ],
        returns=_returns(done.returns),
    )


def _returns(returns: ReturnsOfBook) -> Returns:
    difference = returns.difference
    return Returns(
        **{
            **asdict(returns),
            "difference": IndexDifference(**asdict(difference)) if difference else None,
        }
    )


def _actions(book: Book) -> list[AppliedAction]:
    applied = [booking for booking in book.account.bookings if booking.number is None and booking.ticker]
    return [
        AppliedAction(
            day=booking.day,
            kind=booking.kind,
            ticker=booking.ticker or "",
            quantity=booking.quantity,
            price=booking.price,
            cash=booking.cash,
            tax=booking.tax,
            is_guess=booking.is_guess,
        )
        for booking in reversed(applied[-MAX_ACTIONS:])
    ]

"""Orders that lead from what is held to target weights, in lots, at ticks and over sessions."""

from collections.abc import Mapping, Sequence
from datetime import date

from vn30.market.calendar import SHIPPED, Calendar
from vn30.market.rules import rules_on
from vn30.optimisation.order_book import Order, OrderList, SessionCash, Side, Terms
from vn30.optimisation.order_checks import check_orders
from vn30.optimisation.order_quantities import purchases_of, sales_of
from vn30.optimisation.order_schedule import Schedule
from vn30.portfolio.account import Lot

__all__ = ["Order", "OrderList", "SessionCash", "Side", "Terms", "order_list"]


def order_list(
    held: Mapping[str, Sequence[Lot]],
    prices: Mapping[str, float],
    weights: Mapping[str, float],
    cash: int,
    day: date,
    *,
    terms: Terms = Terms(),  # noqa: B008 - it cannot change
    pending: Sequence[tuple[date, int]] = (),
    max_shares: Mapping[str, int] | None = None,
    calendar: Calendar = SHIPPED,
) -> OrderList:
    """The orders from what is held to the target weights.

    Sales are sent as soon as the shares can be sold, purchases as soon as there is cash for them, the largest
    first. All orders are counted as filled at their limit prices.

    Args:
        held: lots by ticker, as ``Account.holdings`` has them: each with the session from which it can be
            sold.
        prices: by ticker, the reference price of the next session: the raw close of ``day`` (VND), less what
            an ex-date takes off it.
        weights: targets by ticker, as shares of the value; what they lack to 1 is kept in cash. Held tickers
            that are not in it are sold.
        cash: that has arrived, VND.
        day: the last session; the orders begin with the next one. The band is that of its rules; lots,
            settlement and taxes are those of each session.
        pending: cash of sales on its way: the session in which it arrives, and VND.
        max_shares: by ticker, the most shares of all orders of a session (a share of the usual volume);
            tickers that are not in it have no limit.

    Raises:
        WrongInput: a price is missing or a value impossible; the message names it.
        OutsideCalendar: the orders reach beyond the last session of the calendar.
    """
    rules = rules_on(calendar.sessions_after(day, 1)[0])
    check_orders(held, prices, weights, cash, terms, rules)
    shares = {ticker: sum(lot.quantity for lot in lots) for ticker, lots in held.items()}
    whole = float(cash + sum(amount for _, amount in pending))
    whole += sum(quantity * prices[ticker] for ticker, quantity in shares.items())
    tickers = sorted(shares.keys() | {ticker for ticker, weight in weights.items() if weight > 0})
    targets = {ticker: weights.get(ticker, 0.0) * whole / prices[ticker] for ticker in tickers}

    sessions = calendar.sessions_after(day, terms.max_sessions)
    schedule = Schedule(sessions, rules, terms, calendar, cash, pending, max_shares or {})
    for ticker, quantity in sales_of(shares, targets, rules.lot.shares).items():
        schedule.sell(ticker, quantity, held[ticker], schedule.limit_price("sell", prices[ticker]))
    limits = {ticker: schedule.limit_price("buy", prices[ticker]) for ticker in tickers}
    wanted = {ticker: targets[ticker] - shares.get(ticker, 0) for ticker in tickers}
    kept = max(0.0, 1 - sum(weights.values())) * whole
    budget = int(schedule.cash_to_come() - kept)
    planned = purchases_of(wanted, limits, rules.lot, budget, terms)
    schedule.buy(planned, limits, budget)
    schedule.explain_late_cash(
        {ticker: int(shares) - planned.get(ticker, 0) for ticker, shares in wanted.items()}
    )
    return _result(schedule, shares, prices, weights)


def _result(
    schedule: Schedule, shares: Mapping[str, int], prices: Mapping[str, float], weights: Mapping[str, float]
) -> OrderList:
    orders = sorted(schedule.orders, key=lambda one: (one.session, one.side == "buy", -one.value, one.ticker))
    after = dict(shares)
    for order in orders:
        change = order.quantity if order.side == "buy" else -order.quantity
        after[order.ticker] = after.get(order.ticker, 0) + change
    by_session = schedule.cash_by_session()
    cash = by_session[-1].settled
    whole = cash + sum(quantity * prices[ticker] for ticker, quantity in after.items())
    reached = {
        ticker: quantity * prices[ticker] / whole for ticker, quantity in sorted(after.items()) if quantity
    }
    tracking = {
        ticker: reached.get(ticker, 0.0) - weights.get(ticker, 0.0)
        for ticker in sorted(reached.keys() | weights.keys())
    }
    of_cash = 1 - sum(reached.values()) - (1 - sum(weights.values()))
    return OrderList(
        orders=tuple(orders),
        cash=by_session,
        shares={ticker: quantity for ticker, quantity in sorted(after.items()) if quantity},
        weights=reached,
        tracking=tracking,
        tracking_difference=(sum(map(abs, tracking.values())) + abs(of_cash)) / 2,
        fees=sum(order.fee for order in orders),
        taxes=sum(order.tax for order in orders),
        traded=sum(order.value for order in orders),
        left=schedule.left,
    )

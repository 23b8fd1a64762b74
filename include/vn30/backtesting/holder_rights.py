"""What the corporate actions of a session give to the account that holds the stock.

Cash dividends are there on the ex-date after their tax, as no source has the days of payment. Free shares can
be sold from the ex-date on, and fractions are lost. The right to buy new shares is sold at its theoretical
value, the part of the reference price above the issue price, less the tax on sales: an account without spare
cash cannot take it up, and one that lets it lapse gives that value to the others.
"""

from collections.abc import Sequence

from vn30.backtesting.state import State
from vn30.errors import WrongInput
from vn30.market.adjustment import adjustment_factor
from vn30.market.corporate_actions import CorporateAction
from vn30.portfolio.entitlements import entitled


def apply_actions(state: State, session: int) -> None:
    """Give what the ex-dates of ``session`` bring to the shares that were held before it.

    Raises:
        WrongInput: the terms of an action leave nothing of the price.
    """
    for ticker, actions in state.known.actions.get(session, ()):
        held = int(state.account.held[ticker])
        if held:
            _apply(state, session, ticker, held, actions)


def _apply(state: State, session: int, ticker: int, held: int, actions: Sequence[CorporateAction]) -> None:
    account, market = state.account, state.market
    before = float(state.known.last_closes[session - 1, ticker])
    counted = [action for action in actions if action.kind != "rights_issue" or action.issue_price < before]
    factor = _factor(before, counted)
    missing = float(state.targets[ticker]) - held
    for right in entitled(held, counted, counted[0].ex_date) if counted else ():
        if right.kind == "cash_dividend":
            tax = state.terms.share(right.cash, float(market.dividend_tax[session]))
            account.arrived += right.cash - tax
            state.dividends[session] += right.cash
            state.dividend_taxes[session] += tax
        elif right.kind == "stock_dividend":
            account.add_shares(ticker, right.quantity, 2 * session)
        else:
            value = state.terms.value(right.quantity, max(before * factor - right.price, 0))
            proceeds = value - state.terms.share(value, float(market.sales_tax[session]))
            account.receive(proceeds, state.known.arrives[session])
            state.rights[session] += proceeds
    account.entry[ticker] *= factor
    # Shares that are still to be bought or sold become as many more as those that are held.
    state.targets[ticker] = account.held[ticker] + int(missing * account.held[ticker] / held)


def _factor(before: float, actions: Sequence[CorporateAction]) -> float:
    """By what the price falls, as the exchange computes the reference price."""
    if not actions:
        return 1.0
    if actions[0].factor is not None:
        return actions[0].factor
    try:
        return adjustment_factor(before, [action.entitlement() for action in actions])
    except ValueError as error:
        first = actions[0]
        raise WrongInput(f"{first.ticker}, ex-date {first.ex_date}: {error}; correct the action.") from error

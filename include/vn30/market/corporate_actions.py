"""Corporate actions: what holders of a stock get, and the adjustments of its prices that follow from it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from vn30.database.warehouse import fetch_all
from vn30.market.adjustment import Adjustment, Entitlement
from vn30.typing import FloatArray

Kind = Literal["cash_dividend", "stock_dividend", "bonus_issue", "rights_issue", "split", "unknown"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class CorporateAction:
    """One action of a stock.

    Attributes:
        ex_date: the first session whose price is without it.
        cash: VND a share held.
        ratio: new shares for each share held; of a rights issue, shares that can be bought.
        issue_price: VND a share of a rights issue.
        factor: of an action that was inferred from a restatement, by what that has multiplied earlier prices;
            kind and terms are a guess then. None: the action was declared.
        source: who says so.
    """

    ticker: str
    ex_date: date
    kind: Kind
    source: str
    cash: float = 0.0
    ratio: float = 0.0
    issue_price: float = 0.0
    factor: float | None = None

    @property
    def is_inferred(self) -> bool:
        """Whether it was concluded from prices, and not declared."""
        return self.factor is not None

    def entitlement(self) -> Entitlement:
        """What a holder of one share gets."""
        if self.kind == "rights_issue":
            return Entitlement(self.cash, offered_shares=self.ratio, issue_price=self.issue_price)
        return Entitlement(self.cash, new_shares=self.ratio)


def stored_actions(connection: sa.Connection, tickers: Iterable[str]) -> list[CorporateAction]:
    """The actions of ``tickers`` that are on record, oldest first."""
    rows = fetch_all(connection, "market/corporate_actions", tickers=list(tickers))
    return [CorporateAction(**row) for row in rows]


def adjustments(
    actions: Iterable[CorporateAction], dates: NDArray[np.datetime64], adjusted_closes: FloatArray
) -> list[Adjustment]:
    """The adjustments that a series contains, by the actions of its stock, newest first.

    Where actions of an ex-date were declared, their terms count and not what was inferred. The factor of
    declared terms depends on the raw close before the ex-date, which follows from the adjusted one: it was
    multiplied by the later factors and by this one. An action that was declared for a session after the last
    one is not in the prices yet.

    Args:
        dates: the sessions, oldest first.
        adjusted_closes: their closes, VND.
    """
    by_day: dict[date, list[CorporateAction]] = defaultdict(list)
    for action in actions:
        by_day[action.ex_date].append(action)
    days = dates.astype("datetime64[D]")
    found: list[Adjustment] = []
    later = 1.0
    for ex_date in sorted(by_day, reverse=True):
        declared = [action for action in by_day[ex_date] if not action.is_inferred]
        before = int(np.searchsorted(days, np.datetime64(ex_date)))
        if not declared:
            factor = by_day[ex_date][-1].factor or 1.0
        elif 0 < before < len(days):
            factor = _factor(adjusted_closes[before - 1] / later, declared)
        else:
            continue
        found.append(Adjustment(ex_date, factor))
        later *= factor
    return found


def _factor(reference: float, declared: Sequence[CorporateAction]) -> float:
    """The factor by the reference price of the ex-date, which is the raw close before it times the factor."""
    entitlements = [action.entitlement() for action in declared]
    shares = 1 + sum(each.new_shares + each.offered_shares for each in entitlements)
    paid = sum(each.offered_shares * each.issue_price for each in entitlements)
    raw_close = reference * shares + sum(each.cash for each in entitlements) - paid
    return reference / raw_close

"""Corporate actions: what holders of a stock get, and the adjustments of its prices that follow from it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from vn30.database.warehouse import fetch_all
from vn30.market.adjustment import Adjustment, Entitlement
from vn30.typing import FloatArray

Kind = Literal["cash_dividend", "stock_dividend", "bonus_issue", "rights_issue", "split", "unknown"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Origin = Literal["declared", "vendor", "inferred"]
"""Declared in a file, listed by a vendor among the events of a company, or inferred from a restatement."""

SAME_ACTION_DAYS = 10
"""An inferred action this near to another one on record is the same: two of a stock are hardly as near."""

_RIGHTS = {"cash_dividend": "cash", "rights_issue": "offered shares"}
"""What holders get, by kind; of all other kinds it is free shares, which vendors name differently."""


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
        is_from_vendor: a vendor lists it among the events of the company.
    """

    ticker: str
    ex_date: date
    kind: Kind
    source: str
    cash: float = 0.0
    ratio: float = 0.0
    issue_price: float = 0.0
    factor: float | None = None
    is_from_vendor: bool = False

    @property
    def is_inferred(self) -> bool:
        """Whether it was concluded from prices, and is stated by nobody."""
        return self.factor is not None

    @property
    def origin(self) -> Origin:
        """How the platform knows of it."""
        if self.is_inferred:
            return "inferred"
        return "vendor" if self.is_from_vendor else "declared"

    def entitlement(self) -> Entitlement:
        """What a holder of one share gets."""
        if self.kind == "rights_issue":
            return Entitlement(self.cash, offered_shares=self.ratio, issue_price=self.issue_price)
        return Entitlement(self.cash, new_shares=self.ratio)


def stored_actions(
    connection: sa.Connection, tickers: Iterable[str], known_at: datetime | None = None
) -> list[CorporateAction]:
    """The actions of ``tickers`` that are on record, oldest first.

    Args:
        known_at: an aware time: those that were on record then. None: now.
    """
    rows = fetch_all(connection, "market/corporate_actions", tickers=list(tickers), known_at=known_at)
    return [CorporateAction(**row) for row in rows]


def used_actions(actions: Iterable[CorporateAction]) -> list[CorporateAction]:
    """Those of the actions of a stock that count in its prices, oldest first.

    Several sources may name the same action: cash, free shares or an offer of shares on one ex-date. A
    declared one counts before those of vendors, of which one vendor counts, the first on record. Of the
    inferred actions of a day the newest counts, if nothing else is on record around it: after days without a
    crawl, the ex-date of an inferred action is the first of them.
    """
    by_day: dict[date, list[CorporateAction]] = defaultdict(list)
    for action in actions:
        by_day[action.ex_date].append(action)
    stated = {day for day, same_day in by_day.items() if not all(action.is_inferred for action in same_day)}
    used: list[CorporateAction] = []
    for day in sorted(by_day):
        if day in stated:
            used += _stated(by_day[day])
        elif not any(abs((day - other).days) <= SAME_ACTION_DAYS for other in stated):
            used.append(by_day[day][-1])
    return used


def _stated(same_day: Sequence[CorporateAction]) -> list[CorporateAction]:
    stated = [action for action in same_day if not action.is_inferred]
    by_right: dict[str, list[CorporateAction]] = defaultdict(list)
    for action in stated:
        by_right[_RIGHTS.get(action.kind, "free shares")].append(action)
    used = []
    for same in by_right.values():
        declared = [action for action in same if not action.is_from_vendor]
        used += declared or [action for action in same if action.source == same[0].source]
    return used


def adjustments(
    actions: Iterable[CorporateAction], dates: NDArray[np.datetime64], adjusted_closes: FloatArray
) -> list[Adjustment]:
    """The adjustments that a series contains, by the actions of its stock, newest first.

    Of several actions on an ex-date those of :func:`used_actions` count. The factor of stated terms depends
    on the raw close before the ex-date, which follows from the adjusted one: it was multiplied by the later
    factors and by this one. An action that was stated for a session after the last one is not in the prices
    yet.

    Args:
        dates: the sessions, oldest first.
        adjusted_closes: their closes, VND.
    """
    by_day: dict[date, list[CorporateAction]] = defaultdict(list)
    for action in used_actions(actions):
        by_day[action.ex_date].append(action)
    days = dates.astype("datetime64[D]")
    found: list[Adjustment] = []
    later = 1.0
    for ex_date in sorted(by_day, reverse=True):
        same_day = by_day[ex_date]
        before = int(np.searchsorted(days, np.datetime64(ex_date)))
        if same_day[0].factor is not None:
            factor = same_day[0].factor
        elif 0 < before < len(days):
            factor = _factor(adjusted_closes[before - 1] / later, same_day)
        else:
            continue
        found.append(Adjustment(ex_date, factor))
        later *= factor
    return found


def _factor(reference: float, stated: Sequence[CorporateAction]) -> float:
    """The factor by the reference price of the ex-date, which is the raw close before it times the factor.

    Shares that are offered at the reference price or above do not lower it: they are left out.
    """
    entitlements = [action.entitlement() for action in stated]
    offers = [each for each in entitlements if each.offered_shares and each.issue_price < reference]
    shares = 1 + sum(each.new_shares for each in entitlements) + sum(each.offered_shares for each in offers)
    paid = sum(each.offered_shares * each.issue_price for each in offers)
    raw_close = reference * shares + sum(each.cash for each in entitlements) - paid
    return reference / raw_close

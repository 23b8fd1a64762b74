"""What the corporate actions of one ex-date give to a holder of a stock, in whole shares and whole VND."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from vn30.market.corporate_actions import CorporateAction
from vn30.market.money import share_of
from vn30.market.rules import rules_on

_HALF_OF_LAST_DIGIT = Decimal("5e-10")
"""Ratios are stored with nine decimals: 1 for 3 is 0.333333333, of which 300 shares give 100."""


@dataclass(frozen=True)
class Entitled:
    """What a holder gets.

    Attributes:
        quantity: new shares; fractions of a share are lost.
        cash: of a dividend, before its tax.
        price: VND a share, of shares that can be bought in a rights issue.
        is_guess: the terms were inferred from prices.
    """

    kind: Literal["cash_dividend", "stock_dividend", "subscription"]
    quantity: int = 0
    cash: int = 0
    tax: int = 0
    price: int = 0
    is_guess: bool = False

    @property
    def cost(self) -> int:
        """VND that new shares cost."""
        return self.quantity * self.price


def entitled(held: int, actions: Sequence[CorporateAction], ex_date: date) -> list[Entitled]:
    """What ``held`` shares before ``ex_date`` give: cash first, then free shares, then offered ones.

    All actions count by the shares before the ex-date, as the exchange computes its reference price.
    """
    rates = rules_on(ex_date).tax
    rights: list[Entitled] = []
    for action in actions:
        terms = action.entitlement()
        cash = share_of(held, terms.cash)
        if cash:
            tax = share_of(cash, rates.of_dividends)
            rights.append(Entitled("cash_dividend", cash=cash, tax=tax, is_guess=action.is_inferred))
        free = _whole(held, terms.new_shares)
        if free:
            rights.append(Entitled("stock_dividend", free, is_guess=action.is_inferred))
        offered = _whole(held, terms.offered_shares)
        if offered:
            price = round(terms.issue_price)
            rights.append(Entitled("subscription", offered, price=price, is_guess=action.is_inferred))
    order = ("cash_dividend", "stock_dividend", "subscription")
    return sorted(
        rights, key=lambda right: (order.index(right.kind), right.price, right.quantity, right.cash)
    )


def _whole(held: int, ratio: float) -> int:
    shares = Decimal(held) * (Decimal(str(ratio)) + _HALF_OF_LAST_DIGIT)
    return int(shares.quantize(Decimal(1), ROUND_FLOOR)) if ratio else 0

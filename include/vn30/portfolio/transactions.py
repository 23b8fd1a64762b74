"""The transactions of a portfolio, and what a trade costs. Amounts are whole VND, prices raw ones."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from vn30.market.money import share_of
from vn30.market.rules import rules_on

Kind = Literal[
    "buy", "sell", "subscription", "deposit", "withdrawal", "cash_dividend", "stock_dividend", "fee"
]
"""``subscription``: shares bought in a rights issue; ``fee``: any cost that is not of a trade."""
KINDS: tuple[Kind, ...] = get_args(Kind)

TRADES = frozenset({"buy", "sell"})
PRICED = TRADES | {"subscription"}
OF_A_STOCK = PRICED | {"cash_dividend", "stock_dividend"}
WITH_QUANTITY = PRICED | {"stock_dividend"}
WITH_AMOUNT = frozenset({"deposit", "withdrawal", "cash_dividend", "fee"})


@dataclass(frozen=True)
class Transaction:
    """One transaction.

    Attributes:
        day: of a trade its session; of all others the day on which the cash or the shares came or went.
        quantity: shares, of trades, subscriptions and stock dividends.
        price: VND a share, as traded.
        amount: VND, of all others; of a cash dividend before its tax.
        fee, tax: VND that were charged.
        number: its place in the record; 0 before it has one.
    """

    day: date
    kind: Kind
    ticker: str | None = None
    quantity: int = 0
    price: int = 0
    amount: int = 0
    fee: int = 0
    tax: int = 0
    number: int = 0

    @property
    def value(self) -> int:
        """Price times quantity, in VND."""
        return self.quantity * self.price


def with_charges(
    transaction: Transaction, fee_rate: float, fee: int | None = None, tax: int | None = None
) -> Transaction:
    """The transaction with its fee and tax: those that are given, else the computed ones.

    The fee of a trade is ``fee_rate`` of its value; the tax is that of the rules on its day, of what a sale
    brings and of a cash dividend.
    """
    rules = rules_on(transaction.day).tax
    due = 0
    if transaction.kind == "sell":
        due = share_of(transaction.value, rules.of_sales)
    elif transaction.kind == "cash_dividend":
        due = share_of(transaction.amount, rules.of_dividends)
    charged = share_of(transaction.value, fee_rate) if transaction.kind in TRADES else 0
    return replace(transaction, fee=charged if fee is None else fee, tax=due if tax is None else tax)

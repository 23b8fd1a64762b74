"""The account of a portfolio: holdings in lots, cash, bookings and problems. Amounts are whole VND."""

from dataclasses import dataclass, field
from datetime import date

from vn30.portfolio.transactions import Kind


@dataclass(frozen=True)
class Lot:
    """Shares that can be sold from one session on.

    Attributes:
        day: of the purchase, or the ex-date.
        sellable_on: the first session on which they can be sold.
    """

    quantity: int
    day: date
    sellable_on: date


@dataclass
class Holding:
    """The shares of a stock, and what they have cost together (VND, fees included)."""

    lots: list[Lot] = field(default_factory=list)
    cost: int = 0

    @property
    def quantity(self) -> int:
        """All shares held."""
        return sum(lot.quantity for lot in self.lots)

    def sellable(self, day: date) -> int:
        """Shares that can be sold on ``day``."""
        return sum(lot.quantity for lot in self.lots if lot.sellable_on <= day)


@dataclass(frozen=True)
class Booking:
    """What one transaction or corporate action has changed.

    Attributes:
        number: of the transaction; None if the platform has applied a corporate action by itself.
        quantity: shares, below 0 if they left.
        cash: VND after fee and tax, below 0 if it left.
        gain: realised, of a sale: cash less the cost of the shares that were sold.
        settles_on: when the shares of a purchase, or the cash of a sale, arrive.
        is_guess: of a corporate action whose terms were inferred from prices.
    """

    day: date
    kind: Kind
    ticker: str | None
    quantity: int
    cash: int
    fee: int = 0
    tax: int = 0
    gain: int = 0
    price: int = 0
    settles_on: date | None = None
    number: int | None = None
    is_guess: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a transaction cannot have happened as it is recorded.

    Attributes:
        field: of the transaction.
        missing: VND by which the cash is too little; 0 if that is not the reason.
    """

    number: int | None
    day: date
    field: str
    message: str
    missing: int = 0


@dataclass
class Account:
    """The state at the end of ``day``; holdings without shares are not in it."""

    day: date
    cash: int = 0
    holdings: dict[str, Holding] = field(default_factory=dict)
    bookings: list[Booking] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    proceeds: list[tuple[date, int]] = field(default_factory=list)

    def unsettled(self, day: date | None = None) -> int:
        """Cash of sales that has not arrived by the end of ``day``, in VND."""
        return sum(amount for arrives, amount in self.proceeds if arrives > (day or self.day))

    @property
    def settled(self) -> int:
        """Cash without what has not arrived; below 0 if the broker has advanced some of that."""
        return self.cash - self.unsettled()

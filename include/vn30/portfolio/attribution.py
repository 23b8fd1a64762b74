"""Where the gain of a portfolio comes from: its stocks, their sectors, and costs of no stock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vn30.portfolio.account import Booking
from vn30.portfolio.valuation import FLOWS

NO_SECTOR = "Unknown"


@dataclass(frozen=True)
class Gain:
    """What a stock has brought, in VND: ``total`` is value + received - spent, after fees and taxes.

    Attributes:
        realised: gains of sales, by average cost.
        dividends: cash dividends after tax.
        spent: purchases and subscriptions, fees included.
        fees, taxes: all that were paid; they are in the other figures already.
    """

    ticker: str
    total: int
    realised: int
    dividends: int
    spent: int
    fees: int
    taxes: int

    @property
    def unrealised(self) -> int:
        """What the shares that are held would gain at their last closes."""
        return self.total - self.realised - self.dividends


def gains_of_stocks(bookings: Iterable[Booking], values: Mapping[str, int]) -> list[Gain]:
    """The gains of all stocks that were ever held, the largest first.

    Args:
        values: of the shares held, by ticker, VND.
    """
    by_ticker: dict[str, list[Booking]] = {}
    for booking in bookings:
        if booking.ticker is not None:
            by_ticker.setdefault(booking.ticker, []).append(booking)
    gains = [
        Gain(
            ticker,
            total=values.get(ticker, 0) + sum(row.cash for row in rows),
            realised=sum(row.gain for row in rows),
            dividends=sum(row.cash for row in rows if row.kind == "cash_dividend"),
            spent=-sum(row.cash for row in rows if row.quantity > 0),
            fees=sum(row.fee for row in rows),
            taxes=sum(row.tax for row in rows),
        )
        for ticker, rows in by_ticker.items()
    ]
    return sorted(gains, key=lambda gain: (-gain.total, gain.ticker))


def costs_of_no_stock(bookings: Iterable[Booking]) -> int:
    """Fees that belong to no stock, in VND."""
    return -sum(row.cash for row in bookings if row.ticker is None and row.kind not in FLOWS)


def by_sector(amounts: Mapping[str, int], sectors: Mapping[str, str | None]) -> dict[str, int]:
    """Amounts by ticker, added up by sector, the largest first."""
    totals: dict[str, int] = {}
    for ticker, amount in amounts.items():
        sector = sectors.get(ticker) or NO_SECTOR
        totals[sector] = totals.get(sector, 0) + amount
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))

"""The terms of the account of a simulation: fees, share of volume, stop and target, whole shares or parts."""

from dataclasses import dataclass
from decimal import Decimal

from vn30.backtesting.config import ExecutionConfig, PortfolioConfig
from vn30.market.money import share_of


@dataclass(frozen=True)
class Terms:
    """The terms of one simulation.

    Attributes:
        at_open: orders are filled at the next open; else at the next close.
        volume_share: the most of a session's volume that the orders of a ticker trade; by minutes, of the
            volume of each.
        fee_rate: of the value of a trade; ``minimum_fee`` in VND.
        minimum_holding: sessions before a signal may sell.
        stop, target: distances from the entry price, as shares of it; None: not used.
        whole: amounts are whole VND and shares are traded in lots. Without it, parts of a share are traded
            and nothing is rounded: the accounts that other engines keep.
        band: the part of the equity below which the difference of a held stock is not traded.
        by_minutes: sessions with minutes are traded by them.
        through: orders are filled minute by minute, and where there are none at the next open.
    """

    at_open: bool
    volume_share: float
    fee_rate: float
    minimum_fee: int
    minimum_holding: int = 0
    stop: float | None = None
    target: float | None = None
    whole: bool = True
    band: float = 0.0
    by_minutes: bool = False
    through: bool = False

    @classmethod
    def of(cls, portfolio: PortfolioConfig, execution: ExecutionConfig) -> "Terms":
        """The terms of a document."""
        return cls(
            execution.fill != "next_close",
            execution.volume_share,
            _share(execution.fee_pct),
            execution.minimum_fee,
            portfolio.minimum_holding,
            None if portfolio.stop_pct is None else _share(portfolio.stop_pct),
            None if portfolio.target_pct is None else _share(portfolio.target_pct),
            band=_share(portfolio.rebalance_band),
            by_minutes=execution.minutes,
            through=execution.fill == "next_session",
        )

    def value(self, quantity: float, price: float) -> float:
        """What a trade is worth, in VND."""
        return round(quantity * price) if self.whole else quantity * price

    def share(self, value: float, rate: float) -> float:
        """The part of a value, as of a tax, in VND."""
        return share_of(int(value), rate) if self.whole else value * rate

    def fee(self, value: float) -> float:
        """The fee of one trade, in VND."""
        return max(self.share(value, self.fee_rate), self.minimum_fee)


def _share(percent: float) -> float:
    # By its digits: 0.07 / 100 is 0.0007000000000000001, which rounds halves up that are none.
    return float(Decimal(str(percent)) / 100)

"""What trading has cost, by kind."""

from dataclasses import dataclass

import numpy as np

from vn30.backtesting.market import TradableMarket
from vn30.backtesting.result import Fill, SimulationResult

_DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Costs:
    """Amounts in VND over the whole period.

    Attributes:
        slippage: what executions paid more, or got less, than at the close after which they were decided,
            corporate actions between them allowed for; below 0 is a gain. Executions that no close decided
            (stops, targets, delistings) have none.
        charges: fees and both taxes.
        charges_by_year: share of the mean equity.
    """

    fees: int
    sales_tax: int
    dividend_tax: int
    slippage: float
    charges: int
    charges_by_year: float


def costs(result: SimulationResult, market: TradableMarket) -> Costs:
    """The costs of all executions and dividends."""
    fees = sum(fill.fee for fill in result.fills)
    sales_tax = sum(fill.tax for fill in result.fills)
    dividend_tax = round(float(result.dividend_taxes.sum()))
    charges = fees + sales_tax + dividend_tax
    years = float((result.sessions[-1] - result.sessions[0]).astype(int)) / _DAYS_A_YEAR
    return Costs(
        fees=fees,
        sales_tax=sales_tax,
        dividend_tax=dividend_tax,
        slippage=float(sum(slippage(fill, market) for fill in result.fills)),
        charges=charges,
        charges_by_year=charges / float(result.equity.mean()) / years,
    )


def slippage(fill: Fill, market: TradableMarket) -> float:
    """VND that an execution has lost against the close after which it was decided; 0 if there is none."""
    if fill.decided >= fill.session:
        return 0.0
    adjusted = market.adjusted_close[:, fill.ticker]
    # The close of the decision as a price of the session of the execution: an ex-date may lie between them.
    expected = market.close[fill.session, fill.ticker] * adjusted[fill.decided] / adjusted[fill.session]
    return float((fill.price - expected) * fill.quantity) if np.isfinite(expected) else 0.0

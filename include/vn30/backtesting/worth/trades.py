"""What was traded: turnover, exposure, hit rate, gains and holding times.

A closed trade is a sale: one execution, of which the engine says what the sold shares had cost.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vn30.backtesting.result import Fill, SimulationResult
from vn30.evaluation.block_bootstrap import ratio_error
from vn30.risk.ratios import Ratio
from vn30.typing import BoolArray, FloatArray, IntArray

ROLLING_TRADES = 100
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Trading:
    """Rates are shares of 1; gains are shares of what the sold shares had cost, after fees and tax.

    Attributes:
        purchases, sales: executions.
        turnover: half of all that was traded, by year, over the mean equity: 1 is a portfolio a year.
        exposure: mean share of the equity that was in shares.
        hit_rate: share of sales with a gain. Its error is that of blocks of sessions, since trades of the
            same time share its market; None for fewer than 120 sessions.
        recent_hit_rate: of the newest 100 sales; None for fewer.
        mean_gain, mean_loss: of the sales with a gain, and of the others; None without any.
        holding_sessions: mean from the purchase of the oldest sold shares to the sale.
        reasons: sales by reason.
        open_positions: tickers held after the last session.
        unfilled: shares ordered and not traded.
    """

    purchases: int
    sales: int
    turnover: float
    exposure: float
    hit_rate: Ratio
    recent_hit_rate: float | None
    mean_gain: float | None
    mean_loss: float | None
    holding_sessions: float | None
    reasons: Mapping[str, int]
    open_positions: int
    unfilled: int


def sales_of(result: SimulationResult) -> list[Fill]:
    """The closed trades, in the order of execution."""
    return [fill for fill in result.fills if fill.quantity < 0]


def gain_share(sale: Fill) -> float:
    """The gain of a sale as a share of what the shares had cost; 0 for shares that cost nothing."""
    cost = -sale.quantity * sale.price - sale.fee - sale.tax - sale.gain
    return sale.gain / cost if cost > 0 else 0.0


def rolling_hit_rate(result: SimulationResult) -> tuple[IntArray, FloatArray]:
    """The hit rate of the newest 100 sales after each sale from the hundredth on.

    Returns:
        Positions of the sessions of these sales, rising, and the rates; both empty for fewer than 100 sales.
    """
    sales = sales_of(result)
    if len(sales) < ROLLING_TRADES:
        return np.empty(0, dtype=np.int64), np.empty(0)
    hits = np.array([sale.gain > 0 for sale in sales], dtype=float)
    rates = np.convolve(hits, np.full(ROLLING_TRADES, 1 / ROLLING_TRADES), mode="valid")
    return np.array([sale.session for sale in sales[ROLLING_TRADES - 1 :]], dtype=np.int64), rates


def trading(result: SimulationResult) -> Trading:
    """What was traded over the whole period."""
    sales = sales_of(result)
    gains = np.array([gain_share(sale) for sale in sales])
    is_hit = np.array([sale.gain > 0 for sale in sales], dtype=bool)
    held = [sale.session - sale.opened for sale in sales if sale.opened is not None]
    traded = sum(abs(fill.quantity) * fill.price for fill in result.fills)
    years = float((result.sessions[-1] - result.sessions[0]).astype(int)) / _DAYS_A_YEAR
    _, rolling = rolling_hit_rate(result)
    return Trading(
        purchases=len(result.fills) - len(sales),
        sales=len(sales),
        turnover=float(traded / 2 / result.equity.mean() / years),
        exposure=float(np.mean(1 - result.cash / result.equity)),
        hit_rate=_hit_rate(result, sales, is_hit),
        recent_hit_rate=float(rolling[-1]) if len(rolling) else None,
        mean_gain=_mean(gains[is_hit]),
        mean_loss=_mean(gains[~is_hit]),
        holding_sessions=_mean(np.array(held, dtype=float)),
        reasons=dict(sorted(Counter(sale.reason for sale in sales).items())),
        open_positions=int(np.count_nonzero(result.holdings[-1])),
        unfilled=int(result.unfilled.sum()),
    )


def _hit_rate(result: SimulationResult, sales: list[Fill], is_hit: BoolArray) -> Ratio:
    if not sales:
        return Ratio(None, None)
    sessions = np.array([sale.session for sale in sales])
    counts = np.bincount(sessions, minlength=len(result.sessions)).astype(float)
    hits = np.bincount(sessions[is_hit], minlength=len(result.sessions)).astype(float)
    return Ratio(float(is_hit.mean()), ratio_error(hits, counts))


def _mean(values: FloatArray) -> float | None:
    return float(values.mean()) if len(values) else None

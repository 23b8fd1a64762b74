"""The engine without the market's frictions, to be compared with other engines, which know none of them."""

from dataclasses import replace

import numpy as np

from vn30.backtesting.engine import run, worth
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.prepared import prepared
from vn30.backtesting.state import State
from vn30.backtesting.terms import Terms
from vn30.typing import FloatArray


def frictionless_equity(market: TradableMarket, decisions: FloatArray, cash: float) -> FloatArray:
    """The equity after each session in VND, shape (sessions,).

    Parts of a share are traded at the next open; there are no fees, taxes, price limits and limits of volume,
    and shares and cash arrive at once.

    Args:
        market: without corporate actions, as on adjusted prices.
        decisions: as of :func:`vn30.backtesting.engine.simulate`.
    """
    free = replace(
        market,
        volume=np.where(np.isnan(market.close), 0.0, np.inf),
        ceiling=np.full_like(market.ceiling, np.inf),
        floor=np.full_like(market.floor, -np.inf),
        settlement=np.zeros_like(market.settlement),
        sold_on_day=np.zeros_like(market.sold_on_day),
        sales_tax=np.zeros_like(market.sales_tax),
    )
    known = prepared(free)
    terms = Terms(at_open=True, volume_share=1.0, fee_rate=0.0, minimum_fee=0, whole=False)
    cash_after, holdings = run(State.begun(known, terms, cash), decisions)
    return cash_after + worth(known, holdings)

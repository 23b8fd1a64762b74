"""What a simulation is compared with: the same tickers held, and the VN30.

The VN30 cannot be bought: its closes have neither costs nor dividends.
"""

import numpy as np

from vn30.backtesting.market import TradableMarket
from vn30.risk.prices import Closes
from vn30.typing import BoolArray, FloatArray


def held_weights(market: TradableMarket, members: BoolArray | None = None) -> FloatArray:
    """Decisions of an account that buys equal weights after the first session, and decides nothing later.

    The engine executes them with the costs of the simulation, so that both stand side by side.

    Args:
        members: tickers that may be held, shape (tickers,); None: all that have a close in the first session.

    Returns:
        Target weights, shape (sessions, tickers); NaN where nothing is decided.
    """
    weights = np.full(market.close.shape, np.nan)
    chosen = np.isfinite(market.close[0])
    if members is not None:
        chosen &= members
    weights[0] = chosen / max(int(chosen.sum()), 1)
    return weights


def index_closes(market: TradableMarket) -> Closes:
    """The VN30 in the sessions in which it has a close."""
    is_known = np.isfinite(market.index)
    return Closes(market.sessions[is_known], market.index[is_known])

"""The regimes of the market by session, and in which of them stocks may be bought."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.features.regimes.market import market_regimes
from vn30.market.universe import INDICES
from vn30.typing import BoolArray

MEASURES = {
    "volatility": ("quiet", "volatile"),
    "trend": ("bull", "bear"),
    "smoothed_state": ("calm", "usual", "wild"),
}
"""The names of the regimes by measure; each is ``unknown`` without enough history."""


def regimes_of(indices: pd.DataFrame, sessions: NDArray[np.datetime64]) -> pd.DataFrame:
    """The regimes of VNINDEX that were known after each session, one row a session.

    Args:
        indices: a market frame with the bars of VNINDEX.

    Returns:
        The columns of :data:`MEASURES`. A session without a bar of VNINDEX is ``unknown``.
    """
    bars = indices[indices["symbol"] == INDICES[0]].reset_index(drop=True)
    if bars.empty:
        return pd.DataFrame("unknown", index=range(len(sessions)), columns=list(MEASURES))
    regimes = market_regimes(bars).set_index("date")[list(MEASURES)]
    found = regimes.reindex(pd.DatetimeIndex(sessions)).fillna("unknown")
    return found.reset_index(drop=True).astype(str)


def in_regimes(regimes: pd.DataFrame, wanted: Collection[str]) -> BoolArray:
    """The sessions whose regimes are wanted, shape (sessions,).

    Names of one measure are alternatives; those of several measures must hold together.

    Args:
        regimes: of :func:`regimes_of`.
        wanted: names of :data:`MEASURES`; empty: all sessions.
    """
    allowed = np.ones(len(regimes), dtype=bool)
    for measure, names in MEASURES.items():
        if chosen := set(names).intersection(wanted):
            allowed &= regimes[measure].isin(chosen).to_numpy()
    return allowed

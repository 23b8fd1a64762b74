"""How calm or volatile a session was for a ticker, as it was known then.

Coverage is reported in thirds of this rank. It looks back only: a rank within the test part would know later
sessions, and by it any interval that widens with volatility covers too few outcomes of calm sessions.
"""

import pandas as pd

from vn30.forecasting.intervals import recent_volatility
from vn30.typing import BoolArray, FloatArray

WINDOW = (20,)
"""Sessions of the volatility that is ranked: about a month."""
RANKED_SESSIONS = 500
"""Sessions, about two years, that it is ranked among; at least half of them."""


def volatility_rank(close: FloatArray, traded: BoolArray | None = None) -> FloatArray:
    """The share of the last RANKED_SESSIONS sessions whose volatility was at most that of each session.

    Args:
        close: one ticker's closes in VND, oldest session first.
        traded: as in :func:`vn30.forecasting.intervals.recent_volatility`.

    Returns:
        In (0, 1]; NaN before half of RANKED_SESSIONS have a volatility.
    """
    volatility = pd.Series(recent_volatility(close, traded, WINDOW))
    ranks = volatility.rolling(RANKED_SESSIONS, min_periods=RANKED_SESSIONS // 2).rank(pct=True)
    return ranks.to_numpy(dtype="float64")

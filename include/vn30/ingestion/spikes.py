"""Closes that the daily limit makes impossible: the series leaves its band and comes back a few bars later.

Only closes are judged. Highs and lows leave the band around the close before on good bars too: on UPCoM,
where the band is around the average price of the session before, and on ex-dividend days, which start from a
lower reference. Of 64,817 real bars whose close is inside, 35 have such a high or low, none of them a fault.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.ingestion.faults import Faults, session_numbers
from vn30.listings import ROUNDING, daily_limits

LONGEST_SPIKE = 3
"""Bars. A level that stays for longer may be a real one."""


def spike_faults(bars: pd.DataFrame, ticker: str) -> Faults:
    """Which of the bars of ``ticker``, one a date and by date, are an impossible print, and why."""
    closes = bars["close"].to_numpy()
    sessions = session_numbers(bars["date"])
    absences = np.diff(sessions, prepend=sessions[:1] - 1) - 1
    limits = daily_limits(ticker, bars["date"].to_numpy(), absences)

    def are_beyond(after: NDArray[np.int64], before: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether closes are out of reach from earlier ones, even by trading in each session between."""
        steps = sessions[after] - sessions[before]
        with np.errstate(over="ignore"):
            upper = closes[before] * (1 + limits[after]) ** steps + ROUNDING
        lower = closes[before] * (1 - limits[after]) ** steps - ROUNDING
        return np.asarray((closes[after] > upper) | (closes[after] < lower))

    def spike_length(start: int) -> int:
        """How many bars from ``start`` on pass until the series jumps back; 0 if the level stays."""
        points = np.arange(start + 1, min(start + LONGEST_SPIKE + 1, len(closes)))
        is_back = are_beyond(points, points - 1) & ~are_beyond(points, np.full_like(points, start - 1))
        return int(np.argmax(is_back)) + 1 if is_back.any() else 0

    spikes = np.zeros(len(bars), dtype=bool)
    after = np.flatnonzero(limits[1:]) + 1
    for start in after[are_beyond(after, after - 1)]:
        # The move back from a spike is not the start of another one.
        if not spikes[start - 1]:
            spikes[start : start + spike_length(start)] = True
    yield spikes, "close leaves the daily limit and comes back into it: an impossible print"

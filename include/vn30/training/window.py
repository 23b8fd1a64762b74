"""Which sessions a configuration's data window holds."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.training.config import DataWindowConfig


def in_window(dates: pd.DatetimeIndex, window: DataWindowConfig) -> NDArray[np.bool_]:
    """Whether each session lies in the window.

    Args:
        dates: rising, at least one. The newest of them counts as today.
    """
    if window.mode == "last_n":
        return np.arange(len(dates)) >= len(dates) - window.last_sessions
    first = pd.Timestamp(window.start) if window.start else dates[0]
    last = pd.Timestamp(window.end) if window.end else dates[-1]
    return np.asarray((dates >= first) & (dates <= last))

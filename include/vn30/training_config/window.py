"""Selects the sessions of a configuration's data window."""

import numpy as np
import pandas as pd

from vn30.training_config.document import DataWindowConfig
from vn30.typing import BoolArray


def in_window(dates: pd.DatetimeIndex, window: DataWindowConfig) -> BoolArray:
    """Whether each session is in the window, shape (sessions,).

    Args:
        dates: in ascending order, at least one; the window ``last_n`` ends with the last of them.
    """
    if window.mode == "last_n":
        return np.arange(len(dates)) >= len(dates) - window.last_sessions
    first = pd.Timestamp(window.start) if window.start else dates[0]
    last = pd.Timestamp(window.end) if window.end else dates[-1]
    return np.asarray((dates >= first) & (dates <= last))

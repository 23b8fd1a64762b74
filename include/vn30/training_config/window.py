"""Selects the sessions of a configuration's data window."""

import numpy as np
import pandas as pd

from vn30.training_config.document import DataWindowConfig
from vn30.typing import BoolArray


def in_window(dates: pd.DatetimeIndex, window: DataWindowConfig) -> BoolArray:
    """Whether each bar is of a session of the window, shape (bars,).

    Args:
        dates: in ascending order: sessions, or the ends of bars within sessions. The window ``last_n`` ends
            with the session of the last of them.
    """
    if dates.empty:
        return np.zeros(0, dtype=bool)
    sessions = dates.normalize()
    if window.mode == "last_n":
        known = sessions.unique()
        return np.asarray(sessions >= known[-min(len(known), window.last_sessions)])
    first = pd.Timestamp(window.start) if window.start else sessions[0]
    last = pd.Timestamp(window.end) if window.end else sessions[-1]
    return np.asarray((sessions >= first) & (sessions <= last))

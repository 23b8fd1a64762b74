"""The deepest fall of a series, and its worst spans of sessions."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from vn30.risk.prices import Closes
from vn30.typing import FloatArray


@dataclass(frozen=True)
class Drawdown:
    """The deepest fall from a highest close.

    Attributes:
        depth: share of the peak, 0 or more.
        peak, trough: sessions.
        recovered: the first session with a close at the peak or above; None if there is none yet.
        sessions: from the peak to the recovery, or to the last session.
    """

    depth: float
    peak: date
    trough: date
    recovered: date | None
    sessions: int


@dataclass(frozen=True)
class WorstSpan:
    """The span of ``sessions`` sessions with the lowest return: ``change`` from the close of ``first``."""

    sessions: int
    first: date
    last: date
    change: float


def deepest_fall(prices: FloatArray) -> float:
    """The depth of the maximum drawdown, as a share of its peak."""
    return float(np.max(1 - prices / np.maximum.accumulate(prices)))


def maximum_drawdown(closes: Closes) -> Drawdown:
    """The maximum drawdown; of equally deep ones the first, of equally high peaks before it the last."""
    highest = np.maximum.accumulate(closes.prices)
    trough = int(np.argmax(1 - closes.prices / highest))
    peak = int(np.flatnonzero(closes.prices[: trough + 1] == highest[trough])[-1])
    after = np.flatnonzero(closes.prices[trough:] >= highest[trough])
    end = trough + int(after[0]) if len(after) else len(closes.prices) - 1
    return Drawdown(
        depth=float(1 - closes.prices[trough] / highest[trough]),
        peak=closes.dates[peak].item(),
        trough=closes.dates[trough].item(),
        recovered=closes.dates[end].item() if len(after) else None,
        sessions=end - peak,
    )


def worst_span(closes: Closes, sessions: int) -> WorstSpan | None:
    """The first of the worst spans; None for a series that is shorter."""
    if len(closes.prices) <= sessions:
        return None
    changes = closes.prices[sessions:] / closes.prices[:-sessions] - 1
    first = int(np.argmin(changes))
    return WorstSpan(
        sessions,
        closes.dates[first].item(),
        closes.dates[first + sessions].item(),
        float(changes[first]),
    )

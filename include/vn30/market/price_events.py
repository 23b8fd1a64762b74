"""Events of daily bars: closes at a price limit, 52-week highs and lows, spikes of volume. Pure.

Each event follows from bars up to its session, so that later bars never change it. An adjustment for a later
corporate action multiplies all prices that are compared, and does not either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from vn30.market.adjustment import Adjustment, cumulative_factors
from vn30.market.session_rules import price_limits
from vn30.market.traded_prices import rounded_to_ticks
from vn30.typing import BoolArray, FloatArray

Kind = Literal["ceiling", "floor", "high_52_weeks", "low_52_weeks", "volume_spike"]

YEAR_SESSIONS = 252
"""Bars before a close that it has to exceed, or to fall below, to be a 52-week high or low."""
QUIET_SESSIONS = 20
"""A new high is an event if none of so many bars before was one; so is a low."""
VOLUME_SESSIONS = 20
SPIKE_MULTIPLE = 3.0
SPIKE_DEVIATIONS = 3.0
"""A volume is a spike above 3 times the mean of the 20 bars before, and above it by 3 standard deviations."""


@dataclass(frozen=True)
class PriceEvent:
    """An event of one session.

    Attributes:
        value: the close, VND: as traded at a price limit, else adjusted; of a spike the volume, shares.
        baseline: what it is compared with: the reference price (VND, as traded), the highest or lowest close
            of the bars before (VND, adjusted), or their mean volume (shares).
    """

    session: date
    kind: Kind
    value: float
    baseline: float


def price_events(
    sessions: NDArray[np.datetime64],
    closes: FloatArray,
    volumes: FloatArray,
    limits: FloatArray,
    adjustments: list[Adjustment],
) -> list[PriceEvent]:
    """The events of one stock.

    Args:
        sessions: of each bar, oldest first.
        closes: adjusted, VND, shape (bars,).
        volumes: shares, shape (bars,).
        limits: how far the close may be from the reference price, as a share of it; 0 where the stock was not
            on HOSE, whose price steps alone are known.
        adjustments: those that ``closes`` contain.

    Returns:
        By kind and session.
    """
    return [
        *_at_limits(sessions, closes, limits, adjustments),
        *_extremes("high_52_weeks", sessions, closes, 1),
        *_extremes("low_52_weeks", sessions, closes, -1),
        *_spikes(sessions, volumes),
    ]


def _at_limits(
    sessions: NDArray[np.datetime64], closes: FloatArray, limits: FloatArray, adjustments: list[Adjustment]
) -> Iterator[PriceEvent]:
    factors = cumulative_factors(sessions, adjustments)
    traded = rounded_to_ticks(closes / factors, sessions)
    # On an ex-date the reference is the close before, less what holders get.
    references = np.full(len(closes), np.nan)
    references[1:] = rounded_to_ticks(closes[:-1] / factors[1:], sessions[1:])
    ceilings, floors = price_limits(references, limits, sessions)
    limited = (limits > 0) & np.isfinite(references)
    yield from _events("ceiling", limited & (traded >= ceilings), sessions, traded, references)
    yield from _events("floor", limited & (traded <= floors), sessions, traded, references)


def _extremes(
    kind: Kind, sessions: NDArray[np.datetime64], closes: FloatArray, sign: int
) -> Iterator[PriceEvent]:
    """Highs, or with a ``sign`` of -1 lows, that follow sessions without one."""
    count = len(closes)
    if count <= YEAR_SESSIONS:
        return
    before = np.full(count, np.inf)
    before[YEAR_SESSIONS:] = sliding_window_view(sign * closes, YEAR_SESSIONS)[:-1].max(axis=1)
    beyond = sign * closes > before
    recent = np.zeros(count, dtype=bool)
    for lag in range(1, QUIET_SESSIONS + 1):
        recent[lag:] |= beyond[:-lag]
    yield from _events(kind, beyond & ~recent, sessions, closes, sign * before)


def _spikes(sessions: NDArray[np.datetime64], volumes: FloatArray) -> Iterator[PriceEvent]:
    count = len(volumes)
    if count <= VOLUME_SESSIONS:
        return
    mean, deviation = np.full(count, np.inf), np.full(count, np.inf)
    windows = sliding_window_view(volumes, VOLUME_SESSIONS)[:-1]
    mean[VOLUME_SESSIONS:] = windows.mean(axis=1)
    deviation[VOLUME_SESSIONS:] = windows.std(axis=1, ddof=1)
    high = (volumes > SPIKE_MULTIPLE * mean) & (volumes - mean > SPIKE_DEVIATIONS * deviation)
    # The first volume after sessions without trades is no multiple of anything.
    yield from _events("volume_spike", high & (mean > 0), sessions, volumes, mean)


def _events(
    kind: Kind,
    where: BoolArray,
    sessions: NDArray[np.datetime64],
    values: FloatArray,
    baselines: FloatArray,
) -> Iterator[PriceEvent]:
    days = sessions.astype("datetime64[D]")
    for place in np.flatnonzero(where):
        session = days[place].astype(object)
        yield PriceEvent(session, kind, float(values[place]), float(baselines[place]))

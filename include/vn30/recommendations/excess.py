"""The distribution of returns against the VN30, by which a chance to beat it allows for the costs.

A forecast has the chance that a stock beats the VN30 at all. The chance to beat it by more than the costs is
smaller by the share of outcomes that lie between. That share is taken from the past: the returns of all
members less that of the index over the horizon, in units of each one's volatility at that time, in the three
years before the session. One assumption is made: a forecast moves this distribution and keeps its shape.
Moved so that the share above 0 is the forecast's chance, it gives the chance of each claim and the expected
return.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.typing import FloatArray

LOOKBACK_SESSIONS = 750
"""Sessions whose outcomes make up the distribution: three years."""
VOLATILITY_SESSIONS = 60
"""Sessions of the volatility that outcomes are measured in."""
MIN_OUTCOMES = 500
"""Fewer outcomes give no chance."""


@dataclass(frozen=True)
class ExcessDistribution:
    """Past returns against the VN30 over a horizon, in units of volatility.

    Attributes:
        horizon: sessions.
        outcomes: sorted; log return less that of the index, by the stock's volatility over the horizon.
    """

    horizon: int
    outcomes: FloatArray

    def chances(self, chance: float, volatility: float, costs: float) -> "Chances":
        """What the forecast of a stock says of the claims of BUY and SELL.

        Args:
            chance: that the stock beats the VN30, of the forecast.
            volatility: of the stock's daily log return less that of the VN30, as a number such as 0.015.
            costs: of the trade, as a log return.
        """
        scale = volatility * self.horizon**0.5
        middle = float(np.quantile(self.outcomes, 1 - chance))
        moved = self.outcomes - middle
        return Chances(
            beat=self._share_above(middle + costs / scale),
            fall_behind=1 - self._share_above(middle - costs / scale),
            expected=float(np.expm1(scale * moved).mean()),
        )

    def _share_above(self, value: float) -> float:
        # Between two outcomes the share is interpolated, as numpy.quantile does it.
        places = np.linspace(0, 1, len(self.outcomes))
        return 1 - float(np.interp(value, self.outcomes, places))


@dataclass(frozen=True)
class Chances:
    """Of one stock at one horizon.

    Attributes:
        beat: of a return above that of the VN30 by more than the costs.
        fall_behind: of a return below it by more than the costs.
        expected: return less that of the VN30, before costs, as a share.
    """

    beat: float
    fall_behind: float
    expected: float


def daily_excess(closes: pd.DataFrame, index: "pd.Series[float]") -> pd.DataFrame:
    """Daily log returns less those of the index: one row a session, one column a ticker.

    Args:
        closes: one row a session, one column a ticker; NaN where there is no bar.
        index: closes of the VN30 on the same sessions.
    """
    logs, index_logs = closes.apply(np.log), index.apply(np.log)
    returns: pd.DataFrame = logs.diff().sub(index_logs.diff(), axis=0)
    return returns


def volatilities(closes: pd.DataFrame, index: "pd.Series[float]") -> pd.DataFrame:
    """Standard deviations of :func:`daily_excess` over VOLATILITY_SESSIONS; NaN for fewer than half."""
    window = daily_excess(closes, index).rolling(VOLATILITY_SESSIONS, min_periods=VOLATILITY_SESSIONS // 2)
    return window.std()


def excess_distribution(
    closes: pd.DataFrame, index: "pd.Series[float]", horizon: int
) -> ExcessDistribution | None:
    """The outcomes that had ended by the last session; None for fewer than MIN_OUTCOMES.

    Args:
        closes, index: as of :func:`daily_excess`, up to the session of the recommendations.
        horizon: sessions.
    """
    total = daily_excess(closes, index).rolling(horizon, min_periods=horizon).sum().shift(-horizon)
    scale = volatilities(closes, index) * horizon**0.5
    outcomes = (total / scale.where(scale > 0)).iloc[-LOOKBACK_SESSIONS - horizon :].to_numpy().ravel()
    outcomes = np.sort(outcomes[np.isfinite(outcomes)])
    return None if len(outcomes) < MIN_OUTCOMES else ExcessDistribution(horizon, outcomes)

"""How much of a result may be luck, by the number of trials of its family.

Figures of :class:`Moments` are kept with a trial, so that its luck can be computed again whenever the family
has grown.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from vn30.backtesting.config import SimulationConfig
from vn30.backtesting.worth.deflated import deflated_sharpe, expected_maximum
from vn30.backtesting.worth.track_record import minimum_track_record
from vn30.risk.prices import SESSIONS_A_YEAR
from vn30.risk.ratios import moments, probabilistic_sharpe, session_sharpe
from vn30.typing import FloatArray

Family = Literal["forecasts", "recommendations", "formulas"]
"""Signals that a person chooses between when results are known."""

CONFIDENT = 0.95
"""A deflated Sharpe ratio below this does not exclude luck."""


@dataclass(frozen=True)
class Moments:
    """What luck is computed from.

    Attributes:
        observations: returns of sessions.
        sharpe: of a session, not by year; None, as the others, for returns that are all equal.
        kurtosis: 3 for normal returns.
    """

    observations: int
    sharpe: float | None
    skewness: float | None
    kurtosis: float | None


@dataclass(frozen=True)
class Trials:
    """The trials of a family so far, the assessed one among them.

    Attributes:
        count: 1 or more. Trials that resemble each other count fully.
        variance: of their Sharpe ratios of a session; None for fewer than two.
    """

    family: Family
    count: int
    variance: float | None


@dataclass(frozen=True)
class Luck:
    """How much luck explains.

    Attributes:
        trials: of the family.
        sharpe_by_luck: by year: what the best of the trials is expected to have without skill.
        sharpe_above_zero: the probabilistic Sharpe ratio, as if there were no other trials.
        deflated_sharpe: the probability that the true ratio is above ``sharpe_by_luck``.
        observations: returns of sessions.
        needed_observations: with which ``sharpe_above_zero`` is 95 %; None for a ratio of 0 or less.
    """

    family: Family
    trials: int
    sharpe_by_luck: float
    sharpe_above_zero: float
    deflated_sharpe: float
    observations: int
    needed_observations: int | None

    @property
    def is_excluded(self) -> bool:
        """Whether luck does not explain the result."""
        return self.deflated_sharpe >= CONFIDENT


def family_of(config: SimulationConfig) -> Family:
    """The family of a simulation, by the kind of its signal alone.

    Versions and champions are one family: a champion was chosen among versions. Tickers, dates, filters,
    portfolio, execution and bot make no family of their own: each can be tried until the result pleases.
    """
    families: dict[str, Family] = {
        "version": "forecasts",
        "champion": "forecasts",
        "recommendation": "recommendations",
        "formula": "formulas",
    }
    return families[config.signal.kind]


def moments_of(returns: FloatArray) -> Moments:
    """The moments of the returns of sessions; at least two."""
    sharpe = session_sharpe(returns)
    if sharpe is None:
        return Moments(len(returns), None, None, None)
    return Moments(len(returns), sharpe, *moments(returns))


def luck_of(found: Moments, trials: Trials) -> Luck | None:
    """The luck in a result; None if its returns are all equal.

    The variance of the trials is taken as ``1 / observations`` if that of the ledger is less: the sampling
    variance of a ratio without skill. All trials count as independent ones, which differ by as much; few
    trials, or those that resemble each other, have a smaller variance.
    """
    if found.sharpe is None or found.skewness is None or found.kurtosis is None:
        return None
    variance = max(trials.variance or 0.0, 1 / found.observations)
    shape = found.observations, found.skewness, found.kurtosis
    return Luck(
        family=trials.family,
        trials=trials.count,
        sharpe_by_luck=expected_maximum(trials.count, variance) * float(np.sqrt(SESSIONS_A_YEAR)),
        sharpe_above_zero=probabilistic_sharpe(found.sharpe, *shape),
        deflated_sharpe=deflated_sharpe(found.sharpe, *shape, trials.count, variance),
        observations=found.observations,
        needed_observations=minimum_track_record(found.sharpe, found.skewness, found.kurtosis),
    )

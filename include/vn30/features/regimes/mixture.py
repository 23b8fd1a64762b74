"""Regimes of a market by a mixture of normal distributions, fitted on the past alone.

The states are distributions of the daily return and of the recent volatility of an index. A model is fitted
every REFIT_SESSIONS sessions on the sessions before it, and labels the sessions until the next fit. The
probability of a state is filtered: that of session ``t`` depends on the bars up to ``t`` and on a model that
was fitted before ``t``, so that no later bar changes a label.

G. McLachlan and D. Peel, *Finite Mixture Models*, Wiley, 2000.
"""

import numpy as np
from numpy.typing import NDArray

from vn30.features.bars import Bars
from vn30.features.returns import log_return, realised_volatility
from vn30.typing import FloatArray

STATES = ("calm", "usual", "wild")
"""The states in the order of their volatility, the lowest first."""
VOLATILITY_WINDOW = 20
FIRST_FIT = 500
"""Sessions of an index before the first model: two years, which hold calm and wild months."""
REFIT_SESSIONS = 126
SMOOTHING_SESSIONS = 5
"""Sessions whose most frequent state is the smoothed state, the newest among them."""
UNKNOWN = -1


def mixture_observations(bars: Bars) -> FloatArray:
    """What the mixture is fitted to, shape (sessions, 2): daily log return, log of the 20-session volatility.

    Sessions without a full window, or without any move in it, are NaN.
    """
    volatility = realised_volatility(bars, VOLATILITY_WINDOW)
    with np.errstate(divide="ignore", invalid="ignore"):
        levels = np.where(volatility > 1e-6, np.log(volatility), np.nan)
    return np.column_stack([log_return(bars, 1), levels])


def filtered_probabilities(observations: FloatArray) -> FloatArray:
    """The probability of each state on each session, states in the order of STATES.

    Args:
        observations: of :func:`mixture_observations`.

    Returns:
        Shape (sessions, states). A row depends on the observations up to its own. Rows before FIRST_FIT, and
        those without observations, are NaN; all others add up to 1.
    """
    probabilities = np.full((len(observations), len(STATES)), np.nan)
    known = np.asarray(~np.isnan(observations).any(axis=1))
    for start in range(FIRST_FIT, len(observations), REFIT_SESSIONS):
        rows = start + np.flatnonzero(known[start : start + REFIT_SESSIONS])
        past = observations[:start][known[:start]]
        if len(rows) and len(past) >= FIRST_FIT // 2:
            probabilities[rows] = fitted_probabilities(past, observations[rows])
    return probabilities


def fitted_probabilities(past: FloatArray, observations: FloatArray) -> FloatArray:
    """The probabilities of ``observations`` by a mixture that is fitted to ``past``, by volatility.

    Both are standardised by mean and standard deviation of ``past``. The fit begins at the thirds of the past
    sessions by their volatility, so that it needs no random start, and states keep their meaning from one fit
    to the next.
    """
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    mean, spread = past.mean(axis=0), past.std(axis=0)
    standardised = (past - mean) / spread
    thirds = np.array_split(np.argsort(standardised[:, 1], kind="stable"), len(STATES))
    means = np.array([standardised[third].mean(axis=0) for third in thirds])
    with threadpool_limits(limits=1):
        mixture = GaussianMixture(len(STATES), means_init=means, max_iter=300, random_state=0)
        mixture.fit(standardised)
        by_volatility = np.argsort(mixture.means_[:, 1])
        ordered: FloatArray = mixture.predict_proba((observations - mean) / spread)[:, by_volatility]
    return ordered


def most_likely(probabilities: FloatArray) -> NDArray[np.int64]:
    """The number of the most likely state on each session; UNKNOWN without probabilities."""
    known = np.asarray(~np.isnan(probabilities).any(axis=1))
    states = np.full(len(probabilities), UNKNOWN, dtype=np.int64)
    states[known] = probabilities[known].argmax(axis=1)
    return states


def smoothed(states: NDArray[np.int64]) -> NDArray[np.int64]:
    """The most frequent known state of the last SMOOTHING_SESSIONS sessions; of several, the newest one.

    A row depends on the states up to its own. Rows whose own state is UNKNOWN stay so.
    """
    modes = states.copy()
    for row in np.flatnonzero(states != UNKNOWN):
        recent = states[max(0, row - SMOOTHING_SESSIONS + 1) : row + 1][::-1]
        recent = recent[recent != UNKNOWN]
        counts = np.bincount(recent, minlength=len(STATES))
        modes[row] = next(state for state in recent if counts[state] == counts.max())
    return modes


def mixture_state(bars: Bars) -> FloatArray:
    """The number of the smoothed state, 0 calm to 2 wild, shape (sessions,); NaN where it is unknown."""
    states = smoothed(most_likely(filtered_probabilities(mixture_observations(bars))))
    return np.where(states == UNKNOWN, np.nan, states.astype(np.float64))

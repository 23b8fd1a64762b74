"""The back-test of a value at risk: what it said after past sessions, beside the losses that followed."""

from dataclasses import dataclass

import numpy as np

from vn30.risk.tails import WINDOW, Method, span_returns, tails
from vn30.risk.var_tests import Zone, conditional_coverage, independence, kupiec, zone
from vn30.typing import FloatArray, IntArray

SESSIONS = 1000
"""The newest outcomes that are tested: four years."""


@dataclass(frozen=True)
class Backtest:
    """What came of a VaR over past sessions.

    Attributes:
        outcomes: that do not overlap.
        exceptions: outcomes with a loss above the VaR.
        expected: exceptions of a correct VaR.
        kupiec_p: p-value of the share of exceptions; below 0.05 the VaR is rejected.
        independence_p: p-value that exceptions do not follow each other; None for fewer than two.
        coverage_p: p-value of both together; None as above.
        zone: traffic light of the Basel Committee.
        es_ratio: mean over the exceptions of the loss divided by the expected shortfall, 1 if that is
            correct; None without exceptions.
        es_ratio_error: its standard error; None for fewer than two exceptions.
    """

    outcomes: int
    exceptions: int
    expected: float
    kupiec_p: float
    independence_p: float | None
    coverage_p: float | None
    zone: Zone
    es_ratio: float | None
    es_ratio_error: float | None


def origins(returns: int, horizon: int, sessions: int = SESSIONS) -> IntArray:
    """Positions of the returns after which a VaR is tested, rising: each ``horizon`` after the one before.

    The newest outcome ends with the last return; the oldest VaR has :data:`WINDOW` returns or more.
    """
    newest = returns - 1 - horizon
    count = min(sessions // horizon, (newest - WINDOW + 1) // horizon + 1) if newest >= WINDOW - 1 else 0
    return newest - horizon * np.arange(count - 1, -1, -1, dtype=np.int64)


def backtest(
    method: Method,
    returns: FloatArray,
    horizon: int,
    confidences: tuple[float, ...],
    sessions: int = SESSIONS,
) -> list[Backtest | None]:
    """The back-test of a method at each confidence; None where it had no value at any time.

    Args:
        returns: log returns of sessions, oldest first. Each VaR is estimated from those before its outcome.
        sessions: the newest ones of the outcomes.
    """
    ends = origins(len(returns), horizon, sessions)
    if not len(ends):
        return [None] * len(confidences)
    estimated = tails(method, returns, ends, horizon, confidences)
    losses = -np.expm1(span_returns(returns, horizon)[ends + 1])
    return [
        _judged(losses, estimated.var[:, column], estimated.es[:, column], 1 - confidence)
        for column, confidence in enumerate(confidences)
    ]


def _judged(losses: FloatArray, var: FloatArray, es: FloatArray, probability: float) -> Backtest | None:
    known = np.isfinite(var)
    outcomes = int(np.count_nonzero(known))
    if not outcomes:
        return None
    is_exception = losses[known] > var[known]
    exceptions = int(np.count_nonzero(is_exception))
    coverage, independent = kupiec(outcomes, exceptions, probability), independence(is_exception)
    # A stock without trades for two years has an expected shortfall of 0.
    tested = is_exception & (es[known] > 0)
    ratios = losses[known][tested] / es[known][tested]
    return Backtest(
        outcomes=outcomes,
        exceptions=exceptions,
        expected=outcomes * probability,
        kupiec_p=coverage.p_value,
        independence_p=independent.p_value if independent else None,
        coverage_p=conditional_coverage(coverage, independent).p_value if independent else None,
        zone=zone(outcomes, exceptions, probability),
        es_ratio=float(ratios.mean()) if len(ratios) else None,
        es_ratio_error=float(ratios.std(ddof=1) / np.sqrt(len(ratios))) if len(ratios) > 1 else None,
    )

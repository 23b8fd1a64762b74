"""Value at risk and expected shortfall after each of many sessions, by three methods.

A loss is a positive share of the value. VaR at confidence ``c`` is the loss over ``horizon`` sessions that is
expected to be exceeded with probability ``1 - c``; expected shortfall (ES) is the mean of the losses beyond.
An estimate after a session reads the :data:`WINDOW` returns up to it, and none after it.

- ``historical``: the losses over all overlapping spans of ``horizon`` sessions in the window.
- ``filtered``: the same, each span scaled by today's EWMA volatility over that before the span (J. Hull and
  A. White, "Incorporating volatility updating into the historical simulation method for value-at-risk",
  *Journal of Risk* 1, 1998).
- ``cornish_fisher``: the normal quantile, corrected for the skewness and kurtosis of the window's returns
  (P. Zangari, "A VaR methodology for portfolios that include options", *RiskMetrics Monitor* 1, 1996), with
  moments over ``horizon`` sessions as those of independent returns. It has no value where the corrected
  quantile does not rise with the normal one between six deviations below the mean and the mean, as its domain
  is limited (D. Maillard, "A User's Guide to the Cornish Fisher Expansion", 2012).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.special import ndtri

from vn30.risk.volatility import ewma_variances
from vn30.typing import BoolArray, FloatArray, IntArray

Method = Literal["historical", "filtered", "cornish_fisher"]
METHODS: tuple[Method, ...] = get_args(Method)
CONFIDENCES = (0.95, 0.99)
SPANS = (1, 7, 15, 30)
"""Horizons of VaR in sessions."""
WINDOW = 500
"""Returns that an estimate reads: two years."""

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)
_LOWEST_NORMAL = -6.0
"""Where the tail of the Cornish-Fisher method starts: below it lies a probability of 1e-9."""


class Tails(NamedTuple):
    """VaR and ES as shares, a row a session and a column a confidence; NaN where a method has no value."""

    var: FloatArray
    es: FloatArray


def tails(
    method: Method,
    returns: FloatArray,
    ends: IntArray,
    horizon: int,
    confidences: Sequence[float] = CONFIDENCES,
    window: int = WINDOW,
) -> Tails:
    """The estimates after some sessions.

    Args:
        returns: log returns of sessions, oldest first.
        ends: positions in ``returns`` of the last return that each estimate knows; ``window - 1`` or later.
        horizon: in sessions, below ``window``.
        confidences: each below 1, with ``(1 - confidence) * (window - horizon)`` of 1 or more.
    """
    return _METHODS[method](returns, ends, horizon, confidences, window)


def _historical(
    returns: FloatArray, ends: IntArray, horizon: int, confidences: Sequence[float], window: int
) -> Tails:
    spans = sliding_window_view(span_returns(returns, horizon), window - horizon + 1)
    return _of_samples(np.expm1(_lowest(spans[ends - window + 1], confidences)), spans.shape[1], confidences)


def _filtered(
    returns: FloatArray, ends: IntArray, horizon: int, confidences: Sequence[float], window: int
) -> Tails:
    volatilities = np.sqrt(ewma_variances(returns))
    summed = span_returns(returns, horizon)
    before = volatilities[: len(summed)]
    # A stock without trades for months has no volatility, and its returns of 0 stay what they are.
    scaled = np.divide(summed, before, out=np.zeros_like(summed), where=before > 0)
    spans = sliding_window_view(scaled, window - horizon + 1)
    lowest = _lowest(spans[ends - window + 1], confidences) * volatilities[ends + 1][:, None]
    return _of_samples(np.expm1(lowest), spans.shape[1], confidences)


def _cornish_fisher(
    returns: FloatArray, ends: IntArray, horizon: int, confidences: Sequence[float], window: int
) -> Tails:
    windows = sliding_window_view(returns, window)[ends - window + 1]
    mean = windows.mean(axis=1)
    deviations = windows - mean[:, None]
    variance = np.mean(deviations**2, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        skewness = np.mean(deviations**3, axis=1) / variance**1.5 / np.sqrt(horizon)
        kurtosis = (np.mean(deviations**4, axis=1) / variance**2 - 3) / horizon
    unusable = ~is_monotone(skewness, kurtosis)
    columns = []
    for confidence in confidences:
        normal = float(ndtri(1 - confidence))
        # Nodes of the integral over the tail, and the quantile itself as the last column.
        half = (normal - _LOWEST_NORMAL) / 2
        nodes = np.append(_LOWEST_NORMAL + half * (_NODES + 1), normal)
        corrected = expansion(nodes, skewness[:, None], kurtosis[:, None])
        changes = np.expm1(
            horizon * mean[:, None] + np.sqrt(horizon * variance)[:, None] * corrected,
        )
        density = np.exp(-(nodes[:-1] ** 2) / 2) / np.sqrt(2 * np.pi)
        var, es = (
            -changes[:, -1],
            -(changes[:, :-1] * (half * _WEIGHTS * density)).sum(axis=1) / (1 - confidence),
        )
        columns.append((np.where(unusable, np.nan, var), np.where(unusable, np.nan, es)))
    return Tails(*(np.column_stack(values) for values in zip(*columns, strict=True)))


_Function = Callable[[FloatArray, IntArray, int, Sequence[float], int], Tails]
_METHODS: Mapping[Method, _Function] = {
    "historical": _historical,
    "filtered": _filtered,
    "cornish_fisher": _cornish_fisher,
}


def span_returns(returns: FloatArray, horizon: int) -> FloatArray:
    """The log return of each span of ``horizon`` sessions, by its first session."""
    sums = np.append(0.0, np.cumsum(returns))
    summed: FloatArray = sums[horizon:] - sums[:-horizon]
    return summed


def expansion(normal: FloatArray, skewness: FloatArray, excess_kurtosis: FloatArray) -> FloatArray:
    """The Cornish-Fisher expansion of normal quantiles, to the third order."""
    corrected: FloatArray = (
        normal
        + (normal**2 - 1) * skewness / 6
        + (normal**3 - 3 * normal) * excess_kurtosis / 24
        - (2 * normal**3 - 5 * normal) * skewness**2 / 36
    )
    return corrected


def is_monotone(skewness: FloatArray, excess_kurtosis: FloatArray) -> BoolArray:
    """Whether :func:`expansion` rises with normal quantiles from -6 to 0; false for NaN."""
    # The derivative: its least value is at an end, or at the vertex between them.
    quadratic = excess_kurtosis / 8 - skewness**2 / 6
    linear = skewness / 3
    constant = 1 - excess_kurtosis / 8 + 5 * skewness**2 / 36
    with np.errstate(divide="ignore", invalid="ignore"):
        vertex = np.where(quadratic > 0, np.clip(-linear / (2 * quadratic), _LOWEST_NORMAL, 0), 0)
    least = np.minimum(
        quadratic * _LOWEST_NORMAL**2 + linear * _LOWEST_NORMAL + constant,
        quadratic * vertex**2 + linear * vertex + constant,
    )
    rises: BoolArray = (least >= 0) & (constant >= 0)
    return rises


def _lowest(samples: FloatArray, confidences: Sequence[float]) -> FloatArray:
    """The lowest values of each row, rising: as many as the lowest of ``confidences`` needs."""
    needed = int((1 - min(confidences)) * samples.shape[1]) + 2
    return np.sort(np.partition(samples, needed - 1, axis=1)[:, :needed], axis=1)


def _of_samples(lowest: FloatArray, size: int, confidences: Sequence[float]) -> Tails:
    """VaR and ES from the lowest of ``size`` values: VaR by linear interpolation.

    The estimator of ES counts the value at the edge of the tail in part (C. Acerbi and D. Tasche, "On the
    coherence of expected shortfall", *Journal of Banking & Finance* 26, 2002).
    """
    columns = []
    # Sums, not products of matrices, whose rounding depends on how many rows there are.
    for confidence in confidences:
        place = (1 - confidence) * (size - 1)
        whole = int(place)
        var = lowest[:, whole] + (place - whole) * (lowest[:, whole + 1] - lowest[:, whole])
        inside = (1 - confidence) * size
        weights = np.clip(inside - np.arange(lowest.shape[1]), 0, 1)
        columns.append((-var, -(lowest * weights).sum(axis=1) / inside))
    return Tails(*(np.column_stack(values) for values in zip(*columns, strict=True)))

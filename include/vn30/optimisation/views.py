"""Views of Black and Litterman from forecasts, with the skill that they have proven as confidence."""

from collections.abc import Mapping

import numpy as np

from vn30.optimisation.problem import Views

_NORMAL_95 = 1.96


def confidence_of_skill(rank_ic: float, error: float) -> float:
    """The share of a rank IC that lies beyond its error: ``max(0, 1 - 1.96 * error / rank_ic)``.

    It is 0 where the 95 % interval of the IC holds 0, or lies below, and 1 for an IC without error. How a
    confidence counts in Black and Litterman's method: T. Idzorek, "A step-by-step guide to the
    Black-Litterman model", 2005.

    Args:
        rank_ic: mean Spearman correlation of forecasts and outcomes over the stocks of a session.
        error: its standard error, 0 or more.
    """
    return max(0.0, 1 - _NORMAL_95 * error / rank_ic) if rank_ic > 0 else 0.0


def views_of_forecasts(
    forecasts: Mapping[str, float],
    volatilities: Mapping[str, float],
    horizon: int,
    rank_ic: float,
    error: float,
) -> Views:
    """Views from forecasts of the return above the VN30.

    The expected excess is ``IC * volatility * score``: R. C. Grinold, "Alpha is Volatility Times IC Times
    Score", *Journal of Portfolio Management* 20, 1994. The score is the forecast less the mean over all
    stocks, over their standard deviation: only the order and distances of forecasts count, not their size.

    Args:
        forecasts: by ticker, expected return above the VN30 over the horizon.
        volatilities: by ticker, of the return above the VN30 over the horizon, as shares.
        horizon: sessions.
        rank_ic, error: the proven skill at this horizon; the confidence is :func:`confidence_of_skill`. An IC
            below 0 counts as 0.
    """
    tickers = sorted(forecasts.keys() & volatilities.keys())
    values = np.array([forecasts[ticker] for ticker in tickers])
    spread = float(values.std()) if len(values) > 1 else 0.0
    scores = (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))
    skill, confidence = max(rank_ic, 0.0), confidence_of_skill(rank_ic, error)
    return Views(
        expected_excess={
            ticker: skill * volatilities[ticker] * float(score)
            for ticker, score in zip(tickers, scores, strict=True)
        },
        confidence=dict.fromkeys(tickers, confidence),
        horizon=horizon,
    )

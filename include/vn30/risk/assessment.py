"""All measures of one series after its last session, by pure functions of its closes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from vn30.market.shocks import Shock
from vn30.risk.backtest import Backtest, backtest
from vn30.risk.drawdown import Drawdown, WorstSpan, maximum_drawdown, worst_span
from vn30.risk.exposure import Beta, beta
from vn30.risk.prices import Closes, log_returns, simple_returns
from vn30.risk.ratios import (
    Ratio,
    calmar,
    growth,
    moments,
    probabilistic_sharpe,
    session_sharpe,
    sharpe,
    sortino,
)
from vn30.risk.stress import Stress, stressed
from vn30.risk.tails import CONFIDENCES, METHODS, SPANS, WINDOW, Method, tails
from vn30.risk.volatility import (
    ewma_volatility,
    realised_volatility,
    sample_volatility,
    sample_volatility_error,
)

PERIODS = (250, 750)
"""Sessions over which ratios, drawdown and beta are measured: a year, and three."""
RECENT = 20
"""Sessions of the realised volatility and of the traded value."""
MIN_RETURNS = 60
"""Below it a series has no risk measures at all."""


@dataclass(frozen=True)
class PeriodRisk:
    """The measures over the newest sessions of a series.

    Attributes:
        sessions: returns that were read.
        first: the session whose close is the base of the first return.
        annual_return: compound, by calendar days.
        sharpe_above_zero: the probability that the true Sharpe ratio is above 0, by skewness and kurtosis.
        betas: by index; without an index that has no stored closes.
    """

    sessions: int
    first: date
    annual_return: float | None
    volatility: float
    volatility_error: float
    sharpe: Ratio
    sharpe_above_zero: float | None
    sortino: Ratio
    calmar: Ratio
    drawdown: Drawdown
    betas: Mapping[str, Beta]


@dataclass(frozen=True)
class TailRisk:
    """VaR and ES of one method, confidence and horizon, with the back-test of the VaR."""

    method: Method
    confidence: float
    horizon: int
    var: float | None
    es: float | None
    backtest: Backtest | None


@dataclass(frozen=True)
class Assessment:
    """The risk of a series after ``session``; lists are empty where it has too few sessions."""

    session: date
    first: date
    ewma_volatility: float
    realised_volatility: float
    periods: Sequence[PeriodRisk]
    tails: Sequence[TailRisk]
    worst_spans: Sequence[WorstSpan]
    stress: Sequence[Stress]


def assess(
    closes: Closes,
    indices: Mapping[str, Closes],
    shocks: Sequence[Shock],
    *,
    is_simulated: bool,
    risk_free: float = 0.0,
) -> Assessment | None:
    """The risk of a series.

    Args:
        closes: of a stock or a portfolio.
        indices: closes by name, ``VNINDEX`` and ``VN30``; sessions after the last of ``closes`` do not count.
        shocks: of :func:`vn30.market.shocks.market_shocks`.
        is_simulated: see :func:`vn30.risk.stress.stressed`.
        risk_free: return by year, as a share, over which Sharpe and Sortino ratios are taken.

    Returns:
        None for fewer than :data:`MIN_RETURNS` returns.
    """
    if len(closes.prices) <= MIN_RETURNS:
        return None
    returns = log_returns(closes.prices)
    periods = [
        _over(closes.newest(sessions), indices, risk_free) for sessions in PERIODS if len(returns) >= sessions
    ]
    index_beta = periods[-1].betas.get("VNINDEX") if periods else None
    return Assessment(
        session=closes.dates[-1].item(),
        first=closes.dates[0].item(),
        ewma_volatility=ewma_volatility(returns),
        realised_volatility=realised_volatility(returns[-RECENT:]),
        periods=periods,
        tails=_tails(closes) if len(returns) >= WINDOW else [],
        worst_spans=[span for length in SPANS if (span := worst_span(closes, length))],
        stress=stressed(closes, index_beta, shocks, is_simulated=is_simulated),
    )


def _over(closes: Closes, indices: Mapping[str, Closes], risk_free: float) -> PeriodRisk:
    returns = simple_returns(closes.prices)
    value = session_sharpe(returns, risk_free)
    above_zero = None if value is None else probabilistic_sharpe(value, len(returns), *moments(returns))
    betas = {name: found for name, index in indices.items() if (found := beta(closes, index))}
    return PeriodRisk(
        sessions=len(returns),
        first=closes.dates[0].item(),
        annual_return=growth(closes),
        volatility=sample_volatility(returns),
        volatility_error=sample_volatility_error(returns),
        sharpe=sharpe(returns, risk_free),
        sharpe_above_zero=above_zero,
        sortino=sortino(returns, risk_free),
        calmar=calmar(closes),
        drawdown=maximum_drawdown(closes),
        betas=betas,
    )


def _tails(closes: Closes) -> list[TailRisk]:
    returns = log_returns(closes.prices)
    newest = np.array([len(returns) - 1])
    found = []
    for method in METHODS:
        for horizon in SPANS:
            estimated = tails(method, returns, newest, horizon)
            tested = backtest(method, returns, horizon, CONFIDENCES)
            for column, confidence in enumerate(CONFIDENCES):
                found.append(
                    TailRisk(
                        method,
                        confidence,
                        horizon,
                        _known(estimated.var[0, column]),
                        _known(estimated.es[0, column]),
                        tested[column],
                    )
                )
    return found


def _known(value: np.float64) -> float | None:
    return float(value) if np.isfinite(value) else None

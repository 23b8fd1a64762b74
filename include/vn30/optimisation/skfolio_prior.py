"""What skfolio's estimators assume of returns: the past, or the past and the views on it."""

from typing import Any

import numpy as np

from vn30.optimisation.problem import Problem
from vn30.risk.prices import SESSIONS_A_YEAR
from vn30.typing import BoolArray, FloatArray

RISK_AVERSION = 2.5
"""Of the market: F. Black and R. Litterman, as in G. He and R. Litterman, "The intuition behind
Black-Litterman model portfolios", 1999."""
TAU = 0.05
"""Uncertainty of the equilibrium returns, as a share of the covariance of returns (the same)."""
_NO_CONFIDENCE = 1e-6


def empirical() -> Any:
    """Means and covariance of the past returns."""
    from skfolio.prior import EmpiricalPrior

    return EmpiricalPrior()


def black_litterman(problem: Problem, columns: BoolArray) -> Any:
    """The equilibrium of the market's weights, corrected by the views as far as there is confidence in them.

    A view is ``return of the stock == return of the market in equilibrium + expected excess``; its
    confidence is that of Idzorek's method. Without any view the equilibrium remains, of which the market is
    the best portfolio.

    Args:
        columns: which of the tickers are used, shape (tickers,).
    """
    from skfolio.moments import EquilibriumMu
    from skfolio.prior import BlackLitterman, EmpiricalPrior

    market = market_weights(problem)[columns]
    market = market / market.sum()
    risk_free = problem.risk_free / SESSIONS_A_YEAR
    equilibrium = EmpiricalPrior(mu_estimator=EquilibriumMu(risk_aversion=RISK_AVERSION, weights=market))
    views, confidences = _views(problem, columns, market)
    if not views:
        return equilibrium
    return BlackLitterman(
        views=views,
        view_confidences=confidences,
        prior_estimator=equilibrium,
        tau=TAU,
        risk_free_rate=risk_free,
    )


def market_weights(problem: Problem) -> FloatArray:
    """Of the market, shape (tickers,); equal ones if the problem has none."""
    if not problem.market_weights:
        return np.full(len(problem.tickers), 1 / len(problem.tickers))
    weights = np.array([problem.market_weights.get(ticker, 0.0) for ticker in problem.tickers])
    found: FloatArray = weights / weights.sum()
    return found


def expected_returns(problem: Problem) -> FloatArray:
    """The expected return of a session as the method assumes it, shape (tickers,)."""
    if problem.method != "black_litterman":
        means: FloatArray = problem.returns.mean(axis=0)
        return means
    import pandas as pd

    every = np.ones(len(problem.tickers), dtype=bool)
    prior = black_litterman(problem, every)
    prior.fit(pd.DataFrame(problem.returns, columns=list(problem.tickers)))
    posterior: FloatArray = prior.return_distribution_.mu
    return posterior


def _views(problem: Problem, columns: BoolArray, market: FloatArray) -> tuple[list[str], list[float]]:
    if problem.views is None:
        return [], []
    views = problem.views
    whole = problem.returns[:, columns] @ market
    in_equilibrium = RISK_AVERSION * float(np.var(whole, ddof=1))
    tickers = [ticker for ticker, used in zip(problem.tickers, columns, strict=True) if used]
    found = [
        (f"{ticker} == {in_equilibrium + views.expected_excess[ticker] / views.horizon:.12f}", confidence)
        for ticker in tickers
        if ticker in views.expected_excess
        and (confidence := views.confidence.get(ticker, 0.0)) > _NO_CONFIDENCE
    ]
    return [view for view, _ in found], [confidence for _, confidence in found]

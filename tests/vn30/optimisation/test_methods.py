"""Each method against published figures, and against other libraries on the same returns."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cvxcla import CLA
from scipy.optimize import linprog
from skfolio import RiskMeasure
from skfolio.datasets import load_sp500_dataset
from skfolio.measures import cdar, cvar, get_drawdowns
from skfolio.optimization import HierarchicalRiskParity, MeanRisk, ObjectiveFunction, RiskBudgeting
from skfolio.preprocessing import prices_to_returns
from sklearn.model_selection import train_test_split

from vn30.optimisation.frontier import efficient_frontier, reference_points
from vn30.optimisation.methods import Method
from vn30.optimisation.problem import Problem, Views
from vn30.optimisation.skfolio_prior import RISK_AVERSION, TAU, expected_returns
from vn30.optimisation.solve import Solution, optimise
from vn30.optimisation.views import confidence_of_skill, views_of_forecasts
from vn30.typing import FloatArray

YEAR = 250


def returns_of(seed: int, stocks: int, sessions: int = 400) -> FloatArray:
    random = np.random.default_rng(seed)
    market = random.standard_t(5, (sessions, 1)) * 0.007
    own = random.standard_t(5, (sessions, stocks)) * random.uniform(0.006, 0.014, stocks)
    returns: FloatArray = market * random.uniform(0.5, 1.5, stocks) + own + random.uniform(0, 0.001, stocks)
    return returns


RETURNS = returns_of(1, 12)
TICKERS = tuple(f"S{number:02d}" for number in range(12))
FRAME = pd.DataFrame(RETURNS, columns=list(TICKERS))
COVARIANCE = np.cov(RETURNS.T)


def solved(method: Method, views: Views | None = None) -> Solution:
    return optimise(Problem(TICKERS, RETURNS, method=method, views=views))


def array(solution: Solution) -> FloatArray:
    return np.array(list(solution.weights.values()))


def with_moments(mean: FloatArray, covariance: FloatArray) -> FloatArray:
    """Returns that have exactly these moments."""
    random = np.random.default_rng(0).normal(size=(200, len(mean)))
    random -= random.mean(axis=0)
    white = np.linalg.solve(np.linalg.cholesky(np.cov(random.T)), random.T).T
    found: FloatArray = white @ np.linalg.cholesky(covariance).T + mean
    return found


def critical_line(mean: FloatArray, covariance: FloatArray) -> Any:
    count = len(mean)
    return CLA(
        mean=mean,
        covariance=covariance,
        lower_bounds=np.zeros(count),
        upper_bounds=np.ones(count),
        a=np.ones((1, count)),
        b=np.ones(1),
    ).frontier


def test_maximum_sharpe_on_skfolios_data() -> None:
    """20 stocks from 2015, fitted on the first 67 %: that part has the published drawdown (CDaR)."""
    returns = prices_to_returns(load_sp500_dataset()["2015":])
    train, test = train_test_split(returns, test_size=0.33, shuffle=False)
    found = optimise(Problem(tuple(train.columns), train.to_numpy(), method="maximum_sharpe"))
    plain = MeanRisk(objective_function=ObjectiveFunction.MAXIMIZE_RATIO).fit(train)
    weights = np.array(list(found.weights.values()))
    assert cdar_of(train.to_numpy() @ weights) == pytest.approx(0.170012128532, abs=1e-5)
    assert cdar_of(test.to_numpy() @ weights) == pytest.approx(plain.predict(test).cdar, abs=1e-5)


def cdar_of(returns: FloatArray) -> float:
    return float(cdar(get_drawdowns(returns), beta=0.95))


def test_maximum_sharpe_of_the_critical_line_algorithm() -> None:
    """D. H. Bailey and M. Lopez de Prado, Algorithms 6, 2013: their ten assets, with their figures."""
    table = pd.read_csv(Path(__file__).with_name("cla_data.csv")).to_numpy()
    mean, covariance = table[:, 0], table[:, 1:]
    scale = 10.0
    returns = with_moments(mean / scale, covariance / scale**2)
    found = optimise(Problem(TICKERS[:10], returns, method="maximum_sharpe"))
    assert found.measures.sharpe == pytest.approx(4.4535 * np.sqrt(YEAR), rel=1e-5)
    assert found.measures.volatility == pytest.approx(0.2274 / scale * np.sqrt(YEAR), rel=2e-4)
    exact, weights = critical_line(mean, covariance).max_sharpe
    assert found.measures.sharpe == pytest.approx(exact * np.sqrt(YEAR), rel=1e-6)
    assert array(found) == pytest.approx(weights, abs=2e-4)


def test_frontier_is_that_of_the_critical_line_algorithm() -> None:
    """cvxcla finds the frontier exactly, from one turning point to the next."""
    mean = RETURNS.mean(axis=0)
    exact = critical_line(mean, COVARIANCE).interpolate(200)
    points = efficient_frontier(Problem(TICKERS, RETURNS), 30)
    assert len(points) == 30
    order = np.argsort(exact.returns)
    for point in points:
        measures = point.measures
        expected = np.interp(
            measures.expected_return / YEAR, exact.returns[order], np.sqrt(exact.variance[order])
        )
        assert measures.volatility == pytest.approx(expected * np.sqrt(YEAR), rel=2e-4)
    steps = np.diff([point.measures.expected_return for point in points])
    assert np.allclose(steps, steps[0], rtol=1e-3)
    assert points[-1].measures.expected_return == pytest.approx(mean.max() * YEAR, rel=1e-4)


def test_minimum_variance_and_maximum_sharpe_are_skfolios() -> None:
    plain = MeanRisk().fit(FRAME).weights_
    assert array(solved("minimum_variance")) == pytest.approx(plain, abs=1e-5)
    ratio = MeanRisk(objective_function=ObjectiveFunction.MAXIMIZE_RATIO).fit(FRAME).weights_
    assert array(solved("maximum_sharpe")) == pytest.approx(ratio, abs=1e-5)


def test_minimum_cvar_is_that_of_a_linear_program() -> None:
    """R. T. Rockafellar and S. Uryasev, 2000, solved by HiGHS."""
    sessions, stocks = RETURNS.shape
    cost = np.concatenate([np.zeros(stocks), [1.0], np.full(sessions, 1 / (0.05 * sessions))])
    beyond = np.hstack([-RETURNS, -np.ones((sessions, 1)), -np.eye(sessions)])
    budget = np.concatenate([np.ones(stocks), np.zeros(sessions + 1)])[None, :]
    bounds = [(0, 1)] * stocks + [(None, None)] + [(0, None)] * sessions
    exact = linprog(cost, beyond, np.zeros(sessions), budget, [1.0], bounds)
    assert solved("minimum_cvar").measures.cvar95 == pytest.approx(exact.fun, rel=1e-6)


def test_risk_parity_has_equal_shares_of_risk() -> None:
    found = array(solved("risk_parity"))
    shares = found * (COVARIANCE @ found) / (found @ COVARIANCE @ found)
    assert shares == pytest.approx(np.full(12, 1 / 12), abs=2e-5)
    plain = RiskBudgeting(risk_measure=RiskMeasure.VARIANCE).fit(FRAME).weights_
    assert found == pytest.approx(plain, abs=2e-5)


def test_hierarchical_risk_parity_is_skfolios() -> None:
    plain = HierarchicalRiskParity().fit(FRAME).weights_
    assert array(solved("hierarchical_risk_parity")) == pytest.approx(plain, abs=1e-5)


def test_black_litterman_by_its_formula() -> None:
    """By hand: views on two stocks, with the confidences of Idzorek (Walters' closed form)."""
    views = Views({"S01": 0.03, "S05": -0.02}, {"S01": 0.6, "S05": 0.2}, horizon=20)
    problem = Problem(TICKERS, RETURNS, method="black_litterman", views=views)
    market = np.full(12, 1 / 12)
    prior = RISK_AVERSION * COVARIANCE @ market
    pick = np.zeros((2, 12))
    pick[0, 1] = pick[1, 5] = 1
    said = market @ prior + np.array([0.03, -0.02]) / 20
    spread = TAU * pick @ COVARIANCE @ pick.T
    doubt = np.diag(np.diag(spread) * (1 / np.array([0.6, 0.2]) - 1))
    posterior = prior + TAU * COVARIANCE @ pick.T @ np.linalg.solve(spread + doubt, said - pick @ prior)
    assert expected_returns(problem) == pytest.approx(posterior, rel=1e-6)
    assert solved("black_litterman", views).weights["S01"] > 1.3 / 12


def test_without_proven_skill_black_litterman_is_the_market() -> None:
    """Forecasts whose rank IC is within its error change nothing."""
    forecasts = dict(zip(TICKERS, np.random.default_rng(3).normal(size=12), strict=True))
    volatilities = dict.fromkeys(TICKERS, 0.06)
    unproven = views_of_forecasts(forecasts, volatilities, 20, rank_ic=0.03, error=0.02)
    assert set(unproven.confidence.values()) == {0.0}
    assert array(solved("black_litterman", unproven)) == pytest.approx(np.full(12, 1 / 12), abs=1e-4)
    proven = views_of_forecasts(forecasts, volatilities, 20, rank_ic=0.06, error=0.01)
    assert np.abs(array(solved("black_litterman", proven)) - 1 / 12).max() > 0.05
    best = max(forecasts, key=lambda ticker: forecasts[ticker])
    assert max(proven.expected_excess, key=lambda ticker: proven.expected_excess[ticker]) == best


@pytest.mark.parametrize(
    ("rank_ic", "error", "confidence"), [(0.04, 0.04, 0), (-0.1, 0.01, 0), (0.05, 0, 1), (0.0392, 0.01, 0.5)]
)
def test_confidence_of_skill(rank_ic: float, error: float, confidence: float) -> None:
    assert confidence_of_skill(rank_ic, error) == pytest.approx(confidence)


def test_measures_are_skfolios() -> None:
    """Of what is held today, with a fifth in cash, and of an index."""
    held = {"S00": 0.5, "S03": 0.3}
    index = RETURNS.mean(axis=1)
    points = reference_points(Problem(TICKERS, RETURNS, held, risk_free=0.02), index)
    whole = 0.5 * RETURNS[:, 0] + 0.3 * RETURNS[:, 3]
    today = points["today"]
    assert today.cvar95 == pytest.approx(cvar(whole, beta=0.95))
    assert today.volatility == pytest.approx(whole.std(ddof=1) * np.sqrt(YEAR))
    assert today.sharpe == pytest.approx((whole.mean() * YEAR - 0.02) / today.volatility)
    assert today.names == 2
    assert points["vn30"].cvar95 == pytest.approx(cvar(index, beta=0.95))
    assert points["equal_weight"].volatility == pytest.approx(index.std(ddof=1) * np.sqrt(YEAR))
    alone = RETURNS.std(axis=0, ddof=1).mean() * np.sqrt(YEAR)
    assert points["equal_weight"].diversification == pytest.approx(alone / points["equal_weight"].volatility)

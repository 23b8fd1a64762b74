"""Constraints: random problems meet all of theirs, and impossible ones are named with what would do."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from tests.vn30.optimisation.test_methods import RETURNS, TICKERS
from vn30.errors import WrongInput
from vn30.optimisation.constraints import Constraints
from vn30.optimisation.frontier import efficient_frontier
from vn30.optimisation.methods import METHODS, Method
from vn30.optimisation.problem import Problem
from vn30.optimisation.solve import Infeasible, optimise

SECTORS = {ticker: "ABC"[place % 3] for place, ticker in enumerate(TICKERS)}
HELD = {"S00": 0.3, "S01": 0.2, "S02": 0.2}
EXACT = 2e-4
CONVEX: tuple[Method, ...] = (
    "minimum_variance",
    "maximum_sharpe",
    "minimum_cvar",
    "risk_parity",
    "black_litterman",
)


def random_problem(seed: int) -> Problem:
    random = np.random.default_rng(seed)
    names = random.choice([None, 4, 6])
    constraints = Constraints(
        min_weight=float(random.choice([0, 0.03])),
        max_weight=float(random.choice([1, 0.4, 0.25])),
        max_by_sector={"A": float(random.choice([0.35, 0.5]))} if random.random() < 0.5 else {},
        min_names=int(random.integers(2, 5)) if random.random() < 0.3 else None,
        max_names=names,
        max_turnover=float(random.choice([0.35, 0.6])) if random.random() < 0.4 else None,
        min_holding_sessions=10,
        locked=frozenset({"S01"}) if random.random() < 0.4 else frozenset(),
        cash_share=float(random.choice([0, 0.1])),
        sectors=SECTORS,
    )
    method = METHODS[1 + seed % 6]
    since = {"S02": int(random.choice([3, 30]))}
    return Problem(TICKERS, RETURNS, HELD, method, constraints, sessions_held=since)


def check(problem: Problem, weights: dict[str, float]) -> None:
    """The constraints written down again."""
    limits = problem.constraints
    held = {ticker: weight for ticker, weight in weights.items() if weight > EXACT}
    assert sum(weights.values()) == pytest.approx(1 - limits.cash_share, abs=1e-9)
    assert min(weights.values()) >= 0
    for ticker, weight in held.items():
        assert limits.min_weight - EXACT <= weight <= limits.max_weight + EXACT, ticker
    for sector, most in limits.max_by_sector.items():
        assert sum(weights[ticker] for ticker in TICKERS if SECTORS[ticker] == sector) <= most + EXACT
    assert len(held) <= (limits.max_names or 99)
    assert len(held) >= (limits.min_names or 0)
    for ticker, weight in HELD.items():
        is_young = problem.sessions_held.get(ticker, 99) < limits.min_holding_sessions
        if is_young or ticker in limits.locked:
            assert weights[ticker] >= weight - EXACT
    changes = sum(abs(weights[ticker] - HELD.get(ticker, 0)) for ticker in TICKERS)
    cash = abs(limits.cash_share - (1 - sum(HELD.values())))
    assert (changes + cash) / 2 <= (limits.max_turnover or 9) + EXACT


def test_random_problems_meet_their_constraints() -> None:
    """Convex methods find weights wherever some meet all constraints; the others may say that they do not."""
    solved, refused = 0, []
    for seed in range(24):
        problem = random_problem(seed)
        try:
            found = optimise(problem)
        except Infeasible as error:
            refused.append((problem.method, str(error)))
            continue
        check(problem, dict(found.weights))
        solved += 1
    assert solved >= 14
    assert "hierarchical_risk_parity" in dict(refused)
    for method, reason in refused:
        assert method not in CONVEX or reason.startswith("No weights meet all constraints")


PLANTED: list[tuple[str, Constraints, str]] = [
    ("max_weight", Constraints(max_weight=0.08), "a maximum weight of 8.4 % .now 8.0 %."),
    (
        "min_weight",
        Constraints(min_weight=0.3, max_weight=0.4, min_names=4),
        "a minimum weight of 25.0 % .now 30.0 %.",
    ),
    (
        "max_by_sector",
        Constraints(max_by_sector={"A": 0.3, "B": 0.3, "C": 0.3}, sectors=SECTORS),
        "at most 40.0 % in B .now 30.0 %.",
    ),
    ("min_names", Constraints(min_names=13), "at least 12 names .now 13."),
    ("max_names", Constraints(max_weight=0.3, max_names=3), "at most 4 names .now 3."),
    ("max_turnover", Constraints(max_turnover=0.2), "a maximum turnover of 30.0 % .now 20.0 %."),
    (
        "locked",
        Constraints(locked=frozenset({"S00"}), max_weight=0.2),
        "to wait until S00 can be sold",
    ),
    ("cash_share", Constraints(max_weight=0.08), "another share of cash, by 4.0 % .now 0.0 %."),
]


@pytest.mark.parametrize(("kind", "constraints", "sentence"), PLANTED, ids=[one[0] for one in PLANTED])
def test_an_impossible_problem_names_its_constraint(
    kind: str, constraints: Constraints, sentence: str
) -> None:
    with pytest.raises(Infeasible, match=sentence) as error:
        optimise(Problem(TICKERS, RETURNS, HELD, "minimum_variance", constraints))
    assert kind in error.value.constraints


def test_what_the_sentence_asks_for_does() -> None:
    """The named value is enough, and a little less is not."""
    for weight, works in ((0.0834, True), (0.0832, False)):
        problem = Problem(TICKERS, RETURNS, constraints=Constraints(max_weight=weight))
        if works:
            check(replace(problem, held=HELD), dict(optimise(problem).weights))
        else:
            with pytest.raises(Infeasible):
                optimise(problem)


def test_two_constraints_that_exclude_each_other_twice() -> None:
    constraints = Constraints(
        max_weight=0.05, locked=frozenset({"S00"}), max_turnover=0.05, max_names=2, cash_share=0.0
    )
    with pytest.raises(Infeasible, match="relax two or more"):
        optimise(Problem(TICKERS, RETURNS, HELD, "minimum_variance", constraints))


@pytest.mark.parametrize("method", ["equal_weight", "hierarchical_risk_parity"])
def test_unsupported_constraints_are_named(method: Method) -> None:
    """They are not dropped."""
    constraints = Constraints(max_by_sector={"A": 0.1}, sectors=SECTORS)
    with pytest.raises(Infeasible, match=r"does not support .* in A, at most 10.0 %") as error:
        optimise(Problem(TICKERS, RETURNS, method=method, constraints=constraints))
    assert error.value.constraints == ("max_by_sector",)


def test_no_maximum_sharpe_below_the_risk_free_return() -> None:
    with pytest.raises(Infeasible, match="not defined here") as error:
        optimise(Problem(TICKERS, RETURNS, method="maximum_sharpe", risk_free=9.0))
    assert error.value.constraints == ("risk_free",)


def test_chosen_names_are_nearly_the_best() -> None:
    """Against all 495 choices of 4 of 12 stocks: the volatility is at most 2 % above the lowest."""
    covariance = np.cov(RETURNS.T)
    lowest = np.inf
    for chosen in itertools.combinations(range(12), 4):
        inverse = np.linalg.solve(covariance[np.ix_(chosen, chosen)], np.ones(4))
        if inverse.min() >= 0:
            lowest = min(lowest, 1 / inverse.sum())
    found = optimise(Problem(TICKERS, RETURNS, constraints=Constraints(max_names=4)))
    assert found.measures.names == 4
    assert found.binding == ("4 names, at most as many.",)
    assert 1 - 1e-6 <= found.measures.volatility / np.sqrt(250 * lowest) <= 1.02


def test_frontier_meets_the_constraints() -> None:
    constraints = Constraints(
        min_weight=0.03, max_weight=0.4, max_names=5, max_by_sector={"A": 0.3}, sectors=SECTORS
    )
    problem = Problem(TICKERS, RETURNS, HELD, "minimum_cvar", constraints)
    points = efficient_frontier(problem, 6)
    for point in points:
        check(problem, dict(point.weights))
    shortfalls = [point.measures.cvar95 for point in points]
    assert shortfalls == sorted(shortfalls)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"tickers": TICKERS[:11] + TICKERS[:1]}, "tickers"),
        ({"returns": RETURNS[:20]}, "returns"),
        ({"returns": np.where(RETURNS.max() == RETURNS, np.nan, RETURNS)}, "returns"),
        ({"held": {"S00": 1.2}}, "held"),
        ({"method": "best"}, "method"),
        ({"held": {"XXX": 0.1}, "constraints": Constraints(locked=frozenset({"XXX"}))}, "locked: XXX"),
        ({"constraints": Constraints(max_weight=1.1)}, "max_weight"),
        ({"constraints": Constraints(min_weight=0.2, max_weight=0.1)}, "min_weight"),
        ({"constraints": Constraints(cash_share=1.0)}, "cash_share"),
        ({"constraints": Constraints(min_names=4, max_names=3)}, "min_names"),
        ({"constraints": Constraints(max_names=0)}, "min_names"),
        ({"constraints": Constraints(max_by_sector={"Z": 0.1})}, "max_by_sector"),
    ],
)
def test_faults_are_named(changed: dict[str, object], named: str) -> None:
    with pytest.raises(WrongInput, match=f"^{named}"):
        optimise(replace(Problem(TICKERS, RETURNS), **changed))  # type: ignore[arg-type]

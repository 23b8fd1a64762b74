"""Walk-forward: against another simulator, a sheet worked by hand, and prices that are changed later."""

import re
from dataclasses import replace

import bt
import numpy as np
import pandas as pd
import pytest

from vn30.errors import WrongInput
from vn30.optimisation.constraints import Constraints
from vn30.optimisation.history import problem_at, tape_of, universe_at
from vn30.optimisation.performance import Difference, difference, verdict_on
from vn30.optimisation.simulation import Costs, Held, Tape, simulate
from vn30.optimisation.walk_forward import History, walk_forward

FREE = Costs(0.0, 0.0)


def made_history(sessions: int = 300, stocks: int = 5) -> History:
    random = np.random.default_rng(4)
    returns = random.normal(0.0004, 0.015, (sessions, stocks)) * np.linspace(0.6, 1.6, stocks)
    closes = 50_000 * np.exp(np.cumsum(returns, axis=0))
    # A young stock, one that is suspended for a week, and one that leaves.
    closes[:90, 0] = closes[200:205, 1] = closes[260:, 2] = np.nan
    members = np.ones(closes.shape, dtype=bool)
    members[250:, 2] = False
    days = np.busday_offset("2021-12-01", np.arange(sessions), roll="forward").astype("datetime64[D]")
    index = np.where(np.arange(sessions) < 100, np.nan, np.nanmean(closes, axis=1))
    return History(tuple("ABCDE"), days, closes, index, members)


HISTORY = made_history()


def test_an_independent_simulator_has_the_same_equity() -> None:
    """bt trades at once and without costs: so does ours if cash arrives in the session of the sale."""
    closes = HISTORY.closes[:, 3:]
    weights = np.random.default_rng(5).dirichlet(np.ones(2), len(closes))
    rows = range(60, len(closes) - 1, 20)
    tape = Tape(closes, np.ones(closes.shape, dtype=bool), np.zeros(len(closes), dtype=np.int64))
    ours = simulate(tape, rows, lambda row, _: weights[row], FREE).equity
    frame = pd.DataFrame(closes, index=pd.DatetimeIndex(HISTORY.sessions), columns=["D", "E"])
    trades = frame.index[[row + 1 for row in rows]]
    algos = [
        bt.algos.RunOnDate(*trades),
        bt.algos.SelectAll(),
        bt.algos.WeighTarget(pd.DataFrame(weights[list(rows)], index=trades, columns=frame.columns)),
        bt.algos.Rebalance(),
    ]
    strategy = bt.Backtest(bt.Strategy("theirs", algos), frame, integer_positions=False)
    strategy.run()
    theirs = strategy.strategy.values[frame.index[60] :].to_numpy() / 1e6
    assert ours == pytest.approx(theirs, rel=1e-9)


def test_costs_and_settlement_by_hand() -> None:
    """Two stocks at 100: all in the first, then all in the second, whose purchase waits for two sessions."""
    prices = np.full((6, 2), 100.0)
    prices[4:, 1] = 110.0
    tape = Tape(prices, np.ones(prices.shape, dtype=bool), np.full(6, 2))
    targets = {0: np.array([1.0, 0.0]), 1: np.array([0.0, 1.0])}
    run = simulate(tape, range(2), lambda row, _: targets[row], Costs(0.002, 0.001))
    bought = 1 / 1.002
    sold = bought * (1 - 0.003)
    assert run.equity == pytest.approx([1, bought, sold, sold, sold / 1.002, sold / 1.002])
    assert run.costs == pytest.approx(0.002 / 1.002 + 0.003 + 0.002 / 1.002)
    assert run.turnover == pytest.approx((bought + 1 + 1 / 1.002) / 2)


def test_a_stock_without_a_close_waits() -> None:
    """What is sold and what is bought in a suspension is traded neither, and nothing is lost."""
    prices = np.array([[100.0, 100.0], [100.0, 100.0], [100.0, 100.0], [100.0, 120.0]])
    is_traded = np.ones(prices.shape, dtype=bool)
    is_traded[1, 0] = False
    tape = Tape(prices, is_traded, np.full(4, 2))
    run = simulate(tape, range(1), lambda row, held: np.array([0.5, 0.5]), FREE)
    assert run.equity == pytest.approx([1, 1, 1, 0.5 + 0.5 * 1.2])


def test_later_prices_change_no_earlier_value() -> None:
    """A decision reads prices up to its session, and is traded after it."""
    cut = 220
    later = HISTORY.closes.copy()
    later[cut:] = later[cut:] * np.linspace(1, 3, 5)
    before, after = (
        walk_forward(replace(HISTORY, closes=closes), "maximum_sharpe", lookback=100, rebalance_sessions=40)
        for closes in (HISTORY.closes, later)
    )
    same = cut - 100
    for portfolio in ("method", "equal_weight", "buy_and_hold"):
        ours, changed = (one.portfolios[portfolio].equity for one in (before, after))
        assert np.array_equal(ours[:same], changed[:same])
        assert not np.allclose(ours[same:], changed[same:])


def test_a_problem_knows_no_later_price() -> None:
    """Neither its stocks nor its returns change with them; they do with those of its session."""
    held = Held(np.zeros(5), np.zeros(5, dtype=np.int64))
    for row in (150, 203, 270):
        problems = []
        for changed_from in (300, row + 1, row):
            closes = HISTORY.closes.copy()
            closes[changed_from:] *= 1.1
            history = replace(HISTORY, closes=closes)
            tape = tape_of(history)
            problems.append(problem_at(history, tape, universe_at(history, tape, row, 100), row, 100, held))
        asked, later, same_session = problems
        assert asked.tickers == later.tickers
        assert np.array_equal(asked.returns, later.returns)
        assert not np.allclose(asked.returns[-1], same_session.returns[-1])


def test_universe_turnover_and_minimum_holding() -> None:
    """A young stock is not bought, one that left is sold; turnover is limited from the second decision on."""
    seen = []

    def views(row: int, tickers: tuple[str, ...]) -> None:
        seen.append((row, tickers))

    constraints = Constraints(max_turnover=0.02, min_holding_sessions=30, cash_share=0.1)
    found = walk_forward(
        HISTORY, "minimum_variance", constraints, lookback=100, rebalance_sessions=25, views_at=views
    )
    universes = dict(seen)
    assert universes[100] == ("B", "C", "D", "E")
    assert universes[200] == ("A", "C", "D", "E")
    assert universes[275] == ("A", "B", "D", "E")
    free = walk_forward(HISTORY, "minimum_variance", lookback=100, rebalance_sessions=25)
    assert found.portfolios["method"].turnover < free.portfolios["method"].turnover
    # B is suspended in one session, and C leaves: no small change sells either.
    assert found.kept


def test_figures_of_the_walk() -> None:
    found = walk_forward(HISTORY, "risk_parity", lookback=100, rebalance_sessions=25)
    assert found.rebalances == 8
    assert found.sessions[0] == HISTORY.sessions[100]
    ours = found.portfolios["method"]
    assert ours.growth is not None
    years = (found.sessions[-1] - found.sessions[0]).astype(int) / 365.25
    assert (1 + ours.growth) ** years == pytest.approx(ours.equity[-1])
    gap = found.differences["equal_weight"]
    final = np.log(ours.equity[-1] / found.portfolios["equal_weight"].equity[-1])
    assert gap.value * gap.sessions / 250 == pytest.approx(final)
    assert gap.error is not None
    assert found.portfolios["vn30"].turnover == 0
    assert found.portfolios["buy_and_hold"].turnover < ours.turnover


def test_errors_of_differences_cover_the_truth() -> None:
    """Of 40 pairs of series without a true difference, about 5 % have a p below 0.05."""
    random = np.random.default_rng(6)
    p_values = []
    for _ in range(40):
        common = random.normal(0, 0.01, 700)
        one, other = (np.exp(np.cumsum(common + random.normal(0, 0.004, 700))) for _ in range(2))
        gap = difference(one, other)
        assert gap is not None
        p_values.append(gap.p_value)
    assert sum(p < 0.05 for p in p_values if p is not None) <= 7
    assert min(p for p in p_values if p is not None) < 0.2


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        (Difference(-0.03, 0.01, 0.003, 900), "lost to equal weight by 3.0 ± 1.0 % .* the better choice"),
        (Difference(-0.01, 0.01, 0.317, 900), "lost to equal weight .* No difference is proven"),
        (Difference(0.03, 0.01, 0.003, 900), r"was ahead of equal weight .*\(p 0.003\)\.$"),
        (Difference(0.03, None, None, 90), "too few sessions"),
    ],
)
def test_the_verdict_says_if_it_loses(gap: Difference, sentence: str) -> None:
    assert re.search(sentence, verdict_on("minimum_variance", gap))


def test_short_histories_are_refused() -> None:
    with pytest.raises(WrongInput, match="shorten lookback"):
        walk_forward(HISTORY, "equal_weight", lookback=280)
    young = np.full(HISTORY.closes.shape, np.nan)
    young[100:] = HISTORY.closes[100:]
    with pytest.raises(WrongInput, match="no stock has 150 sessions"):
        walk_forward(replace(HISTORY, closes=young), "equal_weight", lookback=150)

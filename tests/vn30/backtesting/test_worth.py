"""What a result is worth: an account of four trades worked by hand, and identities over longer ones."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.vn30.backtesting.made_results import made_market, made_result
from vn30.backtesting.result import Fill, SimulationResult
from vn30.backtesting.worth.assessment import assess, result_moments
from vn30.backtesting.worth.benchmarks import held_weights
from vn30.backtesting.worth.costs import costs, slippage
from vn30.backtesting.worth.curves import CurveFigures, Difference, curve_figures
from vn30.backtesting.worth.document import worth_document
from vn30.backtesting.worth.luck import Luck, Trials
from vn30.backtesting.worth.periods import by_year
from vn30.backtesting.worth.trades import gain_share, rolling_hit_rate, trading
from vn30.backtesting.worth.verdict import Verdict, verdict
from vn30.errors import WrongInput
from vn30.evaluation.block_bootstrap import mean_interval, ratio_error
from vn30.risk.prices import Closes

MARKET = made_market()
RESULT, HELD = made_result(MARKET), made_result(MARKET, seed=3, holding=1200)
TRIALS = Trials("formulas", 12, 0.0004)
REGIMES = ["calm" if number // 50 % 2 else "wild" for number in range(1200)]


@pytest.fixture
def small() -> SimulationResult:
    """100 shares bought at 10,000 and sold at 12,000; 100 bought at 12,000, 50 sold at 9,000 by a stop.

    From 2024-01-02 to 2025-01-01: 365 days.
    """
    days = np.array(["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2025-01-01"], dtype="M8[D]")
    fills = (
        Fill(1, 0, 0, 100, 10_000, 1_500, 0, "signal"),
        Fill(2, 1, 0, -100, 12_000, 1_800, 1_200, "signal", opened=1, gain=195_500),
        Fill(2, 1, 1, 100, 12_000, 1_800, 0, "signal"),
        Fill(4, 4, 1, -50, 9_000, 675, 450, "stop", opened=2, gain=-152_025),
    )
    return SimulationResult(
        sessions=days,
        tickers=("AAA", "BBB"),
        equity=np.array([2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000.0]),
        cash=np.array([2_000_000, 1_000_000, 1_000_000, 1_000_000, 1_500_000.0]),
        holdings=np.array([[0, 0], [100, 0], [0, 100], [0, 100], [0, 50]]),
        fills=fills,
        dividends=np.array([0, 0, 0, 10_000.0, 0]),
        dividend_taxes=np.array([0, 0, 0, 500.0, 0]),
        unfilled=np.array([0, 0, 300.0, 0, 0]),
    )


def test_trades_by_hand(small: SimulationResult) -> None:
    found = trading(small)
    assert (found.purchases, found.sales, found.open_positions, found.unfilled) == (2, 2, 1, 300)
    # 1,000,000 + 1,200,000 + 1,200,000 + 450,000 traded.
    assert found.turnover == pytest.approx(3_850_000 / 2 / 2_000_000 * 365.25 / 365)
    assert found.exposure == pytest.approx((0 + 0.5 + 0.5 + 0.5 + 0.25) / 5)
    assert (found.hit_rate.value, found.hit_rate.error, found.recent_hit_rate) == (0.5, None, None)
    # Bought for 1,001,500; half of 1,201,800.
    assert found.mean_gain == pytest.approx(195_500 / 1_001_500)
    assert found.mean_loss == pytest.approx(-152_025 / 600_900)
    assert found.holding_sessions == 1.5
    assert found.reasons == {"signal": 1, "stop": 1}


def test_costs_by_hand(small: SimulationResult) -> None:
    """An ex-date between decision and execution halves the price: no slippage. A stop has none."""
    raw = np.array([[9_900, 24_000], [11_800, 24_000], [12_100, 12_100], [12_000, 9_500], [12_000, 9_200.0]])
    adjusted = raw / [[1, 2], [1, 2], [1, 1], [1, 1], [1, 1]]
    market = replace(made_market(2, 5), sessions=small.sessions, close=raw, adjusted_close=adjusted)
    # 100 above the close of the decision, 200 above it for a sale, none.
    assert [slippage(fill, market) for fill in small.fills] == pytest.approx([10_000, -20_000, 0, 0])
    found = costs(small, market)
    assert (found.fees, found.sales_tax, found.dividend_tax, found.charges) == (5_775, 1_650, 500, 7_925)
    assert found.slippage == pytest.approx(-10_000)
    assert found.charges_by_year == pytest.approx(7_925 / 2_000_000 * 365.25 / 365)


def test_years_and_regimes_make_up_the_whole() -> None:
    worth = assess(RESULT, MARKET, TRIALS, HELD, REGIMES)
    assert (worth.first, worth.last, worth.sessions) == (date(2020, 1, 2), date(2024, 8, 7), 1200)
    for parts in (worth.years, worth.regimes):
        assert np.prod([1 + part.total_return for part in parts]) == pytest.approx(
            1 + worth.strategy.total_return
        )
        assert np.prod([1 + part.held_return for part in parts]) == pytest.approx(1 + worth.held.total_return)
        assert sum(part.sales for part in parts) == worth.trading.sales == 239
        assert sum(part.sessions for part in parts) == 1199
    assert [part.name for part in worth.years] == ["2020", "2021", "2022", "2023", "2024"]
    assert [part.name for part in worth.regimes] == ["calm", "wild"]
    # The first return after a change of the regime still belongs to the one before, which was known.
    changes = RESULT.equity[1:] / RESULT.equity[:-1]
    known = np.array(REGIMES[:-1]) == "calm"
    assert worth.regimes[0].total_return == pytest.approx(changes[known].prod() - 1)
    # A fall in the first session of 2022 is one of that year.
    fallen = np.where(np.datetime64("2022-01-01") > RESULT.sessions, 2e9, 1.8e9)
    years = by_year(replace(RESULT, equity=fallen), HELD.equity, MARKET.index)
    assert [year.drawdown for year in years] == pytest.approx([0, 0, 0.1, 0, 0])


def test_what_cannot_be_known_is_none() -> None:
    """An index without closes, and an account that never trades."""
    market = replace(MARKET, index=np.full(1200, np.nan))
    idle = replace(
        RESULT, equity=np.full(1200, 1e9), cash=np.full(1200, 1e9), holdings=RESULT.holdings * 0, fills=()
    )
    worth = assess(idle, market, TRIALS, HELD)
    assert (worth.index, worth.to_index, worth.luck, worth.regimes) == (None, None, None, ())
    assert worth.verdict.kind == "no_trades"
    assert worth.trading.hit_rate.value is None
    assert worth.strategy.sharpe.value is None
    document = worth_document(worth)
    assert document["first"] == "2020-01-02"
    assert document["strategy"]["sharpe"] == {"value": None, "error": None}


def test_sessions_have_to_agree() -> None:
    with pytest.raises(ValueError, match="same sessions"):
        assess(RESULT, MARKET, TRIALS, HELD, REGIMES[1:])
    two = replace(RESULT, sessions=RESULT.sessions[:2], equity=RESULT.equity[:2])
    with pytest.raises(WrongInput, match="fewer than three sessions"):
        result_moments(two)


def test_rolling_hit_rate_of_trades() -> None:
    sessions, rates = rolling_hit_rate(RESULT)
    hits = [fill.gain > 0 for fill in RESULT.fills if fill.quantity < 0]
    assert len(rates) == len(hits) - 99
    assert rates[[0, -1]] == pytest.approx([np.mean(hits[:100]), np.mean(hits[-100:])])
    assert trading(RESULT).recent_hit_rate == pytest.approx(rates[-1])
    sale = next(fill for fill in RESULT.fills if fill.quantity < 0)
    assert sessions[-1] == max(fill.session for fill in RESULT.fills if fill.quantity < 0)
    bought = RESULT.fills[0]
    assert gain_share(sale) == pytest.approx(sale.gain / (bought.quantity * bought.price + bought.fee))


def test_bootstrap_interval() -> None:
    """As wide as the standard error of the blocks says, which dependent returns make wider."""
    random = np.random.default_rng(4)
    independent = random.standard_normal(3000)
    dependent = np.convolve(random.standard_normal(3009), np.ones(10), mode="valid") / np.sqrt(10)
    widths = []
    for values in (independent, dependent):
        low, high = mean_interval(values) or (0.0, 0.0)
        assert low < values.mean() < high
        error = ratio_error(values, np.ones(3000))
        assert (high - low) / 2 / 1.96 == pytest.approx(error, rel=0.1)
        widths.append(high - low)
    assert widths[0] == pytest.approx(2 * 1.96 / np.sqrt(3000), rel=0.2)
    assert widths[1] > 2 * widths[0]
    assert mean_interval(independent[:119]) is None


def test_held_weights() -> None:
    close = MARKET.close.copy()
    close[0, 1] = np.nan
    weights = held_weights(replace(MARKET, close=close))
    assert weights[0].tolist() == [0.5, 0, 0.5]
    assert np.isnan(weights[1:]).all()
    members = np.array([False, True, True])
    assert held_weights(MARKET, members)[0].tolist() == [0, 0.5, 0.5]


def curve(total: float) -> CurveFigures:
    days = np.arange(4).astype("datetime64[D]")
    return curve_figures(Closes(days, np.array([1, 1.01, 0.99, 1 + total])))


@pytest.mark.parametrize(
    ("total", "deflated", "low", "kind", "words"),
    [
        (-0.042, 0.2, -0.1, "loss", "Lost 4.2 % after costs."),
        (
            0.5,
            0.9499,
            0.1,
            "could_be_luck",
            "Could be luck of 1,000 trials: deflated Sharpe ratio 0.949, below",
        ),
        (0.5, 0.96, -0.1, "not_above_holding", "not shown to be better than holding"),
        (0.5, 0.96, 0.01, "above_holding", "above that of holding"),
    ],
)
def test_verdicts(total: float, deflated: float, low: float, kind: str, words: str) -> None:
    luck = Luck("formulas", 1000, 1.2, 0.97, deflated, 500, 700)
    found = verdict(curve(total), luck, Difference(0.1, low, 0.3))
    assert found.kind == kind
    assert words in found.sentence
    assert ("would need 700 sessions; there are 500" in found.sentence) == (kind == "could_be_luck")


def test_verdict_without_trades() -> None:
    assert verdict(curve(0), None, Difference(0, None, None)) == Verdict(
        "no_trades", "The equity never changed: there is nothing to judge."
    )

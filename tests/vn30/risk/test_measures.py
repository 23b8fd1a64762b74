"""Ratios, volatility, drawdown and beta against other libraries and published figures."""

from datetime import date

import empyrical
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from vn30.market.shocks import market_shocks
from vn30.risk.assessment import assess
from vn30.risk.drawdown import deepest_fall, maximum_drawdown, worst_span
from vn30.risk.exposure import beta, sessions_to_sell
from vn30.risk.prices import Closes, log_returns, simple_returns
from vn30.risk.ratios import calmar, growth, probabilistic_sharpe, sharpe, sharpe_error, sortino
from vn30.risk.stress import stressed
from vn30.risk.volatility import (
    ewma_variances,
    realised_volatility,
    sample_volatility,
    sample_volatility_error,
)


def made(seed: int, sessions: int, drift: float = 0.0005) -> Closes:
    random = np.random.default_rng(seed)
    dates = np.busday_offset("2018-01-01", np.arange(sessions), roll="forward").astype("datetime64[D]")
    return Closes(dates, 100 * np.exp(np.cumsum(random.standard_t(4, sessions) * 0.01 + drift)))


STOCK, INDEX = made(1, 900), made(2, 900)
RETURNS = simple_returns(STOCK.prices)


@pytest.mark.parametrize(("ratio", "error"), [(0.5, 0.306), (3, 0.677)])
def test_standard_errors_of_lo_2002(ratio: float, error: float) -> None:
    """Of 12 observations."""
    assert sharpe_error(ratio, 12) == pytest.approx(error, abs=5e-4)


def test_probabilistic_sharpe_of_bailey_and_lopez_de_prado() -> None:
    """24 months with a Sharpe ratio of 0.458: 0.982 if they were normal, 0.913 as they are."""
    assert probabilistic_sharpe(0.458, 24, 0, 3) == pytest.approx(0.982, abs=5e-4)
    assert probabilistic_sharpe(0.458, 24, -2.448, 10.164) == pytest.approx(0.913, abs=5e-4)


def test_ratios_are_those_of_empyrical() -> None:
    for risk_free in (0.0, 0.05):
        a_session = risk_free / 250
        theirs = empyrical.sharpe_ratio(RETURNS, a_session, annualization=250)
        assert sharpe(RETURNS, risk_free).value == pytest.approx(theirs)
        theirs = empyrical.sortino_ratio(RETURNS, a_session, annualization=250)
        assert sortino(RETURNS, risk_free).value == pytest.approx(theirs)
    assert deepest_fall(STOCK.prices) == pytest.approx(-empyrical.max_drawdown(RETURNS))
    assert sample_volatility(RETURNS) == pytest.approx(
        empyrical.annual_volatility(RETURNS, annualization=250)
    )


def test_growth_is_by_calendar_days() -> None:
    """Ten years that double the price: 7.18 % a year, however many sessions they had."""
    for sessions in (2, 500, 2500):
        dates = np.linspace(0, 3652.5, sessions).astype(int) + np.datetime64("2015-01-01")
        doubled = Closes(dates, np.geomspace(100, 200, sessions))
        assert growth(doubled) == pytest.approx(2**0.1 - 1, abs=2e-5)
    years = (STOCK.dates[-1] - STOCK.dates[0]).astype(int) / 365.25
    annual = np.prod(1 + RETURNS) ** (1 / years) - 1
    assert calmar(STOCK).value == pytest.approx(annual / -empyrical.max_drawdown(RETURNS))


def test_errors_are_the_spread_of_many_samples() -> None:
    """Standard errors against the spread of the estimates over 400 independent series."""
    random = np.random.default_rng(3)
    samples = random.standard_t(8, (400, 500)) * 0.01 + 0.0006
    for estimate, error in (
        (lambda r: sharpe(r).value, lambda r: sharpe(r).error),
        (lambda r: sortino(r).value, lambda r: sortino(r).error),
        (sample_volatility, sample_volatility_error),
    ):
        spread = np.std([estimate(row) for row in samples], ddof=1)
        assert np.mean([error(row) for row in samples]) == pytest.approx(spread, rel=0.1)


def test_calmar_has_an_error_that_is_the_same_each_time() -> None:
    found = calmar(STOCK)
    assert found == calmar(STOCK)
    assert found.error is not None
    assert found.error > 0


def test_ewma_is_that_of_pandas() -> None:
    squares = pd.Series(log_returns(STOCK.prices) ** 2)
    seeded = pd.concat([pd.Series([squares[:20].mean()]), squares], ignore_index=True)
    theirs = seeded.ewm(alpha=0.06, adjust=False).mean()
    assert ewma_variances(log_returns(STOCK.prices)) == pytest.approx(theirs.to_numpy())
    assert realised_volatility(np.full(20, 0.01)) == pytest.approx(0.01 * np.sqrt(250))


def test_beta_is_that_of_statsmodels() -> None:
    mixed = Closes(STOCK.dates, STOCK.prices * INDEX.prices)
    found = beta(mixed, INDEX)
    fitted = sm.OLS(simple_returns(mixed.prices), sm.add_constant(simple_returns(INDEX.prices))).fit()
    assert found is not None
    assert (found.value, found.error) == pytest.approx((fitted.params[1], fitted.bse[1]))
    theirs = stats.pearsonr(simple_returns(mixed.prices), simple_returns(INDEX.prices)).statistic
    assert found.correlation == pytest.approx(theirs)


def test_beta_of_common_sessions_alone() -> None:
    """A stock that was suspended has the return over the gap, as the index does."""
    kept = np.r_[0:300, 330:900]
    gapped, theirs = (Closes(one.dates[kept], one.prices[kept]) for one in (STOCK, INDEX))
    assert beta(gapped, INDEX) == beta(gapped, theirs)
    assert beta(made(1, 60), INDEX) is None
    assert beta(Closes(STOCK.dates, np.ones(900)), INDEX) is None


def test_drawdown_and_its_length() -> None:
    dates = np.arange("2024-01-01", "2024-01-11", dtype="datetime64[D]")
    prices = np.array([100.0, 120, 90, 100, 80, 119, 120, 130, 110, 125])
    fall = maximum_drawdown(Closes(dates, prices))
    assert fall.depth == pytest.approx(1 / 3)
    assert (fall.peak, fall.trough, fall.recovered, fall.sessions) == (
        date(2024, 1, 2),
        date(2024, 1, 5),
        date(2024, 1, 7),
        5,
    )
    open_fall = maximum_drawdown(Closes(dates[:6], prices[:6]))
    assert (open_fall.recovered, open_fall.sessions) == (None, 4)
    worst = worst_span(Closes(dates, prices), 3)
    assert worst is not None
    assert (worst.first, worst.last, worst.change) == (
        date(2024, 1, 2),
        date(2024, 1, 5),
        pytest.approx(-1 / 3),
    )
    assert worst_span(Closes(dates[:3], prices[:3]), 3) is None


def test_sessions_to_sell() -> None:
    assert sessions_to_sell(10e9, 5e9) == pytest.approx(10)
    assert sessions_to_sell(10e9, 0) is None
    assert sessions_to_sell(10e9, None) is None


def test_a_shock_is_measured_where_prices_reach_it_and_estimated_elsewhere() -> None:
    found = beta(STOCK, INDEX)
    assert found is not None
    shocks = {one.name: one for one in stressed(STOCK, found, market_shocks(), is_simulated=False)}
    covid, tariffs = shocks["COVID-19 of 2020"], shocks["US tariffs of April 2025"]
    at = {day: price for day, price in zip(STOCK.dates.tolist(), STOCK.prices, strict=True)}
    assert covid.change == pytest.approx(at[date(2020, 3, 24)] / at[date(2020, 1, 22)] - 1)
    assert not covid.is_estimated
    assert tariffs.is_estimated
    assert tariffs.change == pytest.approx(found.value * (1094.30 / 1317.83 - 1))
    simulated = stressed(STOCK, found, market_shocks(), is_simulated=True)
    assert all(one.is_estimated for one in simulated)
    assert {one.change for one in stressed(STOCK, None, market_shocks(), is_simulated=True)} == {None}


def test_assessment_by_length_of_history() -> None:
    """Nothing below 61 closes, no period below 250 returns, no value at risk below 500."""
    shocks = market_shocks()

    def of(sessions: int) -> tuple[int, int, int] | None:
        newest = Closes(STOCK.dates[-sessions:], STOCK.prices[-sessions:])
        found = assess(newest, {"VNINDEX": INDEX}, shocks, is_simulated=False)
        return None if found is None else (len(found.periods), len(found.tails), len(found.worst_spans))

    assert of(60) is None
    assert of(61) == (0, 0, 4)
    assert of(251) == (1, 0, 4)
    assert of(501) == (1, 24, 4)
    assert of(900) == (2, 24, 4)


def test_a_stock_that_never_moves_has_no_ratios() -> None:
    still = Closes(STOCK.dates, np.full(900, 25_000.0))
    found = assess(still, {"VNINDEX": INDEX}, market_shocks(), is_simulated=False)
    assert found is not None
    year = found.periods[0]
    assert (year.volatility, year.volatility_error, year.drawdown.depth) == (0, 0, 0)
    assert year.sharpe == year.sortino == year.calmar == (None, None)
    assert year.sharpe_above_zero is None
    assert year.betas == {}
    assert {tail.var for tail in found.tails if tail.method != "cornish_fisher"} == {0}
    assert {tail.var for tail in found.tails if tail.method == "cornish_fisher"} == {None}

"""Deflated Sharpe ratio, length of a record and overfitting, against published figures and ffn."""

import ffn
import numpy as np
import pandas as pd
import pytest

from vn30.backtesting.worth.deflated import deflated_sharpe, expected_maximum
from vn30.backtesting.worth.luck import CONFIDENT, Moments, Trials, luck_of, moments_of
from vn30.backtesting.worth.overfitting import overfitting
from vn30.backtesting.worth.track_record import minimum_track_record
from vn30.typing import FloatArray


def noise(seed: int, sessions: int, simulations: int) -> FloatArray:
    return np.random.default_rng(seed).standard_t(5, (sessions, simulations)) * 0.01


def test_published_deflated_sharpe() -> None:
    """The example of Bailey and Lopez de Prado (2014): 2.5 a year, the best of 100 trials over five years."""
    sharpe, variance = 2.5 / np.sqrt(250), 0.5 / 250
    assert expected_maximum(100, variance) == pytest.approx(0.1132, abs=5e-5)
    assert deflated_sharpe(sharpe, 1250, -3, 10, 100, variance) == pytest.approx(0.9004, abs=5e-5)


def test_deflated_sharpe_is_that_of_ffn() -> None:
    returns = noise(1, 700, 40)
    returns[:, 0] += 0.001
    theirs = [
        ffn.core.calc_deflated_sharpe_ratio(
            pd.Series(column, pd.bdate_range("2020-01-01", periods=700)),
            returns.mean(axis=0) / returns.std(axis=0, ddof=1),
            nperiods=250,
            annualized_trials=False,
        )
        for column in returns.T[:5]
    ]
    variance = np.var(returns.mean(axis=0) / returns.std(axis=0, ddof=1), ddof=1)
    ours = []
    for column in returns.T[:5]:
        found = moments_of(column)
        ours.append(
            deflated_sharpe(found.sharpe, 700, found.skewness, found.kurtosis, 40, variance)  # type: ignore[arg-type]
        )
    # Theirs corrects skewness and kurtosis for the size of the sample.
    assert ours == pytest.approx(theirs, abs=2e-3)
    assert expected_maximum(1_000_000, 0.01) == pytest.approx(
        ffn.core.calc_expected_max_sharpe(1_000_000, 0.1), rel=1e-9
    )


@pytest.mark.parametrize(("periods", "years"), [(252, 2.73), (52, 2.83), (12, 3.24)])
def test_published_track_records(periods: int, years: float) -> None:
    """Bailey and Lopez de Prado (2012): years until 2 a year is above 1, by days, weeks and months."""
    needed = minimum_track_record(2 / np.sqrt(periods), 0, 3, 1 / np.sqrt(periods))
    assert needed is not None
    assert (needed - 1) / periods < years + 0.005, "rounded up from a longer record"
    assert needed / periods > years - 0.005
    assert minimum_track_record(0.05, 0, 3, 0.05) is None


def test_luck_grows_with_the_trials() -> None:
    """Trials that resemble each other count fully, and their small variance does not excuse them."""
    found = Moments(1500, 0.09, -0.3, 6.0)
    alone, two, many = (luck_of(found, Trials("formulas", count, 1e-9)) for count in (1, 2, 1000))
    assert alone is not None
    assert two is not None
    assert many is not None
    assert alone.deflated_sharpe == alone.sharpe_above_zero > CONFIDENT
    assert alone.deflated_sharpe > two.deflated_sharpe > many.deflated_sharpe
    assert many.sharpe_by_luck == pytest.approx(expected_maximum(1000, 1 / 1500) * np.sqrt(250))
    assert not many.is_excluded
    assert luck_of(moments_of(np.zeros(100)), Trials("formulas", 3, None)) is None


def test_random_trials_are_luck_and_a_planted_edge_is_not() -> None:
    """1,000 random signals on one market, half of the sessions in it: at most 1 % pass, and the edge does."""
    random = np.random.default_rng(5)
    market = random.standard_t(4, 1500) * 0.01 + 0.0003
    returns = market[:, None] * random.integers(0, 2, (1500, 1000))
    returns[:, 0] = market * (random.random(1500) < np.where(market > 0, 0.65, 0.35))
    found = [moments_of(column) for column in returns.T]
    trials = Trials("formulas", 1000, float(np.var([each.sharpe for each in found], ddof=1)))
    passed = [luck is not None and luck.is_excluded for luck in (luck_of(each, trials) for each in found)]
    assert passed[0], "the planted edge is taken for luck"
    assert sum(passed[1:]) <= 10


def test_overfitting_is_that_of_ffn() -> None:
    """Every logit, with ties."""
    returns = noise(2, 320, 7)
    returns[:, 4] = returns[:, 1]
    theirs = ffn.core.calc_prob_backtest_overfitting(pd.DataFrame(returns), n_blocks=6, full_output=True)
    ours = overfitting(returns[: 320 // 6 * 6], 6)
    np.testing.assert_allclose(ours.logits, theirs["logits"], atol=1e-12)
    assert (ours.probability, ours.splits, ours.simulations) == (theirs["pbo"], 20, 7)


def test_overfitting_of_noise_is_one_half_on_average() -> None:
    found = np.array([overfitting(noise(seed, 400, 30), 8).probability for seed in range(150)])
    error = found.std(ddof=1) / np.sqrt(len(found))
    assert error < 0.02
    assert abs(found.mean() - 0.5) < 3 * error


def test_overfitting_of_an_edge_is_none() -> None:
    """Of 100 simulations in 16 blocks; cash that never trades is ranked among them, and is not the best."""
    returns = noise(3, 1600, 100)
    returns[:, 7] += 0.004
    returns[:, 8] = 0
    returns[:, 9] = 1e-4
    found = overfitting(returns)
    assert (found.probability, found.loss, found.splits) == (0, 0, 12_870)


@pytest.mark.parametrize(("shape", "blocks"), [((100, 1), 8), ((100, 5), 7), ((31, 5), 16)])
def test_overfitting_needs_enough(shape: tuple[int, int], blocks: int) -> None:
    with pytest.raises(ValueError, match="PBO needs"):
        overfitting(np.zeros(shape), blocks)

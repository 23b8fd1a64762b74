"""The tests of a value at risk against published figures."""

import numpy as np
import pytest
from scipy import stats

from vn30.risk.var_tests import conditional_coverage, independence, kupiec, zone


def test_kupiec_of_a_published_example() -> None:
    """1,043 outcomes with 57 exceptions at 95 %."""
    statistic, p_value = kupiec(1043, 57, 0.05)
    assert statistic == pytest.approx(0.46147, abs=5e-6)
    assert p_value == pytest.approx(0.49694, abs=5e-6)


@pytest.mark.parametrize(
    ("outcomes", "accepted"), [(255, range(7)), (510, range(2, 11)), (1000, range(5, 17))]
)
def test_acceptance_regions_of_kupiec_1995(outcomes: int, accepted: range) -> None:
    """Kupiec's table for 99 %: fewer than 7 of 255, 2 to 10 of 510, 5 to 16 of 1,000.

    His region of 255 has no lower end: no exceptions are rejected by the exact statistic at 5.13, which is
    beyond 3.84, but his table counts them as "below 7".
    """
    found = [count for count in range(40) if kupiec(outcomes, count, 0.01).p_value > 0.05]
    assert found == list(accepted)[1 if accepted.start == 0 else 0 :]


def test_independence() -> None:
    """By the transition counts, and blind to how many exceptions there are."""
    clustered = np.repeat([False, True, False], [480, 20, 500])
    spread = np.zeros(1000, dtype=bool)
    spread[::50] = True
    assert independence(clustered).p_value < 1e-6
    assert independence(spread).p_value > 0.3
    # Of the spread ones: 20 exceptions, none of which follows another, in 999 transitions.
    # L0: 979 * log(1 - 19/999) + 20 * ...
    rate, before, after = 19 / 999, 979, 20
    log_pooled = (before + after - 19) * np.log1p(-rate) + 19 * np.log(rate)
    log_split = (before - 19) * np.log1p(-19 / before) + 19 * np.log(19 / before)
    assert independence(spread).statistic == pytest.approx(2 * (log_split - log_pooled))
    assert independence(np.array([False, True, False])) is None


def test_conditional_coverage_adds_up() -> None:
    spread = np.zeros(1000, dtype=bool)
    spread[::20] = True
    coverage, independent = kupiec(1000, 50, 0.05), independence(spread)
    both = conditional_coverage(coverage, independent)
    assert both.statistic == pytest.approx(coverage.statistic + independent.statistic)
    assert both.p_value == pytest.approx(stats.chi2(2).sf(both.statistic))


def test_traffic_light_of_the_basel_committee() -> None:
    """Of 250 outcomes at 99 %: green to 4 exceptions, yellow from 5 to 9, red from 10."""
    zones = [zone(250, count, 0.01) for count in range(12)]
    assert zones == ["green"] * 5 + ["yellow"] * 5 + ["red"] * 2

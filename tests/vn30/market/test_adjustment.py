"""Factors of corporate actions, and the way from adjusted prices to raw ones and back."""

from datetime import date

import numpy as np
import pytest

from vn30.market.adjustment import (
    Adjustment,
    Entitlement,
    adjusted_prices,
    adjustment_factor,
    cumulative_factors,
    raw_prices,
)

DAYS = np.array(["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"], dtype="datetime64[ns]")
EVENTS = [Adjustment(date(2024, 1, 4), 0.5), Adjustment(date(2024, 1, 3), 0.9)]


@pytest.mark.parametrize(
    ("close", "entitlements", "reference"),
    [
        (50_000, [Entitlement(cash=1_000)], 49_000),
        (50_000, [Entitlement(new_shares=1)], 25_000),
        (34_500, [Entitlement(new_shares=0.15)], 30_000),
        # Rights: 1 for 2 held at 10,000 VND.
        (40_000, [Entitlement(offered_shares=0.5, issue_price=10_000)], 30_000),
        # Cash and shares on one day: the cash is for the old shares.
        (57_000, [Entitlement(cash=2_000), Entitlement(new_shares=0.1)], 50_000),
        (50_000, [], 50_000),
    ],
)
def test_factor(close: float, entitlements: list[Entitlement], reference: float) -> None:
    assert adjustment_factor(close, entitlements) * close == pytest.approx(reference)


def test_more_cash_than_price() -> None:
    with pytest.raises(ValueError, match="nothing is left"):
        adjustment_factor(1_000, [Entitlement(cash=1_000)])


def test_factors_of_sessions() -> None:
    """A session has the product of the factors of all later ex-dates, in whatever order they are given."""
    assert cumulative_factors(DAYS, EVENTS).tolist() == [0.45, 0.5, 1, 1]
    assert cumulative_factors(DAYS, []).tolist() == [1, 1, 1, 1]


def test_there_and_back() -> None:
    raw = np.array([[40_000.0, 41_000], [39_000, 40_000], [19_500, 20_000], [20_000, 20_500]])
    adjusted = adjusted_prices(raw, DAYS, EVENTS)
    assert adjusted[0].tolist() == [18_000, 18_450]
    assert adjusted[2:].tolist() == raw[2:].tolist()
    assert np.allclose(raw_prices(adjusted, DAYS, EVENTS), raw)
    assert np.allclose(raw_prices(adjusted[:, 1], DAYS, EVENTS), raw[:, 1])

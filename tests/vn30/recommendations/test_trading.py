"""What following a recommendation brings: locked sessions, settlement, stop and target, on made-up bars."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from vn30.market.rules import rules_on
from vn30.recommendations.trading import Sessions, first_open, hold_until, net_return

TODAY, BEFORE = rules_on(date(2024, 6, 28)).settlement, rules_on(date(2022, 8, 26)).settlement


def sessions(*bars: tuple[float, float, float, float]) -> Sessions:
    """Bars with a band from 90 to 110."""
    open_, high, low, close = np.array(bars, dtype=float).T
    count = len(bars)
    return Sessions(
        open_, high, low, close, np.full(count, 110.0), np.full(count, 90.0), np.ones(count, dtype=bool)
    )


FLAT = (100.0, 101.0, 99.0, 100.0)


@pytest.mark.parametrize(
    ("opens", "buys", "found"),
    [([100, 100, 100], True, 0), ([110, 110, 105], True, 2), ([110, 110, 110, 100], True, None),
     ([90, 95, 95], False, 1), ([90, 90, 90], False, None), ([90, 90, 90], True, 0)],
)  # fmt: skip
def test_a_locked_open_fills_nothing(opens: list[float], buys: bool, found: int | None) -> None:
    assert first_open(sessions(*((price, 110, 90, 100) for price in opens)), buys) == found


def test_without_volume_nothing_is_filled() -> None:
    made = sessions(FLAT, FLAT)
    assert first_open(replace(made, traded=np.array([False, True])), buys=True) == 1


def test_sold_at_the_horizon() -> None:
    position = hold_until(sessions(*[FLAT] * 8), 0, 6, TODAY, 95, 105)
    assert position is not None
    assert (position.exit, position.exit_price, position.reason) == (6, 100, "horizon")


def test_a_stop_waits_for_settlement() -> None:
    """Low on the day of the purchase and the next: sold on T+2, in the afternoon, at its close."""
    falls = [(100, 101, 93, 94), (94, 95, 93, 94), (94, 96, 92, 93), FLAT]
    position = hold_until(sessions(*falls), 0, 3, TODAY, 95, 120)
    assert position is not None
    assert (position.exit, position.exit_price, position.reason) == (2, 93, "stop")
    later = hold_until(sessions(*falls, FLAT), 0, 4, BEFORE, 95, 120)
    assert later is not None
    assert (later.exit, later.reason) == (4, "horizon")


def test_a_gap_fills_at_the_open() -> None:
    position = hold_until(sessions(FLAT, FLAT, FLAT, (93, 94, 92, 93), FLAT), 0, 4, TODAY, 95, 120)
    assert position is not None
    assert (position.exit, position.exit_price, position.reason) == (3, 93, "stop")


def test_the_stop_counts_before_the_target() -> None:
    position = hold_until(sessions(FLAT, FLAT, FLAT, (100, 106, 94, 100)), 0, 3, TODAY, 95, 105)
    assert position is not None
    assert (position.exit_price, position.reason) == (95, "stop")


def test_a_target() -> None:
    position = hold_until(sessions(FLAT, FLAT, FLAT, (107, 108, 104, 106)), 0, 3, TODAY, 95, 105)
    assert position is not None
    assert (position.exit_price, position.reason) == (107, "target")


def test_locked_at_the_floor() -> None:
    """Neither the stop nor the horizon finds a buyer; the next session does."""
    locked, free = (90, 90, 90, 90), (92, 93, 91, 92)
    made = sessions(FLAT, FLAT, FLAT, locked, locked, free)
    for stop in (95.0, None):
        position = hold_until(made, 0, 4, TODAY, stop, None)
        assert position is not None
        assert (position.exit, position.exit_price) == (5, 92)
    assert hold_until(sessions(FLAT, FLAT, FLAT, locked, locked), 0, 4, TODAY, 95, None) is None


def test_net_return() -> None:
    """Bought for 100.15 with the fee, sold for 110 less 0.25 %."""
    assert net_return(100, 110, 0.0015, 0.001) == pytest.approx(109.725 / 100.15 - 1)

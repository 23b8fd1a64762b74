"""At which price a stop-loss or a target sells in one session of daily bars."""

from collections.abc import Callable
from typing import Literal, NamedTuple

Level = Literal["stop", "target"]


class Bar(NamedTuple):
    """The prices of one session, or of the part of it that counts."""

    open: float
    high: float
    low: float
    close: float


def close_alone(close: float) -> Bar:
    """The bar of a session whose closing auction alone counts: shares that arrive at noon are sold in it."""
    return Bar(close, close, close, close)


def exit_of(
    bar: Bar, stop: float | None, target: float | None, can_sell: Callable[[float], bool]
) -> tuple[float, Level] | None:
    """The price of the sale, and the level that was met; None if nothing is sold.

    A bar that touches both levels met the stop first, as its prices have no order. Where the price jumps over
    a level, the open is the price.

    Args:
        can_sell: whether a price finds a buyer, which none at the floor does.
    """
    if stop is not None and bar.low <= stop:
        price = min(bar.open, stop)
        if can_sell(price):
            return price, "stop"
        # Locked at the floor at that price; whoever waits may sell at the close.
        return (bar.close, "stop") if bar.close <= stop and can_sell(bar.close) else None
    if target is not None and bar.high >= target:
        price = max(bar.open, target)
        if can_sell(price):
            return price, "target"
    return None

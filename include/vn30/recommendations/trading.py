"""What following a recommendation would have brought, in sessions that could be traded.

A purchase is filled at the next open that is not at the ceiling, a sale at an open, stop, target or close
that is not at the floor. A stop cannot fire before the shares have arrived, is filled at the open where the
price jumps over it, and counts before the target in a session that touches both.
"""

from dataclasses import dataclass
from typing import Literal

from vn30.market.exits import Bar, close_alone, exit_of
from vn30.market.rules import Settlement
from vn30.typing import BoolArray, FloatArray

ENTRY_SESSIONS = 3
"""Sessions in which an order to buy or sell at the open is repeated."""

ExitReason = Literal["stop", "target", "horizon"]


@dataclass(frozen=True)
class Sessions:
    """The sessions after a recommendation, oldest first; prices are adjusted, VND, shape (sessions,).

    Attributes:
        ceiling, floor: the price limits on the same basis.
        traded: sessions with volume.
    """

    open: FloatArray
    high: FloatArray
    low: FloatArray
    close: FloatArray
    ceiling: FloatArray
    floor: FloatArray
    traded: BoolArray

    def __len__(self) -> int:
        return len(self.open)

    def can_buy(self, position: int, price: float) -> bool:
        """Whether a purchase at this price finds a seller."""
        return bool(self.traded[position]) and price < self.ceiling[position]

    def can_sell(self, position: int, price: float) -> bool:
        """Whether a sale at this price finds a buyer."""
        return bool(self.traded[position]) and price > self.floor[position]


@dataclass(frozen=True)
class Position:
    """A purchase and its sale: positions in the sessions, and prices."""

    entry: int
    entry_price: float
    exit: int
    exit_price: float
    reason: ExitReason


def first_open(sessions: Sessions, buys: bool) -> int | None:
    """The position of the first of ENTRY_SESSIONS opens at which an order is filled; None: at none."""
    can = sessions.can_buy if buys else sessions.can_sell
    for position in range(min(ENTRY_SESSIONS, len(sessions))):
        if can(position, float(sessions.open[position])):
            return position
    return None


def hold_until(
    sessions: Sessions,
    entry: int,
    last: int,
    settlement: Settlement,
    stop: float | None,
    target: float | None,
) -> Position | None:
    """The purchase at the open of ``entry``, sold by stop, target, or at the close of ``last``.

    Args:
        last: position of the session on which the horizon is over.
        stop, target: on the basis of the sessions; None: not used.

    Returns:
        None if no session up to the last known one allowed a sale.
    """
    bought = float(sessions.open[entry])
    arrived = entry + settlement.sessions
    for position in range(arrived, len(sessions)):
        is_half = position == arrived and settlement.sold_on_day
        sale = _sale(sessions, position, is_half, stop, target)
        if sale is None and position >= last:
            close = float(sessions.close[position])
            sale = (close, "horizon") if sessions.can_sell(position, close) else None
        if sale is not None:
            return Position(entry, bought, position, *sale)
    return None


def _sale(
    sessions: Sessions, position: int, is_half: bool, stop: float | None, target: float | None
) -> tuple[float, ExitReason] | None:
    close = float(sessions.close[position])
    bar = Bar(
        float(sessions.open[position]), float(sessions.high[position]), float(sessions.low[position]), close
    )
    # The shares arrive at noon: of the bar, the close alone is known to be later.
    return exit_of(
        close_alone(close) if is_half else bar, stop, target, lambda price: sessions.can_sell(position, price)
    )


def net_return(entry: float, exit_: float, fee: float, tax: float) -> float:
    """The return of a purchase and a sale after the fees of both and the tax on the sale, as a share."""
    return float(exit_ * (1 - fee - tax) / (entry * (1 + fee)) - 1)

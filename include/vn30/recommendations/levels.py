"""Entry, stop-loss, take-profit and the worst case of a recommendation, by the rules of HOSE on its day.

All prices are raw, as traded, in VND.
"""

from dataclasses import dataclass

from vn30.market.rules import MarketRules

MIN_DISTANCE, MAX_STOP, MAX_TARGET = 0.03, 0.25, 0.50
"""Limits of the distances of stop-loss and take-profit, as shares of the entry price: the moves of a day hit
a nearer one, and a farther one is hardly ever hit."""

LOCKED_SESSIONS = 2
"""Sessions at the floor without buyers that the worst case adds to those of settlement."""


@dataclass(frozen=True)
class TradeLevels:
    """Prices of a purchase.

    Attributes:
        entry: assumed price of the purchase, the close before it.
        stop_loss, take_profit: on ticks, within what the price can reach by the horizon.
    """

    entry: int
    stop_loss: int
    take_profit: int


@dataclass(frozen=True)
class WorstCase:
    """What a position can lose when it cannot be sold.

    Attributes:
        price: after all of ``floor_sessions`` sessions at the floor.
        loss: as a share of the entry price, below 0; without costs.
        settlement_sessions: of them, those in which bought shares have not arrived.
    """

    price: int
    loss: float
    floor_sessions: int
    settlement_sessions: int


def round_trip_costs(rules: MarketRules, fee: float) -> float:
    """The costs of a purchase and a sale, as a share: two fees, at most the cap, and the tax on sales."""
    return 2 * min(fee, rules.fee.cap) + rules.tax.of_sales


def trade_levels(
    rules: MarketRules,
    close: float,
    deviation: float,
    stop_multiple: float,
    target_multiple: float,
    horizon: int,
) -> TradeLevels | None:
    """The levels of a purchase after a session with this close.

    Args:
        close: raw close of the session.
        deviation: of the log return over the horizon.
        stop_multiple, target_multiple: distances in units of ``deviation``.
        horizon: sessions until the position is sold.

    Returns:
        None if the price is so low that no tick lies between entry and stop-loss.
    """
    tick = rules.tick
    entry = int(tick.nearest(close))
    stop_share = min(max(stop_multiple * deviation, MIN_DISTANCE), MAX_STOP)
    target_share = min(max(target_multiple * deviation, MIN_DISTANCE), MAX_TARGET)
    lowest, highest = _reach(rules, entry, horizon)
    stop = max(int(tick.nearest(entry * (1 - stop_share))), lowest)
    target = min(int(tick.nearest(entry * (1 + target_share))), highest)
    return TradeLevels(entry, stop, target) if 0 < stop < entry < target else None


def worst_case_of_purchase(rules: MarketRules, entry: float) -> WorstCase:
    """At the floor from the day of the purchase on, until it has settled and LOCKED_SESSIONS longer."""
    waiting = rules.settlement.sessions
    return _at_the_floor(rules, entry, 1 + waiting + LOCKED_SESSIONS, waiting)


def worst_case_of_sale(rules: MarketRules, close: float) -> WorstCase:
    """At the floor from the next session on, for LOCKED_SESSIONS sessions."""
    return _at_the_floor(rules, close, LOCKED_SESSIONS, 0)


def _at_the_floor(rules: MarketRules, start: float, sessions: int, settlement: int) -> WorstCase:
    price = start
    for _ in range(sessions):
        price = rules.floor(price)
    return WorstCase(int(price), price / start - 1, sessions, settlement)


def _reach(rules: MarketRules, entry: int, sessions: int) -> tuple[int, int]:
    lowest = highest = entry
    for _ in range(sessions):
        lowest, highest = rules.floor(lowest), rules.ceiling(highest)
    return lowest, highest

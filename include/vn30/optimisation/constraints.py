"""The constraints of a portfolio. Weights are shares of its value, cash included."""

from collections.abc import Mapping
from dataclasses import dataclass, field

HELD_FROM = 0.001
"""Weight from which a stock counts as held; a solver's smaller ones are set to 0."""


@dataclass(frozen=True)
class Constraints:
    """What the weights have to meet.

    Attributes:
        min_weight: of each stock that is held; others have 0.
        max_weight: of each stock.
        max_by_sector: by sector; sectors that are not named have none.
        min_names, max_names: how many stocks are held.
        max_turnover: half the sum of the changes of all weights and of cash, which is the share of the value
            that is bought or sold, whichever is more.
        min_holding_sessions: stocks whose newest purchase is fewer sessions ago keep at least their weight;
            ``Problem.sessions_held`` says how many it is.
        locked: tickers whose shares cannot be sold yet; they keep at least their weight.
        cash_share: share of the value that stays cash.
        sectors: by ticker.
    """

    min_weight: float = 0.0
    max_weight: float = 1.0
    max_by_sector: Mapping[str, float] = field(default_factory=dict)
    min_names: int | None = None
    max_names: int | None = None
    max_turnover: float | None = None
    min_holding_sessions: int = 0
    locked: frozenset[str] = frozenset()
    cash_share: float = 0.0
    sectors: Mapping[str, str] = field(default_factory=dict)


def percent(share: float) -> str:
    """A share of 1 in words."""
    return f"{100 * share:.1f} %"

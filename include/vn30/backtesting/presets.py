"""Named examples of simulations, with which a form begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vn30.backtesting.document import document_of, parse_simulation
from vn30.i18n.localized import localized


@dataclass(frozen=True)
class Preset:
    """A named example.

    Attributes:
        title, description: for users.
        changes: the fields of the document that differ from the defaults.
    """

    title: str
    description: str
    changes: Mapping[str, Any]

    def document(self) -> dict[str, Any]:
        """The complete document."""
        return document_of(parse_simulation(dict(self.changes)))


PRESETS: Mapping[str, Preset] = {
    "momentum": Preset(
        "Momentum",
        localized("Holds the ten stocks with the highest returns over 60 sessions; no model is needed."),
        {
            "signal": {"kind": "formula", "formula": "rank(return_over_60)"},
            "portfolio": {"maximumNames": 10, "rebalanceSessions": 20, "bufferNames": 5},
        },
    ),
    "momentum_by_minutes": Preset(
        localized("Momentum, minute by minute"),
        localized(
            "As Momentum, with orders over the minutes of the next session where they are stored, and "
            "a no-trade "
            "band of 1 %.",
        ),
        {
            "signal": {"kind": "formula", "formula": "rank(return_over_60)"},
            "portfolio": {
                "maximumNames": 10,
                "rebalanceSessions": 20,
                "bufferNames": 5,
                "rebalanceBand": 1,
            },
            "execution": {"fill": "next_session", "minutes": True},
        },
    ),
    "momentum_in_bull_markets": Preset(
        localized("Momentum in bull markets"),
        localized("As Momentum, with purchases only while VNINDEX is above its 200-session average."),
        {
            "signal": {"kind": "formula", "formula": "rank(return_over_60)"},
            "filters": {"regimes": ["bull"]},
            "portfolio": {"maximumNames": 10, "rebalanceSessions": 20, "bufferNames": 5},
        },
    ),
    "champion_top_5": Preset(
        localized("Champion, five stocks"),
        localized("Holds the five stocks with the highest served forecasts, decided again each week."),
        {"portfolio": {"maximumNames": 5, "rebalanceSessions": 5, "bufferNames": 3}},
    ),
    "recommendations": Preset(
        localized("Moderate recommendations"),
        localized("Buys what the moderate profile recommends, with a stop of 8 % and a target of 15 %."),
        {
            "signal": {"kind": "recommendation", "profile": "moderate"},
            "portfolio": {"rebalanceSessions": 1, "stopPct": 8, "targetPct": 15},
        },
    ),
    "one_stock": Preset(
        localized("One stock, all cash"),
        localized("All cash is in FPT while its served forecast is above 0, else none."),
        {"tickers": ["FPT"], "portfolio": {"maximumNames": 1, "rebalanceSessions": 1}},
    ),
}

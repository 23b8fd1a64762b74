"""The rules: from what is known of a stock to BUY, HOLD or SELL for a profile. Pure functions.

BUY needs all of: a proven order of past forecasts, a chance to beat the VN30 by more than the costs that
passes the profile and exceeds the chance of the contrary, an expected return above the costs, and prices
within the profile's limits. SELL is mirrored, without the limits that protect a buyer. Everything else is
HOLD, with what stands against either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from vn30.market.rules import MarketRules
from vn30.recommendations.excess import Chances
from vn30.recommendations.inputs import Candidate, Measures
from vn30.recommendations.levels import (
    TradeLevels,
    WorstCase,
    round_trip_costs,
    trade_levels,
    worst_case_of_purchase,
    worst_case_of_sale,
)
from vn30.recommendations.profiles import Profile, ProfileName

Label = Literal["BUY", "HOLD", "SELL"]
Trade = Literal["BUY", "SELL"]
BlockCode = Literal[
    "no_price",
    "no_forecast",
    "no_chance",
    "order_not_proven",
    "chances_too_low",
    "return_below_costs",
    "downside",
    "volatility",
    "liquidity",
    "too_many_names",
]
_DIGITS = 4


@dataclass(frozen=True)
class Block:
    """What stands against a trade, with the value and the profile's limit where there are such."""

    trade: Trade
    code: BlockCode
    value: float | None = None
    limit: float | None = None


@dataclass(frozen=True)
class Decision:
    """What is recommended of a stock to a profile at a horizon.

    Attributes:
        chances: None where the forecast has none. Shares with four digits, as they are stored.
        confidence: the chance that the claim of the label comes true.
        costs: of a purchase and a sale, as a share.
        blocks: what stands against BUY and against SELL.
    """

    candidate: Candidate
    profile: ProfileName
    label: Label
    reason: str
    confidence: float | None
    chances: Chances | None
    costs: float
    levels: TradeLevels | None
    worst_case: WorstCase | None
    blocks: tuple[Block, ...]
    is_winner: bool


def decide(
    candidates: Sequence[Candidate], name: ProfileName, profile: Profile, fee_pct: float, rules: MarketRules
) -> list[Decision]:
    """Decide for one profile and horizon.

    Args:
        candidates: the members of the VN30, all at the same horizon.
        fee_pct: of a broker, either side, in percent.
        rules: those in force on the session.

    Returns:
        One decision a candidate, in the same order.
    """
    costs = round_trip_costs(rules, fee_pct / 100)
    winners = _winners(candidates, profile.maximum_names)
    decided = [_decide(each, name, profile, costs, rules, each.ticker in winners) for each in candidates]
    bought = sorted((each for each in decided if each.label == "BUY"), key=_preference)
    return [
        _left_out(each, profile) if any(each is late for late in bought[profile.maximum_names :]) else each
        for each in decided
    ]


def _preference(decision: Decision) -> tuple[float, str]:
    return -(decision.confidence or 0.0), decision.candidate.ticker


def _left_out(decision: Decision, profile: Profile) -> Decision:
    block = Block("BUY", "too_many_names", limit=profile.maximum_names)
    return replace(
        decision,
        label="HOLD",
        reason=block.code,
        confidence=_hold_confidence(decision.chances),
        levels=None,
        worst_case=None,
        blocks=(block, *decision.blocks),
    )


def _winners(candidates: Sequence[Candidate], names: int) -> set[str]:
    """The tickers with the highest returns over the last month: the baseline of purchases."""
    known = [
        (-each.measures.month_return_pct, each.ticker)
        for each in candidates
        if each.measures is not None and each.measures.month_return_pct is not None
    ]
    return {ticker for _, ticker in sorted(known)[:names]}


def _decide(
    candidate: Candidate,
    name: ProfileName,
    profile: Profile,
    costs: float,
    rules: MarketRules,
    is_winner: bool,
) -> Decision:
    chances = _chances(candidate, costs)
    blocks = [*_against(candidate, chances, profile, costs, "BUY")]
    levels = None
    if not blocks and candidate.measures is not None and candidate.measures.volatility is not None:
        levels = trade_levels(
            rules,
            candidate.measures.raw_close,
            candidate.measures.volatility * candidate.horizon**0.5,
            profile.stop_multiple,
            profile.target_multiple,
            candidate.horizon,
        )
        if levels is None:
            blocks.append(Block("BUY", "no_price", candidate.measures.raw_close))
    against_sale = [*_against(candidate, chances, profile, costs, "SELL")]
    label: Label = "HOLD"
    confidence, worst_case = _hold_confidence(chances), None
    if chances is not None and levels is not None:
        label, confidence = "BUY", chances.beat
        worst_case = worst_case_of_purchase(rules, levels.entry)
    elif chances is not None and candidate.measures is not None and not against_sale:
        label, confidence = "SELL", chances.fall_behind
        worst_case = worst_case_of_sale(rules, candidate.measures.raw_close)
    all_blocks = (*blocks, *against_sale)
    return Decision(
        candidate=candidate,
        profile=name,
        label=label,
        reason=label.lower() if label != "HOLD" else _reason(all_blocks, chances),
        confidence=confidence,
        chances=chances,
        costs=costs,
        levels=levels,
        worst_case=worst_case,
        blocks=all_blocks,
        is_winner=is_winner,
    )


def _reason(blocks: Sequence[Block], chances: Chances | None) -> BlockCode:
    """The first block of the likelier trade."""
    likelier: Trade = "SELL" if chances is not None and chances.fall_behind > chances.beat else "BUY"
    return next(block.code for block in blocks if block.trade == likelier)


def _chances(candidate: Candidate, costs: float) -> Chances | None:
    forecast, measures = candidate.forecast, candidate.measures
    if forecast is None or forecast.chance is None or candidate.spread is None:
        return None
    if measures is None or measures.excess_volatility is None:
        return None
    chances = candidate.spread.chances(forecast.chance, measures.excess_volatility, float(np.log1p(costs)))
    # As stored: what is shown is what was decided by. Certainty is not known of any claim.
    beat, behind = (
        round(min(max(chance, 0.0001), 0.9999), _DIGITS) for chance in (chances.beat, chances.fall_behind)
    )
    return Chances(beat, behind, round(chances.expected, _DIGITS + 2))


def _hold_confidence(chances: Chances | None) -> float | None:
    """The chance that the likelier trade would not pay."""
    return None if chances is None else round(1 - max(chances.beat, chances.fall_behind), _DIGITS)


def _against(
    candidate: Candidate, chances: Chances | None, profile: Profile, costs: float, trade: Trade
) -> list[Block]:
    """What stands against a trade, the weightiest first; empty: nothing."""
    if candidate.measures is None:
        return [Block(trade, "no_price")]
    if candidate.forecast is None:
        return [Block(trade, "no_forecast")]
    if chances is None:
        return [Block(trade, "no_chance")]
    blocks = []
    if candidate.evidence.verdict != "proven":
        blocks.append(Block(trade, "order_not_proven", candidate.evidence.p_value))
    chance, contrary = chances.beat, chances.fall_behind
    gain_pct = 100 * (chances.expected - costs)
    if trade == "SELL":
        chance, contrary = contrary, chance
        gain_pct = 100 * (-chances.expected - costs)
    if chance < profile.minimum_confidence or chance <= contrary:
        blocks.append(Block(trade, "chances_too_low", chance, max(profile.minimum_confidence, contrary)))
    if gain_pct < profile.minimum_gain_pct:
        blocks.append(Block(trade, "return_below_costs", round(gain_pct, 2), profile.minimum_gain_pct))
    if trade == "BUY":
        blocks += _beyond_limits(candidate.forecast.lower_pct, candidate.measures, profile)
    return blocks


def _beyond_limits(lower_pct: float | None, measures: Measures, profile: Profile) -> list[Block]:
    """The limits of the profile that a purchase exceeds; what is unknown exceeds them."""
    blocks = []
    if lower_pct is None or lower_pct < -profile.maximum_downside_pct:
        blocks.append(Block("BUY", "downside", lower_pct, -profile.maximum_downside_pct))
    volatility = measures.volatility_pct
    if volatility is None or volatility > profile.maximum_volatility_pct:
        blocks.append(Block("BUY", "volatility", volatility, profile.maximum_volatility_pct))
    if measures.traded_value is None or measures.traded_value < profile.minimum_traded_value:
        blocks.append(Block("BUY", "liquidity", measures.traded_value, profile.minimum_traded_value))
    return blocks

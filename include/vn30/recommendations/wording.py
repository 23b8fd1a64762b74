"""The reasons of a recommendation in words, each a sentence that the recommendation's own figures fill."""

from typing import Any

from vn30.evaluation.significance import PROVEN_BELOW
from vn30.recommendations.inputs import Candidate
from vn30.recommendations.levels import LOCKED_SESSIONS
from vn30.recommendations.rules import Block, Decision

CONTRIBUTIONS = 3
_AVERAGE = {"bull": "above", "bear": "below"}


def reasons_of(decision: Decision) -> dict[str, Any]:
    """The reasons by part; a part that does not apply is None."""
    candidate = decision.candidate
    return {
        "claim": _claim(decision),
        "blocks": [
            {"trade": block.trade, "code": block.code, "words": _block(block, decision)}
            for block in decision.blocks
        ],
        "contributions": _contributions(candidate),
        "regime": _regime(candidate),
        "interval": _interval(candidate),
        "evidence": _evidence(candidate),
        "entry": _entry(decision),
        "worstCase": _worst_case(decision),
    }


def justification_of(decision: Decision, reasons: dict[str, Any]) -> str:
    """One paragraph of :func:`reasons_of`; of what stands against it, the deciding part."""
    against = [each["words"] for each in reasons["blocks"] if each["code"] == decision.reason][:1]
    most = reasons["contributions"]
    weights = [f"Most weight in the forecast: {'; '.join(most)}."] if most else []
    worst = reasons["worstCase"]
    parts = [
        reasons["claim"],
        *against,
        reasons["evidence"],
        *weights,
        reasons["regime"],
        reasons["interval"],
        reasons["entry"],
        worst["words"] if worst else None,
    ]
    return " ".join(part for part in parts if part)


def _claim(decision: Decision) -> str:
    candidate, chances = decision.candidate, decision.chances
    over = f"{candidate.ticker} over {candidate.horizon} sessions"
    if chances is None:
        return f"HOLD {over}: the forecasts give no chance to beat the VN30."
    costs = f"the {100 * decision.costs:.2f} % that buying and selling costs"
    beat, behind = f"{100 * chances.beat:.1f} %", f"{100 * chances.fall_behind:.1f} %"
    if decision.label == "BUY":
        return (
            f"BUY {over}: the chance of a return above that of the VN30 by more than {costs} is {beat}, "
            f"and {behind} that it is below by as much."
        )
    if decision.label == "SELL":
        return (
            f"SELL {over}: the chance of a return below that of the VN30 by more than {costs} is {behind}, "
            f"and {beat} that it is above by as much."
        )
    return (
        f"HOLD {over}: the chance of a return above that of the VN30 by more than {costs} is {beat}, and "
        f"{behind} that it is below by as much."
    )


def _block(block: Block, decision: Decision) -> str:
    trade, value, limit = block.trade, block.value, block.limit
    profile = f"the profile {decision.profile}"
    match block.code:
        case "no_price":
            return "The stock has no usable price on this session."
        case "no_forecast":
            return "There is no forecast for this session."
        case "no_chance":
            return "Too few past outcomes are known to give a chance."
        case "order_not_proven":
            return "Nothing is proven: the order of past forecasts may be luck."
        case "chances_too_low":
            return (
                f"The claim of {trade} has a chance of {_share(value)}; {profile} asks for "
                f"{_share(limit)}, and for more than the chance of the contrary."
            )
        case "return_below_costs":
            return (
                f"After costs, {trade} has an expected gain against the VN30 of {_percent(value)}; {profile} "
                f"asks for {_percent(limit)}."
            )
        case "downside":
            return f"The interval reaches down to {_percent(value)}; {profile} accepts {_percent(limit)}."
        case "volatility":
            return f"The volatility is {_percent(value)} a year; {profile} accepts {_percent(limit)}."
        case "liquidity":
            return f"{_billions(value)} VND are traded a session; {profile} asks for {_billions(limit)} VND."
        case "too_many_names":
            return f"Other stocks have higher chances; {profile} takes {limit:.0f} at a time."


def _contributions(candidate: Candidate) -> list[str]:
    explanation = None if candidate.forecast is None else candidate.forecast.explanation
    if explanation is None:
        return []
    return [_contribution(each, explanation["unit"]) for each in explanation["contributions"][:CONTRIBUTIONS]]


def _contribution(each: dict[str, Any], unit: str) -> str:
    place = f", rank {each['rank']:g} of {each['ranked']:g}" if each.get("rank") is not None else ""
    size = each["contribution"]
    direction = "raises" if size > 0 else "lowers"
    amount = f"the return by {abs(100 * size):.2f} %" if unit == "log_return" else "the expected rank"
    return f"{each['words']}{place} {direction} {amount}"


def _regime(candidate: Candidate) -> str | None:
    forecast = candidate.forecast
    if forecast is None or forecast.volatility_regime == "unknown":
        return None
    trend = _AVERAGE.get(forecast.trend_regime)
    average = f", and VNINDEX is {trend} its 200-session average" if trend else ""
    return f"The market is {forecast.volatility_regime}{average}."


def _interval(candidate: Candidate) -> str | None:
    forecast = candidate.forecast
    if forecast is None or forecast.lower_pct is None:
        return None
    return (
        f"The forecast return is {_percent(forecast.change_pct)}; four of five are expected between "
        f"{_percent(forecast.lower_pct)} and {_percent(forecast.upper_pct)}."
    )


def _evidence(candidate: Candidate) -> str:
    evidence, forecast = candidate.evidence, candidate.forecast
    if evidence.rank_ic is None or evidence.p_value is None:
        return "How good the order of past forecasts was is not known."
    rank = (
        f"It ranks {forecast.rank} of {forecast.ranked}. " if forecast and forecast.rank is not None else ""
    )
    proven = "proven" if evidence.verdict == "proven" else "not proven"
    price = f" The forecast of its price is {forecast.verdict}." if forecast and forecast.verdict else ""
    return (
        f"{rank}The order of past forecasts is {proven}: rank IC {evidence.rank_ic:+.3f}, error "
        f"{evidence.rank_ic_error:.3f}, p {evidence.p_value:.3f} of {evidence.trials} horizons tested, where "
        f"proven is below {PROVEN_BELOW:.2f}.{price}"
    )


def _entry(decision: Decision) -> str | None:
    if decision.levels is None:
        if decision.label != "SELL":
            return None
        return "It is sold at the open of the next session in which it is not locked at the floor."
    levels = decision.levels
    return (
        f"It is bought at the open of the next session in which it is not locked at the ceiling, about "
        f"{levels.entry:,} VND; stop-loss {levels.stop_loss:,}, take-profit {levels.take_profit:,}."
    )


def _worst_case(decision: Decision) -> dict[str, Any] | None:
    worst = decision.worst_case
    if worst is None:
        return None
    loss_pct = 100 * (worst.loss - decision.costs)
    if decision.label == "BUY":
        words = (
            f"Worst case: bought shares cannot be sold before T+{worst.settlement_sessions}, and at the "
            f"floor there may be no buyer. {worst.floor_sessions} sessions at the floor, of which "
            f"{LOCKED_SESSIONS} without buyers after settlement, and costs make {_percent(loss_pct)}."
        )
    else:
        words = (
            f"Worst case: {worst.floor_sessions} sessions at the floor without buyers before it is sold, and "
            f"costs make {_percent(loss_pct)}."
        )
    return {
        "pct": round(loss_pct, 4),
        "floorSessions": worst.floor_sessions,
        "settlementSessions": worst.settlement_sessions,
        "words": words,
    }


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{100 * value:.1f} %"


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:+.2f} %"


def _billions(value: float | None) -> str:
    return "unknown" if value is None else f"{value / 1e9:,.1f} billion"

"""The reasons of a recommendation in words, each a sentence that the recommendation's own figures fill."""

from typing import Any

from vn30.evaluation.significance import PROVEN_BELOW
from vn30.explanation.wording import localized_description
from vn30.i18n.localized import joined, localized
from vn30.recommendations.inputs import Candidate
from vn30.recommendations.levels import LOCKED_SESSIONS
from vn30.recommendations.rules import Block, Decision

CONTRIBUTIONS = 3
PROFILE_WORDS = {
    "conservative": localized("conservative"),
    "moderate": localized("moderate"),
    "aggressive": localized("aggressive"),
}
LABEL_WORDS = {"BUY": localized("BUY"), "HOLD": localized("HOLD"), "SELL": localized("SELL")}
_REGIMES = {"quiet": localized("quiet"), "volatile": localized("volatile")}
_VERDICTS = {"proven": localized("proven"), "not proven": localized("not proven")}


def reasons_of(decision: Decision) -> dict[str, Any]:
    """The reasons by part; a part that does not apply is None."""
    candidate = decision.candidate
    return {
        "claim": _claim(decision),
        "blocks": [
            {"trade": LABEL_WORDS[block.trade], "code": block.code, "words": _block(block, decision)}
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
    return paragraph_of(decision.reason, reasons)


def paragraph_of(reason: str, reasons: dict[str, Any]) -> str:
    """The paragraph of the reasons of a recommendation whose label has this reason."""
    against = [each["words"] for each in reasons["blocks"] if each["code"] == reason][:1]
    most = reasons["contributions"]
    weights = (
        [localized("Most weight in the forecast: {contributions}.", contributions=joined("; ", *most))]
        if most
        else []
    )
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
    return joined(" ", *(part for part in parts if part))


def _claim(decision: Decision) -> str:
    candidate, chances = decision.candidate, decision.chances
    if chances is None:
        return localized(
            "HOLD {ticker} over {horizon} sessions: the forecasts give no chance to beat the VN30.",
            ticker=candidate.ticker,
            horizon=candidate.horizon,
        )
    values: dict[str, Any] = {
        "ticker": candidate.ticker,
        "horizon": candidate.horizon,
        "costs": 100 * decision.costs,
        "beat": 100 * chances.beat,
        "behind": 100 * chances.fall_behind,
    }
    if decision.label == "BUY":
        return localized(
            "BUY {ticker} over {horizon} sessions: the chance of a return above that of the VN30 by "
            "more than "
            "the {costs:.2f} % that buying and selling costs is {beat:.1f} %, and {behind:.1f} % that "
            "it is below "
            "by as much.",
            **values,
        )
    if decision.label == "SELL":
        return localized(
            "SELL {ticker} over {horizon} sessions: the chance of a return below that of the VN30 by "
            "more than "
            "the {costs:.2f} % that buying and selling costs is {behind:.1f} %, and {beat:.1f} % that "
            "it is above "
            "by as much.",
            **values,
        )
    return localized(
        "HOLD {ticker} over {horizon} sessions: the chance of a return above that of the VN30 by "
        "more than the "
        "{costs:.2f} % that buying and selling costs is {beat:.1f} %, and {behind:.1f} % that it "
        "is below by as "
        "much.",
        **values,
    )


def _block(block: Block, decision: Decision) -> str:
    values = {"trade": LABEL_WORDS[block.trade], "profile": PROFILE_WORDS[decision.profile]}
    value, limit = block.value, block.limit
    match block.code:
        case "no_price":
            return localized("The stock has no usable price on this session.")
        case "no_forecast":
            return localized("There is no forecast for this session.")
        case "no_chance":
            return localized("Too few past outcomes are known to give a chance.")
        case "order_not_proven":
            return localized("Nothing is proven: the order of past forecasts may be luck.")
        case "chances_too_low":
            return localized(
                "The claim of {trade} has a chance of {value}; the profile {profile} asks for {limit}, and "
                "for more "
                "than the chance of the contrary.",
                **values,
                value=_share(value),
                limit=_share(limit),
            )
        case "return_below_costs":
            return localized(
                "After costs, {trade} has an expected gain against the VN30 of {value}; the profile "
                "{profile} asks "
                "for {limit}.",
                **values,
                value=_percent(value),
                limit=_percent(limit),
            )
        case "downside":
            return localized(
                "The interval reaches down to {value}; the profile {profile} accepts {limit}.",
                **values,
                value=_percent(value),
                limit=_percent(limit),
            )
        case "volatility":
            return localized(
                "The volatility is {value} a year; the profile {profile} accepts {limit}.",
                **values,
                value=_percent(value),
                limit=_percent(limit),
            )
        case "liquidity":
            return localized(
                "{value} VND are traded a session; the profile {profile} asks for {limit} VND.",
                **values,
                value=_billions(value),
                limit=_billions(limit),
            )
        case "too_many_names":
            return localized(
                "Other stocks have higher chances; the profile {profile} takes {limit:.0f} at a time.",
                **values,
                limit=limit,
            )


def _contributions(candidate: Candidate) -> list[str]:
    explanation = None if candidate.forecast is None else candidate.forecast.explanation
    if explanation is None:
        return []
    return [_contribution(each, explanation["unit"]) for each in explanation["contributions"][:CONTRIBUTIONS]]


def _contribution(each: dict[str, Any], unit: str) -> str:
    feature = localized_description(each["words"])
    if each.get("rank") is not None:
        feature = localized(
            "{feature}, rank {rank:g} of {ranked:g}",
            feature=feature,
            rank=each["rank"],
            ranked=each["ranked"],
        )
    size = each["contribution"]
    if unit == "log_return" and size > 0:
        return localized("{feature} raises the return by {size:.2f} %", feature=feature, size=100 * size)
    if unit == "log_return":
        return localized("{feature} lowers the return by {size:.2f} %", feature=feature, size=-100 * size)
    if size > 0:
        return localized("{feature} raises the expected rank", feature=feature)
    return localized("{feature} lowers the expected rank", feature=feature)


def _regime(candidate: Candidate) -> str | None:
    forecast = candidate.forecast
    if forecast is None or forecast.volatility_regime == "unknown":
        return None
    state = _REGIMES[forecast.volatility_regime]
    if forecast.trend_regime == "bull":
        return localized("The market is {state}, and VNINDEX is above its 200-session average.", state=state)
    if forecast.trend_regime == "bear":
        return localized("The market is {state}, and VNINDEX is below its 200-session average.", state=state)
    return localized("The market is {state}.", state=state)


def _interval(candidate: Candidate) -> str | None:
    forecast = candidate.forecast
    if forecast is None or forecast.lower_pct is None:
        return None
    return localized(
        "The forecast return is {change}; four of five are expected between {lower} and {upper}.",
        change=_percent(forecast.change_pct),
        lower=_percent(forecast.lower_pct),
        upper=_percent(forecast.upper_pct),
    )


def _evidence(candidate: Candidate) -> str:
    evidence, forecast = candidate.evidence, candidate.forecast
    if evidence.rank_ic is None or evidence.p_value is None:
        return localized("How good the order of past forecasts was is not known.")
    sentences = []
    if forecast and forecast.rank is not None:
        sentences.append(
            localized("It ranks {rank} of {ranked}.", rank=forecast.rank, ranked=forecast.ranked)
        )
    sentences.append(
        localized(
            "The order of past forecasts is {proven}: rank IC {rank_ic:+.3f}, error {error:.3f}, p "
            "{p_value:.3f} of "
            "{trials} horizons tested, where proven is below {limit:.2f}.",
            proven=_VERDICTS["proven" if evidence.verdict == "proven" else "not proven"],
            rank_ic=evidence.rank_ic,
            error=evidence.rank_ic_error,
            p_value=evidence.p_value,
            trials=evidence.trials,
            limit=PROVEN_BELOW,
        )
    )
    if forecast and forecast.verdict:
        verdict = _VERDICTS.get(forecast.verdict, forecast.verdict)
        sentences.append(localized("The forecast of its price is {verdict}.", verdict=verdict))
    return joined(" ", *sentences)


def _entry(decision: Decision) -> str | None:
    if decision.levels is None:
        if decision.label != "SELL":
            return None
        return localized("It is sold at the open of the next session in which it is not locked at the floor.")
    levels = decision.levels
    return localized(
        "It is bought at the open of the next session in which it is not locked at the ceiling, about "
        "{entry:,} VND; stop-loss {stop_loss:,}, take-profit {take_profit:,}.",
        entry=levels.entry,
        stop_loss=levels.stop_loss,
        take_profit=levels.take_profit,
    )


def _worst_case(decision: Decision) -> dict[str, Any] | None:
    worst = decision.worst_case
    if worst is None:
        return None
    loss_pct = 100 * (worst.loss - decision.costs)
    if decision.label == "BUY":
        words = localized(
            "Worst case: bought shares cannot be sold before T+{settlement}, and at the floor there "
            "may be no "
            "buyer. {floor_sessions} sessions at the floor, of which {locked} without buyers after "
            "settlement, and "
            "costs make {loss}.",
            settlement=worst.settlement_sessions,
            floor_sessions=worst.floor_sessions,
            locked=LOCKED_SESSIONS,
            loss=_percent(loss_pct),
        )
    else:
        words = localized(
            "Worst case: {floor_sessions} sessions at the floor without buyers before it is sold, and "
            "costs make "
            "{loss}.",
            floor_sessions=worst.floor_sessions,
            loss=_percent(loss_pct),
        )
    return {
        "pct": round(loss_pct, 4),
        "floorSessions": worst.floor_sessions,
        "settlementSessions": worst.settlement_sessions,
        "words": words,
    }


def _share(value: float | None) -> str:
    return localized("unknown") if value is None else localized("{share:.1f} %", share=100 * value)


def _percent(value: float | None) -> str:
    return localized("unknown") if value is None else localized("{percent:+.2f} %", percent=value)


def _billions(value: float | None) -> str:
    if value is None:
        return localized("unknown")
    return localized("{billions:,.1f} billion", billions=value / 1e9)

"""The recommendations of a session as documents: what is stored, hashed and compared."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from vn30.market.rules import rules_on
from vn30.recommendations.inputs import Candidate
from vn30.recommendations.profiles import PROFILES, RecommendationProfiles
from vn30.recommendations.rules import Decision, decide
from vn30.recommendations.wording import justification_of, reasons_of


def recommend(
    session: date, candidates: Sequence[Candidate], profiles: RecommendationProfiles
) -> list[Decision]:
    """The decisions for all profiles; deterministic in its arguments.

    Args:
        candidates: the members of the VN30, one each horizon.
    """
    rules, fee_pct = rules_on(session), profiles.costs.fee_pct
    decisions: list[Decision] = []
    for horizon in sorted({each.horizon for each in candidates}):
        at_horizon = [each for each in candidates if each.horizon == horizon]
        at_horizon.sort(key=lambda each: each.ticker)
        for name in PROFILES:
            decisions += decide(at_horizon, name, profiles.named(name), fee_pct, rules)
    return decisions


def document_of(decision: Decision, target_date: date) -> dict[str, Any]:
    """A recommendation by the names of its columns, without what names it in the database.

    Args:
        target_date: the session on which its horizon is over.
    """
    candidate, forecast, chances = decision.candidate, decision.candidate.forecast, decision.chances
    measures, levels = candidate.measures, decision.levels
    reasons = reasons_of(decision)
    is_sale = decision.label == "SELL" and measures is not None
    return {
        "ticker": candidate.ticker,
        "profile": decision.profile,
        "horizon_days": candidate.horizon,
        "target_date": target_date.isoformat(),
        "label": decision.label,
        "reason_code": decision.reason,
        "confidence": decision.confidence,
        "chance_to_beat": None if chances is None else chances.beat,
        "chance_to_fall_behind": None if chances is None else chances.fall_behind,
        "expected_excess_pct": None if chances is None else round(100 * chances.expected, 4),
        "expected_return_pct": None if forecast is None else round(forecast.change_pct, 4),
        "lower_return_pct": _rounded(None if forecast is None else forecast.lower_pct),
        "upper_return_pct": _rounded(None if forecast is None else forecast.upper_pct),
        "base_price": None if measures is None else measures.raw_close,
        "entry_price": levels.entry if levels else measures.raw_close if is_sale and measures else None,
        "stop_loss": levels.stop_loss if levels else None,
        "take_profit": levels.take_profit if levels else None,
        "worst_case_pct": None if reasons["worstCase"] is None else reasons["worstCase"]["pct"],
        "costs_pct": round(100 * decision.costs, 4),
        "vn30_rank": None if forecast is None else forecast.rank,
        "vn30_ranked": None if forecast is None else forecast.ranked,
        "verdict": None if forecast is None else forecast.verdict,
        "order_verdict": candidate.evidence.verdict,
        "volatility_regime": None if forecast is None else forecast.volatility_regime,
        "trend_regime": None if forecast is None else forecast.trend_regime,
        "experiment_run_id": None if forecast is None else forecast.experiment_run_id,
        "is_last_months_winner": decision.is_winner,
        "justification": justification_of(decision, reasons),
        "reasons": reasons,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

"""Checks that are independent of the rules: contradictions in a recommendation, and silence of a profile."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from vn30.market.rules import MarketRules

SILENT_SESSIONS = 21
"""Sessions, a month, after which a profile that has said nothing but HOLD is reported."""


class Finding(NamedTuple):
    """What a check has found; ``error`` is a contradiction, which fails the run."""

    severity: Literal["error", "warning"]
    kind: str
    profile: str | None
    horizon: int | None
    ticker: str | None
    detail: str


def contradictions(document: Mapping[str, Any], rules: MarketRules) -> list[str]:
    """What contradicts itself in a recommendation, one sentence each; empty: nothing.

    Args:
        document: of :func:`vn30.recommendations.documents.document_of`.
        rules: those in force on its session.
    """
    beat, behind = document["chance_to_beat"], document["chance_to_fall_behind"]
    label, confidence = document["label"], document["confidence"]
    found = []
    if label != "HOLD":
        claimed, contrary = (beat, behind) if label == "BUY" else (behind, beat)
        if confidence is None or confidence != claimed:
            found.append(f"the confidence {confidence} is not the chance {claimed} of the claim of {label}")
        elif confidence <= contrary:
            found.append(f"{label} has a confidence of {confidence}, and the contrary a chance of {contrary}")
        if document["order_verdict"] != "proven":
            found.append(f"{label} although the order of the forecasts is not proven")
    if beat is not None and not (0 < beat < 1 and 0 < behind < 1 and beat + behind <= 1):
        found.append(f"the chances {beat} and {behind} are not those of two exclusive outcomes")
    return found + (_faults_of_prices(document, rules) if label == "BUY" else _needless_prices(document))


def _faults_of_prices(document: Mapping[str, Any], rules: MarketRules) -> list[str]:
    entry, stop, target = (document[name] for name in ("entry_price", "stop_loss", "take_profit"))
    if None in (entry, stop, target):
        return ["BUY without entry price, stop-loss and take-profit"]
    found = []
    if not stop < entry < target:
        found.append(f"stop-loss {stop}, entry {entry} and take-profit {target} are not in this order")
    for name, price in (("entry", entry), ("stop-loss", stop), ("take-profit", target)):
        if price % rules.tick.at(price):
            found.append(f"the {name} {price} is not on a tick of {rules.tick.at(price)} VND")
    lowest = highest = entry
    for _ in range(document["horizon_days"]):
        lowest, highest = rules.floor(lowest), rules.ceiling(highest)
    if stop < lowest or target > highest:
        found.append(f"stop-loss {stop} or take-profit {target} cannot be reached within the daily band")
    sessions = 1 + rules.settlement.sessions
    # Each floor is rounded up, by less than a tick.
    settled = (1 - rules.band.daily) ** sessions + sessions * rules.tick.at(entry) / entry
    if document["worst_case_pct"] is None or document["worst_case_pct"] > 100 * (settled - 1):
        found.append(f"the worst case {document['worst_case_pct']} % leaves out the sessions of settlement")
    return found


def _needless_prices(document: Mapping[str, Any]) -> list[str]:
    named = [name for name in ("stop_loss", "take_profit") if document[name] is not None]
    return [f"{document['label']} has a {name}" for name in named]


def findings_of(session: date, documents: list[dict[str, Any]], rules: MarketRules) -> list[Finding]:
    """The contradictions in the recommendations of a session."""
    return [
        Finding(
            "error",
            "contradiction",
            document["profile"],
            document["horizon_days"],
            document["ticker"],
            f"{session}: {detail}",
        )
        for document in documents
        for detail in contradictions(document, rules)
    ]


def silence(profile: str, sessions: int, reasons: Mapping[str, int]) -> Finding | None:
    """The finding for a profile that has said nothing but HOLD in its last SILENT_SESSIONS sessions.

    Args:
        sessions: of its newest sessions in a row, those with HOLD alone.
        reasons: the number of recommendations of the newest session by reason.
    """
    if sessions < SILENT_SESSIONS:
        return None
    most = ", ".join(f"{reason} ({number})" for reason, number in sorted(reasons.items(), key=_most))
    return Finding(
        "warning",
        "nothing but HOLD",
        profile,
        None,
        None,
        f"The profile {profile} has said nothing but HOLD for {sessions} sessions. Reasons today: {most}",
    )


def _most(reason: tuple[str, int]) -> tuple[int, str]:
    return -reason[1], reason[0]

"""Translates VCI's events into corporate actions. vnstock passes their fields on without checking any."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from vn30.market.corporate_actions import CorporateAction, Kind
from vn30.sources.base import ListedActions

_FIRST_DAY = date(2000, 7, 28)
"""Of trading in Vietnam. Vendors write a day of 1753 or 1900 where there is none."""
_CASH = (10.0, 1_000_000.0)
_MAX_RATIO = 10.0

_NEEDED = ("event_code", "exright_date")
_ISSUES: dict[str, Kind] = {"DIV": "stock_dividend", "BONUS": "bonus_issue", "RIGHTS": "rights_issue"}
# Shares for employees, others than holders, bonds and mergers: holders get nothing.
_NOT_FOR_HOLDERS = {"EMPL", "PP", "TRANS", "ICRE", "PUBL", "MERGER"}

Event = Mapping[str, Any]


class UnreadableEvents(Exception):
    """The events lack a field that each of them needs; the message names it."""


def actions_of(ticker: str, events: Sequence[Event], end: date, source: str) -> ListedActions:
    """The corporate actions of ``ticker`` up to ``end``, oldest first.

    An event that is listed twice counts once; two of one day, such as the last instalment of a year and the
    first one of the next, are added up. VCI does not say the price of a rights issue: its day is left out.

    Raises:
        UnreadableEvents: no event has a field that is needed.
    """
    if events and (lacking := [name for name in _NEEDED if not any(name in event for event in events)]):
        raise UnreadableEvents(f"the events have no {', '.join(lacking)}")
    terms: dict[tuple[date, Kind], float] = defaultdict(float)
    faults: dict[date, str] = {}
    without_day: list[str] = []
    for event in _distinct(events):
        if event.get("event_code") not in ("DIV", "ISS") or _method(event) in _NOT_FOR_HOLDERS:
            continue
        if str(event.get("ticker") or ticker).upper() != ticker:
            without_day.append(f"an event of {event['ticker']} was listed")
            continue
        day = _day(event.get("exright_date"))
        if day is None or day < _FIRST_DAY:
            # An issue that was resolved and has no ex-date yet, or a day that is none.
            if event.get("exright_date") and day is None:
                without_day.append(f"exright_date {event['exright_date']!r} is no day")
            continue
        if day > end:
            continue
        try:
            kind, value = _terms(event)
        except ValueError as error:
            faults[day] = str(error)
        else:
            terms[day, kind] += value
    for day in {day for day, _ in terms if day.weekday() >= 5}:
        faults[day] = "the ex-date is no session"
    listed = [
        _action(ticker, day, kind, value, source)
        for (day, kind), value in sorted(terms.items())
        if day not in faults
    ]
    left_out = [f"{day}: {fault}" for day, fault in sorted(faults.items())]
    return ListedActions(tuple(listed), (*left_out, *without_day))


def _action(ticker: str, day: date, kind: Kind, value: float, source: str) -> CorporateAction:
    action = CorporateAction(ticker, day, kind, source, is_from_vendor=True)
    return replace(action, cash=value) if kind == "cash_dividend" else replace(action, ratio=round(value, 9))


def _distinct(events: Iterable[Event]) -> list[Event]:
    """The events without those that are listed again, by their id or, without one, in all fields."""
    return list({str(event.get("id") or sorted(event.items(), key=str)): event for event in events}.values())


def _method(event: Event) -> str:
    return str(event.get("issue_method_code") or "").upper() if event.get("event_code") == "ISS" else ""


def _terms(event: Event) -> tuple[Kind, float]:
    if event["event_code"] == "DIV":
        cash = _number(event.get("value_per_share"))
        lowest, highest = _CASH
        if not lowest <= cash <= highest:
            raise ValueError(f"value_per_share {event.get('value_per_share')!r} is no dividend in VND")
        return "cash_dividend", cash
    kind = _ISSUES.get(_method(event))
    if kind is None:
        raise ValueError(f"issue_method_code {event.get('issue_method_code')!r} is not known")
    if kind == "rights_issue":
        raise ValueError("a rights issue, whose price the vendor does not say")
    ratio = _number(event.get("exercise_ratio"))
    if not 0 < ratio <= _MAX_RATIO:
        raise ValueError(f"exercise_ratio {event.get('exercise_ratio')!r} is no share of new shares")
    return kind, ratio


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return 0.0


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None

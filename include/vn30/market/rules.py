"""The rules of HOSE by date: lots, ticks, bands, settlement, parts of a session, fees and taxes.

They are data, in ``reference/hose_rules.toml``: each with the day from which it is in force and its source.
A back-test crosses their changes, so every question is asked for a day. Prices are raw ones, as traded: VND,
not adjusted for dividends or splits.
"""

import math
import tomllib
from dataclasses import dataclass, fields
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from vn30.errors import WrongInput

_RULES = Path(__file__).parent / "reference" / "hose_rules.toml"


@dataclass(frozen=True)
class Rule:
    """What every rule has.

    Attributes:
        valid_from: the first day on which it is in force.
        source: who has made it.
        before_unknown: it is also used for earlier days, whose rule was not looked up.
    """

    valid_from: date
    source: str
    before_unknown: bool


@dataclass(frozen=True)
class Lot(Rule):
    """Shares of a round lot and of the largest order, and whether fewer shares than a lot can be traded."""

    shares: int
    max_order: int
    odd_lots: bool


@dataclass(frozen=True)
class Tick(Rule):
    """Steps of prices: pairs of a price (VND) and the step from it on, cheapest first."""

    steps: tuple[tuple[int, int], ...]

    def at(self, price: float) -> int:
        """The step at a raw price, in VND."""
        return [step for start, step in self.steps if price >= start][-1]

    def nearest(self, price: float) -> int:
        """The price nearest to ``price`` that can be traded, in VND; the higher one of two."""
        step = self.at(price)
        return step * math.floor(price / step + 0.5)


@dataclass(frozen=True)
class PriceBand(Rule):
    """How far a price may be from the reference price, as a share of it; ``first_day``: of a listing."""

    daily: float
    first_day: float


@dataclass(frozen=True)
class Settlement(Rule):
    """Sessions until shares and cash of a trade arrive, and whether they can be sold on that day."""

    sessions: int
    sold_on_day: bool


@dataclass(frozen=True)
class SessionPart:
    """A part of a session, in Vietnam's time, until before ``until``."""

    name: str
    begins: time
    until: time


@dataclass(frozen=True)
class SessionParts(Rule):
    """The parts of a session; ``auctions_first``: auction orders precede limit orders at the price limit."""

    parts: tuple[SessionPart, ...]
    auctions_first: bool


@dataclass(frozen=True)
class Fee(Rule):
    """The highest fee of a broker, as a share of the value of a trade."""

    cap: float


@dataclass(frozen=True)
class Tax(Rule):
    """Taxes as a share of what a sale brings, gain or loss, and of cash dividends."""

    of_sales: float
    of_dividends: float


@dataclass(frozen=True)
class MarketRules:
    """The rules in force on one day."""

    lot: Lot
    tick: Tick
    band: PriceBand
    settlement: Settlement
    session: SessionParts
    fee: Fee
    tax: Tax

    def ceiling(self, reference: float, share: float | None = None) -> int:
        """The highest price (VND) of a session with this reference price: rounded down to a tick.

        At least a tick above the reference price, as HOSE sets it where the band is narrower than a tick.

        Args:
            share: how far a price may be from the reference, as a share of it; None: the daily band.
        """
        # Without the digits that floats add, a limit that is on a step would be rounded to the next one.
        limit = round(reference * (1 + (self.band.daily if share is None else share)), 6)
        tick = self.tick.at(limit)
        highest = tick * math.floor(limit / tick)
        return highest if highest > reference else tick * (math.floor(reference / tick) + 1)

    def floor(self, reference: float, share: float | None = None) -> int:
        """The lowest price (VND) of a session with this reference price: rounded up to a tick.

        At least a tick below the reference price, as HOSE sets it where the band is narrower than a tick.

        Args:
            share: as of :meth:`ceiling`.
        """
        limit = round(reference * (1 - (self.band.daily if share is None else share)), 6)
        tick = self.tick.at(limit)
        lowest = tick * math.ceil(limit / tick)
        return lowest if lowest < reference else max(tick * (math.ceil(reference / tick) - 1), tick)


def rules_on(day: date) -> MarketRules:
    """The rules in force on ``day``.

    Raises:
        WrongInput: the file of the rules has a fault; the message names the rule.
    """
    return _rules_on(day, _RULES, _RULES.stat().st_mtime_ns)


def dated_rules() -> dict[str, tuple[Rule, ...]]:
    """All rules by kind (``lot``, ``tick``, ...), the oldest first."""
    return dict(_read(_RULES, _RULES.stat().st_mtime_ns))


# A read of the market asks for the same few days.
@lru_cache(maxsize=64)
def _rules_on(day: date, path: Path, modified: int) -> MarketRules:
    return MarketRules(**{kind: _in_force(rules, day) for kind, rules in _read(path, modified).items()})


def _in_force(rules: tuple[Rule, ...], day: date) -> Any:
    begun = [rule for rule in rules if rule.valid_from <= day]
    if begun:
        return begun[-1]
    if rules[0].before_unknown:
        return rules[0]
    raise WrongInput(f"{_RULES.name}: there is no rule for {day} before {rules[0].valid_from}.")


_KINDS: dict[str, type[Rule]] = {
    "lot": Lot,
    "tick": Tick,
    "band": PriceBand,
    "settlement": Settlement,
    "session": SessionParts,
    "fee": Fee,
    "tax": Tax,
}


@lru_cache(maxsize=2)
def _read(path: Path, _modified: int) -> dict[str, tuple[Rule, ...]]:
    try:
        document = tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise WrongInput(f"{path.name}: {error}") from error
    if set(document) != set(_KINDS):
        raise WrongInput(f"{path.name}: it has to have exactly {', '.join(_KINDS)}.")
    return {kind: _rules(path.name, kind, document[kind]) for kind in _KINDS}


def _rules(name: str, kind: str, rows: list[dict[str, Any]]) -> tuple[Rule, ...]:
    rules = tuple(_rule(name, kind, row) for row in rows)
    days = [rule.valid_from for rule in rules]
    if days != sorted(set(days)):
        raise WrongInput(f"{name}: the rules of {kind} are not in the order of their days, each on its own.")
    return rules


def _rule(name: str, kind: str, row: dict[str, Any]) -> Rule:
    values = {"before_unknown": False, **row, "valid_from": row.get("from")}
    values.pop("from", None)
    if kind == "tick":
        values["steps"] = tuple((start, step) for start, step in values["steps"])
    if kind == "session":
        values["parts"] = tuple(
            SessionPart(part["name"], part["from"], part["until"]) for part in values["parts"]
        )
    expected = {field.name for field in fields(_KINDS[kind])}
    if set(values) != expected or not isinstance(values["valid_from"], date):
        raise WrongInput(f"{name}: a rule of {kind} has to have from, {', '.join(sorted(expected))}.")
    return _KINDS[kind](**values)

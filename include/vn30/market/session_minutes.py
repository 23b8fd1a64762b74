"""The minutes of a session in which HOSE trades, by the rules of its day (:mod:`vn30.market.rules`).

A minute is counted from midnight in Vietnam, and named by its start: 555 is 09:15 to before 09:16. Vietnam
has had the same offset from UTC since 1975, so that local times are plain arithmetic.
"""

from datetime import date, time
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vn30.market.rules import SessionPart, rules_on
from vn30.typing import IntArray

DAY_MINUTES = 24 * 60
CONTINUOUS = ("morning", "afternoon")
"""The parts of a session with continuous matching; auctions match once, at their end."""
OPENING_AUCTION, CLOSING_AUCTION = "opening auction", "closing auction"


class Half(NamedTuple):
    """Minutes without a break in between: the morning or the afternoon, until before ``until``."""

    begins: int
    until: int


def halves(day: date) -> tuple[Half, ...]:
    """The halves of a session, before and after lunch, auctions and put-through trades included."""
    return _halves(rules_on(day).session.parts)


def half_starts(day: date) -> IntArray:
    """By minute of the day, the first minute of its half, shape (1440,); -1 at lunch and outside."""
    return _half_starts(rules_on(day).session.parts)


def continuous_minutes(day: date) -> IntArray:
    """The minutes of continuous matching, in which each may have a bar."""
    parts = [part for part in rules_on(day).session.parts if part.name in CONTINUOUS]
    return np.concatenate([np.arange(minute_of(part.begins), minute_of(part.until)) for part in parts])


def closing_minute(day: date) -> int:
    """The first minute whose bar may be that of the closing auction."""
    parts = {part.name: part for part in rules_on(day).session.parts}
    return minute_of(parts[CLOSING_AUCTION].begins)


def auction_ends(day: date) -> tuple[int, int]:
    """The last minutes of the opening and of the closing auction."""
    parts = {part.name: part for part in rules_on(day).session.parts}
    opening, closing = parts[OPENING_AUCTION], parts[CLOSING_AUCTION]
    return minute_of(opening.until) - 1, minute_of(closing.until) - 1


def minute_of(moment: time) -> int:
    """Minutes from midnight."""
    return moment.hour * 60 + moment.minute


@lru_cache(maxsize=8)
def _halves(parts: tuple[SessionPart, ...]) -> tuple[Half, ...]:
    found: list[Half] = []
    for part in parts:
        begins, until = minute_of(part.begins), minute_of(part.until)
        if found and found[-1].until == begins:
            found[-1] = Half(found[-1].begins, until)
        else:
            found.append(Half(begins, until))
    return tuple(found)


@lru_cache(maxsize=8)
def _half_starts(parts: tuple[SessionPart, ...]) -> IntArray:
    starts = np.full(DAY_MINUTES, -1, dtype=np.int64)
    for half in _halves(parts):
        starts[half.begins : half.until] = half.begins
    starts.setflags(write=False)
    return starts

"""The languages of the platform, and the choice among them by the header ``Accept-Language``."""

from typing import Literal, get_args

Language = Literal["en", "vi"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "en"

MAX_RANGES = 20
"""Ranges that are read of a header; browsers send fewer than ten."""


def negotiated(accept_language: str | None) -> Language:
    """The language that a header ``Accept-Language`` prefers (RFC 9110, section 12.5.4).

    A range such as ``vi-VN`` stands for its language. English if none of the languages is accepted or the
    header is malformed.
    """
    accepted: dict[str, float] = {}
    for part in (accept_language or "").split(",")[:MAX_RANGES]:
        name, quality = _range(part)
        accepted.setdefault(name, quality)
    # At equal quality, the language that the header names first.
    order = [name for name in accepted if name in LANGUAGES]
    best = max(order, key=lambda name: accepted[name], default=DEFAULT_LANGUAGE)
    is_refused = accepted.get(best, 0.0) <= 0
    return DEFAULT_LANGUAGE if is_refused or accepted[best] < accepted.get("*", 0.0) else best


def _range(part: str) -> tuple[str, float]:
    """Language and quality of ``vi-VN;q=0.8``; the quality is 0 if it is malformed."""
    name, _, weight = part.partition(";")
    try:
        quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
    except ValueError:
        quality = 0.0
    return name.strip().lower().split("-")[0], quality

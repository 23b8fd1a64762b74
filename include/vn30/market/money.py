"""Amounts in whole VND."""

from decimal import Decimal
from functools import lru_cache


def share_of(amount: int, rate: float) -> int:
    """``rate`` of an amount, rounded to whole VND, halves away from zero."""
    numerator, denominator = _ratio(rate)
    share = amount * numerator
    return _rounded(share, denominator) if share >= 0 else -_rounded(-share, denominator)


def part_of(amount: int, part: int, whole: int) -> int:
    """The part of an amount of at least 0 that ``part`` of ``whole`` has, in whole VND, halves up."""
    return _rounded(amount * part, whole)


def _rounded(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


@lru_cache(maxsize=256)
def _ratio(rate: float) -> tuple[int, int]:
    """The shortest decimal of a rate as a fraction: 0.0015 is 3 / 2000, which no binary number is."""
    return Decimal(str(rate)).as_integer_ratio()

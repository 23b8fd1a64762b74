"""Reads the dates of a file: those with the year first, and those whose order of day and month is proven."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

import pandas as pd

from vn30.market.calendar import HOSE_ZONE

Order = Literal["day first", "month first"]

_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AaPp][Mm])?)?\s*(?:Z|[+-]\d{2}:?\d{2})?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WITH_ZONE = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\s*\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})")
_NAMED_MONTHS = ("%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%B %d, %Y")
_HEADER_ORDERS: tuple[tuple[str, Order], ...] = (
    (r"d{1,2}[-/. ]?m{1,2}[-/. ]?y{1,4}", "day first"),
    (r"m{1,2}[-/. ]?d{1,2}[-/. ]?y{1,4}", "month first"),
)


class Dates(NamedTuple):
    """The dates of some texts, None where one cannot be read.

    ``doubt`` is the reason why texts such as 03/01/2024 cannot be read, if there are any, and ``example`` the
    position of the first one: the order of day and month is not proven, or the file has both orders.
    """

    dates: list[date | None]
    doubt: str | None
    example: int | None


def read_dates(texts: Sequence[str | None], header: str = "") -> Dates:
    """The dates in ``texts``, the different cells of a file's column of dates.

    A time of day is ignored; with a time zone, the date is that of Vietnam at the time. Texts with the year
    last are read if the file proves the order of day and month: by a number above 12 in one place and none in
    the other, or by the header, such as ``Date (dd/mm/yyyy)`` or AmiBroker's ``Date_DMY``.
    """
    cells = [(text or "").strip() for text in texts]
    year_last = [match for cell in cells if (match := _YEAR_LAST.fullmatch(cell))]
    order, doubt = _order(year_last, header)
    dates = [_year_first(cell) or _named_month(cell) or _year_last(cell, order) for cell in cells]
    return Dates(dates, doubt, cells.index(year_last[0].string) if doubt else None)


def _order(year_last: list[re.Match[str]], header: str) -> tuple[Order | None, str | None]:
    """The order of day and month in the texts with the year last, or the reason why it is unknown."""
    day_first = next((match.string for match in year_last if int(match[1]) > 12), None)
    month_first = next((match.string for match in year_last if int(match[3]) > 12), None)
    if day_first and month_first:
        return None, f"{day_first!r} has the day first and {month_first!r} the month"
    if day_first:
        return "day first", None
    if month_first:
        return "month first", None
    for pattern, order in _HEADER_ORDERS:
        if re.search(pattern, header.lower()):
            return order, None
    return None, "no date has a number above 12 that proves which is the day" if year_last else None


def _year_first(cell: str) -> date | None:
    if _WITH_ZONE.fullmatch(cell):
        try:
            return datetime.fromisoformat(cell).astimezone(HOSE_ZONE).date()
        except ValueError:
            return None
    if match := _YEAR_FIRST.fullmatch(cell):
        return _date(match[1], match[3], match[4])
    if match := _DIGITS.fullmatch(cell):
        return _date(match[1], match[2], match[3])
    return None


def _year_last(cell: str, order: Order | None) -> date | None:
    match = _YEAR_LAST.fullmatch(cell)
    if match is None or order is None:
        return None
    day, month = (match[1], match[3]) if order == "day first" else (match[3], match[1])
    return _date(match[4], month, day)


def _named_month(cell: str) -> date | None:
    if not any(letter.isalpha() for letter in cell):
        return None
    for pattern in _NAMED_MONTHS:
        try:
            return datetime.strptime(cell, pattern).date()
        except ValueError:
            continue
    return None


def _date(year: str, month: str, day: str) -> date | None:
    if not pd.Timestamp.min.year < int(year) < pd.Timestamp.max.year:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

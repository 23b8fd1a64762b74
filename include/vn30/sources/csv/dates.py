"""Reads the dates of a file: those with the year first, and those whose order of day and month is proven."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal, NamedTuple, get_args

import pandas as pd

from vn30.i18n.localized import localized
from vn30.market.calendar import HOSE_ZONE
from vn30.sources.csv.cells import tidy, without_accents

Order = Literal["day first", "month first"]

_ZONE = r"(?:UTC|GMT)?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)|Z|UTC|GMT"
_TIME = re.compile(
    rf"(?P<day>.*?)(?:T|,? )\s*"
    rf"(?:(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::\d{{2}}(?:[.,]\d+)?)?"
    rf"|(?P<hours>\d{{2}})(?P<minutes>\d{{2}})\d{{2}})"
    rf"\s*(?P<half>[AP]\.?M\.?|SA|CH)?\s*(?P<zone>{_ZONE})?",
    re.IGNORECASE,
)
"""A day with a time: 24 hours, English or Vietnamese halves of the day, with or without a time zone."""

_DATE_ZONE = re.compile(r"(?P<day>.*\d)(?:Z|[+-]\d{2}:\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0*)?")
_UNIX_TIME = re.compile(r"(1\d{9})(?:\d{3})?(?:\.0*)?")
"""Seconds or milliseconds since 1970, from 2001 to 2033; later ones look like a date and an hour."""

_VIETNAMESE = re.compile(
    r"(?:ngay )?(\d{1,2})[ -]*(?:thang|thg|th)\.? ?(\d{1,2}),?[ -]*(?:nam )?(\d{4})", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"(?:(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|t[2-7]|cn), ?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )",
    re.IGNORECASE,
)
_NAMED_MONTHS = ("%d-%b-%Y", "%Y-%b-%d", "%d %b %Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%B %d, %Y")
_HEADER_ORDERS: tuple[tuple[str, Order], ...] = (
    (r"d{1,2}[-/. ]?m{1,2}[-/. ]?y{1,4}", "day first"),
    (r"m{1,2}[-/. ]?d{1,2}[-/. ]?y{1,4}", "month first"),
)
_OTHER_FORMS = (
    (
        r"\d{5}(?:[.,]\d+)?",
        localized("it is the number of days by which Excel stores a date: format its cells as dates"),
    ),
    (r"\d{1,2}([-/. ])(?:\d{1,2}|[A-Za-z]{3})\1\d{2}|\d{6}", localized("its year needs four digits")),
    (r"\d{8}", localized("the year must come first")),
    (r"#+", localized("its column was too narrow in Excel: widen it before saving")),
)


class Dates(NamedTuple):
    """The dates of some texts, None where one cannot be read.

    ``doubt`` is the reason why texts such as 03/01/2024 cannot be read, if there are any, and ``example`` the
    position of the first one: the order of day and month is not proven, or the file has both orders.
    """

    dates: list[date | None]
    doubt: str | None
    example: int | None


class _Cell(NamedTuple):
    """The text of a day, without its time; and the days by which the date in Vietnam differs from it."""

    day: str
    moved: timedelta = timedelta()


def read_dates(texts: Sequence[str | None], header: str = "") -> Dates:
    """The dates in ``texts``, the different cells of a file's column of dates.

    A time of day is ignored; with a time zone, and of Unix time, the date is that of Vietnam at the time.
    Texts with the year last are read if the file proves the order of day and month: by a number above 12 in
    one place and none in the other, or by the header, such as ``Date (dd/mm/yyyy)`` or AmiBroker's
    ``Date_DMY``.
    """
    cells = [_split(tidy(text or "")) for text in texts]
    year_last = [_YEAR_LAST.fullmatch(cell.day) for cell in cells]
    order, doubt = _order([match for match in year_last if match], header)
    dates = [
        _moved(_year_first(cell.day) or _named_month(cell.day) or _year_last(match, order), cell.moved)
        for cell, match in zip(cells, year_last, strict=True)
    ]
    example = next((place for place, match in enumerate(year_last) if match), None) if doubt else None
    return Dates(dates, doubt, example)


def why_unreadable(text: str) -> str | None:
    """The reason why a text of a known form is not read as a date, and the remedy."""
    if _is_no_day(_split(tidy(text)).day):
        return localized("the calendar has no such day")
    for form, reason in _OTHER_FORMS:
        if re.fullmatch(form, tidy(text)):
            return reason
    return None


def _is_no_day(cell: str) -> bool:
    """Whether it has the form of a date, of a day that no month has in either order."""
    if match := _YEAR_FIRST.fullmatch(cell):
        return _date(match[1], match[3], match[4]) is None
    if match := _YEAR_LAST.fullmatch(cell):
        return all(_year_last(match, order) is None for order in get_args(Order))
    return False


def _order(year_last: list[re.Match[str]], header: str) -> tuple[Order | None, str | None]:
    """The order of day and month in the texts with the year last, or the reason why it is unknown."""
    day_first = next((match.string for match in year_last if int(match[1]) > 12), None)
    month_first = next((match.string for match in year_last if int(match[3]) > 12), None)
    if day_first and month_first:
        return None, localized(
            "{day_first!r} has the day first and {month_first!r} the month",
            day_first=day_first,
            month_first=month_first,
        )
    if day_first:
        return "day first", None
    if month_first:
        return "month first", None
    for pattern, order in _HEADER_ORDERS:
        if re.search(pattern, header.lower()):
            return order, None
    if not year_last:
        return None, None
    return None, localized("no date has a number above 12 that proves which is the day")


def _split(cell: str) -> _Cell:
    """The day and the time of a cell."""
    cell = re.sub(r"\s*([-/.])\s*", r"\1", cell)
    if match := _UNIX_TIME.fullmatch(cell):
        return _Cell(datetime.fromtimestamp(int(match[1]), HOSE_ZONE).date().isoformat())
    if match := _TIME.fullmatch(cell):
        return _Cell(_without_weekday(match["day"]), _days_moved(match))
    if match := _DATE_ZONE.fullmatch(cell):
        cell = match["day"]
    return _Cell(_without_weekday(cell))


def _without_weekday(day: str) -> str:
    # Letters of ASCII are as many as the others only in a text of composed ones.
    plain = without_accents(day) if not day.isascii() else day
    return plain[match.end() :] if (match := _WEEKDAY.match(plain)) else plain


def _days_moved(time: re.Match[str]) -> timedelta:
    """The days from the date of a time with a zone to the date in Vietnam."""
    if not time["zone"]:
        return timedelta()
    hour, minute = int(time["hour"] or time["hours"]), int(time["minute"] or time["minutes"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"][0] in "PpCc" else 0)
    sign, hours, minutes = 1, 0, 0
    if offset := time["offset"]:
        sign, digits = (-1 if offset[0] == "-" else 1), offset[1:].replace(":", "")
        hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hour > 23 or minute > 59 or hours > 14 or minutes > 59:
        return timedelta()
    zone = timezone(sign * timedelta(hours=hours, minutes=minutes)) if time["offset"] else UTC
    moment = datetime(2000, 1, 2, hour, minute, tzinfo=zone)
    return moment.astimezone(HOSE_ZONE).date() - date(2000, 1, 2)


def _moved(day: date | None, days: timedelta) -> date | None:
    return day and day + days


def _year_first(cell: str) -> date | None:
    if match := _YEAR_FIRST.fullmatch(cell):
        return _date(match[1], match[3], match[4])
    if match := _DIGITS.fullmatch(cell):
        return _date(match[1], match[2], match[3])
    return None


def _year_last(match: re.Match[str] | None, order: Order | None) -> date | None:
    if match is None or order is None:
        return None
    day, month = (match[1], match[3]) if order == "day first" else (match[3], match[1])
    return _date(match[4], month, day)


def _named_month(cell: str) -> date | None:
    if not any(letter.isalpha() for letter in cell):
        return None
    if match := _VIETNAMESE.fullmatch(cell):
        return _date(match[3], match[2], match[1])
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

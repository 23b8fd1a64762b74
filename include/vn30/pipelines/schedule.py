"""Checks of a DAG's schedule: a cron expression and a timezone in which it meets a session of HOSE."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cron_descriptor import get_description
from croniter import CroniterBadDateError, croniter

from vn30.i18n.localized import localized
from vn30.names import ZONE

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


class _Field(NamedTuple):
    name: str
    first: int
    last: int
    names: tuple[str, ...] = ()

    def value(self, text: str) -> int:
        if text in self.names:
            return self.first + self.names.index(text)
        return int(text)


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 0, 7, _DAYS),
)
_PART = re.compile(
    r"(?:(?P<any>\*)|(?P<low>\d{1,2}|[a-z]{3})(?:-(?P<high>\d{1,2}|[a-z]{3}))?)(?:/(?P<step>\d{1,4}))?",
    re.ASCII,
)
_DAY_OF_A_MONTH = re.compile(r"l[0-7]?|[0-7]#[1-5]")
"""The last day of a month; the last or the n-th one of a day of the week."""

_SATURDAY = 5
_SEARCHED = timedelta(days=5 * 366)
"""Without a session in so many years, there is none; 29 February comes every four years."""


def check_cron(text: str) -> str:
    """The expression with single spaces.

    Raises:
        ValueError: it is no cron expression of five fields, or it has a step that never takes effect; the
            message names the field.
    """
    fields = text.split()
    if len(fields) != len(_FIELDS):
        raise ValueError(
            localized("must have five fields: minute, hour, day of the month, month, day of the week")
        )
    for field, value in zip(_FIELDS, fields, strict=True):
        for part in value.lower().split(","):
            _check_part(field, part)
    cron = " ".join(fields)
    try:
        get_description(cron)
        croniter(cron)
    except Exception as error:
        # Both libraries raise errors of many types; an invalid schedule must not break the DAG.
        raise ValueError(localized("not a cron expression: {error}", error=error)) from error
    return cron


def _check_part(field: _Field, part: str) -> None:
    if field.name.startswith("day of") and _DAY_OF_A_MONTH.fullmatch(part):
        return
    match = _PART.fullmatch(part)
    if match is None:
        raise ValueError(
            localized(
                "{name} {part!r}: write *, a number from {first} to {last}, a range, a list "
                "or a step, such as 0-30/10",
                name=field.name,
                part=part,
                first=field.first,
                last=field.last,
            )
        )
    try:
        low = field.first if match["any"] else field.value(match["low"])
        high = field.value(match["high"]) if match["high"] else low
    except ValueError as error:
        raise ValueError(
            localized("{name} {part!r}: there is no such name", name=field.name, part=part)
        ) from error
    if not field.first <= low <= field.last or not field.first <= high <= field.last:
        raise ValueError(
            localized(
                "{name} {part!r}: must be from {first} to {last}",
                name=field.name,
                part=part,
                first=field.first,
                last=field.last,
            )
        )
    if match["step"] is None:
        return
    # A step after a single number reaches to the end of the field.
    span = (high if match["high"] else field.last) - low
    if not 1 <= int(match["step"]) <= span:
        raise ValueError(
            localized(
                "{name} {part!r}: the step must be from 1 to {span}, or it has no effect",
                name=field.name,
                part=part,
                span=span,
            )
        )


@lru_cache
def _zones() -> frozenset[str]:
    """The names of the IANA database, the same on every machine.

    Names such as ``localtime`` depend on the machine, and ``Factory`` is no zone of any place.
    """
    return frozenset((files("tzdata") / "zones").read_text().split()) - {"Factory"}


def check_zone(name: str) -> str:
    """The name.

    Raises:
        ValueError: the IANA database has no such zone.
    """
    if name not in _zones():
        raise ValueError(localized("must be a name in the IANA time zone database, such as Asia/Ho_Chi_Minh"))
    return name


def check_meets_session(cron: str, zone: str) -> None:
    """Check that the schedule fires on a session of HOSE in the years that the calendar covers.

    Raises:
        ValueError: it never does; the message has the reason.
    """
    *_, day, month, weekday = cron.split()
    if day == month == "*" and not _DAY_OF_A_MONTH.search(weekday.lower()):
        # Every week is the same, and most weeks have five sessions. No calendar is needed, which imports
        # pandas: every task parses its DAG file.
        weekdays = {local.weekday() for local in _days(cron, zone, timedelta(weeks=1))}
        if min(weekdays) >= _SATURDAY:
            raise ValueError(
                localized("never fires on a session of HOSE: its days are Saturdays and Sundays in Vietnam")
            )
        return
    from vn30.market.calendar import OutsideCalendar, is_session

    reason = "there is no such date"
    try:
        # Beyond the calendar, which the timetable reports, no schedule is refused.
        is_session(datetime.now(ZoneInfo(ZONE)).date())
    except OutsideCalendar:
        return
    try:
        for local in _days(cron, zone, _SEARCHED):
            reason = "its days are weekends or holidays"
            if is_session(local):
                return
    except (OutsideCalendar, CroniterBadDateError):
        pass
    raise ValueError(
        localized("never fires on a session of HOSE in the years of the calendar: {reason}", reason=reason)
    )


def fired_since(cron: str, zone: str, since: datetime, now: datetime, most: int) -> int:
    """How often a schedule has fired after one aware time up to another, ``most`` at most."""
    moment, fired = since.astimezone(ZoneInfo(zone)), 0
    while fired < most and (moment := croniter(cron, moment).get_next(datetime)) <= now:
        fired += 1
    return fired


def _days(cron: str, zone: str, span: timedelta) -> Iterator[date]:
    """The days in Vietnam, from now on, on which the schedule fires."""
    vietnam = ZoneInfo(ZONE)
    moment = datetime.now(ZoneInfo(zone))
    end = moment + span
    while (moment := croniter(cron, moment).get_next(datetime)) <= end:
        local = moment.astimezone(vietnam)
        yield local.date()
        midnight = datetime.combine(local.date() + timedelta(days=1), time(), vietnam)
        # The next moment that is searched is after this one.
        moment = (midnight - timedelta(seconds=1)).astimezone(moment.tzinfo)

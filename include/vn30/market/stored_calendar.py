"""The calendar of a database: the shipped one, corrected by the days that operators have confirmed."""

import logging
import time
from collections.abc import Callable

import sqlalchemy as sa

from vn30.database.warehouse import fetch_all, unpooled_transaction
from vn30.market.calendar import SHIPPED, Calendar

log = logging.getLogger(__name__)


def read_calendar(connection: sa.Connection) -> Calendar:
    """The calendar as the database has it now."""
    confirmed = fetch_all(connection, "market/confirmed_days")
    return Calendar({row["day"]: row["kind"] == "session" for row in confirmed})


def current_calendar() -> Calendar:
    """:func:`read_calendar` on a connection of its own."""
    with unpooled_transaction() as connection:
        return read_calendar(connection)


class CalendarReader:
    """The calendar for a process that asks often and must not fail, such as the scheduler.

    It is read again when it is older than ``seconds``. While the database does not answer, the one that was
    read last counts, at first the shipped one.

    Args:
        read: reads the calendar.
    """

    def __init__(self, read: Callable[[], Calendar] = current_calendar, seconds: float = 30.0) -> None:
        self._read, self._seconds = read, seconds
        self._calendar = SHIPPED
        self._read_at = float("-inf")

    def __call__(self) -> Calendar:
        """The calendar, at most ``seconds`` old while the database answers."""
        if time.monotonic() - self._read_at >= self._seconds:
            try:
                self._calendar = self._read()
            except Exception as error:
                log.warning("The confirmed days of the calendar cannot be read: %s", error)
            self._read_at = time.monotonic()
        return self._calendar

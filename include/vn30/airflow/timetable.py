"""A cron schedule that fires only on the sessions of HOSE."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from airflow.sdk.timezone import coerce_datetime, utcnow
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable
from airflow.timetables.trigger import CronTriggerTimetable
from pendulum import DateTime

from vn30.names import ZONE
from vn30.pipelines.models import schedule_text

if TYPE_CHECKING:
    from vn30.market.calendar import Calendar

log = logging.getLogger(__name__)

FIRST_RUN_GRACE = timedelta(minutes=5)
"""A first run that is due for longer than this is skipped."""


class SessionTimetable(Timetable):
    """Fires at the times of ``cron`` in ``timezone``, on days (in Vietnam) on which HOSE trades.

    The logical date and the data interval of a run are the moment at which it is due. With catchup, there is
    a run for every due moment since the last run (or the start date); without, for the newest one only. A DAG
    with neither a run nor a start date begins with the next due moment: unpausing it starts no past run.
    Beyond the end of the HOSE calendar there is no next run, and an error in the log says how to extend the
    calendar.

    Args:
        cron: five fields, or an alias such as ``@daily``.
        timezone: the name of the zone in which ``cron`` is read.
        calendar: returns the calendar; None is that of the platform's database, and the shipped one while the
            database does not answer.
    """

    # Not a subclass of Airflow's cron timetable: its calendar page computes the runs of those itself, and
    # would fail beyond the end of the HOSE calendar.

    def __init__(self, cron: str, timezone: str, calendar: "Callable[[], Calendar] | None" = None) -> None:
        self._cron = CronTriggerTimetable(cron, timezone=timezone)
        self._expression, self._zone = cron, timezone
        self._read_calendar = calendar

    @property
    def summary(self) -> str:
        """The text in the list of DAGs, such as ``At 17:00 on HOSE sessions``."""
        return f"{self._cron.description or self._expression} on HOSE sessions"

    @property
    def description(self) -> str:  # type: ignore[override]  # a class attribute in the protocol
        """The summary with the expression and its timezone: the text on the pages of a DAG."""
        return f"{self.summary} {schedule_text(self._expression, self._zone)}"

    def validate(self) -> None:
        """Raise AirflowTimetableInvalid if the cron expression is invalid."""
        self._cron.validate()

    def serialize(self) -> dict[str, Any]:
        return {"cron": self._expression, "timezone": self._zone}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> "SessionTimetable":
        return cls(data["cron"], timezone=data["timezone"])

    def infer_manual_data_interval(self, *, run_after: DateTime) -> DataInterval:
        return DataInterval.exact(run_after)

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        # Not at the top: it imports pandas, and tasks, which parse their DAG file, never ask for the next
        # run.
        from vn30.market.calendar import OutsideCalendar

        try:
            due = self._next(last_automated_data_interval, restriction)
        except OutsideCalendar as error:
            log.error("There is no next run. %s", error)
            return None
        if restriction.latest is not None and due > restriction.latest:
            return None
        return DagRunInfo.exact(due)

    def _next(self, last: DataInterval | None, restriction: TimeRestriction) -> DateTime:
        now = coerce_datetime(utcnow())
        candidates = []
        if last is not None:
            candidates.append(self._after(last.end))
        if restriction.earliest is not None:
            candidates.append(self._from(restriction.earliest))
        if not candidates:
            candidates.append(self._after(now - FIRST_RUN_GRACE))
        if not restriction.catchup:
            candidates.append(self._newest(now))
        return max(candidates)

    def _after(self, moment: DateTime) -> DateTime:
        return self._forward(self._cron._get_next(moment))

    def _from(self, moment: DateTime) -> DateTime:
        return self._forward(self._cron._align_to_next(moment))

    def _newest(self, moment: DateTime) -> DateTime:
        due = self._cron._align_to_prev(moment)
        while not self._on_session(due):
            # A day at a time: a schedule may fire every minute of a long holiday.
            due = self._cron._get_prev(_start_of_day(due))
        return due

    def _forward(self, due: DateTime) -> DateTime:
        while not self._on_session(due):
            due = self._cron._align_to_next(_start_of_day(due).add(days=1))
        return due

    def _on_session(self, moment: DateTime) -> bool:
        # Not at the top, like the calendar above.
        from vn30.market.calendar import HOSE_ZONE
        from vn30.market.stored_calendar import CalendarReader

        if self._read_calendar is None:
            self._read_calendar = CalendarReader()
        return self._read_calendar().is_session(moment.astimezone(HOSE_ZONE).date())


class DailyTimetable(SessionTimetable):
    """The due moments of a cron on all days, also on those without a session."""

    @property
    def summary(self) -> str:
        return self._cron.description or self._expression

    def _on_session(self, moment: DateTime) -> bool:
        return True


class SessionsOnRequest(SessionTimetable):
    """The due moments of a :class:`SessionTimetable`, for backfills only: no run is ever scheduled.

    For a DAG that an asset triggers. Without a timetable, Airflow allows no backfill of it.
    """

    @property
    def summary(self) -> str:
        return "by backfill"

    @property
    def description(self) -> str:  # type: ignore[override]  # a class attribute in the protocol
        return f"backfills by session {schedule_text(self._expression, self._zone)}"

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        # A backfill asks with an end; the scheduler asks without one, because no DAG here has an end date.
        if restriction.latest is None:
            return None
        return super().next_dagrun_info(
            last_automated_data_interval=last_automated_data_interval, restriction=restriction
        )


def _start_of_day(moment: DateTime) -> DateTime:
    """The beginning, in UTC, of the day in Vietnam on which ``moment`` lies."""
    return moment.in_timezone(ZONE).start_of("day").in_timezone("UTC")

"""A cron schedule that fires only on the sessions of HOSE."""

import logging
from datetime import timedelta
from typing import Any

from airflow.sdk.timezone import coerce_datetime, utcnow
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable
from airflow.timetables.trigger import CronTriggerTimetable
from pendulum import DateTime

from vn30.pipeline_facts import schedule_text
from vn30.pipelines import ZONE

log = logging.getLogger(__name__)

FIRST_RUN_GRACE = timedelta(minutes=5)
"""How late the scheduler may be with a DAG's first run before that is a thing of the past and skipped."""


class SessionTimetable(Timetable):
    """Fires when ``cron`` does in ``timezone``, on days (in Vietnam) on which HOSE trades.

    Logical date and data interval of a run are the moment at which it is due. With catchup, every moment
    since the last run (or the start date) gets its run; without, the newest one alone. A DAG that has neither
    run nor start date begins with the next moment: unpausing it starts nothing of the past. Where the HOSE
    calendar ends there is no next run, and an error in the log says how to extend it.
    """

    # No subclass of Airflow's cron timetable: its calendar page steps through those by itself, and would fail
    # where the HOSE calendar ends.

    def __init__(self, cron: str, timezone: str) -> None:
        self._cron = CronTriggerTimetable(cron, timezone=timezone)
        self._expression, self._zone = cron, timezone

    @property
    def summary(self) -> str:
        """What the list of DAGs shows, such as ``At 17:00 on HOSE sessions``."""
        return f"{self._cron.description or self._expression} on HOSE sessions"

    @property
    def description(self) -> str:  # type: ignore[override]  # a class attribute in the protocol
        """The summary with the expression and its timezone: what the pages show on a closer look."""
        return f"{self.summary} {schedule_text(self._expression, self._zone)}"

    def validate(self) -> None:
        """Raise AirflowTimetableInvalid unless the cron expression is one."""
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
        # Imports pandas: not for the tasks, which all parse their DAG file and never ask for the next run.
        from vn30.calendar import OutsideCalendar

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
        while not _on_session(due):
            # By days: a schedule may fire every minute of a long holiday.
            due = self._cron._get_prev(_start_of_day(due))
        return due

    def _forward(self, due: DateTime) -> DateTime:
        while not _on_session(due):
            due = self._cron._align_to_next(_start_of_day(due).add(days=1))
        return due


class SessionsOnRequest(SessionTimetable):
    """The moments of a :class:`SessionTimetable` for backfills alone: none of them ever comes due by itself.

    For a DAG that something else triggers, which Airflow would not let a user backfill without a timetable.
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
        # A backfill asks up to its end; the scheduler asks without one, as no DAG here has an end date.
        if restriction.latest is None:
            return None
        return super().next_dagrun_info(
            last_automated_data_interval=last_automated_data_interval, restriction=restriction
        )


def _start_of_day(moment: DateTime) -> DateTime:
    """When the day of ``moment`` began in Vietnam."""
    return moment.in_timezone(ZONE).start_of("day").in_timezone("UTC")


def _on_session(moment: DateTime) -> bool:
    from vn30.calendar import HOSE_ZONE, is_session

    return is_session(moment.astimezone(HOSE_ZONE).date())

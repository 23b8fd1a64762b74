"""The reference of Airflow's deadline alert on the prices of a session."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from airflow.sdk.definitions.deadline import BaseDeadlineReference

from vn30.names import ZONE

if TYPE_CHECKING:
    from vn30.market.calendar import Calendar

log = logging.getLogger(__name__)


class PricesDeadline(BaseDeadlineReference):
    """A time of day in Vietnam, on the day of the session that a scheduled run is for.

    Only the newest closed session has a deadline, and only if its run was due before it. Manual runs,
    backfills and runs of past sessions have none. The process that creates the run evaluates it, usually the
    scheduler.

    Args:
        at: the time of day, as ``HH:MM``.
    """

    required_kwargs: ClassVar[set[str]] = {"dag_id", "run_id"}

    def __init__(self, at: str = "18:00") -> None:
        self.at = at

    def serialize_reference(self) -> dict[str, Any]:
        return {"reference_type": self.reference_name, "at": self.at}

    @classmethod
    def deserialize_reference(cls, reference_data: dict[str, Any]) -> "PricesDeadline":
        return cls(reference_data["at"])

    def _evaluate_with(self, *, session: Any, dag_id: str, run_id: str) -> datetime | None:
        from airflow.models.dagrun import DagRun
        from sqlalchemy import select

        from vn30.market.stored_calendar import CalendarReader

        run = session.execute(
            select(DagRun.run_type, DagRun.logical_date).where(
                DagRun.dag_id == dag_id, DagRun.run_id == run_id
            )
        ).one()
        if run.run_type != "scheduled" or run.logical_date is None:
            return None
        try:
            return deadline_of(
                run.logical_date, time.fromisoformat(self.at), datetime.now(UTC), CalendarReader()()
            )
        except Exception:
            # An error here must not prevent the creation of the run.
            log.exception("The run %s of %s has no deadline", run_id, dag_id)
            return None


def stores_dags(arguments: Sequence[str]) -> bool:
    """Whether a process with this command line stores the DAGs that it parses, for a scheduler to run.

    Only stored DAGs have deadlines. At the end of a test run (``airflow dags test``, ``dag.test()``) Airflow
    3.3 would look for the deadline's row, find none, and end the successful run with an error.
    """
    return not {"dag-processor", "reserialize"}.isdisjoint(arguments[1:3])


def deadline_of(
    logical_date: datetime, at: time, now: datetime, calendar: "Calendar | None" = None
) -> datetime | None:
    """The deadline for the prices of a scheduled run's session; None if the run has no deadline.

    Args:
        logical_date: when the run was due (aware).
        at: the time of day, in Vietnam.
        now: an aware time.
        calendar: of the platform; None is the shipped one.

    Raises:
        OutsideCalendar: one of the times lies outside the HOSE calendar.
    """
    from vn30.market.calendar import SHIPPED
    from vn30.market.clock import not_after
    from vn30.settings import get_settings

    calendar = calendar or SHIPPED
    session = calendar.last_closed_session(logical_date)
    if not_after(get_settings().as_of or session, session) != calendar.last_closed_session(now):
        return None
    due = datetime.combine(session, at, tzinfo=ZoneInfo(ZONE))
    return due if logical_date < due else None

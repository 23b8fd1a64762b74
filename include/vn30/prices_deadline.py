"""The deadline of a session's prices, as Airflow's deadline alerts ask for it."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from airflow.sdk.definitions.deadline import BaseDeadlineReference

from vn30.pipelines import ZONE

log = logging.getLogger(__name__)


class PricesDeadline(BaseDeadlineReference):
    """A time of day in Vietnam, on the day of the session that a scheduled run is for.

    Only the newest closed session has a deadline, and only where the run was due before it: runs by hand, of
    backfills and of past sessions have none. Evaluated by whoever makes the run, as a rule the scheduler.
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

        run = session.execute(
            select(DagRun.run_type, DagRun.logical_date).where(
                DagRun.dag_id == dag_id, DagRun.run_id == run_id
            )
        ).one()
        if run.run_type != "scheduled" or run.logical_date is None:
            return None
        try:
            return deadline_of(run.logical_date, time.fromisoformat(self.at), datetime.now(UTC))
        except Exception:
            # It must not keep the run from being made.
            log.exception("The run %s of %s has no deadline", run_id, dag_id)
            return None


def stores_dags(arguments: Sequence[str]) -> bool:
    """Whether a process with this command line stores the DAGs that it parses, for a scheduler to run.

    Deadlines belong to stored DAGs. Of one that is only tried (``airflow dags test``, ``dag.test()``) Airflow
    3.3 looks for the deadline's row at the end, finds none, and the run that went well ends in an error.
    """
    return not {"dag-processor", "reserialize"}.isdisjoint(arguments[1:3])


def deadline_of(logical_date: datetime, at: time, now: datetime) -> datetime | None:
    """When the prices of a scheduled run's session must be there; None if it has no deadline to keep.

    Args:
        logical_date: when the run was due (aware).
        at: the time of day, in Vietnam.
        now: an aware time.

    Raises:
        OutsideCalendar: one of the times lies outside the HOSE calendar.
    """
    from vn30.calendar import last_closed_session
    from vn30.clock import not_after
    from vn30.settings import get_settings

    session = last_closed_session(logical_date)
    if not_after(get_settings().as_of or session, session) != last_closed_session(now):
        return None
    due = datetime.combine(session, at, tzinfo=ZoneInfo(ZONE))
    return due if logical_date < due else None

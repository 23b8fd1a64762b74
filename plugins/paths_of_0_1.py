"""Registers timetables and the deadline reference under the paths by which a database of 0.1 stores them.

To be removed in 1.0, together with ``vn30.timetable`` and ``vn30.prices_deadline``.
"""

from airflow.plugins_manager import AirflowPlugin

from vn30.prices_deadline import PricesDeadline
from vn30.timetable import SessionsOnRequest, SessionTimetable


class PathsOf01(AirflowPlugin):
    """Registers the stored paths in every process of Airflow."""

    name = "vn30_paths_of_0_1"
    timetables = [SessionTimetable, SessionsOnRequest]  # noqa: RUF012 - the base class declares it as an instance list
    deadline_references = [PricesDeadline]  # noqa: RUF012

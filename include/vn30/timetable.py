"""The timetables under the paths by which a database of 0.1 stores them.

Airflow looks a stored timetable up among the registered ones by the module and the name of its class, which a
re-export would not change. These are therefore subclasses of today's, :mod:`vn30.airflow.timetable`, which
``plugins/paths_of_0_1.py`` registers. Every run keeps the version of its DAG with which it was made.

To be removed in 1.0, when the runs of 0.1 have expired (``VN30_KEEP_AIRFLOW_DAYS``).
"""

from vn30.airflow import timetable


class SessionTimetable(timetable.SessionTimetable):
    """A :class:`vn30.airflow.timetable.SessionTimetable` that 0.1 has stored."""


class SessionsOnRequest(timetable.SessionsOnRequest):
    """A :class:`vn30.airflow.timetable.SessionsOnRequest` that 0.1 has stored."""

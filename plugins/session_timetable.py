"""Registers the timetable of the DAGs, without which Airflow refuses to store their schedule."""

from airflow.plugins_manager import AirflowPlugin

from vn30.timetable import SessionTimetable


class Timetables(AirflowPlugin):
    """Makes the timetable known to every process of Airflow."""

    name = "vn30_session_timetable"
    timetables = [SessionTimetable]  # noqa: RUF012 - the base class declares it as an instance list

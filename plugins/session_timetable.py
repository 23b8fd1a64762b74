"""Registers the timetables of the DAGs, without which Airflow refuses to store their schedules."""

from airflow.plugins_manager import AirflowPlugin

from vn30.timetable import SessionsOnRequest, SessionTimetable


class Timetables(AirflowPlugin):
    """Makes the timetables known to every process of Airflow."""

    name = "vn30_session_timetable"
    timetables = [SessionTimetable, SessionsOnRequest]  # noqa: RUF012 - the base class declares it as an instance list

"""Registers the timetables of the DAGs. Without them, Airflow cannot store the DAGs' schedules."""

from airflow.plugins_manager import AirflowPlugin

from vn30.airflow.timetable import DailyTimetable, SessionsOnRequest, SessionTimetable


class Timetables(AirflowPlugin):
    """Registers the timetables in every process of Airflow."""

    name = "vn30_session_timetable"
    timetables = [SessionTimetable, SessionsOnRequest, DailyTimetable]  # noqa: RUF012 - the base class declares it as an instance list

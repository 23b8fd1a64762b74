"""Registers the listener that writes crawl reports into the notes of their runs."""

from airflow.plugins_manager import AirflowPlugin

from vn30.run_notes import CrawlNotes


class RunNotes(AirflowPlugin):
    """Makes the listener known to every process of Airflow."""

    name = "vn30_run_notes"
    listeners = [CrawlNotes()]  # noqa: RUF012 - the base class declares it as an instance list

"""Registers the listener that writes the report of a crawl into the note of its run."""

from airflow.plugins_manager import AirflowPlugin

from vn30.airflow.listeners.crawl_note import CrawlNotes


class RunNotes(AirflowPlugin):
    """Registers the listener in every process of Airflow."""

    name = "vn30_run_notes"
    listeners = [CrawlNotes()]  # noqa: RUF012 - the base class declares it as an instance list

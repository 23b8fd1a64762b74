"""Registers the listener that mirrors the states of runs and tasks in the platform's database."""

from airflow.plugins_manager import AirflowPlugin

from vn30.airflow.listeners.mirror import PipelineMirror as Listener


class PipelineMirror(AirflowPlugin):
    """Registers the listener in every process of Airflow."""

    name = "vn30_pipeline_mirror"
    listeners = [Listener()]  # noqa: RUF012 - the base class declares it as an instance list

"""Registers the listener that copies the states of runs and tasks to the mirror."""

from airflow.plugins_manager import AirflowPlugin

from vn30.mirroring import PipelineMirror as Listener


class PipelineMirror(AirflowPlugin):
    """Makes the listener known to every process of Airflow."""

    name = "vn30_pipeline_mirror"
    listeners = [Listener()]  # noqa: RUF012 - the base class declares it as an instance list

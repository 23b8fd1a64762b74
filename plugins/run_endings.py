"""Registers the listener that closes training runs whose task ``finish`` did not run."""

from airflow.plugins_manager import AirflowPlugin

from vn30.airflow.listeners.training_run import RunEndings as Listener


class RunEndings(AirflowPlugin):
    """Registers the listener in every process of Airflow."""

    name = "vn30_run_endings"
    listeners = [Listener()]  # noqa: RUF012 - the base class declares it as an instance list

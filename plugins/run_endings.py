"""Registers the listener that closes training runs which their last task did not reach."""

from airflow.plugins_manager import AirflowPlugin

from vn30.run_endings import RunEndings as Listener


class RunEndings(AirflowPlugin):
    """Makes the listener known to every process of Airflow."""

    name = "vn30_run_endings"
    listeners = [Listener()]  # noqa: RUF012 - the base class declares it as an instance list

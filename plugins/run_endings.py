"""Registers the listeners that keep what users have requested in step with the Airflow runs of it."""

from airflow.plugins_manager import AirflowPlugin

from vn30.airflow.listeners.gap_run import GapRuns
from vn30.airflow.listeners.simulation_run import SimulationEndings
from vn30.airflow.listeners.training_run import RunEndings as Listener


class RunEndings(AirflowPlugin):
    """Registers the listeners in every process of Airflow."""

    name = "vn30_run_endings"
    # The base class declares it as an instance list.
    listeners = [Listener(), SimulationEndings(), GapRuns()]  # noqa: RUF012

"""Registers the listeners that close training runs and simulations whose task ``finish`` did not run."""

from airflow.plugins_manager import AirflowPlugin

from vn30.airflow.listeners.simulation_run import SimulationEndings
from vn30.airflow.listeners.training_run import RunEndings as Listener


class RunEndings(AirflowPlugin):
    """Registers the listeners in every process of Airflow."""

    name = "vn30_run_endings"
    listeners = [Listener(), SimulationEndings()]  # noqa: RUF012 - the base class declares it as an instance list

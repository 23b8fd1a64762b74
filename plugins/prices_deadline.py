"""Registers the deadline reference of the crawler. Without it, Airflow cannot store the crawler's DAG."""

from airflow.plugins_manager import AirflowPlugin

from vn30.airflow.deadline import PricesDeadline


class PricesDeadlines(AirflowPlugin):
    """Registers the deadline reference in every process of Airflow."""

    name = "vn30_prices_deadline"
    deadline_references = [PricesDeadline]  # noqa: RUF012 - the base class declares it as an instance list

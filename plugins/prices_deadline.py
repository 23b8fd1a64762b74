"""Registers the deadline of a session's prices, without which Airflow refuses to store the crawler."""

from airflow.plugins_manager import AirflowPlugin

from vn30.prices_deadline import PricesDeadline


class PricesDeadlines(AirflowPlugin):
    """Makes the deadline known to every process of Airflow."""

    name = "vn30_prices_deadline"
    deadline_references = [PricesDeadline]  # noqa: RUF012 - the base class declares it as an instance list

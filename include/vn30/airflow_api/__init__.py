"""All that knows Airflow's REST API."""

from vn30.airflow_api.client import AirflowApi, Failure, RunState
from vn30.airflow_api.connection import AirflowRefused, AirflowUnavailable, SignInRefused

__all__ = ["AirflowApi", "AirflowRefused", "AirflowUnavailable", "Failure", "RunState", "SignInRefused"]

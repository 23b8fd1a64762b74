"""A client of Airflow's REST API."""

from vn30.pipelines.airflow_api.client import AirflowApi, Failure, RunProgress, Span
from vn30.pipelines.airflow_api.connection import AirflowRefused, AirflowUnavailable, SignInRefused

__all__ = [
    "AirflowApi",
    "AirflowRefused",
    "AirflowUnavailable",
    "Failure",
    "RunProgress",
    "SignInRefused",
    "Span",
]

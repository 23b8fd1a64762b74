"""Many requests to Airflow's API server at the same time."""

from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.support.airflow_server import AirflowServer

THREADS = 40
"""Of the API server: so many requests are answered at the same time."""
PATIENCE = 25.0
"""Seconds; below the 30 for which the API server waits for a connection of its pool."""


def test_more_requests_than_threads(airflow_server: AirflowServer) -> None:
    """With a smaller pool the server stood still: its event loop waits for a connection, too."""
    account = {"username": airflow_server.username, "password": airflow_server.password}
    with httpx.Client(base_url=airflow_server.url, timeout=PATIENCE) as client:
        token = client.post("/auth/token", json=account).raise_for_status().json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        with ThreadPoolExecutor(2 * THREADS) as threads:
            answers = threads.map(lambda _: client.get("/api/v2/dags/~/dagRuns"), range(4 * THREADS))
            assert {answer.status_code for answer in answers} == {httpx.codes.OK}

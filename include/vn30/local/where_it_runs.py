"""Shows where a platform runs: its addresses and logins, and what it is doing."""

from collections.abc import Iterator
from datetime import UTC, datetime

from rich.console import Console

from vn30.errors import WrongInput
from vn30.local.holder import Holder
from vn30.local.home import Home
from vn30.local.progress import describe
from vn30.names import (
    ADMIN_USER,
    CRAWLER_DAG,
    FUNDAMENTALS_DAG,
    INTRADAY_DAG,
    LAKE_DAG,
    RECOMMENDATIONS_DAG,
    RISK_DAG,
    SIMULATION_DAG,
    TRAINING_DAG,
)
from vn30.pipelines.airflow_api import AirflowApi, AirflowUnavailable
from vn30.pipelines.airflow_api.runs import RunFilter, list_runs
from vn30.users.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

MAPPED_TASKS = {
    CRAWLER_DAG: "load",
    TRAINING_DAG: "train",
    RECOMMENDATIONS_DAG: "recommend",
    INTRADAY_DAG: "load",
    FUNDAMENTALS_DAG: "fetch",
    RISK_DAG: "measure",
    LAKE_DAG: "publish",
    SIMULATION_DAG: "simulate",
}
"""The demo's DAGs in their order, and the mapped task of each: by ticker, batch, data set, session, part."""


def show_logins(console: Console, api_url: str, airflow_url: str, admin_password: str) -> None:
    """Print the addresses of the app and of Airflow with their accounts."""
    accounts = ", ".join(account.username for account in DEMO_ACCOUNTS)
    for line in (
        f"App        {api_url}   (password {DEMO_PASSWORD})",
        f"           {accounts}",
        f"API docs   {api_url}/docs",
        f"Airflow    {airflow_url}   ({ADMIN_USER} / {admin_password})",
    ):
        console.print(line, highlight=False, soft_wrap=True)


def show_running(console: Console, home: Home, holder: Holder) -> None:
    """Print where the platform of ``holder`` is, the state of its newest runs, and how to stop it."""
    if holder.api_url is None or holder.airflow_url is None:
        raise ValueError("it only restores a backup")
    # In its first moments a platform has none, and may be just making them.
    password = home.secrets().airflow_admin_password if home.secrets_file.exists() else ""
    since = datetime.fromisoformat(holder.since).astimezone()
    console.print(
        f"The platform of {home.root} runs already, since {since:%Y-%m-%d %H:%M:%S}. Nothing was started.",
        highlight=False,
        soft_wrap=True,
    )
    show_logins(console, holder.api_url, holder.airflow_url, password)
    for line in _states(holder.airflow_url, password):
        console.print(line, highlight=False, soft_wrap=True, markup=False)
    console.print(f"Its output is in {home.logs / 'platform.log'}", highlight=False, soft_wrap=True)
    console.print(
        f"Stop it with Ctrl-C in its terminal, or: kill {holder.pid}. For a second platform, set VN30_HOME, "
        "VN30_API_PORT and VN30_AIRFLOW_PORT to others.",
        highlight=False,
        soft_wrap=True,
    )


def _states(airflow_url: str, password: str) -> Iterator[str]:
    """A line on the newest run of each DAG."""
    airflow = AirflowApi(airflow_url, ADMIN_USER, password)
    try:
        for dag_id, mapped in MAPPED_TASKS.items():
            runs, _ = list_runs(airflow, dag_id, RunFilter(), limit=1)
            for run in runs:
                now = datetime.now(UTC)
                elapsed = ((run.end or now) - (run.start or now)).total_seconds()
                progress = airflow.run_progress(dag_id, run.run_id)
                yield f"{dag_id}: {describe(progress, mapped, elapsed, now)}"
    except (AirflowUnavailable, WrongInput):
        yield "Airflow does not answer: the platform is starting or stopping."

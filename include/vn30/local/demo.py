"""``make demo``: crawl, train, show the forecasts, and stay up until Ctrl-C."""

import signal
import time
from collections.abc import Sequence
from decimal import Decimal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from vn30.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from vn30.airflow_api import AirflowApi
from vn30.local.ports import check_ports
from vn30.local.processes import RunningPlatform
from vn30.local.progress import clock, follow
from vn30.local.setup import LocalPlatform, set_up
from vn30.pipelines import ADMIN_USER, CRAWLER_DAG, TRAINING_DAG
from vn30.settings import Settings
from vn30.warehouse import Row, fetch_all, fetch_returned, make_engine

HORIZON, PICKS = 7, 5


def run_demo(settings: Settings, once: bool) -> int:
    """Run the main job and return the exit status: 0 only if both runs succeeded and no forecast is missing.

    Args:
        once: stop everything when both runs have ended, instead of staying up.

    Ctrl-C, a closed terminal and a polite kill all stop every process it started.

    Raises:
        PortTaken: another program listens on one of the ports.
        UnreachableFolder, SetupFailed, StartFailed: the platform cannot be set up or started.
    """
    for stop_signal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop_signal, signal.default_int_handler)
    console = Console()
    check_ports(settings)
    started = time.monotonic()

    def say(text: str) -> None:
        console.print(f"[dim]{clock(time.monotonic() - started)}[/dim] {text}", highlight=False)

    platform = set_up(settings, say)
    try:
        with RunningPlatform(platform) as running:
            airflow = running.wait_until_ready(say)
            say(f"Airflow is up: {running.airflow_url} ({ADMIN_USER} / {_admin_password(platform)})")
            complete = _crawl_and_train(console, airflow, running) and _show_forecasts(console, platform)
            say("Done" if complete else "Not complete: see above")
            _show_logins(console, platform, running)
            if once:
                return 0 if complete else 1
            console.print("Press Ctrl-C to stop everything.")
            while True:
                running.check_alive()
                time.sleep(1)
    except KeyboardInterrupt:
        console.print("Stopping.")
        return 130
    finally:
        platform.postgres.leave()


def _crawl_and_train(console: Console, airflow: AirflowApi, running: RunningPlatform) -> bool:
    # What an interrupted demo left unfinished would otherwise be finished first, on whatever prices it had.
    for dag_id in (CRAWLER_DAG, TRAINING_DAG):
        for run_id in airflow.end_unfinished(dag_id):
            console.print(f"Ended the unfinished run {run_id} of {dag_id}", highlight=False, soft_wrap=True)
    for dag_id, per_ticker in ((CRAWLER_DAG, "load"), (TRAINING_DAG, "train")):
        airflow.unpause(dag_id)
        run_id = airflow.trigger(dag_id)
        state = follow(console, airflow, dag_id, run_id, per_ticker, running.check_alive)
        if state.state != "success":
            console.print(f"[red]{dag_id} failed.[/red]")
            for failure in airflow.failures(dag_id, run_id):
                name = " ".join(filter(None, (failure.task_id, failure.ticker)))
                console.print(f"  {name}: {failure.message}", markup=False, highlight=False, soft_wrap=True)
            console.print(f"  {running.airflow_url}/dags/{dag_id}/runs/{run_id}", soft_wrap=True)
            return False
    return True


def _show_forecasts(console: Console, platform: LocalPlatform) -> bool:
    """Print the picks and return whether every ticker has a forecast at every horizon."""
    engine = make_engine(platform.settings)
    try:
        with engine.connect() as connection:
            today = fetch_returned(connection, "market/clock")
            missing = fetch_all(connection, "local/missing_forecasts")
            rising, falling = (
                fetch_all(connection, "stocks/top_picks", horizon_days=HORIZON, rising=rising, limit=PICKS)
                for rising in (True, False)
            )
    finally:
        engine.dispose()
    label = (
        "SIMULATED prices" if today["data_source"] == "simulated" else f"prices from {today['data_source']}"
    )
    console.print(
        f"\nForecasts for {HORIZON} sessions as of {today['as_of']}, {label}\n", style="bold", highlight=False
    )
    console.print(_picks("Should buy", rising), _picks("Should sell", falling))
    console.print(
        "Skill compares with the naive forecast that the price stays as it is: above 0 is better, below 0 is "
        "worse. It is proven where luck would hardly reach it; else the forecast has no proven skill.\n",
        style="dim",
        soft_wrap=True,
    )
    for row in missing:
        console.print(f"[red]{row['ticker']} has no forecast for {row['horizon_days']} sessions[/red]")
    return not missing


def _picks(title: str, rows: Sequence[Row]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for heading in (
        "Ticker",
        "Price (VND)",
        "Forecast",
        "Change",
        "80 % interval",
        "MAPE",
        "Naive",
        "Skill",
        "",
    ):
        table.add_column(heading, justify="left" if heading in ("Ticker", "") else "right", no_wrap=True)
    for row in rows:
        table.add_row(
            row["ticker"],
            f"{row['current_price']:,.0f}",
            f"{row['predicted_price']:,.0f}",
            _signed(row["predicted_change_pct"], "+.2f", " %"),
            _interval(row),
            f"{row['mape_pct']:.2f} %",
            f"{row['naive_mape_pct']:.2f} %",
            _signed(row["skill"], "+.3f"),
            "proven" if row["verdict"] == "proven" else "[yellow]unproven[/]",
        )
    if not rows:
        table.add_row("none")
        table.caption = "Where the models have found nothing that lasts, the forecast is the last close."
    return table


def _interval(row: Row) -> str:
    if row["lower_price"] is None:
        return ""
    low, high = (100 * (row[bound] / row["current_price"] - 1) for bound in ("lower_price", "upper_price"))
    return f"{low:+.1f} to {high:+.1f} %"


def _signed(value: Decimal, form: str, unit: str = "") -> str:
    return f"[{'green' if value > 0 else 'red'}]{value:{form}}{unit}[/]"


def _show_logins(console: Console, platform: LocalPlatform, running: RunningPlatform) -> None:
    accounts = ", ".join(account.username for account in DEMO_ACCOUNTS)
    for line in (
        f"App        {running.api_url}   ({accounts}; password {DEMO_PASSWORD})",
        f"API docs   {running.api_url}/docs",
        f"Airflow    {running.airflow_url}   ({ADMIN_USER} / {_admin_password(platform)})",
    ):
        console.print(line, highlight=False, soft_wrap=True)


def _admin_password(platform: LocalPlatform) -> str:
    return platform.secrets.airflow_admin_password

"""``make demo``: crawl, train, load minutes and fundamentals, measure risk, simulate, show forecasts."""

import signal
import time
from types import FrameType

from rich.console import Console
from rich.markup import escape

from vn30.database.warehouse import fetch_all, make_engine
from vn30.local.forecast_table import forecast_table
from vn30.local.holder import Holder, HomeInUse, hold_home
from vn30.local.home import Home
from vn30.local.ports import check_ports
from vn30.local.processes import RunningPlatform
from vn30.local.progress import clock, follow
from vn30.local.setup import LocalPlatform, set_up
from vn30.local.where_it_runs import MAPPED_TASKS, show_logins, show_running
from vn30.market.clock import read_clock
from vn30.market.membership import absent_members
from vn30.names import ADMIN_USER, CRAWLER_DAG, TRAINING_DAG
from vn30.pipelines.airflow_api import AirflowApi
from vn30.portfolio.sample import add_sample
from vn30.settings import Settings
from vn30.storage.artifacts import open_store

HORIZON, PICKS = 7, 5
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_demo(settings: Settings, once: bool) -> int:
    """Run the main job and return the exit status: 0 only if all runs succeeded and no forecast is missing.

    If the platform of this home runs already, show where it is instead, and return 0.

    Args:
        once: stop everything when all runs have ended, instead of staying up.

    Ctrl-C, a closed terminal and a polite kill all stop every process it started.

    Raises:
        HomeInUse: the platform runs already, and ``once`` is set; or it is being restored.
        PortTaken: another program listens on one of the ports.
        UnusableHome, UnreachableFolder, NotStarted, SetupFailed, StartFailed: the platform cannot be set up
            or started.
    """
    # Refuse a wrong address here: the first write to it is at the end of the first training.
    open_store(settings)
    for stop_signal in _STOP_SIGNALS:
        signal.signal(stop_signal, _interrupt)
    console, home = Console(), Home(settings.home.resolve())
    if not home.root.exists():
        # Before anything is made.
        check_ports(settings)
    try:
        home.create()
        holder = Holder(f"http://127.0.0.1:{settings.api_port}", f"http://127.0.0.1:{settings.airflow_port}")
        with hold_home(home, holder) as left:
            if left:
                console.print(f"Ended {left} processes that a killed start had left", highlight=False)
            check_ports(settings)
            home.check_space()
            return _run(settings, holder, console, once)
    except HomeInUse as error:
        if once or error.holder is None or error.holder.api_url is None:
            raise
        show_running(console, home, error.holder)
        return 0
    except KeyboardInterrupt:
        console.print("Stopped.")
        return 130


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Stop in order, once: a second Ctrl-C must not cut the first one short."""
    for stop_signal in _STOP_SIGNALS:
        signal.signal(stop_signal, signal.SIG_IGN)
    raise KeyboardInterrupt


def _run(settings: Settings, holder: Holder, console: Console, once: bool) -> int:
    started = time.monotonic()

    def say(text: str) -> None:
        since = f"[dim]{clock(time.monotonic() - started)}[/dim]"
        console.print(f"{since} {escape(text)}", highlight=False, soft_wrap=True)

    platform = set_up(settings, say)
    password = platform.secrets.airflow_admin_password
    try:
        with RunningPlatform(platform, say, holder.mark) as running:
            airflow = running.wait_until_ready(say)
            say(f"Airflow is up: {running.airflow_url} ({ADMIN_USER} / {password})")
            complete = _run_dags(console, airflow, running, platform, once)
            say("Done" if complete else "Not complete: see above")
            if not once:
                show_logins(console, running.api_url, running.airflow_url, password)
                console.print("Press Ctrl-C to stop everything.")
                while True:
                    running.check_alive()
                    time.sleep(1)
    finally:
        platform.postgres.leave()
    console.print(
        f"Everything is stopped; make demo starts it again with what {platform.home.root} holds.",
        highlight=False,
        soft_wrap=True,
    )
    return 0 if complete else 1


def _run_dags(
    console: Console, airflow: AirflowApi, running: RunningPlatform, platform: LocalPlatform, once: bool
) -> bool:
    """Run the DAGs, show the forecasts, and return whether all is complete.

    Forecasts need neither the minutes nor the risk measures nor the lake nor a simulation.
    """
    # What an interrupted demo left unfinished would otherwise be finished first, on whatever prices it had.
    for dag_id in MAPPED_TASKS:
        for run_id in airflow.end_unfinished(dag_id):
            console.print(f"Ended the unfinished run {run_id} of {dag_id}", highlight=False, soft_wrap=True)
    complete = True
    for dag_id, per_ticker in MAPPED_TASKS.items():
        airflow.unpause(dag_id)
        run_id = airflow.trigger(dag_id)
        state = follow(console, airflow, dag_id, run_id, per_ticker, running.check_alive)
        if state.state != "success":
            console.print(f"[red]{dag_id} failed.[/red]")
            for failure in airflow.failures(dag_id, run_id):
                name = " ".join(filter(None, (failure.task_id, failure.ticker)))
                console.print(f"  {name}: {failure.message}", markup=False, highlight=False, soft_wrap=True)
            run_logs = platform.home.airflow / "logs" / f"dag_id={dag_id}" / f"run_id={run_id}"
            where = run_logs if once else f"{running.airflow_url}/dags/{dag_id}/runs/{run_id}"
            console.print(f"  {where}", markup=False, highlight=False, soft_wrap=True)
            if dag_id in (CRAWLER_DAG, TRAINING_DAG):
                return False
            complete = False
    _add_sample_portfolio(platform)
    return _show_forecasts(console, platform) and complete


def _add_sample_portfolio(platform: LocalPlatform) -> None:
    engine = make_engine(platform.settings)
    try:
        with engine.begin() as connection:
            add_sample(connection)
    finally:
        engine.dispose()


def _show_forecasts(console: Console, platform: LocalPlatform) -> bool:
    """Print the picks and return whether every ticker has a forecast at every horizon."""
    engine = make_engine(platform.settings)
    try:
        with engine.connect() as connection:
            today = read_clock(connection)
            missing = fetch_all(connection, "local/missing_forecasts")
            absent = sorted(absent_members(connection))
            rising, falling = (
                fetch_all(connection, "local/top_picks", horizon_days=HORIZON, rising=rising, limit=PICKS)
                for rising in (True, False)
            )
    finally:
        engine.dispose()
    label = "SIMULATED prices" if today.data_source == "simulated" else f"prices from {today.data_source}"
    console.print(
        f"\nForecasts for {HORIZON} sessions as of {today.as_of}, {label}\n", style="bold", highlight=False
    )
    console.print(forecast_table("Should buy", rising), "", forecast_table("Should sell", falling), "")
    console.print(
        "Skill compares with the naive forecast that the price stays as it is: above 0 is better, below 0 is "
        "worse. It is proven where luck would hardly reach it; else the forecast has no proven skill.\n",
        style="dim",
    )
    if absent:
        console.print(
            f"[yellow]The price source does not have {len(absent)} members of the VN30: "
            f"{', '.join(absent)}[/yellow]\n",
            highlight=False,
        )
    for row in missing:
        console.print(f"[red]{row['ticker']} has no forecast for {row['horizon_days']} sessions[/red]")
    return not missing

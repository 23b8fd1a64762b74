"""
### VN30 intraday crawler

Keeps the one-minute bars of the VN30 complete and correct. Owner: the data team.

| task | what it does |
| --- | --- |
| `plan` | lists one job for each stock that lacks minutes of the last five sessions |
| `load` | one stock a task: fetches, validates and stores its minutes, a month in one transaction |
| `report` | compares the minutes of each session with its daily bar, and writes findings and summary |
| `watcher` | fails the run when any task before it failed |

A session is asked for while it has no minutes, minutes from before it had settled
(`VN30_PRICES_SETTLE_AT`), or minutes that do not add up to the daily bar; after three answers it stays as
it is. The parameter `start` requests sessions again. A run that is due while a session is running asks for
the newest minutes of that session alone: with the cron `*/5 9-14,17 * * *`, every five minutes and again
after the close. `VN30_MINUTE_SOURCE` selects the source; where no minutes go with the source of prices, the
run is skipped.

When each member has the minutes of the session, the run announces it as an event of the asset
`vn30_minutes`.

**When it fails.** The log of `report` names each stock and the reason. The database has the details: the
result of each load in `intraday_run_tickers`, findings in `intraday_findings`, and each session beside its
daily bar in the view `intraday_days`. No month is stored in part: fix the cause, then clear the failed
tasks or trigger the DAG again.
"""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, AssetAlias, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import dag_options, settings_with_notice
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.airflow.params import tickers_param
from vn30.airflow.timetable import SessionTimetable
from vn30.names import INTRADAY_DAG, INTRADAY_SETTINGS_VARIABLE, MINUTES_ASSET, PRICE_POOL, PRICES_ASSET
from vn30.pipelines.dag_settings import read_intraday_settings

PRICES, MINUTES = Asset(PRICES_ASSET), Asset(MINUTES_ASSET)
# As an outlet, the asset itself would announce every run; an alias announces only the events added to it.
ANNOUNCED = AssetAlias("vn30_announced_minutes")

settings, notice = settings_with_notice(INTRADAY_SETTINGS_VARIABLE, read_intraday_settings)


@dag(
    dag_id=INTRADAY_DAG,
    dag_display_name="VN30 intraday crawler",
    description="Crawls, validates and stores the one-minute bars of the VN30",
    schedule=SessionTimetable(settings.schedule_cron, timezone=settings.timezone),
    dagrun_timeout=timedelta(hours=2),
    doc_md=dag_doc(INTRADAY_DAG, __doc__, notice),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
    params={
        "tickers": tickers_param("One a line; empty: all members of the VN30"),
        "start": Param(
            None,
            type=["null", "string"],
            format="date",
            title="From",
            description="Request the minutes from this day on again; empty: only missing ones",
        ),
        "end": Param(
            None,
            type=["null", "string"],
            format="date",
            title="To",
            description="The last day to request; empty: the newest session",
        ),
    },
)
def vn30_intraday_crawler() -> None:
    @task
    def plan() -> list[dict[str, Any]]:
        """List one job for each stock that lacks minutes."""
        from vn30.ingestion.intraday.plan import NoMinuteSource, plan_minutes
        from vn30.market.clock import session_of_run
        from vn30.market.stored_calendar import current_calendar
        from vn30.settings import get_settings

        context = get_current_context()
        run = context["dag_run"]
        session = session_of_run(run.run_type, run.logical_date, run.run_after, calendar=current_calendar())
        try:
            jobs = plan_minutes(
                get_settings(),
                run.run_id,
                context["params"],
                session,
                due=run.logical_date if run.run_type != "manual" else None,
            )
        except NoMinuteSource as nothing:
            raise AirflowSkipException(str(nothing)) from None
        return [asdict(job) for job in jobs]

    @task(pool=PRICE_POOL, map_index_template="{{ task.op_kwargs['job']['ticker'] }}")
    def load(job: dict[str, Any]) -> dict[str, Any]:
        """Fetch, validate and store the minutes of one stock."""
        from vn30.airflow.storage import task_store
        from vn30.ingestion.intraday.load import load_minutes
        from vn30.ingestion.intraday.plan import MinuteJob
        from vn30.settings import get_settings

        settings = get_settings()
        return asdict(load_minutes(settings, task_store(settings), MinuteJob(**job)))

    @task(trigger_rule="all_done", retries=min(2, settings.retries), inlets=[PRICES], outlets=[ANNOUNCED])
    def report() -> str:
        """Compare the minutes with the daily bars, and announce the session if it is complete."""
        from vn30.ingestion.intraday.report import NotPlanned, completed_minutes, report_minutes

        context = get_current_context()
        try:
            summary = report_minutes(context["run_id"])
        except NotPlanned as nothing:
            # If plan has failed, the watcher fails the run.
            raise AirflowSkipException(str(nothing)) from None
        session = completed_minutes(context["run_id"])
        if session:
            context["outlet_events"][ANNOUNCED].add(MINUTES, extra={"session": session.isoformat()})
        return summary

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Fail the run when any task before it failed."""
        raise AirflowFailException("A task of this run failed. The log of report names the stocks.")

    planned = plan()
    loaded = documented(load).expand(job=planned)
    reported = report()
    planned >> reported
    loaded >> reported
    [planned, loaded, reported] >> watcher()


vn30_intraday_crawler()

"""
### VN30 data crawler

Keeps the daily prices of the VN30 and of the index series complete and correct. Owner: the data team.

| task | what it does |
| --- | --- |
| `plan` | compares the stored prices with the trading calendar, and lists one job for each series that lacks a session |
| `load` | one series a task: fetches, validates, compares with the stored prices, and stores all in one transaction |
| `gate` | runs the checks in `sql/checks/`, writes the report and refreshes the summaries of reads; an error fails the run |
| `companies` | once a week: loads shares outstanding and the other company data of the source |
| `actions` | once a week, and after restatements: loads the dividends and issues that the source lists |
| `watcher` | fails the run when any task before it failed |

By default a run requests the missing sessions, and a few stored bars for comparison. If their closes have
changed, the vendor has adjusted its history: the whole series is then fetched again and replaced. The
parameter `start` requests a period again, `full_refresh` the whole history. For past sessions, use
`airflow backfill create`. Bars of a session that had not settled yet (`VN30_PRICES_SETTLE_AT`) are
provisional, and requested again by each run until they are final.

When the gate passes and all series reach the newest session, the run announces the session as an event of the
asset `vn30_prices`. Crawls of some tickers, up to an earlier day, or of a past session announce nothing.

**When it fails.** The gate's log names each ticker and the reason. If HOSE was closed on a day that the
calendar has as a session, confirm the day on the page Pipelines of the app. The database has the details: the
report of the run in `crawl_reports`, the result of each load in `crawl_tickers`, refused rows with their raw
values in `price_quarantine`, findings in `crawl_findings`, and restated history in `price_restatements`. No
series is loaded in part: fix the cause, then clear the failed tasks or trigger the DAG again.
"""  # noqa: E501 - rows of a table

import sys
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from airflow.sdk import (
    Asset,
    AssetAlias,
    AsyncCallback,
    DeadlineAlert,
    Param,
    dag,
    get_current_context,
    task,
)
from airflow.sdk.exceptions import AirflowFailException

from vn30.airflow.callbacks import prices_deadline_passed, run_failed, run_succeeded
from vn30.airflow.dag_defaults import dag_options, settings_with_notice
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.airflow.deadline import PricesDeadline, stores_dags
from vn30.airflow.params import tickers_param
from vn30.airflow.timetable import SessionTimetable
from vn30.market.universe import INDICES
from vn30.names import CRAWLER_DAG, CRAWLER_SETTINGS_VARIABLE, PRICE_POOL, PRICES_ASSET
from vn30.pipelines.dag_settings import read_crawler_settings
from vn30.settings import get_settings

PRICES = Asset(PRICES_ASSET)
# As an outlet, the asset itself would announce every crawl; an alias announces only the events added to it.
ANNOUNCED = AssetAlias("vn30_announced_prices")

settings, notice = settings_with_notice(CRAWLER_SETTINGS_VARIABLE, read_crawler_settings)


@dag(
    dag_id=CRAWLER_DAG,
    dag_display_name="VN30 data crawler",
    description="Crawls, validates and stores the daily prices of the VN30",
    schedule=SessionTimetable(settings.schedule_cron, timezone=settings.timezone),
    dagrun_timeout=timedelta(hours=2),
    doc_md=dag_doc(CRAWLER_DAG, __doc__, notice),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    deadline=DeadlineAlert(
        PricesDeadline(get_settings().prices_deadline.isoformat("minutes")),
        timedelta(0),
        AsyncCallback(prices_deadline_passed),
        name="Prices of the session",
    )
    if stores_dags(sys.argv)
    else None,
    **dag_options(settings),
    params={
        "tickers": tickers_param(
            "One a line; empty: all members of the VN30 and the index series", also=INDICES
        ),
        "start": Param(
            None,
            type=["null", "string"],
            format="date",
            title="From",
            description="Request the sessions from this day on again; empty: only missing sessions",
        ),
        "end": Param(
            None,
            type=["null", "string"],
            format="date",
            title="To",
            description="The last day to request; empty: the newest closed session",
        ),
        "full_refresh": Param(
            False,
            type="boolean",
            title="Full refresh",
            description="Request the whole history again, and accept it even if it is shorter than before",
        ),
    },
)
def vn30_data_crawler() -> None:
    @task
    def plan() -> list[dict[str, Any]]:
        """List one job for each series that lacks a session."""
        from vn30.airflow.params import keep_recorded_tickers
        from vn30.database.warehouse import transaction
        from vn30.ingestion.plan import plan_crawl
        from vn30.ingestion.request import read_request
        from vn30.market.clock import session_of_run
        from vn30.market.membership import known_tickers
        from vn30.market.stored_calendar import current_calendar
        from vn30.settings import get_settings

        context = get_current_context()
        run = context["dag_run"]
        session = session_of_run(run.run_type, run.logical_date, run.run_after, calendar=current_calendar())
        jobs = plan_crawl(get_settings(), run.run_id, read_request(context["params"]), session)
        with transaction() as connection:
            keep_recorded_tickers(known_tickers(connection))
        return [asdict(job) for job in jobs]

    @task(pool=PRICE_POOL, map_index_template="{{ task.op_kwargs['job']['ticker'] }}")
    def load(job: dict[str, Any]) -> dict[str, Any]:
        """Fetch, validate and store the bars of one series, in one transaction."""
        from vn30.ingestion.load import load_ticker
        from vn30.ingestion.plan import CrawlJob
        from vn30.settings import get_settings

        return asdict(load_ticker(get_settings(), CrawlJob(**job)))

    @task(trigger_rule="all_done", retries=min(2, settings.retries), outlets=[ANNOUNCED])
    def gate() -> str:
        """Check the stored prices, write the report, and announce the session if it is complete."""
        from vn30.ingestion.quality_gate import completed_session, run_gate
        from vn30.settings import get_settings

        context = get_current_context()
        summary = run_gate(context["run_id"], get_settings().min_completeness)
        session = completed_session(context["run_id"])
        if session:
            context["outlet_events"][ANNOUNCED].add(PRICES, extra={"session": session.isoformat()})
        return summary

    @task(pool=PRICE_POOL, trigger_rule="all_done")
    def companies() -> str:
        """Load company data that are due, once a week."""
        from vn30.ingestion.companies import refresh_companies
        from vn30.settings import get_settings

        return refresh_companies(get_settings())

    @task(pool=PRICE_POOL, trigger_rule="all_done")
    def actions() -> str:
        """Load the corporate actions that are due: once a week, and after restatements."""
        from vn30.ingestion.listed_actions import refresh_actions
        from vn30.settings import get_settings

        return refresh_actions(get_settings())

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Fail the run when any task before it failed."""
        raise AirflowFailException("A task of this run failed. The gate's log names the tickers.")

    planned = plan()
    loaded = documented(load).expand(job=planned)
    checked = gate()
    refreshed = [companies(), actions()]
    planned >> checked
    loaded >> checked
    loaded >> refreshed
    [planned, loaded, checked, *refreshed] >> watcher()


vn30_data_crawler()

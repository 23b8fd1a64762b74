"""
### VN30 data crawler

Keeps the daily prices of the VN30 and the index series complete and right. Owner: the data team.

| task | what it does |
| --- | --- |
| `plan` | compares what is stored with the calendar, lists one job for each series that lacks a session |
| `load` | one series a task: fetch, validate, compare with what is stored, store all in one transaction |
| `gate` | asks the questions in `sql/checks/`, writes the report; an error turns the run red |
| `companies` | once a week: shares outstanding, and what else the source knows of the companies |
| `watcher` | turns the run red when anything before it failed |

By itself a run asks for what is missing, with a few stored bars to compare: where closes moved, the vendor
has adjusted its history anew, and the whole series is fetched and swapped. With `start`, a period is asked
for again; `full_refresh` asks for everything again. For past sessions: `airflow backfill create`.

When the gate is passed and all series reach today, it announces the session as an event of the asset
`vn30_prices`. Crawls of some tickers, up to an earlier day, or of a past session announce nothing.

**When it fails.** The gate's log names each ticker and why. The report of each run is in `crawl_reports`,
what each load said in `crawl_tickers`, refused rows with their raw values in `price_quarantine`, findings in
`crawl_findings`, restated history in `price_restatements`. Nothing is half-loaded: mend the cause and clear
the failed tasks, or trigger the DAG again.
"""

import logging
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
    Variable,
    dag,
    get_current_context,
    task,
)
from airflow.sdk.exceptions import AirflowFailException

from vn30.alerting import prices_deadline_passed, run_failed, run_succeeded
from vn30.dag_policy import dag_options
from vn30.dag_settings import notice_of, read_crawler_settings
from vn30.pipelines import CRAWLER_DAG, CRAWLER_SETTINGS_VARIABLE, PRICE_POOL, PRICES_ASSET
from vn30.prices_deadline import PricesDeadline, stores_dags
from vn30.settings import get_settings
from vn30.timetable import SessionTimetable

PRICES = Asset(PRICES_ASSET)
# An outlet of its own right would announce every crawl; an alias announces what is added to it.
ANNOUNCED = AssetAlias("vn30_announced_prices")

settings, fault = read_crawler_settings(Variable.get(CRAWLER_SETTINGS_VARIABLE, default=None))
notice = notice_of(CRAWLER_SETTINGS_VARIABLE, fault)
if notice:
    logging.getLogger(__name__).warning("%s", notice.strip())


@dag(
    dag_id=CRAWLER_DAG,
    dag_display_name="VN30 data crawler",
    description="Crawls, validates and stores the daily prices of the VN30",
    schedule=SessionTimetable(settings.schedule_cron, timezone=settings.timezone),
    dagrun_timeout=timedelta(hours=2),
    doc_md=notice + __doc__,
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
        "tickers": Param(
            None,
            type=["null", "array"],
            items={"type": "string"},
            title="Tickers",
            description="Only these, one a line; empty for all members of the VN30 and the index series",
        ),
        "start": Param(
            None,
            type=["null", "string"],
            format="date",
            title="From",
            description="Ask again for the sessions from this day on; empty: only for what is missing",
        ),
        "end": Param(
            None,
            type=["null", "string"],
            format="date",
            title="To",
            description="The last day to ask for; empty: the newest closed session",
        ),
        "full_refresh": Param(
            False,
            type="boolean",
            title="Full refresh",
            description="Ask for the whole history again, and accept it even if it is shorter than before",
        ),
    },
)
def vn30_data_crawler() -> None:
    @task
    def plan() -> list[dict[str, Any]]:
        from vn30.clock import session_of_run
        from vn30.ingestion.plan import plan_crawl
        from vn30.ingestion.request import read_request
        from vn30.settings import get_settings

        context = get_current_context()
        run = context["dag_run"]
        session = session_of_run(run.run_type, run.logical_date)
        jobs = plan_crawl(get_settings(), run.run_id, read_request(context["params"]), session)
        return [asdict(job) for job in jobs]

    @task(pool=PRICE_POOL, map_index_template="{{ task.op_kwargs['job']['ticker'] }}")
    def load(job: dict[str, Any]) -> dict[str, Any]:
        from vn30.ingestion.load import load_ticker
        from vn30.ingestion.plan import CrawlJob
        from vn30.settings import get_settings

        return asdict(load_ticker(get_settings(), CrawlJob(**job)))

    @task(trigger_rule="all_done", retries=min(2, settings.retries), outlets=[ANNOUNCED])
    def gate() -> str:
        from vn30.ingestion.gate import completed_session, run_gate

        context = get_current_context()
        summary = run_gate(context["run_id"])
        session = completed_session(context["run_id"])
        if session:
            context["outlet_events"][ANNOUNCED].add(PRICES, extra={"session": session.isoformat()})
        return summary

    @task(pool=PRICE_POOL, trigger_rule="all_done")
    def companies() -> str:
        from vn30.ingestion.companies import refresh_companies
        from vn30.settings import get_settings

        return refresh_companies(get_settings())

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        raise AirflowFailException("A task of this run failed; the gate's log names the tickers.")

    planned = plan()
    loaded = load.expand(job=planned)
    judged = gate()
    refreshed = companies()
    planned >> judged
    loaded >> [judged, refreshed]
    [planned, loaded, judged, refreshed] >> watcher()


vn30_data_crawler()

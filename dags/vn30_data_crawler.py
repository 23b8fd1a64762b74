"""
### VN30 data crawler

Keeps the daily prices of the 30 VN30 tickers complete and right. Owner: the data team.

| task | what it does |
| --- | --- |
| `plan` | reads the price source, records the crawl, lists one job a ticker |
| `load` | one ticker a task: fetch, validate, and store all of it in one transaction |
| `gate` | asks the questions in `sql/checks/`; an error turns the run red, warnings are recorded |
| `watcher` | turns the run red when anything before it failed |

**When it fails.** The gate's log names each ticker and why. Rows that were refused are in `price_quarantine`
with their raw values, findings are in `crawl_findings`. Nothing is half-loaded: mend the cause and clear the
failed tasks, or trigger the DAG again.
"""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from vn30.dag_policy import DEFAULT_ARGS, ZONE
from vn30.pipelines import CRAWLER_DAG, PRICE_POOL
from vn30.timetable import SessionTimetable

PRICES = Asset("vn30_prices")


@dag(
    dag_id=CRAWLER_DAG,
    dag_display_name="VN30 data crawler",
    description="Crawls, validates and stores the daily prices of the VN30",
    schedule=SessionTimetable("0 17 * * *", timezone=ZONE),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    default_args=DEFAULT_ARGS,
    tags=["vn30", "prices"],
    doc_md=__doc__,
    params={
        "tickers": Param(
            None,
            type=["null", "array"],
            items={"type": "string"},
            title="Tickers",
            description="Only these VN30 tickers, one a line; empty for all 30",
        )
    },
)
def vn30_data_crawler() -> None:
    @task
    def plan() -> list[dict[str, str]]:
        from vn30.clock import session_of_run
        from vn30.ingestion.plan import plan_crawl
        from vn30.settings import get_settings

        context = get_current_context()
        run = context["dag_run"]
        session = session_of_run(run.run_type, run.logical_date)
        jobs = plan_crawl(get_settings(), run.run_id, context["params"]["tickers"], session)
        return [asdict(job) for job in jobs]

    @task(pool=PRICE_POOL, map_index_template="{{ task.op_kwargs['job']['ticker'] }}")
    def load(job: dict[str, str]) -> dict[str, Any]:
        from vn30.ingestion.load import load_ticker
        from vn30.ingestion.plan import CrawlJob
        from vn30.settings import get_settings

        return asdict(load_ticker(get_settings(), CrawlJob(**job)))

    @task(trigger_rule="all_done", retries=2, outlets=[PRICES])
    def gate() -> dict[str, int]:
        from vn30.ingestion.gate import run_gate

        return run_gate(get_current_context()["run_id"])

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        raise AirflowFailException("A task of this run failed; the gate's log names the tickers.")

    planned = plan()
    loaded = load.expand(job=planned)
    judged = gate()
    planned >> judged
    loaded >> judged
    [planned, loaded, judged] >> watcher()


vn30_data_crawler()

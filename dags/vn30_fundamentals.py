"""
### VN30 fundamentals

Keeps what the source of prices knows of the companies, by session: shares, earnings, ratios, dividend yield, foreign
ownership and room. Owner: the data team.

| task | what it does |
| --- | --- |
| `plan` | takes the members of the VN30, in batches of ten |
| `fetch` | one batch a task: fetches and validates each stock, and stores it in a transaction of its own |
| `watcher` | fails the run when any task before it failed |

A value is stored with unit, reporting period, source and the session after which it was known, and only if it has
changed; `fundamental_checks` has the newest answer of each stock. What the source does not give, or what fails a check,
is stored without a value and with the reason. VCI needs two requests a stock, which count in the quota of prices.

The DAG runs when the crawler has announced the prices of a session; with `{"trigger": "cron"}` in the Variable
`vn30_fundamentals_settings`, by its schedule. A live source gives the figures of now, so that a run for a past session is
skipped. CSV files and Yahoo have no fundamentals: the runs are skipped as well.

**When it fails.** The log of `fetch` names each stock and the reason, which `fundamental_checks` has, too. Those stocks keep
their figures of the sessions before, each with its day. Clear the task, or trigger the DAG again on the same day.
"""  # noqa: E501 - rows of a table

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import asset_or_cron, dag_options, settings_with_notice
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.airflow.params import tickers_param
from vn30.names import FUNDAMENTALS_DAG, FUNDAMENTALS_SETTINGS_VARIABLE, PRICE_POOL, PRICES_ASSET
from vn30.pipelines.dag_settings import read_fundamentals_settings

PRICES = Asset(PRICES_ASSET)

settings, notice = settings_with_notice(FUNDAMENTALS_SETTINGS_VARIABLE, read_fundamentals_settings)


@dag(
    dag_id=FUNDAMENTALS_DAG,
    dag_display_name="VN30 fundamentals",
    description="Keeps shares, earnings, ratios and foreign room of the VN30 by session",
    schedule=asset_or_cron(settings, PRICES),
    dagrun_timeout=timedelta(hours=1),
    doc_md=dag_doc(FUNDAMENTALS_DAG, __doc__, notice),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
    params={
        "tickers": tickers_param("Present or past members of the VN30, one a line; empty: all members"),
    },
)
def vn30_fundamentals() -> None:
    @task(inlets=[PRICES])
    def plan() -> list[dict[str, Any]]:
        """Take the stocks of the session, in batches."""
        from vn30.ingestion.fundamentals.plan import NoFundamentals, plan_fundamentals
        from vn30.market.clock import session_of_run
        from vn30.market.stored_calendar import current_calendar
        from vn30.settings import get_settings

        context = get_current_context()
        run = context["dag_run"]
        announced = [event.extra for event in context["triggering_asset_events"].get(PRICES, ())]
        session = session_of_run(
            run.run_type, run.logical_date, run.run_after, announced, calendar=current_calendar()
        )
        try:
            jobs = plan_fundamentals(get_settings(), context["params"]["tickers"], session)
        except NoFundamentals as nothing:
            raise AirflowSkipException(str(nothing)) from None
        return [asdict(job) for job in jobs]

    @task(
        pool=PRICE_POOL,
        map_index_template="{{ task.op_kwargs['job']['tickers'][0] }} to "
        "{{ task.op_kwargs['job']['tickers'][-1] }}",
    )
    def fetch(job: dict[str, Any]) -> dict[str, int]:
        """Fetch, validate and store the fundamentals of one batch of stocks."""
        from vn30.ingestion.fundamentals.load import load_fundamentals
        from vn30.ingestion.fundamentals.plan import FundamentalsJob, NoFundamentals
        from vn30.settings import get_settings

        try:
            return load_fundamentals(get_settings(), FundamentalsJob(**job))
        except NoFundamentals as nothing:
            raise AirflowSkipException(str(nothing)) from None

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Fail the run when any task before it failed."""
        raise AirflowFailException("A task of this run failed. The log of fetch names the stocks.")

    jobs = plan()
    fetched = documented(fetch).expand(job=jobs)
    [jobs, fetched] >> watcher()


vn30_fundamentals()

"""
### VN30 risk

Measures the risk of each stock after a session, and tests each value at risk by the losses that followed past ones.
Owner: the data science team.

| task | what it does |
| --- | --- |
| `plan` | takes the stocks that have traded in the 30 days before the session, in batches of 15 |
| `measure` | one batch a task: computes and stores all its measures in one transaction |
| `watcher` | fails the run when any task before it failed |

The measures are volatility, value at risk and expected shortfall over 1, 7, 15 and 30 sessions, drawdown, Sharpe,
Sortino and Calmar ratios, beta and correlation to VNINDEX and VN30, traded value, the worst spans, and the change in
named shocks. They read bars up to the session alone. The tables `risk_states`, `risk_measures`, `var_backtests` and
`risk_losses` keep them by session; a second run for a session replaces its rows.

The DAG runs when the crawlers have announced the prices or the minutes of a session; with `{"trigger": "cron"}` in the
Variable `vn30_risk_settings`, by its schedule. Volatility from minutes needs minutes of 15 of the newest 20 sessions.

**When it fails.** The stocks of a failed batch keep the measures of the session before, which say so by their date.
The log of `measure` has the reason. Clear the task, or trigger the DAG again.
"""  # noqa: E501 - rows of a table

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import asset_or_cron, dag_options, settings_with_notice
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.airflow.params import tickers_param
from vn30.names import MINUTES_ASSET, PRICES_ASSET, RISK_DAG, RISK_SETTINGS_VARIABLE
from vn30.pipelines.dag_settings import read_risk_settings

PRICES, MINUTES = Asset(PRICES_ASSET), Asset(MINUTES_ASSET)

settings, notice = settings_with_notice(RISK_SETTINGS_VARIABLE, read_risk_settings)


@dag(
    dag_id=RISK_DAG,
    dag_display_name="VN30 risk",
    description="Measures the risk of each stock, and tests each value at risk on past sessions",
    schedule=asset_or_cron(settings, PRICES, MINUTES),
    dagrun_timeout=timedelta(hours=1),
    doc_md=dag_doc(RISK_DAG, __doc__, notice),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
    params={
        "tickers": tickers_param("Present or past members of the VN30, one a line; empty: all stocks"),
    },
)
def vn30_risk() -> None:
    @task(inlets=[PRICES, MINUTES])
    def plan() -> list[dict[str, Any]]:
        """Take the stocks of the session, in batches."""
        from vn30.market.clock import session_of_run
        from vn30.market.stored_calendar import current_calendar
        from vn30.risk import sessions

        context = get_current_context()
        dag_run = context["dag_run"]
        events = context["triggering_asset_events"]
        announced = [event.extra for asset in (PRICES, MINUTES) for event in events.get(asset, ())]
        session = session_of_run(
            dag_run.run_type, dag_run.logical_date, dag_run.run_after, announced, calendar=current_calendar()
        )
        return [asdict(job) for job in sessions.plan(session, context["params"]["tickers"])]

    @task(
        map_index_template="{{ task.op_kwargs['job']['tickers'][0] }} to "
        "{{ task.op_kwargs['job']['tickers'][-1] }}"
    )
    def measure(job: dict[str, Any]) -> dict[str, int]:
        """Compute and store the risk of one batch of stocks."""
        from vn30.airflow.storage import task_store
        from vn30.risk import sessions
        from vn30.settings import get_settings

        return sessions.measure(task_store(get_settings()), sessions.RiskJob(**job))

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Fail the run when any task before it failed."""
        raise AirflowFailException("A task of this run failed. Its log has the reason.")

    jobs = plan()
    measured = documented(measure).expand(job=jobs)
    [jobs, measured] >> watcher()


vn30_risk()

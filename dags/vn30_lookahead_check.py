"""
### VN30 look-ahead check

Proves on stored prices that nothing that was computed for a past session depends on later prices. Owner: the data
science team.

| task | what it does |
| --- | --- |
| `sample` | draws past sessions, and for each a horizon and a ticker |
| `check` | one session a task: computes features, ranks, regimes and forecasts again, and compares them |
| `watcher` | fails the run when any task before it failed |

Features, market context, cross-sectional ranks and regimes are computed again from prices that end at the session
(and minutes, of a configuration with features of them), and compared for all sessions up to it. The pooled forecasts, and those of the drawn ticker's own models, are made
again with other prices after the session. Any difference fails its task, whose log names the column, the ticker, the
session and both values; the tables `lookahead_checks` and `lookahead_differences` keep them.

It runs on Fridays at 20:00 with the configuration of the Variable `vn30_training_config`, and draws other sessions
each week. A check takes about a minute.

**When it fails.** A column that is named looks ahead: scores of models that use it are too good. Switch its indicator
off under Training, correct its function, and run the check again with the same `seed`. Forecasts that were served are
not wrong by it, since at that time there were no later prices.
"""  # noqa: E501 - rows of a table

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from airflow.sdk import Param, Variable, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import dag_options, settings_with_notice
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.airflow.params import tickers_param
from vn30.airflow.timetable import SessionTimetable
from vn30.names import CONFIG_VARIABLE, LOOKAHEAD_DAG, LOOKAHEAD_SETTINGS_VARIABLE, TRAINING_POOL
from vn30.pipelines.dag_settings import read_lookahead_settings

settings, notice = settings_with_notice(LOOKAHEAD_SETTINGS_VARIABLE, read_lookahead_settings)


@dag(
    dag_id=LOOKAHEAD_DAG,
    dag_display_name="VN30 look-ahead check",
    description="Proves that what was computed for past sessions does not depend on later prices",
    schedule=SessionTimetable(settings.schedule_cron, settings.timezone),
    dagrun_timeout=timedelta(hours=2),
    doc_md=dag_doc(LOOKAHEAD_DAG, __doc__, notice),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
    params={
        "sessions": Param(
            3, type="integer", minimum=1, maximum=50, title="Sessions", description="How many are drawn"
        ),
        "seed": Param(
            None,
            type=["null", "integer"],
            minimum=0,
            maximum=2**31 - 1,
            title="Seed",
            description="Of the draw; empty: by the day of the run",
        ),
        "tickers": tickers_param("Present or past members of the VN30, one a line; empty: all members"),
    },
)
def vn30_lookahead_check() -> None:
    @task
    def sample() -> list[dict[str, Any]]:
        """Draw past sessions, and for each a horizon and a ticker."""
        from vn30.experiments.lookahead import sample_jobs

        context = get_current_context()
        params = context["params"]
        seed = params["seed"]
        if seed is None:
            seed = context["dag_run"].run_after.toordinal()
        document = Variable.get(CONFIG_VARIABLE, default=None)
        return [asdict(job) for job in sample_jobs(document, params["sessions"], seed, params["tickers"])]

    @task(pool=TRAINING_POOL, map_index_template="{{ task.op_kwargs['job']['session'] }}")
    def check(job: dict[str, Any]) -> dict[str, int]:
        """Compute again what was known after one session, and compare."""
        from vn30.airflow.storage import task_store
        from vn30.experiments.lookahead import LookaheadJob, check_session
        from vn30.settings import get_settings

        document = Variable.get(CONFIG_VARIABLE, default=None)
        store = task_store(get_settings())
        return check_session(store, get_current_context()["run_id"], document, LookaheadJob(**job))

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Fail the run when any task before it failed."""
        raise AirflowFailException("A task of this run failed. Its log names what depends on later prices.")

    jobs = sample()
    checked = documented(check).expand(job=jobs)
    [jobs, checked] >> watcher()


vn30_lookahead_check()

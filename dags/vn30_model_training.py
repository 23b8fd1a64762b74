"""
### VN30 model training

Trains the models of every ticker and publishes forecasts for 7, 15 and 30 sessions with honest scores. Owner:
the data science team.

| task | what it does |
| --- | --- |
| `resolve` | validates the Variable `vn30_training_config`, records it as a version, starts the run |
| `panel` | computes the features of all tickers at once and stores them as one file, unless it is there |
| `pool` | one model of all tickers together: how each is expected to do beside the others |
| `train` | one ticker a task: fit, score beside the naive forecast, refit, forecast, publish at once |
| `finish` | closes the run; red if a ticker failed, and names it |
| `watcher` | turns the run red when anything before it failed |

**When it fails.** `finish` names the tickers; the log of each one's `train` says why. Tickers that were
published stay published, the others keep their earlier forecasts. An invalid configuration is refused by
`resolve` with every fault: mend the Variable and trigger the DAG again.
"""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, Param, Variable, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from vn30.dag_policy import DEFAULT_ARGS, ZONE
from vn30.pipelines import CONFIG_VARIABLE, TRAINING_DAG, TRAINING_POOL
from vn30.timetable import SessionTimetable

PRICES = Asset("vn30_prices")
FORECASTS = Asset("vn30_forecasts")


@dag(
    dag_id=TRAINING_DAG,
    dag_display_name="VN30 model training",
    description="Trains per ticker and publishes 7/15/30-session forecasts with honest scores",
    schedule=SessionTimetable("0 18 * * *", timezone=ZONE),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=3),
    default_args=DEFAULT_ARGS,
    tags=["vn30", "forecasts"],
    doc_md=__doc__,
    params={
        "tickers": Param(
            None,
            type=["null", "array"],
            items={"type": "string"},
            title="Tickers",
            description="Only these tickers that are or were in the VN30, one a line; empty for the "
            "configuration's universe",
        )
    },
)
def vn30_model_training() -> None:
    @task(inlets=[PRICES])
    def resolve() -> dict[str, Any]:
        from vn30.clock import session_of_run
        from vn30.training import run

        context = get_current_context()
        dag_run = context["dag_run"]
        session = session_of_run(dag_run.run_type, dag_run.logical_date)
        document = Variable.get(CONFIG_VARIABLE, default=None)
        return asdict(run.resolve(dag_run.run_id, document, context["params"]["tickers"], session))

    @task
    def panel(experiment: dict[str, Any]) -> str:
        from vn30.settings import get_settings
        from vn30.training import run
        from vn30.training.registry import Experiment

        return run.build_panel_file(get_settings(), Experiment(**experiment))

    @task(pool=TRAINING_POOL)
    def pool(experiment: dict[str, Any], panel: str) -> list[dict[str, Any]]:
        from vn30.settings import get_settings
        from vn30.training import run
        from vn30.training.registry import Experiment

        pooled = run.pool(get_settings(), Experiment(**experiment), panel)
        return [{"ticker": ticker, "panel": panel, "pooled": pooled} for ticker in experiment["tickers"]]

    @task(pool=TRAINING_POOL, map_index_template="{{ task.op_kwargs['job']['ticker'] }}")
    def train(experiment: dict[str, Any], job: dict[str, Any]) -> dict[str, Any]:
        from vn30.settings import get_settings
        from vn30.training import run
        from vn30.training.registry import Experiment

        return run.train(get_settings(), Experiment(**experiment), job["panel"], job["pooled"], job["ticker"])

    @task(trigger_rule="all_done", retries=2, outlets=[FORECASTS])
    def finish() -> dict[str, Any]:
        from vn30.settings import get_settings
        from vn30.training.finish import finish_experiment

        return finish_experiment(get_settings(), get_current_context()["run_id"])

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        raise AirflowFailException("A task of this run failed; the log of finish names the tickers.")

    experiment = resolve()
    computed = panel(experiment)
    jobs = pool(experiment, computed)
    trained = train.partial(experiment=experiment).expand(job=jobs)
    finished = finish()
    [experiment, computed, jobs, trained] >> finished
    [experiment, computed, jobs, trained, finished] >> watcher()


vn30_model_training()

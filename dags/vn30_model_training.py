"""
### VN30 model training

Trains the models of every ticker and publishes forecasts for 7, 15 and 30 sessions with honest scores. Owner:
the data science team.

| task | what it does |
| --- | --- |
| `crawl` | with `dataWindow.skipRefetch` off: has the crawler ask for what is missing, and waits for it |
| `resolve` | validates the Variable `vn30_training_config`, records it as a version, starts the run |
| `panel` | computes the features of all tickers at once and stores them as one file, unless it is there |
| `pool` | one horizon a task: a model of all tickers, how each is expected to do beside the others |
| `train` | one ticker a task: fit, score beside the naive forecast, refit, forecast, publish at once |
| `finish` | scores all forecasts together and closes the run; red if a ticker failed, and names it |
| `watcher` | turns the run red when anything before it failed |

A run that a user asks for through the platform's API (`experiment_id`) has the configuration, the tickers and
the seed that were asked for, in place of the Variable's.

It runs by its schedule, or, with `{"trigger": "prices"}` in the Variable `vn30_model_training_settings`,
whenever the crawler has announced a session's prices; it then skips what is trained already with the same
prices and configuration. Each run is as of its session: for past ones, `airflow backfill create`.

**When it fails.** `finish` names the tickers; the log of each one's `train` says why. Tickers that were
published stay published, the others keep their earlier forecasts. An invalid configuration is refused by
`resolve` with every fault: mend the Variable and trigger the DAG again.
"""

import logging
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Any

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import Asset, AssetOrTimeSchedule, Param, Variable, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from vn30.alerting import run_failed, run_succeeded
from vn30.dag_policy import dag_options
from vn30.dag_settings import notice_of, read_training_settings
from vn30.pipelines import (
    CONFIG_VARIABLE,
    CRAWLER_DAG,
    HORIZONS,
    PRICES_ASSET,
    TRAINING_DAG,
    TRAINING_POOL,
    TRAINING_SETTINGS_VARIABLE,
)
from vn30.timetable import SessionsOnRequest, SessionTimetable

PRICES = Asset(PRICES_ASSET)
FORECASTS = Asset("vn30_forecasts")

settings, fault = read_training_settings(Variable.get(TRAINING_SETTINGS_VARIABLE, default=None))
notice = notice_of(TRAINING_SETTINGS_VARIABLE, fault)
if notice:
    logging.getLogger(__name__).warning("%s", notice.strip())
when = settings.schedule_cron, settings.timezone
by_prices = AssetOrTimeSchedule(assets=[PRICES], timetable=SessionsOnRequest(*when))


@dag(
    dag_id=TRAINING_DAG,
    dag_display_name="VN30 model training",
    description="Trains per ticker and publishes 7/15/30-session forecasts with honest scores",
    schedule=by_prices if settings.trigger == "prices" else SessionTimetable(*when),
    dagrun_timeout=timedelta(hours=3),
    doc_md=notice + __doc__,
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
    params={
        "tickers": Param(
            None,
            type=["null", "array"],
            items={"type": "string"},
            title="Tickers",
            description="Only these tickers that are or were in the VN30, one a line; empty for the "
            "configuration's universe",
        ),
        "experiment_id": Param(
            None,
            type=["null", "string"],
            format="uuid",
            title="Requested run",
            description="Set by the platform's API: the run on its record that this is; leave it empty",
        ),
    },
)
def vn30_model_training() -> None:
    crawl = TriggerDagRunOperator(
        task_id="crawl",
        trigger_dag_id=CRAWLER_DAG,
        wait_for_completion=True,
        poke_interval=5,
        # The crawl's own tasks try again as well: whole crawls are worth fewer tries.
        retries=min(2, settings.retries),
        pre_execute=_skip_unless_asked_to_crawl,
    )

    # Skipped is fine: then the prices that are stored are used.
    @task(inlets=[PRICES], trigger_rule="none_failed")
    def resolve() -> dict[str, Any]:
        from vn30.clock import session_of_run
        from vn30.training import run
        from vn30.training.registry import AlreadyTrained
        from vn30.training.run_state import close_lost_experiments

        context = get_current_context()
        dag_run = context["dag_run"]
        announced = [event.extra for event in context["triggering_asset_events"].get(PRICES, ())]
        session = session_of_run(dag_run.run_type, dag_run.logical_date, announced)
        document = Variable.get(CONFIG_VARIABLE, default=None)
        params = context["params"]
        close_lost_experiments(partial(_is_over, context["ti"]))
        try:
            return asdict(
                run.resolve(
                    dag_run.run_id,
                    document,
                    params["tickers"],
                    session,
                    unless_trained=bool(announced),
                    experiment_id=params["experiment_id"],
                )
            )
        except AlreadyTrained as nothing_new:
            raise AirflowSkipException(str(nothing_new)) from None

    @task
    def panel(experiment: dict[str, Any]) -> list[dict[str, Any]]:
        from vn30.settings import get_settings
        from vn30.training import run
        from vn30.training.registry import Experiment

        url = run.build_panel_file(get_settings(), Experiment(**experiment))
        return [{"ticker": ticker, "panel": url} for ticker in experiment["tickers"]]

    @task(pool=TRAINING_POOL, map_index_template="{{ task.op_kwargs['horizon'] }} sessions")
    def pool(experiment: dict[str, Any], jobs: list[dict[str, Any]], horizon: int) -> str | None:
        from vn30.settings import get_settings
        from vn30.training import run
        from vn30.training.registry import Experiment

        return run.pool(get_settings(), Experiment(**experiment), jobs[0]["panel"], horizon)

    @task(pool=TRAINING_POOL, map_index_template="{{ task.op_kwargs['job']['ticker'] }}")
    def train(
        experiment: dict[str, Any], pooled: Iterable[str | None], job: dict[str, Any]
    ) -> dict[str, Any]:
        from vn30.settings import get_settings
        from vn30.training import run
        from vn30.training.registry import Experiment

        return run.train(get_settings(), Experiment(**experiment), job["panel"], pooled, job["ticker"])

    # Nothing to finish where nothing was started: it is skipped with resolve, and not run after its failure.
    @task(trigger_rule="all_done_min_one_success", retries=min(2, settings.retries), outlets=[FORECASTS])
    def finish() -> dict[str, Any]:
        from vn30.settings import get_settings
        from vn30.training.finish import finish_experiment

        return finish_experiment(get_settings(), get_current_context()["run_id"])

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        raise AirflowFailException(
            "A task of this run failed; its log says why, and finish names the tickers."
        )

    experiment = resolve()
    crawl >> experiment
    jobs = panel(experiment)
    pooled = pool.partial(experiment=experiment, jobs=jobs).expand(horizon=HORIZONS)
    trained = train.partial(experiment=experiment, pooled=pooled).expand(job=jobs)
    finished = finish()
    [experiment, jobs, pooled, trained] >> finished
    [crawl, experiment, jobs, pooled, trained, finished] >> watcher()


def _skip_unless_asked_to_crawl(context: Any) -> None:
    from vn30.training.run import asks_for_crawl

    dag_run = context["dag_run"]
    if dag_run.run_type in ("backfill", "asset_triggered"):
        raise AirflowSkipException("This run is for a session whose prices are there.")
    document = Variable.get(CONFIG_VARIABLE, default=None)
    if not asks_for_crawl(dag_run.run_id, document, context["params"]["experiment_id"]):
        raise AirflowSkipException("The configuration uses the prices that are stored.")


def _is_over(ti: Any, run_id: str) -> bool:
    unfinished: int = ti.get_dr_count(TRAINING_DAG, run_ids=[run_id], states=["queued", "running"])
    return not unfinished


vn30_model_training()

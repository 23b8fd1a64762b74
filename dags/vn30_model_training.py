"""
### VN30 model training

Trains the models of every ticker, and publishes forecasts for 7, 15 and 30 sessions beside their
out-of-sample scores. Owner: the data science team.

| task | what it does |
| --- | --- |
| `crawl` | only with `dataWindow.skipRefetch` off: triggers the crawler for missing prices, and waits for it |
| `resolve` | validates the Variable `vn30_training_config`, records it as a version, and starts the run |
| `panel` | computes the features of all tickers and stores them as one file, unless that file exists |
| `pool` | one horizon a task: trains one model of all tickers, which forecasts their order by return; calibrates the intervals |
| `train` | one ticker a task: fits, scores against the naive forecast, refits, forecasts and publishes |
| `finish` | scores all forecasts together, decides which skill is proven, closes the run and records its version; fails if a ticker failed, and names it |
| `watcher` | fails the run when any task before it failed |

A run that was requested through the platform's API (`experiment_id`) uses the configuration, the tickers and
the seed of the request instead of the Variable's.

The DAG runs on its schedule. With `{"trigger": "prices"}` in the Variable `vn30_model_training_settings` it
runs when the crawler has announced the prices of a session; it is then skipped if the same prices were
trained already with the same configuration. Each run is as of its session; for past sessions, use `airflow
backfill create`, which reads the prices that were known on their evenings where the platform has them.

Each ended run is a version of the models (page Models). The setting `promotion` says how it succeeds the
champions, whose forecasts are served: `newest`: at once; `rule`: if it is of the champion's own line (the same
parameters), else when it is better by a paired test over `promotion_sessions` common sessions; `person`: if it
is of the champion's own line, else when a person promotes it.

**When it fails.** `finish` names the tickers that failed; the log of each one's `train` has the reason.
Tickers that were published stay published, and the others keep their earlier forecasts. `resolve` refuses an
invalid configuration and lists all its faults: correct the Variable, then trigger the DAG again.
"""  # noqa: E501 - rows of a table

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Any

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import Asset, Param, Variable, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import asset_or_cron, dag_options, settings_with_notice
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.airflow.params import tickers_param
from vn30.names import (
    CONFIG_VARIABLE,
    CRAWLER_DAG,
    FORECASTS_ASSET,
    HORIZONS,
    PRICES_ASSET,
    TRAINING_DAG,
    TRAINING_POOL,
    TRAINING_SETTINGS_VARIABLE,
)
from vn30.pipelines.dag_settings import read_training_settings

PRICES = Asset(PRICES_ASSET)
FORECASTS = Asset(FORECASTS_ASSET)

settings, notice = settings_with_notice(TRAINING_SETTINGS_VARIABLE, read_training_settings)


@dag(
    dag_id=TRAINING_DAG,
    dag_display_name="VN30 model training",
    description="Trains each ticker and publishes forecasts for 7, 15 and 30 sessions with their scores",
    schedule=asset_or_cron(settings, PRICES),
    dagrun_timeout=timedelta(hours=3),
    doc_md=dag_doc(TRAINING_DAG, __doc__, notice),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
    params={
        "tickers": tickers_param(
            "Present or past members of the VN30, one a line; empty: the universe of the configuration"
        ),
        "experiment_id": Param(
            None,
            type=["null", "string"],
            format="uuid",
            title="Requested run",
            description="Set by the platform's API: the id of a requested run; leave it empty",
        ),
    },
)
def vn30_model_training() -> None:
    crawl = TriggerDagRunOperator(
        task_id="crawl",
        doc_md="Trigger the crawler for missing prices and wait for it, if the configuration asks for that.",
        trigger_dag_id=CRAWLER_DAG,
        wait_for_completion=True,
        poke_interval=5,
        # The crawl's own tasks retry as well, so that whole crawls need fewer retries.
        retries=min(2, settings.retries),
        pre_execute=_skip_unless_asked_to_crawl,
    )

    # If crawl was skipped, the stored prices are used.
    @task(inlets=[PRICES], trigger_rule="none_failed")
    def resolve() -> dict[str, Any]:
        """Validate the configuration, record it as a version, and start the run."""
        from vn30.experiments.record import AlreadyTrained
        from vn30.experiments.start import start_run
        from vn30.experiments.state import close_lost_experiments
        from vn30.market.clock import session_of_run
        from vn30.market.stored_calendar import current_calendar

        context = get_current_context()
        dag_run = context["dag_run"]
        announced = [event.extra for event in context["triggering_asset_events"].get(PRICES, ())]
        session = session_of_run(
            dag_run.run_type, dag_run.logical_date, dag_run.run_after, announced, calendar=current_calendar()
        )
        document = Variable.get(CONFIG_VARIABLE, default=None)
        params = context["params"]
        close_lost_experiments(partial(_is_over, context["ti"]))
        try:
            return asdict(
                start_run(
                    dag_run.run_id,
                    document,
                    params["tickers"],
                    session,
                    unless_trained=bool(announced),
                    experiment_id=params["experiment_id"],
                    asked_by=dag_run.triggering_user_name,
                    promotion=settings.promotion,
                )
            )
        except AlreadyTrained as error:
            raise AirflowSkipException(str(error)) from None

    @task
    def panel(experiment: dict[str, Any]) -> list[dict[str, Any]]:
        """Compute the features of all tickers, and list one training job a ticker."""
        from vn30.airflow.storage import task_store
        from vn30.experiments import steps
        from vn30.experiments.record import Experiment
        from vn30.settings import get_settings

        url = steps.build_panel_file(task_store(get_settings()), Experiment(**experiment))
        return [{"ticker": ticker, "panel": url} for ticker in experiment["tickers"]]

    @task(pool=TRAINING_POOL, map_index_template="{{ task.op_kwargs['horizon'] }} sessions")
    def pool(experiment: dict[str, Any], jobs: list[dict[str, Any]], horizon: int) -> dict[str, Any] | None:
        """Train one model of all tickers for one horizon, and calibrate the intervals on all errors."""
        from vn30.airflow.storage import task_store
        from vn30.experiments import steps
        from vn30.experiments.record import Experiment
        from vn30.settings import get_settings

        store = task_store(get_settings())
        return steps.pool(store, Experiment(**experiment), jobs[0]["panel"], horizon)

    @task(pool=TRAINING_POOL, map_index_template="{{ task.op_kwargs['job']['ticker'] }}")
    def train(
        experiment: dict[str, Any], pooled: Iterable[dict[str, Any] | None], job: dict[str, Any]
    ) -> dict[str, Any]:
        """Train one ticker, score it against the naive forecast, and publish its forecasts."""
        from vn30.airflow.storage import task_store
        from vn30.experiments import steps
        from vn30.experiments.record import Experiment
        from vn30.settings import get_settings

        return steps.train(
            task_store(get_settings()), Experiment(**experiment), job["panel"], pooled, job["ticker"]
        )

    # Without a started run there is nothing to finish: finish does not run if resolve was skipped or failed.
    @task(trigger_rule="all_done_min_one_success", retries=min(2, settings.retries), outlets=[FORECASTS])
    def finish() -> dict[str, Any]:
        """Score all forecasts together, close the run and record its version; fail if a ticker failed."""
        from vn30.airflow.storage import task_store
        from vn30.experiments.finish import finish_experiment
        from vn30.experiments.promotion_policy import PromotionPolicy
        from vn30.settings import get_settings

        policy = PromotionPolicy(settings.promotion, settings.promotion_evidence, settings.promotion_sessions)
        return finish_experiment(task_store(get_settings()), get_current_context()["run_id"], policy)

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Fail the run when any task before it failed."""
        raise AirflowFailException(
            "A task of this run failed. Its log has the reason, and finish names the tickers."
        )

    experiment = resolve()
    crawl >> experiment
    jobs = panel(experiment)
    pooled = documented(pool).partial(experiment=experiment, jobs=jobs).expand(horizon=HORIZONS)
    trained = documented(train).partial(experiment=experiment, pooled=pooled).expand(job=jobs)
    finished = finish()
    [experiment, jobs, pooled, trained] >> finished
    [crawl, experiment, jobs, pooled, trained, finished] >> watcher()


def _skip_unless_asked_to_crawl(context: Any) -> None:
    from vn30.experiments.start import needs_crawl

    dag_run = context["dag_run"]
    if dag_run.run_type in ("backfill", "asset_triggered"):
        raise AirflowSkipException("The prices of this run's session are stored already.")
    document = Variable.get(CONFIG_VARIABLE, default=None)
    if not needs_crawl(dag_run.run_id, document, context["params"]["experiment_id"]):
        raise AirflowSkipException("The configuration uses the stored prices (dataWindow.skipRefetch).")


def _is_over(ti: Any, run_id: str) -> bool:
    unfinished: int = ti.get_dr_count(TRAINING_DAG, run_ids=[run_id], states=["queued", "running"])
    return not unfinished


vn30_model_training()

"""The training DAG with empty tasks: same shape, pool and inputs, so its time is the engine's floor."""

from collections.abc import Iterable
from typing import Any

from airflow.sdk import dag, task

from vn30.airflow.dag_defaults import dag_options
from vn30.market.universe import vn30_tickers
from vn30.names import HORIZONS, TRAINING_POOL
from vn30.pipelines.dag_settings import TrainingDagSettings


@dag(dag_id="vn30_empty_training", schedule=None, **dag_options(TrainingDagSettings()))
def vn30_empty_training() -> None:
    @task
    def resolve() -> dict[str, Any]:
        return {"tickers": list(vn30_tickers())}

    @task
    def panel(experiment: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"ticker": ticker} for ticker in experiment["tickers"]]

    @task(pool=TRAINING_POOL, map_index_template="{{ task.op_kwargs['horizon'] }} sessions")
    def pool(experiment: dict[str, Any], jobs: list[dict[str, Any]], horizon: int) -> str | None:
        return None

    @task(pool=TRAINING_POOL, map_index_template="{{ task.op_kwargs['job']['ticker'] }}")
    def train(
        experiment: dict[str, Any], pooled: Iterable[str | None], job: dict[str, Any]
    ) -> dict[str, Any]:
        return job

    @task(trigger_rule="all_done")
    def finish() -> None:
        pass

    experiment = resolve()
    jobs = panel(experiment)
    pooled = pool.partial(experiment=experiment, jobs=jobs).expand(horizon=HORIZONS)
    trained = train.partial(experiment=experiment, pooled=pooled).expand(job=jobs)
    [experiment, jobs, pooled, trained] >> finish()


vn30_empty_training()

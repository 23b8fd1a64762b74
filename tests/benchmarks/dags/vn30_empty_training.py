"""The training DAG with empty tasks: same shape, pool and inputs, so its time is the engine's floor."""

from typing import Any

from airflow.sdk import dag, task

from vn30.dag_policy import DEFAULT_ARGS
from vn30.pipelines import TRAINING_POOL
from vn30.universe import vn30_tickers


@dag(dag_id="vn30_empty_training", schedule=None, default_args=DEFAULT_ARGS, tags=["vn30"])
def vn30_empty_training() -> None:
    @task
    def resolve() -> dict[str, Any]:
        return {"tickers": list(vn30_tickers())}

    @task
    def panel(experiment: dict[str, Any]) -> str:
        return "panel"

    @task(pool=TRAINING_POOL)
    def pool(experiment: dict[str, Any], panel: str) -> list[dict[str, Any]]:
        return [{"ticker": ticker} for ticker in experiment["tickers"]]

    @task(pool=TRAINING_POOL, map_index_template="{{ task.op_kwargs['job']['ticker'] }}")
    def train(experiment: dict[str, Any], job: dict[str, Any]) -> dict[str, Any]:
        return job

    @task(trigger_rule="all_done")
    def finish() -> None:
        pass

    experiment = resolve()
    computed = panel(experiment)
    jobs = pool(experiment, computed)
    trained = train.partial(experiment=experiment).expand(job=jobs)
    [experiment, computed, jobs, trained] >> finish()


vn30_empty_training()

"""The mirror of Airflow's DAGs, before it has seen any of them."""

from collections.abc import Callable

from vn30.database.warehouse import make_engine
from vn30.pipelines import mirror
from vn30.pipelines.dag_settings import SETTINGS
from vn30.settings import Settings


def test_default_settings_before_airflow_was_read(make_database: Callable[..., str]) -> None:
    engine = make_engine(Settings(database_url=make_database("mirror")))
    with engine.connect() as connection:
        dags = mirror.dags(connection, list(SETTINGS))
    engine.dispose()
    assert {dag.dag_id for dag in dags} == set(SETTINGS)
    for dag in dags:
        default = SETTINGS[dag.dag_id].model()
        assert (dag.cron, dag.timezone, dag.catchup) == (
            default.schedule_cron,
            default.timezone,
            default.catchup,
        )
        assert (dag.trigger, dag.max_active_runs) == (
            getattr(default, "trigger", "cron"),
            default.max_active_runs,
        )
        assert (dag.retries, dag.retry_delay_minutes) == (default.retries, default.retry_delay_minutes)
        assert (dag.owner, set(dag.tags)) == (default.owner, set(default.tags))

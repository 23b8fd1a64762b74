"""
### VN30 lake

Publishes the platform's data sets as Parquet files in the artifact store, for readers without its database.
Owner: the data team.

| task | what it does |
| --- | --- |
| `publish` | one data set a task: reads it at one moment, and writes a new version if it has changed |
| `catalog` | names the current versions in `lake/catalog.json` and `lake/views.sql`; skipped if none has changed |
| `retire` | removes versions beyond `VN30_KEEP_LAKE_VERSIONS`, and files that no version names |
| `watcher` | fails the run when any task before it failed |

The data sets are daily prices, all versions of each bar, index series, corporate actions, the features of the
newest training run, forecasts with their outcomes, and scores. A version is complete or absent: its files are
written first, then its manifest, then the catalog. A version that was replaced can be read for a day more.

The DAG runs when the crawler has announced the prices of a session, and when a training has published
forecasts; with `{"trigger": "cron"}` in the Variable `vn30_lake_settings`, by its schedule. A new version of
any data set is an event of the asset `vn30_lake`.

**When it fails.** Readers stay on the versions that the catalog names. The log of the `publish` of a data set
has the reason; the other data sets are published all the same. Clear the task, or trigger the DAG again:
what is stored already is not written twice.
"""  # noqa: E501 - rows of a table

from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import asset_or_cron, dag_options, settings_with_notice
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.names import (
    FORECASTS_ASSET,
    LAKE_ASSET,
    LAKE_DAG,
    LAKE_DATASETS,
    LAKE_SETTINGS_VARIABLE,
    PRICES_ASSET,
)
from vn30.pipelines.dag_settings import read_lake_settings

PRICES, FORECASTS, LAKE = Asset(PRICES_ASSET), Asset(FORECASTS_ASSET), Asset(LAKE_ASSET)

settings, notice = settings_with_notice(LAKE_SETTINGS_VARIABLE, read_lake_settings)


@dag(
    dag_id=LAKE_DAG,
    dag_display_name="VN30 lake",
    description="Publishes prices, features, forecasts and scores as Parquet data sets",
    schedule=asset_or_cron(settings, PRICES, FORECASTS),
    dagrun_timeout=timedelta(hours=1),
    doc_md=dag_doc(LAKE_DAG, __doc__, notice),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
)
def vn30_lake() -> None:
    @task(inlets=[PRICES, FORECASTS], map_index_template="{{ task.op_kwargs['dataset'] }}")
    def publish(dataset: str) -> dict[str, Any]:
        """Publish a new version of one data set if it has changed."""
        from vn30.airflow.storage import task_store
        from vn30.data import NothingStored
        from vn30.lake.publish import publish
        from vn30.settings import get_settings

        try:
            return publish(task_store(get_settings()), dataset)._asdict()
        except NothingStored as error:
            raise AirflowSkipException(str(error)) from None

    # A data set that failed keeps its version; the others go ahead.
    @task(outlets=[LAKE], trigger_rule="all_done_min_one_success")
    def catalog(publications: Any) -> None:
        """Name the current versions in the catalog."""
        from vn30.airflow.storage import task_store
        from vn30.lake.publish import write_catalog
        from vn30.settings import get_settings

        is_new = write_catalog(task_store(get_settings()))
        changed = [one["dataset"] for one in publications if one["state"] == "published"]
        if not is_new and not changed:
            raise AirflowSkipException("No data set has changed.")
        get_current_context()["outlet_events"][LAKE].extra = {"changed": changed}

    @task(trigger_rule="none_failed")
    def retire() -> dict[str, int]:
        """Remove expired versions and the files that no version names."""
        from vn30.airflow.storage import task_store
        from vn30.lake.retention import retire
        from vn30.settings import get_settings

        return retire(get_settings(), task_store(get_settings()))._asdict()

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Fail the run when any task before it failed."""
        raise AirflowFailException("A task of this run failed. Its log has the reason.")

    published = documented(publish).expand(dataset=list(LAKE_DATASETS))
    cataloged, retired = catalog(published), retire()
    cataloged >> retired
    [published, cataloged, retired] >> watcher()


vn30_lake()

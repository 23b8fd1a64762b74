"""
### VN30 maintenance

Looks every evening at what no run tells of, and keeps what the platform leaves behind from growing without end.
Owner: the operators.

| task | what it does |
| --- | --- |
| `watch` | tells of prices that nobody has loaded and of models that have grown old; sends alerts that could not be sent |
| `retain` | removes the files of old training runs that nobody needs any more; what they forecast stays on record |
| `clean_airflow` | `airflow db clean`: runs, task instances, events and logs of Airflow's own database that are older than `VN30_KEEP_AIRFLOW_DAYS` |
| `clean_logs` | removes log files of tasks that are as old |
| `watcher` | turns the run red when anything before it failed |

It runs every day at 19:00, after the crawl and its deadline. `clean_airflow` needs `VN30_AIRFLOW_DATABASE_URL`, as tasks have no access to that
database of their own, and is skipped without it.

**When it fails.** Nothing is lost: what was not removed is removed the next day. `retain` waits
a minute for a backup, and is skipped if that takes longer.
"""  # noqa: E501 - rows of a table

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from vn30.alerting import run_failed, run_succeeded
from vn30.dag_policy import dag_options
from vn30.dag_settings import DagSettings
from vn30.pipelines import MAINTENANCE_DAG, ZONE

settings = DagSettings(retries=2, retry_delay_minutes=1, tags=["vn30", "maintenance"])


@dag(
    dag_id=MAINTENANCE_DAG,
    dag_display_name="VN30 maintenance",
    description="Watches over the other DAGs, and removes what nobody needs any more: files, rows, logs",
    schedule=CronTriggerTimetable("0 19 * * *", timezone=ZONE),
    dagrun_timeout=timedelta(hours=2),
    # Nobody would think of it before the disk is full.
    is_paused_upon_creation=False,
    doc_md=__doc__,
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
)
def vn30_maintenance() -> None:
    @task
    def watch() -> None:
        from vn30.alerting import watch

        watch()

    @task
    def retain() -> dict[str, int]:
        from vn30.file_hold import FilesHeld
        from vn30.settings import get_settings
        from vn30.task_store import task_store
        from vn30.training.retention import tidy

        try:
            return tidy(get_settings(), task_store(get_settings()))._asdict()
        except FilesHeld as held:
            raise AirflowSkipException(f"{held} What has expired goes the next day.") from None

    @task
    def clean_airflow() -> None:
        from vn30.airflow_cleaning import clean_database
        from vn30.settings import get_settings

        settings = get_settings()
        if settings.airflow_database_url is None:
            raise AirflowSkipException(
                "VN30_AIRFLOW_DATABASE_URL is not set: Airflow's own database is left as it is."
            )
        clean_database(settings, datetime.now(UTC))

    @task
    def clean_logs() -> dict[str, int]:
        from pathlib import Path

        from airflow.sdk.configuration import conf

        from vn30.airflow_cleaning import clean_logs
        from vn30.settings import get_settings

        folder = Path(conf.get("logging", "base_log_folder"))
        return {"files": clean_logs(get_settings(), folder, datetime.now(UTC))}

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        raise AirflowFailException("A task of this run failed; its log says why.")

    done: list[Any] = [watch(), retain(), clean_airflow(), clean_logs()]
    done >> watcher()


vn30_maintenance()

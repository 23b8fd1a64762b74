"""
### VN30 maintenance

Detects every evening what no run reports, and removes expired files, rows and logs. Owner: the operators.

| task | what it does |
| --- | --- |
| `watch` | raises alerts on prices that were not loaded and on models that are stale; retries alerts that could not be sent |
| `retain` | removes the files of expired training runs and simulations; forecasts, scores and figures stay in the database |
| `retain_rows` | removes the risk and the fundamentals of old sessions but for month ends (`VN30_KEEP_RISK_SESSIONS`, `VN30_KEEP_FUNDAMENTALS_SESSIONS`) and old news (`VN30_KEEP_NEWS_DAYS`), and closes walk-forwards and requested crawls that have not ended within a day |
| `mail` | sends mails to users that the API could not send, and removes mails and links that ended 30 days ago |
| `clean_airflow` | `airflow db clean`: removes runs, task instances, events and logs in Airflow's own database that are older than `VN30_KEEP_AIRFLOW_DAYS` |
| `clean_logs` | removes task log files of the same age |
| `watcher` | fails the run when any task before it failed |

It runs every day at 19:00, after the crawl and its deadline. `clean_airflow` needs
`VN30_AIRFLOW_DATABASE_URL`, because tasks have no access to Airflow's database of their own, and is skipped
without it; `mail` is skipped without `VN30_MAIL_SERVER`.

**When it fails.** Nothing is lost: the next day's run removes what this one did not. Read the log of the task
that failed; clear it if it should not wait. `retain` waits one minute for a backup in progress, and is then
skipped.
"""  # noqa: E501 - rows of a table

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import dag_options
from vn30.airflow.dag_docs import dag_doc
from vn30.airflow.timetable import FIRST_RUN_GRACE
from vn30.names import MAINTENANCE_DAG, ZONE
from vn30.pipelines.dag_settings import DagSettings

settings = DagSettings(retries=2, retry_delay_minutes=1, tags=["vn30", "maintenance"])


@dag(
    dag_id=MAINTENANCE_DAG,
    dag_display_name="VN30 maintenance",
    description="Detects late prices and stale models, and removes expired files, rows and logs",
    # Airflow's default grace is a tenth of the interval. A platform set up at 20:00 has nothing to maintain.
    schedule=CronTriggerTimetable("0 19 * * *", timezone=ZONE, run_immediately=FIRST_RUN_GRACE),
    dagrun_timeout=timedelta(hours=2),
    # A maintenance that is paused goes unnoticed until the disk is full.
    is_paused_upon_creation=False,
    doc_md=dag_doc(MAINTENANCE_DAG, __doc__),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
)
def vn30_maintenance() -> None:
    @task
    def watch() -> None:
        """Raise alerts on late prices and stale models, and retry alerts that could not be sent."""
        from vn30.airflow.callbacks import watch

        watch()

    @task
    def retain() -> dict[str, int]:
        """Remove the files of expired training runs and simulations."""
        from vn30.airflow.storage import task_store
        from vn30.backtesting.retention import tidy_simulations
        from vn30.database.locks import LockTimeout
        from vn30.experiments.retention import tidy
        from vn30.settings import get_settings

        try:
            settings = get_settings()
            store = task_store(settings)
            tidied = tidy(settings, store)._asdict()
            return {**tidied, **tidy_simulations(store, settings.keep_simulations)._asdict()}
        except LockTimeout as timeout:
            raise AirflowSkipException(f"{timeout} The next run removes what has expired.") from None

    @task
    def retain_rows() -> dict[str, int]:
        """Remove risk and fundamentals of old sessions and old news, and close requests that were lost."""
        from vn30.database.warehouse import transaction
        from vn30.ingestion import gaps
        from vn30.ingestion.fundamentals.retention import expire_fundamentals
        from vn30.ingestion.news.retention import expire as expire_news
        from vn30.optimisation.walk_forward_run import close_lost
        from vn30.risk.retention import expire
        from vn30.settings import get_settings

        settings = get_settings()
        with transaction() as connection:
            return {
                "risk": expire(connection, settings.keep_risk_sessions),
                "fundamentals": expire_fundamentals(connection, settings.keep_fundamentals_sessions),
                "news": expire_news(connection, settings.keep_news_days),
                "walk_forwards": close_lost(connection),
                "crawls": gaps.close_lost(connection),
            }

    @task
    def mail() -> dict[str, int]:
        """Send mails to users that are due, and remove those that ended long ago."""
        from vn30.database.warehouse import engine
        from vn30.settings import get_settings
        from vn30.users.mail_delivery import deliver_due, post_of, tidy

        post = post_of(get_settings(), engine())
        if post is None:
            raise AirflowSkipException(
                "VN30_MAIL_SERVER is not set, so the platform sends no mails to users."
            )
        delivery = deliver_due(post)
        with post.engine.begin() as connection:
            removed = tidy(connection)
        return {**delivery._asdict(), "removed": removed}

    @task
    def clean_airflow() -> None:
        """Remove old rows from Airflow's own database."""
        from vn30.airflow.cleanup import clean_database
        from vn30.settings import get_settings

        settings = get_settings()
        if settings.airflow_database_url is None:
            raise AirflowSkipException(
                "VN30_AIRFLOW_DATABASE_URL is not set, so Airflow's own database is not cleaned."
            )
        clean_database(settings, datetime.now(UTC))

    @task
    def clean_logs() -> dict[str, int]:
        """Remove old log files of tasks."""
        from pathlib import Path

        from airflow.sdk.configuration import conf

        from vn30.airflow.cleanup import clean_logs
        from vn30.settings import get_settings

        folder = Path(conf.get("logging", "base_log_folder"))
        return {"files": clean_logs(get_settings(), folder, datetime.now(UTC))}

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Fail the run when any task before it failed."""
        raise AirflowFailException("A task of this run failed. Its log has the reason.")

    done: list[Any] = [watch(), retain(), retain_rows(), mail(), clean_airflow(), clean_logs()]
    done >> watcher()


vn30_maintenance()

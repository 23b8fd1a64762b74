"""Writes the report of a crawl into the note of its run, which Airflow's pages show."""

from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun

from vn30.airflow.listeners.one_line import logged_in_one_line
from vn30.database.warehouse import fetch_one, unpooled_transaction
from vn30.names import CRAWLER_DAG, INTRADAY_DAG, NEWS_DAG

HEADING = "Crawl report: "


class CrawlNotes:
    """An Airflow listener. The scheduler calls it when a run has ended, before it commits the run's state."""

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun, msg: str) -> None:
        note_report(dag_run)

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun, msg: str) -> None:
        note_report(dag_run)


@logged_in_one_line
def note_report(dag_run: DagRun) -> None:
    """Append the summary of the report of a crawler's run to its note, below the text of users."""
    if dag_run.dag_id not in (CRAWLER_DAG, INTRADAY_DAG, NEWS_DAG):
        return
    with unpooled_transaction() as connection:
        if dag_run.dag_id == CRAWLER_DAG:
            report = fetch_one(connection, "airflow/crawl_report", airflow_run_id=dag_run.run_id)
        elif dag_run.dag_id == INTRADAY_DAG:
            report = fetch_one(connection, "airflow/minutes_report", airflow_run_id=dag_run.run_id)
        else:
            report = fetch_one(connection, "airflow/news_report", airflow_run_id=dag_run.run_id)
    if report is not None:
        text = (dag_run.note or "").split(HEADING)[0].strip()
        dag_run.note = f"{text}\n\n{HEADING}{report['summary']}".strip()

"""Writes the report of a crawl into the note of its run, where operators see it in Airflow's pages."""

from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun

from vn30.pipelines import CRAWLER_DAG
from vn30.warehouse import fetch_one, unpooled_transaction

HEADING = "Crawl report: "


class CrawlNotes:
    """An Airflow listener: told in the scheduler when a run has ended, before that is committed."""

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun, msg: str) -> None:
        note_report(dag_run)

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun, msg: str) -> None:
        note_report(dag_run)


def note_report(dag_run: DagRun) -> None:
    """Put the summary of a crawler run's report below what users wrote into its note."""
    if dag_run.dag_id != CRAWLER_DAG:
        return
    with unpooled_transaction() as connection:
        report = fetch_one(connection, "ingestion/report_of_airflow_run", airflow_run_id=dag_run.run_id)
    if report is not None:
        written = (dag_run.note or "").split(HEADING)[0].strip()
        dag_run.note = f"{written}\n\n{HEADING}{report['summary']}".strip()

"""The report of a crawl in the note of its run; that Airflow keeps it is part of the demo's test."""

from types import SimpleNamespace

import pytest

from vn30.ingestion.gate import GateFailed, run_gate
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.pipelines import CRAWLER_DAG, TRAINING_DAG
from vn30.run_notes import note_report


def test_the_report_is_written_below_what_a_user_wrote_and_once(desk) -> None:
    plan_crawl(desk.settings, "run", CrawlRequest(("FPT",)))
    with pytest.raises(GateFailed):
        run_gate("run")
    summary = desk.rows("SELECT summary FROM crawl_reports")[0].summary
    run = SimpleNamespace(dag_id=CRAWLER_DAG, run_id="run", note="After the outage.")
    note_report(run)
    note_report(run)
    assert run.note == f"After the outage.\n\nCrawl report: {summary}"


def test_other_runs_and_runs_without_a_report_keep_their_notes(desk) -> None:
    for dag_id, run_id in ((TRAINING_DAG, "run"), (CRAWLER_DAG, "never judged")):
        run = SimpleNamespace(dag_id=dag_id, run_id=run_id, note=None)
        note_report(run)
        assert run.note is None

"""The DAG of news in Airflow itself, with publishers on loopback, one of which fails."""

import json
from types import SimpleNamespace
from typing import Any

from tests.vendors.feeds import Page, Publishers, feed, item
from vn30.airflow.listeners.crawl_note import note_report
from vn30.names import NEWS_DAG, NEWS_SETTINGS_VARIABLE


def test_a_feed_fails_and_the_run_does_not(airflow: Any, platform: Any) -> None:
    """The feeds of the Variable are read, one that is off is not; the note says what each has answered."""
    with Publishers() as publishers:
        publishers.pages["/good"] = Page(feed(item("FPT báo lãi lớn", "https://one.example/a")).encode())
        feeds = [
            {"name": "Good", "url": publishers.url("/good")},
            {"name": "Bad", "url": publishers.url("/bad")},
            {"name": "Off", "url": publishers.url("/off"), "on": False},
        ]
        variable = f"AIRFLOW_VAR_{NEWS_SETTINGS_VARIABLE.upper()}"
        airflow.environment[variable] = json.dumps({"feeds": feeds})
        assert airflow.dag_test((NEWS_DAG, {})) == ["success"]
        asked = [path for path, _ in publishers.received]
        publishers.shutdown()
    assert sorted(asked) == ["/bad", "/good"], "a refusal is not retried"
    assert [row.title for row in platform.rows("SELECT title FROM news_articles")] == ["FPT báo lãi lớn"]
    ((run_id,),) = platform.rows("SELECT airflow_run_id FROM news_runs")
    run = SimpleNamespace(dag_id=NEWS_DAG, run_id=run_id, note=None)
    note_report(run)
    assert "Good: 1 new of 1 articles." in run.note
    assert "Bad: failing since " in run.note

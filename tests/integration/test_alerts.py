"""Alerts on a real database through real channels: who is told what, how often, and what stops none of it."""

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.models.dagrun import DagRun

from tests.integration.conftest import Desk
from tests.receivers import Receivers
from vn30 import warehouse
from vn30.alerting import prices_deadline_passed, run_failed, run_succeeded, watch
from vn30.alerts.facts import Fact
from vn30.alerts.store import claim, record, settle
from vn30.ingestion.gate import GateFailed, run_gate
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.mirroring import PipelineMirror
from vn30.pipelines import CRAWLER_DAG, TRAINING_DAG
from vn30.settings import get_settings

LAST = date(2024, 6, 28)


@pytest.fixture
def duty(receivers: Receivers, open_desk: Callable[..., Desk]) -> tuple[Desk, Receivers]:
    """A desk whose alerts reach all receivers, with a crawl behind it."""
    desk = open_desk()
    crawl(desk, "first")
    return desk, receivers


def crawl(desk: Desk, run_id: str, broken: str | None = None) -> None:
    """Crawl everything that the file has and judge it, as the crawler's tasks do; one ticker may break."""
    mirror = PipelineMirror()
    mirror.on_dag_run_running(dag_run(run_id), "")
    request = CrawlRequest(("FPT", "HPG", "VCB"), start=LAST if broken else None)
    for job in plan_crawl(desk.settings, run_id, request):
        if job.ticker == broken:
            fail(run_id, "load", ConnectionError("postgres://me:word@host refused\nsecond line"), job.ticker)
        else:
            load_ticker(desk.settings, job)
    try:
        run_gate(run_id)
    except GateFailed as error:
        fail(run_id, "gate", error)


def dag_run(run_id: str) -> DagRun:
    begun = datetime(2024, 6, 28, 10, tzinfo=UTC)
    return DagRun(dag_id=CRAWLER_DAG, run_id=run_id, run_type="scheduled", run_after=begun, start_date=begun)


def fail(run_id: str, task_id: str, error: Exception, ticker: str | None = None) -> None:
    """What a failing task's own process tells the mirror."""
    task = SimpleNamespace(
        dag_id=CRAWLER_DAG,
        run_id=run_id,
        task_id=task_id,
        map_index=-1 if ticker is None else 0,
        rendered_map_index=ticker,
        state="failed",
        try_number=1,
        start_date=datetime.now(UTC),
        end_date=datetime.now(UTC),
    )
    PipelineMirror().on_task_instance_failed(None, task, error)


def context(run_id: str, dag_id: str = CRAWLER_DAG) -> dict[str, Any]:
    """What Airflow hands to the callbacks of a DAG."""
    return {"dag": SimpleNamespace(dag_id=dag_id), "run_id": run_id, "reason": "task_failure"}


def a_run_fails(desk: Desk) -> None:
    crawl(desk, "red", broken="HPG")
    run_failed(context("red"))


def prices_break_a_check(desk: Desk) -> None:
    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stock_prices SET low_price = 2 * high_price WHERE price_date = '2024-01-05' "
            "AND stock_id = (SELECT id FROM stocks WHERE ticker = 'VCB')"
        )
    crawl(desk, "red")
    run_failed(context("red"))


def prices_are_late(desk: Desk) -> None:
    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stocks SET is_active = FALSE WHERE ticker NOT IN ('FPT', 'HPG', 'VCB')"
        )
        connection.exec_driver_sql(
            f"DELETE FROM stock_prices WHERE price_date = '{LAST}' "  # noqa: S608 - a constant
            "AND stock_id = (SELECT id FROM stocks WHERE ticker = 'FPT')"
        )
    due = datetime(2024, 6, 28, 11, tzinfo=UTC)
    asyncio.run(
        prices_deadline_passed({"dag_run": {"dag_run_id": "late"}, "deadline": {"deadline_time": due}})
    )


def models_grow_stale(desk: Desk) -> None:
    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "INSERT INTO model_statuses (stock_id, as_of_date, freshness_state, last_updated_at) "
            "SELECT id, '2024-01-05', 'stable', now() FROM stocks WHERE ticker IN ('FPT', 'HPG')"
        )
    run_succeeded(context("any", TRAINING_DAG))


KINDS = {
    "failure": (
        a_run_fails,
        "vn30_data_crawler failed: HPG",
        "load HPG",
        {"members": ["HPG"], "runId": "red", "session": "2024-06-28", "dagId": CRAWLER_DAG},
    ),
    "data_quality": (
        prices_break_a_check,
        "Prices break the check 'bars are possible': 1 finding on VCB",
        "VCB: 1 stored bars break",
        {"members": ["VCB"], "runId": "red", "session": "2024-06-28"},
    ),
    "late_prices": (
        prices_are_late,
        "Prices of 2024-06-28 are not loaded by 18:00: 2 of 3 stocks",
        "Stocks without a bar: FPT",
        {"members": ["FPT"], "runId": "late", "session": "2024-06-28"},
    ),
    "stale_models": (
        models_grow_stale,
        "2 models are stale",
        "Too old, in sessions: FPT (",
        {"members": ["FPT", "HPG"], "runId": None, "session": None},
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_told_once_through_every_channel(duty: tuple[Desk, Receivers], kind: str) -> None:
    happens, title, detail, named = KINDS[kind]
    desk, receivers = duty
    happens(desk)
    happens(desk)
    (posted,) = receivers.hook.posted
    assert (posted["kind"], posted["state"], posted["title"]) == (kind, "open", title)
    assert named.items() <= posted.items()
    (mail,) = receivers.mailbox.mails
    (published,) = receivers.published()
    assert mail["Subject"] == published["Subject"] == f"[VN30] {title}"
    text = mail.get_payload(0).get_payload(decode=True).decode()
    for told in (posted["text"], text, published["Message"]):
        assert detail in told
        assert "docs/runbook.md#" in told
        assert "word@" not in told
        assert "second line" not in told
    assert desk.rows("SELECT kind, channels, error FROM alerts") == [(kind, ["webhook", "mail", "sns"], None)]


def told(receivers: Receivers) -> list[tuple[str, list[str]]]:
    """State and new members of what the webhook got."""
    return [(one["state"], one["newMembers"]) for one in receivers.hook.posted]


def stale(*tickers: str) -> Fact:
    return Fact("stale_models", "models", "", f"{len(tickers)} are stale", members=tickers)


def keep(*facts: Fact) -> None:
    with warehouse.transaction() as connection:
        for fact in facts:
            record(connection, fact)


def test_a_fact_that_goes_on_is_told_when_it_grows_and_in_a_while_and_when_it_is_over(
    duty: tuple[Desk, Receivers],
) -> None:
    desk, receivers = duty
    a_run_fails(desk)
    watch()
    assert told(receivers) == [("open", ["HPG"])]
    crawl(desk, "red", broken="VCB")
    run_failed(context("red"))
    assert told(receivers)[1:] == [("open", ["VCB"])]
    with warehouse.transaction() as connection:
        connection.exec_driver_sql("UPDATE alerts SET sent_at = sent_at - INTERVAL '21 hours'")
    watch()
    watch()
    assert told(receivers)[2:] == [("open", [])]
    crawl(desk, "green")
    for _ in range(2):
        run_succeeded(context("green"))
    assert told(receivers)[3:] == [("resolved", [])]
    assert receivers.hook.posted[-1]["resolution"] == "the run green succeeded"
    assert desk.rows("SELECT times, pending, error FROM alerts") == [(2, None, None)]


def test_a_newer_run_that_fails_takes_the_place_of_an_older_one(duty: tuple[Desk, Receivers]) -> None:
    desk, receivers = duty
    for run_id in ("monday", "tuesday"):
        crawl(desk, run_id, broken="HPG")
        run_failed(context(run_id))
    assert [one["runId"] for one in receivers.hook.posted] == ["monday", "tuesday"]
    assert desk.rows("SELECT run_id, resolution FROM alerts ORDER BY id") == [
        ("monday", "superseded"),
        ("tuesday", None),
    ]


def test_a_run_that_a_user_stopped_is_no_news(duty: tuple[Desk, Receivers]) -> None:
    desk, receivers = duty
    crawl(desk, "stopped", broken="HPG")
    PipelineMirror().on_dag_run_failed(dag_run("stopped"), "Dag Run's state was manually set to `failed`.")
    run_failed(context("stopped"))
    assert receivers.hook.posted == []


def test_a_channel_that_is_away_gets_it_later_and_the_others_get_it_once(
    duty: tuple[Desk, Receivers],
) -> None:
    desk, receivers = duty
    receivers.hook.status = 503
    a_run_fails(desk)
    watch()
    ((channels, error),) = desk.rows("SELECT channels, error FROM alerts")
    assert channels == ["mail", "sns"]
    assert error.startswith("webhook: ")
    assert "secret" not in error
    receivers.hook.status = 200
    watch()
    watch()
    assert (len(receivers.hook.posted), len(receivers.mailbox.mails), len(receivers.published())) == (1, 1, 1)
    assert desk.rows("SELECT error FROM alerts") == [(None,)]


def test_without_a_channel_an_alert_waits_on_record_for_one(
    duty: tuple[Desk, Receivers], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, receivers = duty
    for name in ("WEBHOOK_CONNECTION", "MAIL_TO", "SNS_TOPIC"):
        monkeypatch.setenv(f"VN30_ALERT_{name}", "")
    get_settings.cache_clear()
    a_run_fails(desk)
    assert desk.rows("SELECT pending, sent_at FROM alerts") == [("open", None)]
    monkeypatch.setenv("VN30_ALERT_WEBHOOK_CONNECTION", "hook")
    get_settings.cache_clear()
    watch()
    assert told(receivers) == [("open", ["HPG"])]


def test_both_dags_failing_at_once_are_told_once_each_whoever_looks(duty: tuple[Desk, Receivers]) -> None:
    desk, receivers = duty
    keep(stale("FPT"))
    crawl(desk, "red", broken="HPG")
    both = [context("red"), context("red", TRAINING_DAG)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run_failed, 3 * both))
    failures = [one["dagId"] for one in receivers.hook.posted if one["kind"] == "failure"]
    assert sorted(failures) == [CRAWLER_DAG, TRAINING_DAG]
    assert desk.rows("SELECT times FROM alerts WHERE kind = 'failure'") == [(3,), (3,)]


def test_members_that_join_while_it_is_sent_are_told_as_well(duty: tuple[Desk, Receivers]) -> None:
    desk, _ = duty
    keep(stale("FPT"))
    with warehouse.transaction() as connection:
        (sending,) = claim(connection)
    keep(stale("FPT", "HPG"))
    with warehouse.transaction() as connection:
        settle(connection, sending, None)
        (again,) = claim(connection)
    assert (again.alert.members, again.alert.new_members) == (("FPT", "HPG"), ("HPG",))
    assert desk.rows("SELECT told_members FROM alerts") == [(["FPT"],)]


def test_a_failure_is_told_while_the_database_is_away(
    duty: tuple[Desk, Receivers], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, receivers = duty
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"postgresql://me@127.0.0.1:{taken.getsockname()[1]}/none"
    monkeypatch.setenv("VN30_DATABASE_URL", nobody)
    get_settings.cache_clear()
    run_failed(context("red"))
    (posted,) = receivers.hook.posted
    assert posted["title"].startswith("vn30_data_crawler failed")
    assert posted["runId"] == "red"

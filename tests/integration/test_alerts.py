"""Alerts on a real database through real channels: who is told what, how often, and what stops none of it."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.models.dagrun import DagRun
from sqlalchemy.exc import OperationalError

from tests.integration.conftest import Desk
from tests.ports import free_port
from tests.receivers import Receivers, silence
from vn30 import alert_channels, warehouse
from vn30.alerting import prices_deadline_passed, run_failed, run_succeeded, watch
from vn30.alerts.facts import Fact
from vn30.alerts.store import record
from vn30.ingestion.gate import GateFailed, run_gate
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.mirroring import PipelineMirror
from vn30.pipelines import CRAWLER_DAG, MAINTENANCE_DAG, TRAINING_DAG
from vn30.settings import get_settings

LAST, EARLIER = date(2024, 6, 28), date(2024, 6, 20)


@pytest.fixture
def duty(receivers: Receivers, open_desk: Callable[..., Desk]) -> tuple[Desk, Receivers]:
    """A desk whose alerts reach all receivers, with a crawl behind it."""
    desk = open_desk()
    crawl(desk, "first")
    return desk, receivers


def crawl(
    desk: Desk,
    run_id: str,
    broken: str | None = None,
    only: str | None = None,
    session: date | None = None,
) -> None:
    """Crawl and judge as the crawler's tasks do; of one ticker only, or of a past session; one may break."""
    mirror = PipelineMirror()
    conf = {"tickers": [only]} if only else {"tickers": None}
    mirror.on_dag_run_running(dag_run(run_id, conf=conf, run_type="backfill" if session else "scheduled"), "")
    request = CrawlRequest((only,) if only else ("FPT", "HPG", "VCB"), start=EARLIER if broken else None)
    for job in plan_crawl(desk.settings, run_id, request, session):
        if job.ticker == broken:
            fail(run_id, "load", ConnectionError("postgres://me:word@host refused\nsecond line"), job.ticker)
        else:
            load_ticker(desk.settings, job)
    try:
        run_gate(run_id)
    except GateFailed as error:
        fail(run_id, "gate", error)


def dag_run(run_id: str, dag_id: str = CRAWLER_DAG, **values: Any) -> DagRun:
    begun = datetime(2024, 6, 28, 10, tzinfo=UTC)
    values = {"run_type": "scheduled", **values}
    return DagRun(dag_id=dag_id, run_id=run_id, run_after=begun, start_date=begun, **values)


def fail(
    run_id: str, task_id: str, error: Exception, ticker: str | None = None, dag_id: str = CRAWLER_DAG
) -> None:
    """What a failing task's own process tells the mirror."""
    task = SimpleNamespace(
        dag_id=dag_id,
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


def spoil(*tickers: str) -> None:
    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stock_prices SET low_price = 2 * high_price WHERE price_date = '2024-01-05' "
            "AND stock_id = ANY(SELECT id FROM stocks WHERE ticker = ANY(%s))",
            (list(tickers),),
        )


def prices_break_a_check(desk: Desk) -> None:
    spoil("VCB")
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
    assert desk.rows("SELECT kind, channels, error FROM alert_overview") == [
        (kind, ["webhook", "mail", "sns"], None)
    ]


def told(receivers: Receivers) -> list[tuple[str, list[str]]]:
    """State and new members of what the webhook got."""
    return [(one["state"], one["newMembers"]) for one in receivers.hook.posted]


def stale(*tickers: str) -> Fact:
    return Fact("stale_models", "models", "", f"{len(tickers)} are stale", members=tickers)


def failure(*tickers: str) -> Fact:
    return Fact("failure", CRAWLER_DAG, "red", "it failed", members=tickers, dag_id=CRAWLER_DAG, run_id="red")


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
        connection.exec_driver_sql("UPDATE alert_deliveries SET sent_at = sent_at - INTERVAL '21 hours'")
    watch()
    watch()
    assert told(receivers)[2:] == [("open", [])]
    crawl(desk, "green")
    for _ in range(2):
        run_succeeded(context("green"))
    assert told(receivers)[3:] == [("resolved", [])]
    assert receivers.hook.posted[-1]["resolution"] == "the run green succeeded"
    assert desk.rows("SELECT times, is_waiting, error FROM alert_overview") == [(2, False, None)]


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
    ((channels, error),) = desk.rows("SELECT channels, error FROM alert_overview")
    assert channels == ["mail", "sns"]
    assert error.startswith("webhook: ")
    assert "secret" not in error
    receivers.hook.status = 200
    watch()
    watch()
    assert (len(receivers.hook.posted), len(receivers.mailbox.mails), len(receivers.published())) == (1, 1, 1)
    assert desk.rows("SELECT error FROM alert_overview") == [(None,)]


def test_without_a_channel_an_alert_waits_on_record_for_one(
    duty: tuple[Desk, Receivers], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, receivers = duty
    for name in ("WEBHOOK_CONNECTION", "MAIL_TO", "SNS_TOPIC"):
        monkeypatch.setenv(f"VN30_ALERT_{name}", "")
    get_settings.cache_clear()
    a_run_fails(desk)
    assert desk.rows("SELECT is_waiting, sent_at FROM alert_overview") == [(True, None)]
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


def test_members_that_join_and_the_end_are_told_though_they_come_while_it_is_sent(
    duty: tuple[Desk, Receivers],
) -> None:
    _, receivers = duty
    happens = [lambda: keep(failure("FPT", "HPG")), lambda: run_succeeded(context("red"))]
    receivers.hook.meanwhile = lambda: happens.pop(0)() if happens else None
    keep(failure("FPT"))
    watch()
    assert told(receivers) == [("open", ["FPT"]), ("open", ["HPG"]), ("resolved", [])]


@pytest.mark.parametrize("silent", ["mail", "sns"])
def test_a_silent_server_gets_one_attempt_and_holds_up_no_alert_of_another_channel(
    duty: tuple[Desk, Receivers], monkeypatch: pytest.MonkeyPatch, silent: str
) -> None:
    desk, receivers = duty
    monkeypatch.setattr(alert_channels, "ANSWER_SECONDS", 1)

    with silence() as (port, attempts):
        variable = f"AIRFLOW_CONN_{silent.upper()}"
        connection = json.loads(receivers.environment[variable])
        if silent == "mail":
            connection["port"] = port
        else:
            connection["extra"]["endpoint_url"] = f"http://127.0.0.1:{port}"
        monkeypatch.setenv(variable, json.dumps(connection))
        spoil("VCB")
        a_run_fails(desk)
        assert {one["kind"] for one in receivers.hook.posted} == {"failure", "data_quality"}
        assert len(attempts) == 1
        ((error,),) = desk.rows("SELECT error FROM alert_overview WHERE error IS NOT NULL")
        assert error.startswith(f"{silent}: ")
        with warehouse.transaction() as connection:
            connection.exec_driver_sql("UPDATE alert_deliveries SET sent_at = sent_at - INTERVAL '21 hours'")
        watch()
    assert len(receivers.hook.posted) == 4
    others = receivers.published() if silent == "mail" else receivers.mailbox.mails
    assert len(others) == 4


def test_the_address_of_a_webhook_that_does_not_answer_is_in_no_log(
    duty: tuple[Desk, Receivers],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    desk, _ = duty
    hook = {"conn_type": "http", "host": f"http://127.0.0.1:{free_port()}/a/secret/path"}
    monkeypatch.setenv("AIRFLOW_CONN_HOOK", json.dumps(hook))
    a_run_fails(desk)
    assert desk.rows("SELECT error FROM alert_overview") == [("webhook: ConnectionError",)]
    assert "did not go out through webhook" in caplog.text
    assert "secret" not in caplog.text + "".join(capfd.readouterr())


def still_open(desk: Desk) -> list[str]:
    return [
        run_id for (run_id,) in desk.rows("SELECT run_id FROM alerts WHERE resolved_at IS NULL ORDER BY id")
    ]


def test_a_part_of_the_work_or_an_earlier_session_closes_and_replaces_nothing_else(
    duty: tuple[Desk, Receivers],
) -> None:
    desk, receivers = duty
    a_run_fails(desk)
    crawl(desk, "one-ticker", only="FPT")
    run_succeeded(context("one-ticker"))
    crawl(desk, "backfill", session=EARLIER, broken="VCB")
    run_failed(context("backfill"))
    PipelineMirror().on_dag_run_running(dag_run("unplanned", run_type="backfill"), "")
    run_failed(context("unplanned"))
    assert still_open(desk) == ["red", "backfill", "unplanned"]
    crawl(desk, "backfill", session=EARLIER)
    run_succeeded(context("backfill"))
    assert still_open(desk) == ["red"]
    crawl(desk, "green")
    run_succeeded(context("green"))
    assert still_open(desk) == []
    assert [(one["runId"], one["state"]) for one in receivers.hook.posted] == [
        ("red", "open"),
        ("backfill", "open"),
        ("unplanned", "open"),
        ("backfill", "resolved"),
        ("unplanned", "resolved"),
        ("red", "resolved"),
    ]


def test_what_a_data_scientist_asked_for_closes_and_replaces_no_failure_of_the_schedule(
    duty: tuple[Desk, Receivers],
) -> None:
    desk, _ = duty
    mirror = PipelineMirror()
    asked = {"experiment_id": "00000000-0000-0000-0000-000000000001"}
    for run_id, conf in (("scheduled", {}), ("asked", asked), ("asked-again", asked), ("next", {})):
        mirror.on_dag_run_running(dag_run(run_id, TRAINING_DAG, conf=conf), "")
    run_failed(context("scheduled", TRAINING_DAG))
    run_failed(context("asked", TRAINING_DAG))
    run_succeeded(context("asked-again", TRAINING_DAG))
    assert still_open(desk) == ["scheduled", "asked"]
    run_succeeded(context("next", TRAINING_DAG))
    assert still_open(desk) == []


def test_a_breach_is_told_and_closed_by_crawls_of_everything_up_to_its_session(
    duty: tuple[Desk, Receivers],
) -> None:
    desk, _ = duty
    spoil("HPG", "VCB")
    crawl(desk, "red")
    run_failed(context("red"))
    crawl(desk, "one-ticker", only="VCB")
    run_failed(context("one-ticker"))
    breach = "SELECT members, run_id FROM alerts WHERE kind = 'data_quality' AND resolved_at IS NULL"
    assert desk.rows(breach) == [(["HPG", "VCB"], "red")]
    ((title, details),) = desk.rows("SELECT title, details FROM alerts WHERE kind = 'failure'")
    assert title == "vn30_data_crawler failed: gate"
    assert "VCB: 1 stored bars break" in details[0]
    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stock_prices SET low_price = least(open_price, close_price) WHERE low_price > high_price"
        )
    crawl(desk, "backfill", session=EARLIER)
    run_succeeded(context("backfill"))
    assert len(desk.rows(breach)) == 1
    crawl(desk, "green")
    run_succeeded(context("green"))
    assert desk.rows("SELECT count(*) FROM alerts WHERE resolved_at IS NULL") == [(0,)]


def test_a_failed_maintenance_names_its_task_and_why_whatever_has_the_same_run_id(
    duty: tuple[Desk, Receivers],
) -> None:
    desk, receivers = duty
    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "INSERT INTO training_configs (owner_user_id, name, config) SELECT id, 'any', '{}' FROM users; "
            "INSERT INTO experiment_runs (config_id, owner_user_id, airflow_run_id, state) "
            "SELECT id, owner_user_id, 'at-seven', 'cancelled' FROM training_configs LIMIT 1"
        )
    PipelineMirror().on_dag_run_running(dag_run("at-seven", MAINTENANCE_DAG), "")
    fail("at-seven", "retain", PermissionError("not mine"), dag_id=MAINTENANCE_DAG)
    run_failed(context("at-seven", MAINTENANCE_DAG))
    (posted,) = receivers.hook.posted
    assert (posted["title"], posted["members"]) == ("vn30_maintenance failed: retain", ["retain"])
    assert "PermissionError('not mine')" in posted["details"][0]
    run_succeeded(context("next-day", MAINTENANCE_DAG))
    assert still_open(desk) == []


@pytest.fixture
def nobody() -> str:
    """The address of a database that does not answer."""
    return f"postgresql://me@127.0.0.1:{free_port()}/none"


def test_a_failure_on_record_is_told_once_though_the_database_goes_away(
    duty: tuple[Desk, Receivers], monkeypatch: pytest.MonkeyPatch, nobody: str
) -> None:
    desk, receivers = duty

    def go_away() -> None:
        monkeypatch.setenv("VN30_DATABASE_URL", nobody)
        get_settings.cache_clear()

    receivers.hook.meanwhile = go_away
    with suppress(OperationalError):
        a_run_fails(desk)
    assert [one["members"] for one in receivers.hook.posted] == [["HPG"]]


def test_a_failure_is_told_while_the_database_is_away(
    duty: tuple[Desk, Receivers], monkeypatch: pytest.MonkeyPatch, nobody: str
) -> None:
    _, receivers = duty
    monkeypatch.setenv("VN30_DATABASE_URL", nobody)
    get_settings.cache_clear()
    run_failed(context("red"))
    (posted,) = receivers.hook.posted
    assert posted["title"] == "vn30_data_crawler failed: Airflow says: task failure"
    assert posted["details"] == ["Not on record: the platform's database did not take it (OperationalError)."]
    assert posted["runId"] == "red"

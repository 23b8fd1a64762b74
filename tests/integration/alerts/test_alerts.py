"""Alerts on a real database through real channels: recipients, contents, repeats and failures."""

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

from tests.integration.conftest import Platform
from tests.support.ports import free_port
from tests.support.receivers import Receivers, silence
from vn30.airflow.alert_channels import timeouts
from vn30.airflow.callbacks import prices_deadline_passed, run_failed, run_succeeded, watch
from vn30.airflow.listeners.mirror import PipelineMirror
from vn30.alerts.repository import record
from vn30.alerts.rules import AlertEvent
from vn30.database import warehouse
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import GateFailed, run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.names import CRAWLER_DAG, MAINTENANCE_DAG, TRAINING_DAG
from vn30.settings import get_settings

LAST, EARLIER = date(2024, 6, 28), date(2024, 6, 20)


@pytest.fixture
def duty(receivers: Receivers, open_platform: Callable[..., Platform]) -> tuple[Platform, Receivers]:
    """A platform whose alerts reach all receivers, with a crawl behind it."""
    platform = open_platform()
    crawl(platform, "first")
    return platform, receivers


def crawl(
    platform: Platform,
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
    for job in plan_crawl(platform.settings, run_id, request, session):
        if job.ticker == broken:
            fail(run_id, "load", ConnectionError("postgres://me:word@host refused\nsecond line"), job.ticker)
        else:
            load_ticker(platform.settings, job)
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
    """Report a failed task to the mirror, as the task's own process does."""
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


def a_run_fails(platform: Platform) -> None:
    crawl(platform, "red", broken="HPG")
    run_failed(context("red"))


def spoil(*tickers: str) -> None:
    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stock_prices SET low_price = 2 * high_price WHERE price_date = '2024-01-05' "
            "AND stock_id = ANY(SELECT id FROM stocks WHERE ticker = ANY(%s))",
            (list(tickers),),
        )


def prices_break_a_check(platform: Platform) -> None:
    spoil("VCB")
    crawl(platform, "red")
    run_failed(context("red"))


def prices_are_late(platform: Platform) -> None:
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


def models_grow_stale(platform: Platform) -> None:
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
        "Prices fail the check 'bars are possible': 1 finding on VCB",
        "VCB: 1 stored bars violate",
        {"members": ["VCB"], "runId": "red", "session": "2024-06-28"},
    ),
    "late_prices": (
        prices_are_late,
        "Prices of 2024-06-28 were incomplete at 18:00: 2 of 3 stocks loaded",
        "Stocks without a bar: FPT",
        {"members": ["FPT"], "runId": "late", "session": "2024-06-28"},
    ),
    "stale_models": (
        models_grow_stale,
        "2 models are stale",
        "Too old, with their age in sessions: FPT (",
        {"members": ["FPT", "HPG"], "runId": None, "session": None},
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_delivered_once_through_every_channel(
    duty: tuple[Platform, Receivers], kind: str
) -> None:
    happens, title, detail, named = KINDS[kind]
    platform, receivers = duty
    happens(platform)
    happens(platform)
    (posted,) = receivers.hook.posted
    assert (posted["kind"], posted["state"], posted["title"]) == (kind, "open", title)
    assert named.items() <= posted.items()
    (mail,) = receivers.mailbox.mails
    (published,) = receivers.published()
    assert mail["Subject"] == published["Subject"] == f"[VN30] {title}"
    text = mail.get_payload(0).get_payload(decode=True).decode()
    for message in (posted["text"], text, published["Message"]):
        assert detail in message
        assert "docs/runbook.md#" in message
        assert "word@" not in message
        assert "second line" not in message
    assert platform.rows("SELECT kind, channels, error FROM alert_overview") == [
        (kind, ["webhook", "mail", "sns"], None)
    ]


def test_no_alert_for_a_fresh_model_below_naive(duty: tuple[Platform, Receivers]) -> None:
    platform, receivers = duty
    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "WITH model AS (INSERT INTO model_statuses (stock_id, as_of_date, freshness_state, "
            "last_updated_at) SELECT id, %s, 'fresh', now() FROM stocks "
            "WHERE ticker = 'FPT' RETURNING id) INSERT INTO model_horizon_metrics (model_status_id, "
            "horizon_days, mape_pct, naive_mape_pct, mae, naive_mae, skill, test_rows) "
            "SELECT id, 7, 5, 4, 5, 4, -0.25, 200 FROM model",
            (LAST,),
        )
    run_succeeded(context("any", TRAINING_DAG))
    assert platform.rows("SELECT below_naive FROM current_models") == [(True,)]
    assert receivers.hook.posted == []


def delivered(receivers: Receivers) -> list[tuple[str, list[str]]]:
    """The state and the new members of each alert at the webhook."""
    return [(alert["state"], alert["newMembers"]) for alert in receivers.hook.posted]


def stale(*tickers: str) -> AlertEvent:
    return AlertEvent("stale_models", "models", "", f"{len(tickers)} are stale", members=tickers)


def failure(*tickers: str) -> AlertEvent:
    return AlertEvent(
        "failure", CRAWLER_DAG, "red", "it failed", members=tickers, dag_id=CRAWLER_DAG, run_id="red"
    )


def keep(*events: AlertEvent) -> None:
    with warehouse.transaction() as connection:
        for event in events:
            record(connection, event)


def test_life_of_an_alert(
    duty: tuple[Platform, Receivers],
) -> None:
    """A lasting alert is sent again for new members, after a while, and at its end."""
    platform, receivers = duty
    a_run_fails(platform)
    watch()
    assert delivered(receivers) == [("open", ["HPG"])]
    crawl(platform, "red", broken="VCB")
    run_failed(context("red"))
    assert delivered(receivers)[1:] == [("open", ["VCB"])]
    with warehouse.transaction() as connection:
        connection.exec_driver_sql("UPDATE alert_deliveries SET sent_at = sent_at - INTERVAL '21 hours'")
    watch()
    watch()
    assert delivered(receivers)[2:] == [("open", [])]
    crawl(platform, "green")
    for _ in range(2):
        run_succeeded(context("green"))
    assert delivered(receivers)[3:] == [("resolved", [])]
    assert receivers.hook.posted[-1]["resolution"] == "the run green succeeded"
    assert platform.rows("SELECT times, is_waiting, error FROM alert_overview") == [(2, False, None)]


def test_newer_failure_supersedes(duty: tuple[Platform, Receivers]) -> None:
    """The failure of a newer run supersedes that of an older one."""
    platform, receivers = duty
    for run_id in ("monday", "tuesday"):
        crawl(platform, run_id, broken="HPG")
        run_failed(context(run_id))
    assert [alert["runId"] for alert in receivers.hook.posted] == ["monday", "tuesday"]
    assert platform.rows("SELECT run_id, resolution FROM alerts ORDER BY id") == [
        ("monday", "superseded"),
        ("tuesday", None),
    ]


def test_a_run_that_a_user_stopped_is_no_news(duty: tuple[Platform, Receivers]) -> None:
    platform, receivers = duty
    crawl(platform, "stopped", broken="HPG")
    PipelineMirror().on_dag_run_failed(dag_run("stopped"), "Dag Run's state was manually set to `failed`.")
    run_failed(context("stopped"))
    assert receivers.hook.posted == []


def test_unavailable_channel(
    duty: tuple[Platform, Receivers],
) -> None:
    """An unavailable channel gets the alert later, and the others get it once."""
    platform, receivers = duty
    receivers.hook.status = 503
    a_run_fails(platform)
    watch()
    ((channels, error),) = platform.rows("SELECT channels, error FROM alert_overview")
    assert channels == ["mail", "sns"]
    assert error.startswith("webhook: ")
    assert "secret" not in error
    receivers.hook.status = 200
    watch()
    watch()
    assert (len(receivers.hook.posted), len(receivers.mailbox.mails), len(receivers.published())) == (1, 1, 1)
    assert platform.rows("SELECT error FROM alert_overview") == [(None,)]


def test_no_channel(duty: tuple[Platform, Receivers], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a channel, an alert is stored until a channel is set."""
    platform, receivers = duty
    for name in ("WEBHOOK_CONNECTION", "MAIL_TO", "SNS_TOPIC"):
        monkeypatch.setenv(f"VN30_ALERT_{name}", "")
    get_settings.cache_clear()
    a_run_fails(platform)
    assert platform.rows("SELECT is_waiting, sent_at FROM alert_overview") == [(True, None)]
    monkeypatch.setenv("VN30_ALERT_WEBHOOK_CONNECTION", "hook")
    get_settings.cache_clear()
    watch()
    assert delivered(receivers) == [("open", ["HPG"])]


def test_simultaneous_failures(duty: tuple[Platform, Receivers]) -> None:
    """Simultaneous failures of both DAGs are delivered once each."""
    platform, receivers = duty
    keep(stale("FPT"))
    crawl(platform, "red", broken="HPG")
    both = [context("red"), context("red", TRAINING_DAG)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run_failed, 3 * both))
    failures = [alert["dagId"] for alert in receivers.hook.posted if alert["kind"] == "failure"]
    assert sorted(failures) == [CRAWLER_DAG, TRAINING_DAG]
    assert platform.rows("SELECT times FROM alerts WHERE kind = 'failure'") == [(3,), (3,)]


def test_change_during_delivery(
    duty: tuple[Platform, Receivers],
) -> None:
    """New members and the end are delivered, even if they come during a delivery."""
    _, receivers = duty
    happens = [lambda: keep(failure("FPT", "HPG")), lambda: run_succeeded(context("red"))]
    receivers.hook.meanwhile = lambda: happens.pop(0)() if happens else None
    keep(failure("FPT"))
    watch()
    assert delivered(receivers) == [("open", ["FPT"]), ("open", ["HPG"]), ("resolved", [])]


@pytest.mark.parametrize("silent", ["mail", "sns"])
def test_silent_server(
    duty: tuple[Platform, Receivers], monkeypatch: pytest.MonkeyPatch, silent: str
) -> None:
    """A silent server gets one attempt, and delays no alert of another channel."""
    platform, receivers = duty
    # Long enough for the servers that answer, on a machine that is busy.
    monkeypatch.setattr(timeouts, "ANSWER_SECONDS", 4)

    with silence() as (port, attempts):
        variable = f"AIRFLOW_CONN_{silent.upper()}"
        connection = json.loads(receivers.environment[variable])
        if silent == "mail":
            connection["port"] = port
        else:
            connection["extra"]["endpoint_url"] = f"http://127.0.0.1:{port}"
        monkeypatch.setenv(variable, json.dumps(connection))
        spoil("VCB")
        a_run_fails(platform)
        assert {alert["kind"] for alert in receivers.hook.posted} == {"failure", "data_quality"}
        assert len(attempts) == 1
        ((error,),) = platform.rows("SELECT error FROM alert_overview WHERE error IS NOT NULL")
        assert error.startswith(f"{silent}: ")
        with warehouse.transaction() as connection:
            connection.exec_driver_sql("UPDATE alert_deliveries SET sent_at = sent_at - INTERVAL '21 hours'")
        watch()
    assert len(receivers.hook.posted) == 4
    others = receivers.published() if silent == "mail" else receivers.mailbox.mails
    assert len(others) == 4


def test_webhook_address_is_secret(
    duty: tuple[Platform, Receivers],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The address of a webhook that does not answer is in no log."""
    platform, _ = duty
    hook = {"conn_type": "http", "host": f"http://127.0.0.1:{free_port()}/a/secret/path"}
    monkeypatch.setenv("AIRFLOW_CONN_HOOK", json.dumps(hook))
    a_run_fails(platform)
    assert platform.rows("SELECT error FROM alert_overview") == [("webhook: ConnectionError",)]
    assert "was not delivered through webhook" in caplog.text
    assert "secret" not in caplog.text + "".join(capfd.readouterr())


def still_open(platform: Platform) -> list[str]:
    return [
        run_id
        for (run_id,) in platform.rows("SELECT run_id FROM alerts WHERE resolved_at IS NULL ORDER BY id")
    ]


def test_partial_run(
    duty: tuple[Platform, Receivers],
) -> None:
    """A partial run or a run of an earlier session closes and supersedes no other alert."""
    platform, receivers = duty
    a_run_fails(platform)
    crawl(platform, "one-ticker", only="FPT")
    run_succeeded(context("one-ticker"))
    crawl(platform, "backfill", session=EARLIER, broken="VCB")
    run_failed(context("backfill"))
    PipelineMirror().on_dag_run_running(dag_run("unplanned", run_type="backfill"), "")
    run_failed(context("unplanned"))
    assert still_open(platform) == ["red", "backfill", "unplanned"]
    crawl(platform, "backfill", session=EARLIER)
    run_succeeded(context("backfill"))
    assert still_open(platform) == ["red"]
    crawl(platform, "green")
    run_succeeded(context("green"))
    assert still_open(platform) == []
    assert [(alert["runId"], alert["state"]) for alert in receivers.hook.posted] == [
        ("red", "open"),
        ("backfill", "open"),
        ("unplanned", "open"),
        ("backfill", "resolved"),
        ("unplanned", "resolved"),
        ("red", "resolved"),
    ]


def test_requested_run_closes_nothing(
    duty: tuple[Platform, Receivers],
) -> None:
    """A requested run closes and supersedes no failure of the schedule."""
    platform, _ = duty
    mirror = PipelineMirror()
    requested = {"experiment_id": "00000000-0000-0000-0000-000000000001"}
    for run_id, conf in (("scheduled", {}), ("asked", requested), ("asked-again", requested), ("next", {})):
        mirror.on_dag_run_running(dag_run(run_id, TRAINING_DAG, conf=conf), "")
    run_failed(context("scheduled", TRAINING_DAG))
    run_failed(context("asked", TRAINING_DAG))
    run_succeeded(context("asked-again", TRAINING_DAG))
    assert still_open(platform) == ["scheduled", "asked"]
    run_succeeded(context("next", TRAINING_DAG))
    assert still_open(platform) == []


def test_quality_breach(
    duty: tuple[Platform, Receivers],
) -> None:
    """A quality breach is reported and closed only by crawls of all tickers up to its session."""
    platform, _ = duty
    spoil("HPG", "VCB")
    crawl(platform, "red")
    run_failed(context("red"))
    crawl(platform, "one-ticker", only="VCB")
    run_failed(context("one-ticker"))
    breach = "SELECT members, run_id FROM alerts WHERE kind = 'data_quality' AND resolved_at IS NULL"
    assert platform.rows(breach) == [(["HPG", "VCB"], "red")]
    ((title, details),) = platform.rows("SELECT title, details FROM alerts WHERE kind = 'failure'")
    assert title == "vn30_data_crawler failed: gate"
    assert "VCB: 1 stored bars violate" in details[0]
    with warehouse.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE stock_prices SET low_price = least(open_price, close_price) WHERE low_price > high_price"
        )
    crawl(platform, "backfill", session=EARLIER)
    run_succeeded(context("backfill"))
    assert len(platform.rows(breach)) == 1
    crawl(platform, "green")
    run_succeeded(context("green"))
    assert platform.rows("SELECT count(*) FROM alerts WHERE resolved_at IS NULL") == [(0,)]


def test_failed_maintenance(
    duty: tuple[Platform, Receivers],
) -> None:
    """A failed maintenance run names its task and the reason, even if another run has the same id."""
    platform, receivers = duty
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
    assert still_open(platform) == []


@pytest.fixture
def unreachable_url() -> str:
    """The address of a database that does not answer."""
    return f"postgresql://me@127.0.0.1:{free_port()}/none"


def test_failure_without_database(
    duty: tuple[Platform, Receivers], monkeypatch: pytest.MonkeyPatch, unreachable_url: str
) -> None:
    """A recorded failure is delivered once, even if the database is lost meanwhile."""
    platform, receivers = duty

    def disconnect() -> None:
        monkeypatch.setenv("VN30_DATABASE_URL", unreachable_url)
        get_settings.cache_clear()

    receivers.hook.meanwhile = disconnect
    with suppress(OperationalError):
        a_run_fails(platform)
    assert [alert["members"] for alert in receivers.hook.posted] == [["HPG"]]


def test_failure_is_delivered_without_the_database(
    duty: tuple[Platform, Receivers], monkeypatch: pytest.MonkeyPatch, unreachable_url: str
) -> None:
    _, receivers = duty
    monkeypatch.setenv("VN30_DATABASE_URL", unreachable_url)
    get_settings.cache_clear()
    run_failed(context("red"))
    (posted,) = receivers.hook.posted
    assert posted["title"] == "vn30_data_crawler failed: task failure"
    assert posted["details"] == [
        "Not recorded: the platform's database did not accept the alert (OperationalError)."
    ]
    assert posted["runId"] == "red"

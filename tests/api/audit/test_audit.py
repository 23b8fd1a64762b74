"""The audit trail: each write of the API leaves an entry, which nobody changes."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from airflow_client.client.api.event_log_api import EventLogApi
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.app import create_app
from api.auth.audit import Audited
from tests.support.airflow_server import AirflowServer
from vn30.database.warehouse import make_engine
from vn30.names import ADMIN_USER, CRAWLER_DAG
from vn30.pipelines.airflow_api import AirflowApi
from vn30.settings import Settings
from vn30.training_config.document import default_document
from vn30.users.accounts import DEMO_PASSWORD

AUDIT, V1 = "/api/v1/audit", "/api/v1"
CRAWLER = f"{V1}/pipeline/dags/{CRAWLER_DAG}"

# They change nothing, or add their entries themselves, as nobody has signed in before.
WITHOUT_USER = {
    "/api/v1/auth/login",
    "/api/v1/auth/logout",
    "/api/v1/auth/password-reset",
    "/api/v1/auth/password-reset/confirm",
    "/api/v1/auth/refresh",
    "/api/v1/auth/registration",
    "/api/v1/auth/registration/confirm",
}
READS_BY_POST = {
    "/api/v1/features/validate",
    "/api/v1/portfolios/{portfolioId}/imports/preview",
    "/api/v1/portfolios/{portfolioId}/optimise",
    "/api/v1/risk/portfolio",
}


class Office:
    """Clients at an API that is connected to Airflow, and what it is started with."""

    def __init__(self, settings: Settings, client: httpx.Client, sign_in: Callable[..., httpx.Client]):
        self.settings, self.anonymous = settings, client
        self.ds1, self.admin = sign_in(client, "ds1"), sign_in(client, "admin1")

    def entries(self, **query: Any) -> list[dict[str, Any]]:
        """Entries of the audit trail, the newest first."""
        page = self.admin.get(AUDIT, params={"pageSize": 200, **query}).raise_for_status().json()
        entries: list[dict[str, Any]] = page["data"]
        return entries


@pytest.fixture(scope="module")
def office(
    new_market: Callable[[], tuple[str, Path]],
    airflow_settings: dict[str, str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> Office:
    settings = api_settings(new_market()[0], **airflow_settings, airflow_apply_seconds=0)
    return Office(settings, serve(settings), sign_in)


def _calls(dependant: Dependant) -> Iterator[object]:
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _calls(dependency)


def test_no_write_without_entry() -> None:
    """Each route that may change something depends on the audit trail."""
    of_audit = Audited.__metadata__[0].dependency  # type: ignore[attr-defined]
    writes = {
        route.path_format: route
        for route in create_app().routes
        if isinstance(route, APIRoute) and not route.methods <= {"GET", "HEAD"}
    }
    silent = {path for path, route in writes.items() if of_audit not in _calls(route.dependant)}
    assert silent == WITHOUT_USER | READS_BY_POST


def test_entries_of_writes(office: Office) -> None:
    """A write leaves an entry with user, address, request id, and the values before and after."""
    began = datetime.now(UTC).isoformat()
    call = office.ds1.request
    calls: list[httpx.Response] = []

    def write(method: str, path: str, **options: Any) -> Any:
        answer = call(method, path, **options)
        assert answer.is_success, answer.text
        calls.append(answer)
        return answer.json() if answer.content else None

    write("PUT", f"{V1}/stocks/my-list/FPT")
    write("DELETE", f"{V1}/stocks/my-list/FPT")
    saved = write("POST", f"{V1}/features/config", json=default_document())
    restored = write("POST", f"{V1}/features/config/versions/{saved['version']}/restore")
    request = {"configId": restored["configId"], "scope": "all_vn30", "notes": "a test"}
    started = write("POST", f"{V1}/experiments/run", json=request)
    write("POST", f"{V1}/experiments/{started['runId']}/cancel")
    write("POST", f"{CRAWLER}/pause", json={"paused": True})
    run = write("POST", f"{CRAWLER}/trigger", json={"conf": {"tickers": ["FPT"]}})
    write("POST", f"{CRAWLER}/stopRun", json={"runId": run["runId"]})
    retries = office.ds1.get(CRAWLER).json()["retries"]
    write("PATCH", f"{CRAWLER}/settings", json={"defaultArgs": {"retries": 7}})
    write("PATCH", f"{CRAWLER}/settings", json={"defaultArgs": {"retries": retries}})
    decision = {"kind": "closed", "state": "confirmed", "reason": "a test"}
    write("PUT", f"{V1}/trading-days/2026-12-15", json=decision)
    write("DELETE", f"{V1}/trading-days/2026-12-15")

    entries = office.entries(since=began)[::-1]
    versions = saved["version"], restored["version"]
    proposed = {name: decision[name] for name in ("kind", "state", "reason")}
    assert [(entry["action"], entry["subject"], entry["before"], entry["after"]) for entry in entries] == [
        ("follow_stock", "FPT", None, None),
        ("unfollow_stock", "FPT", None, None),
        (
            "save_training_config",
            f"version {versions[0]}",
            {"version": versions[0] - 1},
            {"version": versions[0], "restored": None},
        ),
        (
            "restore_training_config",
            f"version {versions[1]}",
            {"version": versions[0]},
            {"version": versions[1], "restored": versions[0]},
        ),
        ("start_training", started["runId"], None, request),
        ("cancel_training", started["runId"], None, None),
        ("pause_dag", CRAWLER_DAG, None, None),
        ("trigger_dag", CRAWLER_DAG, None, {"runId": run["runId"], "conf": {"tickers": ["FPT"]}}),
        ("stop_run", run["runId"], None, {"dagId": CRAWLER_DAG}),
        ("change_dag_settings", CRAWLER_DAG, {"retries": retries}, {"retries": 7}),
        ("change_dag_settings", CRAWLER_DAG, {"retries": 7}, {"retries": retries}),
        ("decide_trading_day", "2026-12-15", None, decision),
        ("undo_trading_day", "2026-12-15", proposed, None),
    ]
    assert {(entry["username"], entry["address"]) for entry in entries} == {("ds1", "127.0.0.1")}
    assert [entry["requestId"] for entry in entries] == [answer.headers["X-Request-ID"] for answer in calls]


def test_refused_write(office: Office) -> None:
    """A write that is refused leaves no entry, as it changes nothing."""
    began = datetime.now(UTC).isoformat()
    refused = office.ds1.patch(f"{CRAWLER}/settings", json={"scheduleCron": "61 17 * * *"})
    assert refused.status_code == 422
    assert office.entries(since=began) == []


def test_sign_ins(office: Office) -> None:
    """Sign-ins, refused ones too, and sign-outs are in the trail, without what was entered as a name."""
    began = datetime.now(UTC).isoformat()
    login = f"{V1}/auth/login"
    office.anonymous.post(login, json={"username": "my secret", "password": "wrong"})
    tokens = office.anonymous.post(login, json={"username": "ds2", "password": DEMO_PASSWORD}).json()
    office.anonymous.post(f"{V1}/auth/logout", json={"refreshToken": tokens["refreshToken"]})
    entries = [
        (entry["action"], entry["username"], entry["subject"]) for entry in office.entries(since=began)
    ]
    assert entries == [
        ("sign_out", "ds2", "ds2"),
        ("sign_in", "ds2", "ds2"),
        ("refuse_sign_in", None, None),
    ]


def test_filters(office: Office) -> None:
    """Entries are found by action, user, subject and time, page by page."""
    for _ in range(3):
        office.ds1.put(f"{V1}/stocks/my-list/FPT").raise_for_status()
    office.admin.put(f"{V1}/stocks/my-list/VCB").raise_for_status()
    mine = {"username": "admin1", "action": "follow_stock"}
    assert [entry["subject"] for entry in office.entries(**mine)] == ["VCB"]
    of_fpt = {"subject": "FPT", "action": "follow_stock"}
    pages = [
        office.admin.get(AUDIT, params={**of_fpt, "pageSize": 1, "page": page}).json() for page in (1, 2)
    ]
    assert pages[0]["meta"]["total"] >= 3
    assert pages[0]["data"][0]["id"] > pages[1]["data"][0]["id"]
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert office.entries(since=tomorrow) == []
    assert office.entries(until=tomorrow)
    naive = office.admin.get(AUDIT, params={"since": "2026-11-30T00:00:00"})
    assert (naive.status_code, naive.json()["message"].split(":")[0]) == (422, "since")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET username = 'another'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
    ],
)
def test_append_only(office: Office, statement: str) -> None:
    """The API's role neither changes nor deletes an entry."""
    engine = make_engine(office.settings)
    with engine.connect() as connection, pytest.raises(sa.exc.ProgrammingError, match="append-only"):
        connection.execute(sa.text(statement))
    engine.dispose()


def test_audit_log_of_airflow(office: Office, airflow_server: AirflowServer) -> None:
    """Airflow's own audit log names the user of the platform beside the API's account."""
    password = airflow_server.environment["VN30_AIRFLOW_ADMIN_PASSWORD"]
    airflow = AirflowApi(airflow_server.url, ADMIN_USER, password)
    office.ds1.post(f"{CRAWLER}/pause", json={"paused": True}).raise_for_status()
    office.ds1.patch(f"{CRAWLER}/settings", json={"defaultArgs": {"retries": 4}}).raise_for_status()
    logged = airflow.ask(lambda client: EventLogApi(client).get_event_logs(order_by=["-id"], limit=20))
    extras = {log.event: log.extra or "" for log in reversed(logged.event_logs)}
    assert '"on_behalf_of": "ds1"' in extras["patch_dag"]
    assert "Changed by ds1" in extras["patch_variable"]

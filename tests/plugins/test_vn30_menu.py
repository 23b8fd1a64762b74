"""The platform's pages in Airflow, on its real API server: permissions and functions."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from tests.support.airflow_server import AirflowServer
from vn30.airflow.ui.reference import sections
from vn30.database.warehouse import make_engine
from vn30.names import CONFIG_VARIABLE
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.dags import read_variable, write_variable
from vn30.settings import PROJECT_ROOT, Settings
from vn30.training_config.document import default_document
from vn30.training_config.json_schema import config_schema

PAGE = "/pluginsv2/vn30/training-configuration/"
OVERVIEW = "/vn30/overview/"
PASSWORD = "a password that only these tests use"
AS_BROWSER = {"Accept": "text/html,application/xhtml+xml"}
RUN = "manual__2025-03-31T11:00:00+00:00"
PLOT = f"/vn30/plots/{quote(RUN, safe='')}/FPT/forecast"
ACTIVE = "SELECT version, author, config FROM config_versions WHERE is_active"

# What strangers see of the pages that Flask-AppBuilder brings along: a way in, the files that it loads, a
# page without anything, and what leads to that.
OPEN = re.compile(r"/pluginsv2/(static/.*|login/|logout/|back)?")
REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


@pytest.fixture(scope="module")
def engine(airflow_server: AirflowServer) -> Iterator[sa.Engine]:
    url = airflow_server.environment["VN30_DATABASE_URL"]
    created = make_engine(Settings(database_url=SecretStr(url)))
    yield created
    created.dispose()


@pytest.fixture(scope="module")
def admin_token(airflow_server: AirflowServer) -> str:
    password = airflow_server.environment["VN30_AIRFLOW_ADMIN_PASSWORD"]
    body = {"username": "admin", "password": password}
    answer = httpx.post(f"{airflow_server.url}/auth/token", json=body, timeout=60)
    return str(answer.raise_for_status().json()["access_token"])


@pytest.fixture(scope="module")
def user(airflow_server: AirflowServer, admin_token: str) -> Iterator[Callable[[str], httpx.Client]]:
    """``user(role) -> client``: somebody with that role alone, signed in with a browser's form."""
    clients = []

    def make(role: str) -> httpx.Client:
        name = f"one_{role.lower()}"
        body = {
            "username": name,
            "email": f"{name}@localhost",
            "first_name": "One",
            "last_name": role,
            "roles": [{"name": role}],
            "password": PASSWORD,
        }
        headers = {"Authorization": f"Bearer {admin_token}"}
        httpx.post(f"{airflow_server.url}/auth/fab/v1/users", json=body, headers=headers, timeout=60)
        client = httpx.Client(base_url=airflow_server.url, headers=AS_BROWSER, timeout=60)
        clients.append(client)
        form = client.get("/auth/login/").raise_for_status()
        fields = {"username": name, "password": PASSWORD, "csrf_token": _hidden(form.text, "csrf_token")}
        assert client.post("/auth/login/", data=fields).status_code == HTTPStatus.FOUND
        return client

    yield make
    for client in clients:
        client.close()


@pytest.fixture(scope="module")
def operator(user: Callable[[str], httpx.Client]) -> httpx.Client:
    return user("Op")


@pytest.fixture(scope="module")
def viewer(user: Callable[[str], httpx.Client]) -> httpx.Client:
    return user("Viewer")


@pytest.fixture(scope="module")
def unprivileged(user: Callable[[str], httpx.Client]) -> httpx.Client:
    """Signed in, with a role that has no permission."""
    return user("Public")


@pytest.fixture
def airflow(airflow_server: AirflowServer, engine: sa.Engine) -> AirflowApi:
    """Airflow as on the first day: it has the defaults, and nothing is saved."""
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM training_configs WHERE name = 'vn30_training_config'"))
    api = AirflowApi(airflow_server.url, airflow_server.username, airflow_server.password)
    write_variable(api, CONFIG_VARIABLE, json.dumps(default_document()), "described by its owner")
    return api


@pytest.fixture(scope="module")
def plot(engine: sa.Engine, airflow_server: AirflowServer) -> Path:
    """The file of FPT's forecast plot; there is another of VCB, whose row names a file out of the store."""
    folder = Path(airflow_server.environment["VN30_ARTIFACT_STORE"].removeprefix("file://"))
    folder.mkdir(parents=True, exist_ok=True)
    picture, secret = folder / "FPT.png", folder.parent / "secret.png"
    picture.write_bytes(b"\x89PNG of FPT")
    secret.write_bytes(b"outside of the store")
    statements = (
        "INSERT INTO stocks (id, ticker, name) VALUES (901, 'FPT', 'FPT'), (902, 'VCB', 'VCB')",
        "INSERT INTO training_configs (id, owner_user_id, name, config, is_active) "
        "SELECT :id, users.id, 'of_plots', '{}', FALSE FROM users WHERE users.username = 'airflow'",
        "INSERT INTO experiment_runs (id, config_id, owner_user_id, airflow_run_id, as_of_date, state) "
        "SELECT :id, :id, users.id, :run, :day, 'success' FROM users WHERE users.username = 'airflow'",
        "INSERT INTO experiment_ticker_artifacts (run_id, stock_id, future_png_url) "
        "VALUES (:id, 901, :picture), (:id, 902, :secret)",
    )
    values = {
        "id": UUID(int=77),
        "run": RUN,
        "day": date(2025, 3, 31),
        "picture": picture.as_uri(),
        "secret": secret.as_uri(),
    }
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement), values)
    return picture


def test_anonymous_requests(airflow_server: AirflowServer) -> None:
    """Anonymous callers are refused on every route that plugins add."""
    listed = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.support.airflow_routes"],
        cwd=PROJECT_ROOT,
        env=airflow_server.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.returncode == 0, listed.stderr[-3000:]
    routes = [line.split() for line in listed.stdout.splitlines() if line.startswith(("plugin ", "airflow "))]
    ours = {path for whose, _, path in routes if whose == "plugin"}
    assert {PAGE, f"{PAGE}save", f"{PAGE}validate", OVERVIEW, "/vn30/plots/1/FPT/forecast"} <= ours
    let_in = []
    with httpx.Client(base_url=airflow_server.url, timeout=60) as stranger:
        for whose, methods, path in routes:
            for method in methods.split(","):
                answer = stranger.request(method, path)
                refused = answer.status_code in REFUSED
                if answer.is_redirect:
                    refused = "/login/" in answer.headers["location"]
                if whose == "airflow":
                    # Airflow's routes check the form's token first, and redirect if it is missing.
                    refused = answer.is_redirect or answer.is_client_error or bool(OPEN.fullmatch(path))
                if not refused:
                    let_in.append((method, path, answer.status_code))
    assert let_in == []


def test_sign_in_redirect(airflow_server: AirflowServer, plot: Path) -> None:
    """A browser without a sign-in is redirected to the sign-in form, and back."""
    for path in (PAGE, PLOT, OVERVIEW):
        answer = httpx.get(f"{airflow_server.url}{path}", headers=AS_BROWSER, timeout=60)
        assert answer.status_code == HTTPStatus.SEE_OTHER
        assert "/auth/login/?next=" in answer.headers["location"]


def test_missing_permission(unprivileged: httpx.Client, plot: Path) -> None:
    """A user without the permission is refused."""
    for path in (PAGE, PLOT, f"{PLOT}/picture", OVERVIEW):
        assert unprivileged.get(path).status_code == HTTPStatus.FORBIDDEN
    assert unprivileged.post(f"{PAGE}save", data={"document": "{}"}).status_code == HTTPStatus.FORBIDDEN


def test_a_viewer_reads_and_cannot_save(viewer: httpx.Client, airflow: AirflowApi, engine: sa.Engine) -> None:
    page = viewer.get(PAGE)
    assert page.status_code == HTTPStatus.OK
    assert "readonly" in page.text
    assert "<button" not in page.text
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    # Other pages give a token that counts for these forms as well: it is no permission.
    token = _hidden(viewer.get("/auth/resetmypassword/form").text, "csrf_token")
    for sent in ("x", token):
        fields = {"document": "{}", "based_on": "0", "csrf_token": sent}
        for action in ("save", "validate"):
            assert viewer.post(f"{PAGE}{action}", data=fields).status_code == HTTPStatus.FORBIDDEN
    assert _active(engine) is None


def test_save(operator: httpx.Client, airflow: AirflowApi, engine: sa.Engine) -> None:
    """Saving stores a version and the variable with their author."""
    document = {**default_document(), "reproducibility": {"seed": 7}}
    saved = _send(operator, "save", json.dumps(document))
    assert (saved.status_code, saved.headers["location"]) == (HTTPStatus.SEE_OTHER, PAGE)
    # Airflow's own configuration, not saved before, is version 1.
    assert _active(engine) == (2, "airflow:one_op", document)
    assert json.loads(read_variable(airflow, CONFIG_VARIABLE) or "") == document
    shown = operator.get(PAGE).text
    assert "Version 2 is saved" in shown
    assert "saved by airflow:one_op" in shown


def test_faults_are_reported_by_field_and_nothing_is_saved(
    operator: httpx.Client, airflow: AirflowApi, engine: sa.Engine
) -> None:
    wrong = json.dumps({"models": {"ridge": {"alpha": -1}}, "targets": {"horizons": [8]}})
    for action in ("validate", "save"):
        refused = _send(operator, action, wrong)
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        for path in ("models.ridge.alpha", "targets.horizons.0"):
            assert f"<li><code>{path}</code>" in refused.text
        assert "&#34;alpha&#34;: -1" in refused.text  # what was typed is still there
    not_json = _send(operator, "save", "<script>")
    assert not_json.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "<script>\n{#" not in not_json.text
    assert "&lt;script&gt;" in not_json.text
    assert _active(engine) is None
    assert json.loads(read_variable(airflow, CONFIG_VARIABLE) or "") == default_document()


def test_save_over_unseen_version(operator: httpx.Client, airflow: AirflowApi, engine: sa.Engine) -> None:
    """A save over a version that was not seen is refused."""
    first, second = (json.dumps({**default_document(), "reproducibility": {"seed": seed}}) for seed in (1, 2))
    form = operator.get(PAGE).text
    assert _send(operator, "save", first, form).status_code == HTTPStatus.SEE_OTHER
    late = _send(operator, "save", second, form)
    assert late.status_code == HTTPStatus.CONFLICT
    assert "version 2 was saved since" in late.text
    again = _send(operator, "save", second, late.text)
    assert again.status_code == HTTPStatus.CONFLICT
    assert _active(engine) == (2, "airflow:one_op", json.loads(first))


def test_a_form_without_its_token_is_refused(
    operator: httpx.Client, airflow: AirflowApi, engine: sa.Engine
) -> None:
    for token in ({}, {"csrf_token": "made up"}):
        answer = operator.post(f"{PAGE}save", data={"document": "{}", "based_on": "0", **token})
        assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert _active(engine) is None


def test_refused_save(operator: httpx.Client, airflow: AirflowApi, engine: sa.Engine) -> None:
    """A document that the database refuses is not in the variable either."""
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE training_configs ADD CONSTRAINT no_more CHECK (version < 2)"))
    try:
        document = json.dumps({**default_document(), "reproducibility": {"seed": 7}})
        answer = _send(operator, "save", document)
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE training_configs DROP CONSTRAINT no_more"))
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert _active(engine) is None
    assert json.loads(read_variable(airflow, CONFIG_VARIABLE) or "") == default_document()


def test_edit_elsewhere_is_reported(operator: httpx.Client, airflow: AirflowApi) -> None:
    assert _send(operator, "save", json.dumps(default_document())).status_code == HTTPStatus.SEE_OTHER
    write_variable(airflow, CONFIG_VARIABLE, json.dumps({**default_document(), "scaling": "none"}))
    assert "was edited elsewhere: scaling." in operator.get(PAGE).text


def test_plots_are_shown_to_users_who_may_see_tasks(viewer: httpx.Client, plot: Path) -> None:
    page = viewer.get(PLOT)
    assert page.status_code == HTTPStatus.OK
    assert "FPT: forecast" in page.text
    assert f'src="{PLOT}/picture"' in page.text
    picture = viewer.get(f"{PLOT}/picture")
    assert (picture.content, picture.headers["content-type"]) == (b"\x89PNG of FPT", "image/png")


@pytest.mark.parametrize(
    "path",
    [
        "run_of_yesterday/FPT/forecast",
        f"{quote(RUN)}/FPT/evaluation",
        f"{quote(RUN)}/HPG/forecast",
        f"{quote(RUN)}/VCB/forecast/picture",
        f"{quote(RUN)}/..%2f..%2fsecret.png/forecast",
        f"{quote(RUN)}/FPT/model_pkl",
    ],
)
def test_a_plot_that_is_not_there_is_not_found(viewer: httpx.Client, plot: Path, path: str) -> None:
    answer = viewer.get(f"/vn30/plots/{path}")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "outside of the store" not in answer.text
    if "%2f" not in path:
        assert "This plot does not exist" in answer.text


def test_task_instances_link_to_their_plots_and_stock(
    airflow_server: AirflowServer, admin_token: str, viewer: httpx.Client
) -> None:
    runs = f"{airflow_server.url}/api/v2/dags/vn30_model_training/dagRuns"
    headers = {"Authorization": f"Bearer {admin_token}"}
    body = {"dag_run_id": RUN, "logical_date": None}
    httpx.post(runs, json=body, headers=headers, timeout=60).raise_for_status()
    _label_as_when_started(airflow_server, "FPT")
    tasks = f"/api/v2/dags/vn30_model_training/dagRuns/{quote(RUN, safe='')}/taskInstances"
    answer = viewer.get(f"{tasks}/train/links", params={"map_index": 0}).raise_for_status().json()
    base = f"/vn30/plots/{quote(RUN, safe='')}/FPT"
    port = airflow_server.environment["VN30_API_PORT"]
    assert {name: link for name, link in answer["extra_links"].items() if link} == {
        "Evaluation plot": f"{base}/evaluation",
        "Forecast plot": f"{base}/forecast",
        "Stock page": f"http://127.0.0.1:{port}/stocks/FPT",
    }
    for task, map_index in (("pool", 0), ("resolve", -1)):
        other = viewer.get(f"{tasks}/{task}/links", params={"map_index": map_index}).raise_for_status().json()
        assert set(other["extra_links"].values()) == {None}
    ended = viewer.get(f"{tasks}/finish/links", params={"map_index": -1}).raise_for_status().json()
    assert ended["extra_links"]["Model versions"] == f"http://127.0.0.1:{port}/models"


@pytest.fixture
def announced(airflow_server: AirflowServer, engine: sa.Engine) -> Iterator[None]:
    """Prices of 2025-03-28 are stored, which the crawler has announced; 2025-03-31 is today."""
    statements = (
        "INSERT INTO trading_sessions (session_date, opens_at, closes_at) VALUES "
        "('2025-03-28', '2025-03-28 02:00Z', '2025-03-28 07:45Z'), "
        "('2025-03-31', '2025-03-31 02:00Z', '2025-03-31 07:45Z') ON CONFLICT DO NOTHING",
        "INSERT INTO market_state (market, source, follows_wall_clock, as_of_date) "
        "VALUES ('simulated', 'sample', FALSE, '2025-03-31')",
        "INSERT INTO stocks (id, ticker, name) VALUES (903, 'HPG', 'HPG')",
        "INSERT INTO stock_prices (stock_id, price_date, open_price, high_price, low_price, close_price, "
        "volume, source, fetched_at) VALUES (903, '2025-03-28', 10, 10, 10, 10, 100, 'test', now())",
    )
    event = (
        "INSERT INTO asset_event (asset_id, extra, source_dag_id, source_map_index, timestamp) "
        "SELECT id, :extra, 'vn30_data_crawler', -1, '2025-03-28 10:05Z' FROM asset "
        "WHERE name = 'vn30_prices'"
    )
    own = sa.create_engine(airflow_server.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])
    with engine.begin() as connection, own.begin() as of_airflow:
        for statement in statements:
            connection.execute(sa.text(statement))
        of_airflow.execute(sa.text(event), {"extra": json.dumps({"session": "2025-03-28"})})
    yield
    with engine.begin() as connection, own.begin() as of_airflow:
        for statement in ("DELETE FROM stock_prices", "DELETE FROM stocks WHERE id = 903"):
            connection.execute(sa.text(statement))
        connection.execute(sa.text("DELETE FROM market_state"))
        of_airflow.execute(sa.text("DELETE FROM asset_event"))
    own.dispose()


def test_overview(viewer: httpx.Client, announced: None) -> None:
    """Data sets with their ages, assets with what they start, and the next run of every DAG."""
    page = viewer.get(OVERVIEW)
    assert page.status_code == HTTPStatus.OK
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    rows = {}
    for row in re.findall(r"<tr>(.*?)</tr>", page.text, re.DOTALL):
        cells = [
            " ".join(re.sub("<[^>]*>", " ", cell).split())
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        rows[cells[0]] = cells[1:]
    assert rows["Prices"][:3] == ["! late", "2025-03-28", "1 session"]
    assert rows["Risk"][:3] == ["\u25cb empty", "-", "-"]
    what, at, by, starts = rows["vn30_prices"]
    assert (what, at, by) == ("2025-03-28", "2025-03-28 17:05", "vn30_data_crawler")
    assert "vn30_risk" in starts
    assert rows["vn30_forecasts"][0] == "-"
    assert "vn30_recommendations" in rows["vn30_forecasts"][3]
    assert {"VN30 data crawler", "VN30 model training", "VN30 maintenance"} <= set(rows)


def test_overview_in_vietnamese(viewer: httpx.Client, announced: None) -> None:
    """By the browser's language, and by that of Airflow before it, which the page adds to its address."""
    chosen = viewer.get(OVERVIEW, params={"language": "vi"}).raise_for_status().text
    assert '<html lang="vi">' in chosen
    assert "<h1>Dữ liệu và lịch chạy</h1>" in chosen
    assert "VN30: thu thập dữ liệu" in chosen
    browser = viewer.get(OVERVIEW, headers={"Accept-Language": "vi-VN"}).raise_for_status().text
    assert "<h1>Dữ liệu và lịch chạy</h1>" in browser
    both = viewer.get(OVERVIEW, params={"language": "en"}, headers={"Accept-Language": "vi"})
    assert "<h1>Data and schedule</h1>" in both.raise_for_status().text


def test_the_menu_shows_the_app_and_the_configuration(viewer: httpx.Client) -> None:
    plugins = viewer.get("/api/v2/plugins").raise_for_status().json()["plugins"]
    entries = next(plugin for plugin in plugins if plugin["name"] == "vn30_menu")["external_views"]
    assert [(entry["category"], entry["name"]) for entry in entries] == [
        ("VN30", "Market"),
        ("VN30", "Data and schedule"),
        ("VN30", "Training configuration"),
    ]
    assert entries[2]["href"] == PAGE


def test_every_field_of_the_schema_is_explained() -> None:
    explained = {field.path for section in sections(config_schema()) for field in section.fields}
    assert explained >= {"dataWindow.lastSessions", "models.ridge.alpha", "ensemble.weights.ridge", "scaling"}
    alpha = next(
        field
        for section in sections(config_schema())
        for field in section.fields
        if field.path == "models.ridge.alpha"
    )
    assert alpha.allowed.startswith("number")
    assert alpha.default == "1000.0"


def _send(client: httpx.Client, action: str, document: str, form: str | None = None) -> httpx.Response:
    """Send the form of the page, or of one that was loaded earlier, with another document."""
    form = form or client.get(PAGE).raise_for_status().text
    fields = {"document": document, **{name: _hidden(form, name) for name in ("csrf_token", "based_on")}}
    return client.post(f"{PAGE}{action}", data=fields)


def _hidden(page: str, name: str) -> str:
    field = next(tag for tag in page.split("<input") if f'name="{name}"' in tag)
    return field.split('value="')[1].split('"')[0]


def _label_as_when_started(airflow_server: AirflowServer, ticker: str) -> None:
    """Map ``train`` of the run to one ticker, and label one of ``pool``: here nothing starts tasks."""
    engine = sa.create_engine(airflow_server.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])
    with engine.begin() as connection:
        labelled = connection.execute(
            sa.text(
                "UPDATE task_instance SET map_index = 0, rendered_map_index = :ticker "
                "WHERE run_id = :run AND (task_id = 'train' OR (task_id = 'pool' AND map_index = 0))"
            ),
            {"ticker": ticker, "run": RUN},
        )
        assert labelled.rowcount == 2
    engine.dispose()


def _active(engine: sa.Engine) -> tuple[int, str, object] | None:
    with engine.connect() as connection:
        row = connection.execute(sa.text(ACTIVE)).first()
    return None if row is None else (row.version, row.author, row.config)

"""Clients that two public generators make of the contract compile, and read every GET operation."""

import compileall
import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_origin
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from pydantic.alias_generators import to_camel

from api.openapi import OPENAPI_FILE
from tests.support.chromium import FRONTEND, node_environment
from tests.support.stored_lake import store_version
from tests.support.stored_recommendations import store_recommendations
from tests.support.stored_simulations import store_result
from vn30.database.warehouse import make_engine
from vn30.experiments.champions import record_run
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.names import CRAWLER_DAG
from vn30.optimisation.config import WalkForwardConfig
from vn30.optimisation.requests import request_walk_forward
from vn30.pipelines import mirror
from vn30.pipelines.models import Dag, DagRun, LogLine, TaskInstance, TaskNode
from vn30.settings import Settings
from vn30.storage.artifacts import open_store

RUN = "00000000-0000-0000-0000-000000000002"
"""A training run of the small market."""

DAG_RUN = "manual__2025-03-31T10:00:00+00:00"
NOON = datetime(2025, 3, 31, 12, tzinfo=UTC)

CONTRACT = json.loads(OPENAPI_FILE.read_text())
OPERATIONS: dict[str, dict[str, Any]] = {
    methods["get"]["operationId"]: methods["get"]
    for methods in CONTRACT["paths"].values()
    if "get" in methods
}
ARGUMENTS: dict[str, Any] = {
    "ticker": "FPT",
    "symbols": "FPT,VCB",
    "bucket": "should_buy",
    "version": 1,
    "runId": RUN,
    "dagId": CRAWLER_DAG,
    "day": "2025-03-31",
    "month": "2025-03",
}

STAYS_ENGLISH = "|".join(
    (
        # Codes with a space, of closed sets that clients translate: verdicts, regimes, groups, data sets.
        r".*\bverdict(\.\d+d)?",
        r".*\bregimes(\.name)?",
        r"track_record groups\..*\.group",
        r"dataset_ages data\.dataset",
        # What operators read: logs, and the settings of the installation.
        r"\w+_log entries\.message",
        r"status parts\..*\.detail",
        # What the source of prices says about a company.
        r"(batch|stock_overview) .*description",
        # Documentation of features: formulas.
        r"training_config_schema .*x-features\..*",
        # Names of methods, which Vietnamese uses as they are.
        r"training_config_schema .*(title|x-label)",
        # Reasons that the tests store without messages; the tests of the run have real ones.
        r"recommendation\w* .*(justification|reasons\..*)",
    )
)
"""Fields that answer in English in every language: the operation, and the names on the way to the field."""


@pytest.fixture(scope="module")
def reader(
    new_market: Callable[[], tuple[str, Path]],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> httpx.Client:
    """A data scientist at an API that has something to answer at every path."""
    url, artifacts = new_market()
    settings = api_settings(url, artifact_store=artifacts.as_uri())
    engine = make_engine(Settings(database_url=SecretStr(url)))
    dag = Dag(
        dag_id=CRAWLER_DAG,
        name="VN30 data crawler",
        description=None,
        paused=False,
        trigger="cron",
        cron="0 17 * * *",
        timezone="Asia/Ho_Chi_Minh",
        schedule_label=None,
        catchup=False,
        max_active_runs=1,
        retries=4,
        retry_delay_minutes=0.1,
        owner="vn30",
        tags=("vn30",),
        next_run_at=None,
    )
    run = DagRun(CRAWLER_DAG, DAG_RUN, "success", "manual", "ds1", NOON, NOON, NOON, {"tickers": ["FPT"]})
    task = TaskInstance("load", "load", 0, "FPT", "success", 1, NOON, NOON)
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE experiment_runs SET as_of_date = '2025-03-31' WHERE id = :run"), {"run": RUN}
        )
        record_run(connection, open_store(settings), UUID(RUN), PromotionPolicy())
        mirror.put_dag(connection, dag)
        mirror.put_run(connection, run, [TaskNode("load", "load", True, ())])
        mirror.put_tasks(connection, CRAWLER_DAG, DAG_RUN, [task], final=True)
        mirror.put_log(connection, CRAWLER_DAG, DAG_RUN, LogLine(NOON, "info", "1 bar", "load", "FPT", 1))
        connection.execute(
            sa.text(
                "INSERT INTO risk_states (stock_id, session_date, first_bar, last_bar, ewma_volatility,"
                " realised_volatility) SELECT id, :day, :day, :day, 0.3, 0.3 FROM stocks WHERE ticker = 'FPT'"
            ),
            {"day": NOON.date()},
        )
        store_recommendations(connection, date(2025, 3, 3), NOON.date())
        store_result(connection)
        store_version(connection, open_store(settings))
    client = sign_in(serve(settings), "admin1")
    consent = {"version": client.get("/api/v1/account/consent").json()["version"]}
    client.post("/api/v1/account/consent", json=consent).raise_for_status()
    portfolio = client.post("/api/v1/portfolios", json={"name": "Savings"}).raise_for_status().json()["id"]
    with engine.begin() as connection:
        request_walk_forward(connection, UUID(int=0), UUID(portfolio), WalkForwardConfig(), None)
    engine.dispose()
    return client


@pytest.fixture(scope="module")
def calls(reader: httpx.Client) -> dict[str, dict[str, dict[str, Any]]]:
    """By operation, the arguments in ``path`` and ``query``; optional ones are left out."""
    plot = urlsplit(reader.get("/api/v1/models").json()["data"][0]["plotUrl"])
    _, _, artifact, kind = plot.path.rsplit("/", 3)
    link = {"artifactsId": int(artifact), "type": kind, **dict(parse_qsl(plot.query))}
    link["expires"] = int(link["expires"])

    def read(path: str) -> Any:
        return reader.get(f"/api/v1/{path}").raise_for_status().json()

    portfolio = read("portfolios")[0]["id"]
    ids = {
        "portfolioId": portfolio,
        "walkForwardId": read(f"portfolios/{portfolio}/walk-forwards")[0]["id"],
        "recommendationId": read("recommendations")["data"][0]["id"],
        "replayId": read("recommendations/replays")["data"][0]["replayId"],
        "simulationId": read("simulations")["data"][0]["simulationId"],
        "versionId": read("lake")["data"][0]["versions"][0]["versionId"],
        "batchId": read("simulations/batches")["data"][0]["batchId"],
        "jobId": read("jobs")["data"][0]["id"],
    }
    known = {**ARGUMENTS, **link, **ids}
    calls: dict[str, dict[str, dict[str, Any]]] = {}
    for name, operation in OPERATIONS.items():
        calls[name] = {"path": {}, "query": {}}
        for parameter in operation.get("parameters", ()):
            if parameter.get("required"):
                of_airflow = "pipelines" in operation["tags"] and parameter["name"] == "runId"
                value = DAG_RUN if of_airflow else known[parameter["name"]]
                if name == "model_version":
                    value = "v1"
                if parameter["schema"].get("type") == "array":
                    value = [value]
                calls[name][parameter["in"]][parameter["name"]] = value
    return calls


@pytest.fixture
def generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The package that openapi-python-client generates."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = [
        *(Path(sys.executable).with_name("openapi-python-client"), "generate", "--meta", "none"),
        *("--path", OPENAPI_FILE, "--output-path", tmp_path / "vn30_client", "--fail-on-warning"),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert compileall.compile_dir(tmp_path / "vn30_client", quiet=1)
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("vn30_client")
    for name in [name for name in sys.modules if name.partition(".")[0] == "vn30_client"]:
        del sys.modules[name]


def test_a_python_client(
    generated: ModuleType, reader: httpx.Client, calls: dict[str, dict[str, dict[str, Any]]]
) -> None:
    """It parses the answer of every operation that has a schema, into models that hold what was sent."""
    token = reader.headers["Authorization"].removeprefix("Bearer ")
    client = generated.AuthenticatedClient(base_url=str(reader.base_url).rstrip("/"), token=token)
    for name, arguments in calls.items():
        operation = OPERATIONS[name]
        tag = operation["tags"][0].replace(" ", "_")
        module = importlib.import_module(f"vn30_client.api.{tag}.{name}")
        values = {**arguments["path"], **arguments["query"]}
        answer = module.sync_detailed(client=client, **_python_arguments(module, values))
        assert answer.status_code == 200, f"{name}: {answer.content!r}"
        sent = operation["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
        if "$ref" in sent:
            assert answer.parsed.to_dict() == _read(answer.content), name
        elif sent:
            assert [item.to_dict() for item in answer.parsed] == _read(answer.content), name


def _read(content: bytes) -> Any:
    """The JSON with UTC as Python writes it: ``+00:00`` for ``Z``."""
    return json.loads(re.sub(rb'(\d)Z"', rb'\1+00:00"', content))


def _python_arguments(module: ModuleType, values: dict[str, Any]) -> dict[str, Any]:
    """Named as Python does, with enumerations in place of their values."""
    arguments = {}
    for parameter in module.sync_detailed.__annotations__:
        camel = to_camel(parameter.rstrip("_"))
        if camel in values:
            kind = module.sync_detailed.__annotations__[parameter]
            if get_origin(kind) is list:
                arguments[parameter] = [get_args(kind)[0](one) for one in values[camel]]
                continue
            read = date.fromisoformat if kind is date else kind
            arguments[parameter] = read(values[camel])
    return arguments


def test_answers_in_vietnamese(reader: httpx.Client, calls: dict[str, dict[str, dict[str, Any]]]) -> None:
    """No field of an answer has an English sentence; every operation is called."""
    paths = {
        methods["get"]["operationId"]: path for path, methods in CONTRACT["paths"].items() if "get" in methods
    }
    english: dict[str, str] = {}
    for name, arguments in calls.items():
        path = paths[name].format(**arguments["path"])
        answer = reader.get(path, params=arguments["query"], headers={"Accept-Language": "vi"})
        if answer.raise_for_status().headers["Content-Type"] == "application/json":
            english |= {f"{name} {field}": text for field, text in _texts(answer.json()) if _is_english(text)}
    assert {field: text for field, text in english.items() if not re.fullmatch(STAYS_ENGLISH, field)} == {}


def _texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """The texts of an answer, each with the names on the way to it."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, field)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, f"{field}.{name}" if field else name)


def _is_english(text: str) -> bool:
    """Whether it has two English words in a row; Vietnamese ones mostly have diacritics."""
    return text.isascii() and re.search(r"[A-Za-z]{2,},? [a-z]{2,}", text) is not None


def test_a_typescript_client(
    reader: httpx.Client, calls: dict[str, dict[str, dict[str, Any]]], tmp_path: Path
) -> None:
    """It and a program that calls every operation pass the strict checks of tsc; the program then runs."""
    node = node_environment()
    _run([FRONTEND / "node_modules" / ".bin" / "openapi-ts", "--no-log-file", "--input", OPENAPI_FILE,
          "--output", tmp_path / "client", "--plugins", "@hey-api/client-fetch", "@hey-api/sdk",
          "@hey-api/typescript"], tmp_path, node)  # fmt: skip
    (tmp_path / "read.ts").write_text(_program(calls))
    _run([FRONTEND / "node_modules" / ".bin" / "tsc", "--strict", "--target", "es2022",
          "--module", "commonjs",
          "--moduleResolution", "node10", "--lib", "es2023,dom,dom.iterable", "--outDir",
          tmp_path / "out", tmp_path / "read.ts"], tmp_path, node)  # fmt: skip
    environment = {**node, "API": str(reader.base_url).rstrip("/"), "TOKEN": reader.headers["Authorization"]}
    read = json.loads(_run(["node", tmp_path / "out" / "read.js"], tmp_path, environment))
    assert {name: status for name, (status, _) in read.items()} == dict.fromkeys(OPERATIONS, 200)
    assert [name for name, (_, empty) in read.items() if empty] == []


def _program(calls: dict[str, dict[str, dict[str, Any]]]) -> str:
    lines = [
        'import { client } from "./client/client.gen";',
        'import * as api from "./client";',
        "declare const process: { env: Record<string, string> };",
        "client.setConfig({ baseUrl: process.env.API, headers: { Authorization: process.env.TOKEN } });",
        "async function main() {",
        "  const read: Record<string, [number, boolean]> = {};",
    ]
    for name, arguments in calls.items():
        given = json.dumps({part: values for part, values in arguments.items() if values})
        lines += [
            f"  const {name} = await api.{to_camel(name)}({given});",
            f"  read.{name} = [{name}.response?.status ?? 0, {name}.data === undefined];",
        ]
    return "\n".join([*lines, "  console.log(JSON.stringify(read));", "}", "main();", ""])


def _run(command: list[Any], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

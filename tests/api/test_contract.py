"""Every operation of the contract, called with valid and invalid input in every role."""

import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from pydantic import SecretStr

from api.openapi import OPENAPI_FILE
from tests.support.airflow_server import AirflowServer
from vn30.database.warehouse import execute, make_engine
from vn30.names import TRAINING_DAG
from vn30.settings import Settings
from vn30.users.accounts import DEMO_PASSWORD, hash_password

Tried = subprocess.CompletedProcess[str]

CONFIG = Path(__file__).parent / "schemathesis.toml"
HOOKS = Path(__file__).parent / "schemathesis_hooks.py"
EXAMPLES = os.environ.get("CONTRACT_EXAMPLES")
EVERY_PHASE = ("--phases", "examples,coverage,fuzzing,stateful", "--max-examples", EXAMPLES or "5")
"""All that there is to try, with so many random calls an operation beside the calculated ones."""
OF_ROLES = ("--phases", "examples,fuzzing", "--max-examples", EXAMPLES or "2")
"""For callers who may do less than an administrator, for whom every phase runs: the same code answers them,
and what is left to try is that it admits or refuses them."""
NAMES = {"ticker", "dagId", "version", "runId"}
"""Parameters that name what is there."""


@pytest.fixture(scope="module")
def api(
    new_market: Callable[[], tuple[str, Path]],
    api_settings: Callable[..., Settings],
    airflow_server: AirflowServer,
    serve: Callable[[Settings], httpx.Client],
) -> httpx.Client:
    """An API and a market of its own, and a real Airflow without a scheduler: runs stay queued."""
    url, artifacts = new_market()
    engine = make_engine(Settings(database_url=SecretStr(url)))
    with engine.begin() as connection:
        execute(
            connection,
            "users/add_account",
            username="admin1",
            password_hash=hash_password(DEMO_PASSWORD),
            display_name="Admin 1",
            role="admin",
        )
    engine.dispose()
    settings = api_settings(
        url,
        artifact_store=artifacts.as_uri(),
        # Passwords that are made up are wrong, all from one address.
        sign_in_failures_address=1_000_000,
        mail_requests_address=1_000_000,
        mail_requests_network=1_000_000,
        mail_requests_total=1_000_000,
        airflow_url=airflow_server.url,
        airflow_username=airflow_server.username,
        airflow_password=SecretStr(airflow_server.password),
        metrics_token=SecretStr("for the scraper alone"),
        # No process parses DAG files there, so no edit takes effect.
        airflow_apply_seconds=0.1,
    )
    return serve(settings)


@pytest.fixture(scope="module")
def tries(
    api: httpx.Client, sign_in: Callable[..., httpx.Client], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Tried]]]:
    """The results of the contract test by caller; two run at a time, as each waits most of its time."""
    clients = {username: sign_in(api, username) for username in ("enduser1", "ds1", "admin1")}
    tokens = {username: client.headers["Authorization"] for username, client in clients.items()}
    plain = CONFIG.read_text()
    what_is_there = plain + textwrap.dedent(_what_is_there(clients["ds1"]))
    wanted = {
        "admin1, of what is there": (tokens["admin1"], what_is_there, EVERY_PHASE),
        "admin1, of any name": (
            tokens["admin1"],
            plain,
            (*EVERY_PHASE, "--include-path-regex", _paths_with_names()),
        ),
        "anonymous": (None, plain, OF_ROLES),
        "enduser1": (tokens["enduser1"], plain, OF_ROLES),
        "ds1": (tokens["ds1"], plain, OF_ROLES),
    }
    with ThreadPoolExecutor(2) as threads:
        yield {
            name: threads.submit(_try_out, str(api.base_url), tmp_path_factory.mktemp("tried"), *how)
            for name, how in wanted.items()
        }


def _paths_with_names() -> str:
    """A pattern of the paths whose operations take one of :data:`NAMES`."""
    paths = json.loads(OPENAPI_FILE.read_text())["paths"]
    with_names = [
        re.escape(path)
        for path, operations in paths.items()
        if NAMES
        & {one["name"] for operation in operations.values() for one in operation.get("parameters", ())}
    ]
    return f"^({'|'.join(with_names)})$"


def _what_is_there(data_scientist: httpx.Client) -> str:
    """Configuration with names that are known: of made-up ones, routes say little but 404."""
    triggered = data_scientist.post(f"/api/v1/pipeline/dags/{TRAINING_DAG}/trigger", json={})
    run_id = triggered.raise_for_status().json()["runId"]
    return f"""
        [parameters]
        ticker = "FPT"
        dagId = "{TRAINING_DAG}"
        version = 1

        [[operations]]
        include-path-regex = "/experiments/"
        parameters = {{ runId = "{UUID(int=2)}" }}

        [[operations]]
        include-path-regex = "/pipeline/runs/"
        parameters = {{ runId = "{run_id}" }}
    """


def _try_out(url: str, folder: Path, token: str | None, config: str, wanted: Sequence[str]) -> Tried:
    settings = folder / "schemathesis.toml"
    settings.write_text(f'hooks = "{HOOKS}"\n{config}')
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run"]
    options = ["--url", url, "--checks", "all", *wanted]
    # A token goes with every call, so that a case without one is none; "anonymous" has no token.
    headers = ["-H", f"Authorization: {token}"] if token else []
    headers += ["--generation-with-security-parameters", "false"] if token else []
    # None of our code runs in it, and to measure that takes time.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return subprocess.run(
        [
            *command,
            str(OPENAPI_FILE),
            *options,
            *headers,
            "--generation-deterministic",
            "--continue-on-failure",
        ],
        cwd=folder,
        env=unmeasured,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    "caller", ["anonymous", "enduser1", "ds1", "admin1, of any name", "admin1, of what is there"]
)
def test_the_api_keeps_its_contract(tries: dict[str, Future[Tried]], caller: str) -> None:
    done = tries[caller].result()
    output = "\n".join(line[:500] for line in done.stdout.splitlines())
    print(output[-1000:])
    assert done.returncode == 0, output[output.find("= FAILURES =") :] + done.stderr[-2000:]

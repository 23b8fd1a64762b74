"""The recovery drill: backup, wipe, restore, and the same forecasts and answers as before."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from api.app import create_app
from tests.e2e.conftest import AS_OF, PATIENCE, reset_home
from tests.support.api_server import serving
from vn30.local.setup import set_up
from vn30.market.universe import vn30_tickers
from vn30.settings import Settings
from vn30.users.accounts import DEMO_PASSWORD

READS = (
    "stocks/market-table?pageSize=100",
    *(f"stocks/top-picks?bucket={bucket}&horizonDays=30" for bucket in ("should_buy", "should_sell")),
    "models?pageSize=100",
    "data-quality",
    "features/config",
    "features/config/versions",
    "experiments/runs",
    *(
        f"stocks/{ticker}/{part}"
        for ticker in vn30_tickers()
        for part in ("predictions", "chart?historicalRange=90d&predictionRange=30d")
    ),
)
# Links are signed anew at each answer.
SIGNATURE = re.compile(r"\?expires=\d+&signIn=[\w-]+&signature=[\w.-]+")


def local(home: Path, *words: str) -> str:
    """What ``make`` runs for backups, on this home; the last line that it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "vn30.local", *words],
        env={**os.environ, "VN30_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def wipe(home: Path) -> None:
    """Remove everything; but what tasks have said in Airflow is in no backup, and is kept where logs are."""
    logs = home / "airflow" / "logs"
    kept = logs.rename(home.with_name(f"{home.name}-logs"))
    shutil.rmtree(home)
    reset_home(home)
    logs.parent.mkdir()
    kept.rename(logs)


def answers(home: Path) -> dict[str, Any]:
    """What the API answers a data scientist, all files of the newest run, and what Airflow knows."""
    platform = set_up(Settings(home=home, as_of=AS_OF), lambda text: None)
    try:
        secret = SecretStr(platform.secrets.api_jwt_secret)
        settings = platform.settings.model_copy(update={"environment": "demo", "jwt_secret": secret})
        with serving(create_app(settings)) as api:
            login = api.post("/api/v1/auth/login", json={"username": "ds1", "password": DEMO_PASSWORD})
            api.headers["Authorization"] = f"Bearer {login.raise_for_status().json()['accessToken']}"
            state: dict[str, Any] = {path: ask(api, path).text for path in READS}
            run = ask(api, "experiments/runs").json()["data"][0]["runId"]
            listed = ask(api, f"experiments/{run}/artifacts?pageSize=100").json()
            links = re.findall(r"/api/v1/artifacts/[^\"' ]+", str(listed))
            state |= {link.split("?")[0]: sha256(api.get(link)) for link in links}
        engine = sa.create_engine(platform.environment["VN30_AIRFLOW_DATABASE_URL"])
        with engine.connect() as connection:
            for table in ("dag_run", "task_instance", "variable", "ab_user"):
                state[table] = connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY id")).all()  # noqa: S608
        engine.dispose()
    finally:
        platform.postgres.stop()
    return {
        name: SIGNATURE.sub("", value) if isinstance(value, str) else value for name, value in state.items()
    }


def ask(api: httpx.Client, path: str) -> httpx.Response:
    return api.get(f"/api/v1/{path}").raise_for_status()


def sha256(answer: httpx.Response) -> str:
    return hashlib.sha256(answer.raise_for_status().content).hexdigest()


@pytest.mark.timeout(3 * PATIENCE)
def test_a_wiped_platform_comes_back_with_the_same_answers(trained_home: Path, tmp_path: Path) -> None:
    before = answers(trained_home)
    assert sum(name.startswith("/api/v1/artifacts/") for name in before) >= len(vn30_tickers())

    backup = local(trained_home, "backup", str(tmp_path))
    wipe(trained_home)
    assert "Restored" in local(trained_home, "restore", backup)
    assert not (trained_home / "backups").exists()
    # And over a platform that is there: what that one was is kept, and comes back as well.
    local(trained_home, "restore", backup)
    (before_restore,) = (trained_home / "backups").iterdir()
    assert "Restored" in local(trained_home, "restore", str(before_restore), "--keep-nothing")

    after = answers(trained_home)
    assert after.keys() == before.keys()
    assert [name for name in before if after[name] != before[name]] == []

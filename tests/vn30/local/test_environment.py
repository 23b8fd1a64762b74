"""Which process of the local platform gets which secret."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vn30.local.environment import airflow_environment, environment_of, platform_environment
from vn30.local.home import Home
from vn30.settings import PROJECT_ROOT, Settings

OF_API = {"VN30_JWT_SECRET", "VN30_METRICS_TOKEN", "VN30_AIRFLOW_PASSWORD"}
OF_AIRFLOW = {
    "AIRFLOW__CORE__FERNET_KEY",
    "AIRFLOW__API_AUTH__JWT_SECRET",
    "AIRFLOW__API__SECRET_KEY",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
    "AIRFLOW__CELERY__BROKER_URL",
    "VN30_AIRFLOW_DATABASE_URL",
    "AIRFLOW_CONN_AWS_DEFAULT",
}
OF_ALERTS = {"AIRFLOW_CONN_DUTY_HOOK", "AIRFLOW_CONN_SMTP_DEFAULT"}
OF_NO_PROCESS = {"VN30_AIRFLOW_ADMIN_PASSWORD"}
TYPES = {line.partition(":")[0] for line in (PROJECT_ROOT / "Procfile").read_text().splitlines()}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    settings, home = Settings(home=tmp_path, workers=1), Home(Path("/tmp/vn30"))  # noqa: S108 - is not made
    secrets = Home(tmp_path).secrets()
    others = {
        **dict.fromkeys(OF_AIRFLOW | OF_ALERTS | OF_NO_PROCESS | {"VN30_METRICS_TOKEN", "PATH"}, "x"),
        "VN30_ALERT_WEBHOOK_CONNECTION": "duty_hook",
        "VN30_ALERT_MAIL_CONNECTION": "smtp_default",
        "VN30_ALERT_SNS_CONNECTION": "aws_default",
    }
    airflow = airflow_environment(settings, home, secrets, "postgresql://airflow")
    return platform_environment(settings, home, secrets, "postgresql://vn30", {**others, **airflow})


def _secrets_of(process: str, environment: dict[str, str]) -> set[str]:
    return environment_of(process, environment).keys() & (OF_API | OF_AIRFLOW | OF_ALERTS | OF_NO_PROCESS)


def test_secrets_of_processes(environment: dict[str, str]) -> None:
    """The API's secrets are in the API alone, Airflow's in Airflow, those of alerts where they are sent."""
    assert environment.keys() >= OF_API | OF_AIRFLOW | OF_ALERTS | OF_NO_PROCESS
    expected = {
        "api": OF_API,
        "redis": set(),
        "airflow-api": OF_AIRFLOW,
        **dict.fromkeys(("scheduler", "dag-processor", "triggerer", "worker"), OF_AIRFLOW | OF_ALERTS),
    }
    assert expected.keys() == TYPES
    assert {process: _secrets_of(process, environment) for process in TYPES} == expected
    for process in TYPES - {"redis"}:
        assert environment_of(process, environment)["VN30_DATABASE_URL"] == "postgresql://vn30"


@pytest.mark.parametrize(("process", "expected"), [("api", "VN30_JWT_SECRET=of the API"), ("redis", "none")])
def test_supervisor(tmp_path: Path, process: str, expected: str) -> None:
    """Each process has its own environment, which comes on standard input."""
    (tmp_path / "Procfile").write_text(f"{process}: env | grep SECRET || echo none\n")
    values = {"PATH": os.environ["PATH"], "VN30_JWT_SECRET": "of the API", "AIRFLOW__API__SECRET_KEY": "x"}
    done = subprocess.run(
        [sys.executable, "-m", "vn30.local.supervisor", f"{process}=1"],
        cwd=tmp_path,
        input=json.dumps(values),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = [line.split("|", 1)[1].strip() for line in done.stdout.splitlines() if "|" in line]
    assert [line for line in lines if "SECRET" in line or line == "none"] == [expected]

"""docker-compose.yaml: valid, and what a production of it must not get wrong. No engine is needed."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values

from deploy.make_secrets import make_secrets
from tests.support.tools import tool
from vn30.settings import PROJECT_ROOT

COMPOSE = PROJECT_ROOT / "docker-compose.yaml"
AS_ROOT = {"s3", "backup"}
"""The image of one gives its volume to its own user first; the other writes for the machine's root alone."""
ENDS = {"init", "backup"}
OURS = "${VN30_IMAGE:-vn30:local}"
FEWEST_CORES = 2
"""Of the machines that it must start on: Docker makes no container with a limit above the machine's cores."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return document


def test_it_follows_the_compose_specification() -> None:
    command = [tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_service_hardening(compose: dict[str, Any]) -> None:
    """Every service has a pinned image, restricted rights, a health check and limits."""
    assert set(compose["services"]) >= {
        *(
            "postgres",
            "redis",
            "cache",
            "s3",
            "init",
            "airflow-api",
            "scheduler",
            "dag-processor",
            "triggerer",
        ),
        *("worker", "api"),
    }
    for name, service in compose["services"].items():
        ours = service["image"] == OURS
        assert ours or re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", service["image"]), name
        user = service.get("user", "of the image" if ours else "root")
        assert user != "root" or name in AS_ROOT, f"{name} runs as root"
        assert "privileged" not in service, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}, name
        if name not in ENDS:
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}, name


def test_our_image_is_built_once_for_all_services(compose: dict[str, Any]) -> None:
    ours = {name for name, service in compose["services"].items() if service["image"] == OURS}
    assert len(ours) == 8
    # By several it would become several images, and each next start would replace the containers of most.
    assert [name for name, service in compose["services"].items() if "build" in service] == ["init"]


def test_it_starts_on_a_machine_of_two_cores(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        cpus = re.sub(r"\$\{\w+:-(.*)\}", r"\1", service["deploy"]["resources"]["limits"]["cpus"])
        assert float(cpus) <= FEWEST_CORES, name


def test_published_ports(compose: dict[str, Any]) -> None:
    """Only the API and Airflow publish ports, on loopback only."""
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert set(ports) == {"api", "airflow-api"}
    assert all(port.startswith("127.0.0.1:") for published in ports.values() for port in published)


def test_secrets_are_files(compose: dict[str, Any], tmp_path: Path) -> None:
    """Each secret is a file of its own, and docker-compose.yaml holds no secret value."""
    make_secrets(tmp_path)
    for name, secret in compose["secrets"].items():
        assert secret == {"file": f"${{VN30_SECRETS:-./.secrets}}/{name}"}
        assert (tmp_path / name).read_text(), f"{name} is not made"
    used = {
        secret["source"] if isinstance(secret, dict) else secret
        for service in compose["services"].values()
        for secret in service.get("secrets", [])
    }
    assert used == set(compose["secrets"])
    looks_secret = re.compile(r"PASSWORD|SECRET|TOKEN|_KEY|FERNET|CREDENTIALS|_URL|CONN")
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if looks_secret.search(name):
                # A path below /run/secrets, an address without a password, or one that a user gives.
                assert not re.search(r"://[^/]*@", str(value)), name
                assert not re.search(r"(PASSWORD|SECRET|TOKEN|_KEY)$", name), name


def _secrets_of(service: dict[str, Any]) -> set[str]:
    """The names under which a service finds its secrets."""
    return {one["target"] if isinstance(one, dict) else one for one in service.get("secrets", [])}


def test_secrets_of_services(compose: dict[str, Any]) -> None:
    """Each secret is where it is needed alone."""
    holders: dict[str, set[str]] = {}
    for name, service in compose["services"].items():
        for secret in _secrets_of(service):
            holders.setdefault(secret, set()).add(name)
    assert holders["vn30_jwt_secret"] == holders["vn30_metrics_token"] == holders["vn30_cache_url"] == {"api"}
    assert (holders["cache_config"], holders["redis_config"]) == ({"cache"}, {"redis"})
    assert holders["vn30_airflow_password"] == {"api", "init"}
    assert holders["vn30_airflow_admin_password"] == {"init"}
    assert holders["vn30_airflow_database_url"] == {"backup", "scheduler", "worker"}
    assert holders["aws_credentials"] == {"airflow-api", "api", "backup", "init", "scheduler", "worker"}
    airflow = {"airflow-api", "dag-processor", "init", "scheduler", "triggerer", "worker"}
    for secret in ("airflow_fernet_key", "airflow_jwt_secret", "airflow_api_secret_key", "celery_broker_url"):
        assert holders[secret] == airflow
    for database in ("postgres_password", "postgres_vn30_password", "postgres_airflow_password"):
        assert holders[database] == {"postgres"}


@pytest.mark.parametrize("profile", ["full", "dev"])
def test_a_profile_has_all_that_its_executor_needs(compose: dict[str, Any], profile: str) -> None:
    executor = dotenv_values(PROJECT_ROOT / "deploy" / f"{profile}.env")["AIRFLOW__CORE__EXECUTOR"]
    services = compose["services"].items()
    started = {name for name, service in services if profile in service.get("profiles", [profile])}
    assert ({"worker", "redis"} <= started) is (executor == "CeleryExecutor")
    for name in started:
        for needed, how in compose["services"][name].get("depends_on", {}).items():
            assert needed in started or how.get("required") is False, f"{name} needs {needed}"


def test_cache(compose: dict[str, Any]) -> None:
    """The cache keeps nothing on a disk, and discards what was read longest ago before it is full."""
    cache = compose["services"]["cache"]
    options = dict(zip(cache["command"][2::2], cache["command"][3::2], strict=True))
    assert (options["--save"], options["--appendonly"]) == ("", "no")
    assert options["--maxmemory-policy"] == "allkeys-lru"
    limit = cache["deploy"]["resources"]["limits"]["memory"]
    assert int(options["--maxmemory"].removesuffix("mb")) < int(limit.removesuffix("m"))
    assert (cache["tmpfs"], cache.get("volumes")) == (["/data"], None)
    needed = [name for name, each in compose["services"].items() if "cache" in each.get("depends_on", {})]
    assert needed == [], "the API starts and answers without it"


def test_store_endpoint(compose: dict[str, Any]) -> None:
    """The address of the store is not that of all of AWS."""
    for name, service in compose["services"].items():
        assert "AWS_ENDPOINT_URL" not in service.get("environment", {}), (
            f"{name} would send alerts for SNS there"
        )


def test_same_airflow_settings(compose: dict[str, Any]) -> None:
    """All of Airflow has the settings that the local platform has."""
    airflow = [
        name
        for name, service in compose["services"].items()
        if name == "init" or service.get("command", [""])[0] == "airflow"
    ]
    assert len(airflow) == 6
    for name in airflow:
        service = compose["services"][name]
        assert service["env_file"][0] == "deploy/airflow.env", name
        assert not set(dotenv_values(PROJECT_ROOT / "deploy/airflow.env")) & set(service["environment"]), name

"""Settings with which production refuses to start."""

from typing import Any

import pytest
from pydantic import SecretStr

from api.core.production_checks import UnsafeSettings, refuse_unsafe
from vn30.settings import Settings

GOOD: dict[str, Any] = {
    "environment": "production",
    "database_url": SecretStr("postgresql://vn30:Gh7-2mmz-Q@db.example/vn30"),
    "jwt_secret": SecretStr("ckrzZ8OgU4u0XJ1vMPu2b1PZcVyPF4ufcgUr7YdWmJ0"),
    "airflow_password": SecretStr("pK2-x81s-Vv"),
    "metrics_token": SecretStr("n0t-a-sh0rt-token"),
    "trusted_hosts": ["vn30.example"],
}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("jwt_secret", "x" * 48),
        ("jwt_secret", "secret" * 8),
        ("jwt_secret", "abcdefghijklmnopqrstuvwxyz0123456789"),
        ("jwt_secret", "0123456789abcdef" * 3),
        ("jwt_secret", "qwertyuiopasdfghjklzxcvbnm1234567890"),  # pragma: allowlist secret
        ("jwt_secret", "this-is-my-super-secret-jwt-key-for-production"),
        ("jwt_secret", "Please-change-me-before-you-deploy-3xQ9"),
        ("database_url", "postgresql://vn30:vn30@db.example/vn30"),
        ("database_url", "postgresql://platform:PLATFORM@db.example/vn30"),
        ("database_url", "postgresql://platform:postgres@db.example/vn30"),
        ("database_url", "postgresql://platform:Welcome2025!@db.example/vn30"),
        ("airflow_password", "airflow"),
        ("airflow_password", "qwerty123456"),
        ("airflow_password", "vn30_api"),
        ("airflow_password", "pass1234"),
        ("metrics_token", "short"),
        ("metrics_token", "password12345678"),
    ],
)
def test_weak_secrets(setting: str, value: str) -> None:
    """Weak secrets are refused in production only."""
    guessable = {**GOOD, setting: SecretStr(value)}
    with pytest.raises(UnsafeSettings, match=f"VN30_{setting.upper()} ") as refused:
        refuse_unsafe(Settings(**guessable))
    assert value not in str(refused.value)
    refuse_unsafe(Settings(**{**guessable, "environment": "demo"}))


@pytest.mark.parametrize(
    "url", ["postgresql://vn30@/vn30?host=/run/postgresql", "postgresql://db.example/vn30"]
)
def test_good_ones_are_not(url: str) -> None:
    refuse_unsafe(Settings(**GOOD))
    refuse_unsafe(Settings(**{**GOOD, "database_url": SecretStr(url), "metrics_token": None}))


@pytest.mark.parametrize("hosts", [[], ["*"], ["vn30.example", "*"]])
def test_hosts(hosts: list[str]) -> None:
    """Production does not serve under any name: links and caches could be poisoned with it."""
    with pytest.raises(UnsafeSettings, match=r'VN30_TRUSTED_HOSTS .* \["vn30.example"\]'):
        refuse_unsafe(Settings(**{**GOOD, "trusted_hosts": hosts}))
    refuse_unsafe(Settings(**{**GOOD, "trusted_hosts": hosts, "environment": "demo"}))

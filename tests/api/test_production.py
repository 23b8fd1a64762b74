"""What production refuses to start with."""

from typing import Any

import pytest
from pydantic import SecretStr

from api.production import UnsafeSettings, refuse_unsafe
from vn30.settings import Settings

GOOD: dict[str, Any] = {
    "environment": "production",
    "database_url": SecretStr("postgresql://vn30:Gh7-2mmz-Q@db.example/vn30"),
    "jwt_secret": SecretStr("ckrzZ8OgU4u0XJ1vMPu2b1PZcVyPF4ufcgUr7YdWmJ0"),
    "airflow_password": SecretStr("pK2-x81s-Vv"),
    "metrics_token": SecretStr("n0t-a-sh0rt-token"),
}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("jwt_secret", "x" * 48),
        ("jwt_secret", "secret" * 8),
        ("database_url", "postgresql://vn30:vn30@db.example/vn30"),
        ("database_url", "postgresql://platform:PLATFORM@db.example/vn30"),
        ("database_url", "postgresql://platform:postgres@db.example/vn30"),
        ("airflow_password", "airflow"),
        ("airflow_password", "vn30_api"),
        ("airflow_password", "pass1234"),
        ("metrics_token", "short"),
    ],
)
def test_secrets_that_can_be_guessed_are_refused_in_production_alone(setting: str, value: str) -> None:
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

"""Typed settings, read from the environment (prefix ``VN30_``) and from ``.env`` at the project's root."""

import os
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from vn30.errors import WrongInput

PROJECT_ROOT = Path(__file__).resolve().parents[2]
SQL_ROOT = PROJECT_ROOT / "sql"


class MissingSetting(WrongInput):
    """A setting without a default is needed and not set; the message names it and the remedy."""


class Settings(BaseSettings):
    """Every setting of the platform; `docs/settings.md` is the user's view of this class."""

    model_config = SettingsConfigDict(
        env_prefix="VN30_",
        # Another file, or none (/dev/null): the tests must not meet the developer's own database.
        env_file=os.environ.get("VN30_ENV_FILE", PROJECT_ROOT / ".env"),
        env_ignore_empty=True,
        # A file a setting, named like it in small letters: how Docker and Kubernetes hand over secrets.
        secrets_dir=os.environ.get("VN30_SECRETS_DIR"),
        extra="ignore",
    )

    environment: Literal["demo", "production"] = Field(
        "production", description="demo allows the well-known test accounts; production refuses them"
    )
    home: Path = Field(PROJECT_ROOT / ".local", description="where all local state lives")
    database_url: SecretStr | None = Field(None, description="PostgreSQL of the platform's own tables")
    artifact_store: str | None = Field(
        None, description="where plots, models and panels go: file:///folder or s3://bucket/prefix"
    )
    artifact_connection: str = Field(
        "aws_default", description="Airflow connection through which tasks reach an s3:// store"
    )
    artifact_encryption: str | None = Field(
        None,
        pattern=r"^(AES256|aws:kms(:\S+)?)$",
        description="how an s3:// store encrypts what is written: AES256, aws:kms, or aws:kms:<key>; "
        "unset: as the bucket does by itself",
    )
    artifact_redirect: bool = Field(
        False, description="the API sends readers of files to an s3:// store itself, by short-lived links"
    )
    keep_runs: int = Field(20, ge=1, description="keep the files of this many of the newest training runs")
    price_source: str = Field("sample", description="sample, csv:<path>[,<path>...], vnstock or yahoo")
    csv_price_unit: Literal["VND", "kVND"] = Field("VND", description="unit of the prices in the CSV")
    vnstock_api_key: SecretStr | None = Field(
        None, description="vnstock's free key: 60 calls a minute, not 20"
    )
    vnstock_calls_per_minute: int | None = Field(None, ge=1, description="unset: what vnstock's terms allow")
    yahoo_calls_per_minute: int = Field(60, ge=1, description="Yahoo names no number; known to block above")
    price_timeout: float = Field(30.0, gt=0, description="seconds a price vendor may take to answer")
    price_hosts: dict[str, str] = Field(
        default_factory=dict, description="base URLs to call in place of vendors' hosts: a mirror, or a test"
    )
    sample_seed: int = Field(30, ge=0, description="seed of the simulated market")
    as_of: date | None = Field(None, description="the platform's today; unset: see vn30.clock")
    fresh_sessions: int = Field(1, ge=0, description="a model this many sessions old is still fresh")
    stable_sessions: int = Field(10, ge=1, description="a model this many sessions old is still stable")
    api_port: int = Field(8000, ge=1, le=65535)
    public_url: str | None = Field(
        None, description="where users reach the app, for links to it; unset: this machine's API"
    )
    frame_ancestors: list[str] = Field(
        default_factory=list, description="JSON: origins whose pages may show the app in a frame"
    )
    frontend: Path = Field(
        PROJECT_ROOT / "frontend" / "dist", description="the built frontend, which the API serves"
    )
    airflow_port: int = Field(8080, ge=1, le=65535)
    workers: int = Field(
        0, ge=0, le=16, description="Celery workers of the local platform; 0: the scheduler runs the tasks"
    )
    airflow_url: str | None = Field(None, description="base URL of Airflow's API server, for the API")
    airflow_username: str = Field("vn30_api", description="Airflow user that the API acts as")
    airflow_password: SecretStr | None = Field(None, description="that user's password")
    airflow_admin_password: SecretStr | None = Field(
        None, description="of the user admin, whom the first set-up makes in Airflow"
    )
    training_slots: int | None = Field(
        None,
        ge=1,
        description="tickers that train at one time, as the first set-up has it; unset: one a core",
    )
    airflow_apply_seconds: float = Field(
        10.0, ge=0, le=60, description="how long the API waits for Airflow to show changed DAG settings"
    )
    airflow_database_url: SecretStr | None = Field(
        None, description="PostgreSQL of Airflow's own tables, for backups and the daily clean-up"
    )
    keep_airflow_days: int = Field(90, ge=1, description="keep Airflow's rows and log files for so long")
    jwt_secret: SecretStr | None = Field(None, description="signs the API's tokens; at least 32 characters")
    rate_limit_store: SecretStr = Field(
        SecretStr("memory://"),
        description="where wrong passwords are counted; processes can share redis://host",
    )
    sign_in_window: int = Field(900, ge=1, description="seconds for which a wrong password counts")
    sign_in_failures: int = Field(5, ge=1, description="wrong passwords of one name from one address")
    sign_in_failures_address: int = Field(50, ge=1, description="wrong passwords from one address")
    sign_in_failures_name: int = Field(50, ge=1, description="wrong passwords of one name from anywhere")
    password_checks: int = Field(4, ge=1, description="passwords checked at once, each in 19 MiB of memory")
    cors_origins: list[str] = Field(
        default_factory=list, description="JSON: origins whose pages may call the API with credentials"
    )
    trusted_hosts: list[str] = Field(
        default_factory=list, description="JSON: host names that requests may be for; empty: any"
    )
    max_body: int = Field(1_000_000, ge=1_000, description="bytes that the body of a request may have")
    log_format: Literal["json", "text"] | None = Field(
        None, description="of the API's log; unset: text in demo, JSON in production"
    )
    alert_webhook_connection: str | None = Field(
        None, description="Airflow connection (http) that alerts are posted to as JSON"
    )
    alert_mail_to: list[str] = Field(default_factory=list, description="JSON: addresses that alerts go to")
    alert_mail_connection: str = Field(
        "smtp_default", description="Airflow connection (smtp) that sends them, with from_email in its extra"
    )
    alert_sns_topic: str | None = Field(None, description="ARN of an SNS topic that alerts are published to")
    alert_sns_connection: str = Field("aws_default", description="Airflow connection (aws) that does it")
    alert_quiet_hours: int = Field(
        20, ge=1, description="an alert that goes on is told again after so many hours"
    )
    prices_deadline: time = Field(
        time(18), description="when a session's prices must be loaded, Vietnam time"
    )
    runbook_url: str = Field("docs/runbook.md", description="where people read what an alert asks of them")
    metrics_token: SecretStr | None = Field(None, description="opens the API's /metrics to Prometheus")

    @field_validator("cors_origins", "frame_ancestors")
    @classmethod
    def _are_origins(cls, origins: list[str]) -> list[str]:
        """Refuse what no browser sends as an origin, and ``*``: with credentials it would open all to all."""
        for origin in origins:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or origin != f"{parts.scheme}://{parts.netloc}":
                raise ValueError(f"must be origins such as https://app.example, not {origin!r}")
        return origins

    def require_database_url(self) -> str:
        """Return the database URL.

        Raises:
            MissingSetting: ``VN30_DATABASE_URL`` is not set.
        """
        if self.database_url is None:
            raise MissingSetting(
                "VN30_DATABASE_URL is not set. Set it to postgresql://user:password@host:port/database, "
                "or start the platform with `make demo`, which brings its own server."
            )
        return self.database_url.get_secret_value()

    @property
    def market(self) -> Literal["simulated", "real"]:
        """What kind of prices these settings ask for: databases never hold both."""
        return "simulated" if self.price_source == "sample" else "real"

    def app_url(self) -> str:
        """Where users reach the app, without a slash at the end."""
        return (self.public_url or f"http://127.0.0.1:{self.api_port}").rstrip("/")

    def artifact_root(self) -> str:
        """URL of the artifact store; by default a folder under ``home``."""
        return self.artifact_store or (self.home.resolve() / "artifacts").as_uri()


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once and on first use."""
    return Settings()

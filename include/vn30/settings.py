"""Typed settings, read from the environment (prefix ``VN30_``) and from ``.env`` in the project's root."""

import os
import re
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from vn30.errors import WrongInput
from vn30.i18n.language import Language

_LIBRARY = Path(__file__).resolve().parent
# A wheel brings the SQL files in the library; a checkout and the image have them beside it.
_IS_INSTALLED = (_LIBRARY / "sql").is_dir()
PROJECT_ROOT = Path.cwd() if _IS_INSTALLED else _LIBRARY.parents[1]
"""The folder of ``.env`` and ``.local``: the checkout's, or the current one for an installed library."""
SQL_ROOT = (_LIBRARY if _IS_INSTALLED else PROJECT_ROOT) / "sql"


SETTLES_AT = time(16, 30)
"""Default of VN30_PRICES_SETTLE_AT."""
MIN_COMPLETENESS = 0.8
"""Default of VN30_MIN_COMPLETENESS."""


class MissingSetting(WrongInput):
    """A required setting without a default is not set; the message names it and the remedy."""


class Settings(BaseSettings):
    """All settings of the platform; `docs/settings.md` describes them for users."""

    model_config = SettingsConfigDict(
        env_prefix="VN30_",
        # Another file, or none (/dev/null): tests must not connect to the developer's own database.
        env_file=os.environ.get("VN30_ENV_FILE", PROJECT_ROOT / ".env"),
        env_ignore_empty=True,
        # A folder with one file a setting, named in lower case: the secrets of Docker and Kubernetes.
        secrets_dir=os.environ.get("VN30_SECRETS_DIR"),
        extra="ignore",
    )

    environment: Literal["demo", "production"] = Field(
        "production", description="demo allows the public test accounts; production refuses them"
    )
    home: Path = Field(PROJECT_ROOT / ".local", description="folder of all local state")
    database_url: SecretStr | None = Field(None, description="PostgreSQL of the platform's own tables")
    artifact_store: str | None = Field(
        None, description="store of plots, models and panels: file:///folder or s3://bucket/prefix"
    )
    artifact_connection: str = Field(
        "aws_default", description="Airflow connection with which tasks access an s3:// store"
    )
    artifact_encryption: str | None = Field(
        None,
        pattern=r"^(AES256|aws:kms(:\S+)?)$",
        description="server-side encryption in an s3:// store: AES256, aws:kms or aws:kms:<key>; "
        "unset: the bucket's default",
    )
    artifact_redirect: bool = Field(
        False, description="the API redirects downloads to an s3:// store, by short-lived links"
    )
    keep_runs: int = Field(20, ge=1, description="keep the files of this many of the newest training runs")
    keep_risk_sessions: int = Field(
        250, ge=1, description="keep the risk of this many of the newest sessions, and month ends before them"
    )
    keep_fundamentals_sessions: int = Field(
        250,
        ge=1,
        description="keep the fundamentals of this many of the newest sessions, and month ends before them",
    )
    keep_simulations: int = Field(
        1000, ge=1, description="keep trades, accounts and files of this many of the newest simulations"
    )
    keep_lake_versions: int = Field(
        5, ge=1, description="keep this many of the newest versions of each data set of the lake"
    )
    keep_news_days: int = Field(730, ge=1, description="days for which news are kept")
    news_user_agent: str = Field(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
        min_length=1,
        max_length=200,
        pattern=r"^[ -~]+$",
        description="name by which feeds are asked: some answer nobody but browsers",
    )
    price_source: str = Field(
        "sample", description="sample, csv:<path>[,<path>...], vnstock, yahoo or python:<path>"
    )
    csv_price_unit: Annotated[tuple[Literal["VND", "kVND"], ...], NoDecode] = Field(
        ("VND",),
        min_length=1,
        description="unit of the stocks in the CSV: one, or one for each file, by commas",
    )
    csv_max_mb: int = Field(512, ge=1, description="megabytes that a CSV file may have when unpacked")
    minute_source: str | None = Field(
        None,
        description="source of one-minute bars: sample, vnstock, dnse or csv:<path>; unset: the one of "
        "price_source, if it has minutes",
    )
    minute_csv_unit: Literal["VND", "kVND"] = Field("VND", description="unit of the prices in that CSV")
    dnse_calls_per_minute: int = Field(60, ge=1, description="DNSE has no documented limit")
    vnstock_api_key: SecretStr | None = Field(
        None, description="vnstock's free key: 60 calls a minute instead of 20"
    )
    vnstock_calls_per_minute: int | None = Field(None, ge=1, description="unset: vnstock's limit")
    yahoo_calls_per_minute: int = Field(60, ge=1, description="Yahoo has no documented limit")
    price_timeout: float = Field(30.0, gt=0, description="time-out of requests to price vendors, in seconds")
    price_hosts: dict[str, str] = Field(
        default_factory=dict, description="base URLs to use instead of vendors' hosts, for a mirror or a test"
    )
    sample_seed: int = Field(30, ge=0, description="seed of the simulated market")
    as_of: date | None = Field(None, description="the platform's today; unset: see vn30.market.clock")
    fresh_sessions: int = Field(1, ge=0, description="a model this many sessions old is still fresh")
    stable_sessions: int = Field(10, ge=1, description="a model this many sessions old is still stable")
    api_port: int = Field(8000, ge=1, le=65535)
    public_url: str | None = Field(
        None, description="URL of the app for users, for links to it; unset: the API on this machine"
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
        None, description="password of the Airflow user admin, which the first set-up creates"
    )
    training_slots: int | None = Field(
        None,
        ge=1,
        description="tickers that train concurrently, set at the first set-up; unset: one a core",
    )
    airflow_apply_seconds: float = Field(
        10.0, ge=0, le=60, description="seconds that the API waits until Airflow shows changed DAG settings"
    )
    airflow_database_url: SecretStr | None = Field(
        None, description="PostgreSQL of Airflow's own tables, for backups and the daily clean-up"
    )
    keep_airflow_days: int = Field(90, ge=1, description="days for which Airflow's rows and logs are kept")
    jwt_secret: SecretStr | None = Field(None, description="signs the API's tokens; at least 32 characters")
    cache_url: SecretStr | None = Field(
        None,
        description="Redis server in which the API's processes share responses to market reads: "
        "redis://[:password@]host:6379/0, or rediss:// for TLS; unset: each process keeps its own",
    )
    summary_refresh: float = Field(
        5,
        ge=0,
        description="seconds between looks of the API for old summaries of the market, which it then writes; "
        "0: only crawls and trainings write them",
    )
    sign_in_window: int = Field(900, ge=1, description="seconds for which a wrong password counts")
    sign_in_failures: int = Field(5, ge=1, description="wrong passwords for one name from one address")
    sign_in_failures_address: int = Field(50, ge=1, description="wrong passwords from one address")
    sign_in_failures_name: int = Field(50, ge=1, description="wrong passwords for one name from anywhere")
    registration: Literal["off", "on"] | None = Field(
        None, description="whether people may register with a mail address; unset: on in demo, else off"
    )
    mail_server: SecretStr | None = Field(
        None,
        description="sends mails to users: smtp://user:<password>@host:587 (STARTTLS), smtps://... (TLS) or "
        "file:///folder; unset: the folder mail below VN30_HOME in demo, else no mails",
    )
    mail_from: str = Field("VN30 <vn30@localhost>", description="sender of mails to users")
    mail_requests_window: int = Field(
        3600, ge=1, description="seconds for which a request for a registration or a new password counts"
    )
    mail_requests_email: int = Field(3, ge=1, description="such requests for one mail address")
    mail_requests_address: int = Field(10, ge=1, description="such requests from one IP address")
    mail_requests_network: int = Field(50, ge=1, description="such requests from one network")
    mail_requests_total: int = Field(500, ge=1, description="such requests from anywhere")
    password_checks: int = Field(4, ge=1, description="concurrent password checks, each in 19 MiB of memory")
    cors_origins: list[str] = Field(
        default_factory=list, description="JSON: origins whose pages may call the API with credentials"
    )
    trusted_hosts: list[str] = Field(
        default_factory=list, description="JSON: host names that requests may be for; empty: any"
    )
    max_body: int = Field(1_000_000, ge=1_000, description="maximum size of a request body in bytes")
    max_connections: int = Field(500, ge=10, description="connections that the API holds at one time")
    keep_alive: int = Field(
        125, ge=1, description="seconds for which the API keeps an idle connection: more than its proxy does"
    )
    log_format: Literal["json", "text"] | None = Field(
        None, description="format of the API's log; unset: text in demo, JSON in production"
    )
    alert_webhook_connection: str | None = Field(
        None, description="Airflow connection (http) that alerts are posted to as JSON"
    )
    alert_mail_to: list[str] = Field(default_factory=list, description="JSON: mail addresses for alerts")
    alert_mail_connection: str = Field(
        "smtp_default", description="Airflow connection (smtp) for these mails, with from_email in its extra"
    )
    alert_sns_topic: str | None = Field(None, description="ARN of an SNS topic that alerts are published to")
    alert_sns_connection: str = Field("aws_default", description="Airflow connection (aws) for the topic")
    alert_quiet_hours: int = Field(20, ge=1, description="hours after which an open alert is sent again")
    language: Language = Field("en", description="language of alerts that operators get: en or vi")
    prices_deadline: time = Field(
        time(18), description="time of day at which a session's prices must be loaded, in Vietnam"
    )
    prices_settle_at: time = Field(
        SETTLES_AT,
        description="time of day, in Vietnam, until which the bar of a session is provisional: vendors "
        "correct it after the close",
    )
    min_completeness: float = Field(
        MIN_COMPLETENESS,
        ge=0,
        le=1,
        description="share of the sessions of a series below which the quality gate fails",
    )
    closed_days: list[date] = Field(
        default_factory=list,
        description="JSON: days on which HOSE is closed, unlike in the calendar",
    )
    runbook_url: str = Field("docs/runbook.md", description="URL of the runbook, for links in alerts")
    metrics_token: SecretStr | None = Field(None, description="token for Prometheus to read /metrics")

    @field_validator("csv_price_unit", mode="before")
    @classmethod
    def _split(cls, units: object) -> object:
        return [unit.strip() for unit in units.split(",")] if isinstance(units, str) else units

    @field_validator("cors_origins", "frame_ancestors")
    @classmethod
    def _are_origins(cls, origins: list[str]) -> list[str]:
        """Refuse values that are not origins, and ``*``, which would allow every site to use credentials."""
        for origin in origins:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or origin != f"{parts.scheme}://{parts.netloc}":
                raise ValueError(f"must be origins such as https://app.example, not {origin!r}")
        return origins

    def require_database_url(self) -> str:
        """Return the database URL.

        Raises:
            MissingSetting: ``VN30_DATABASE_URL`` is not set, or is no address of PostgreSQL.
        """
        if self.database_url is None:
            raise MissingSetting(
                "VN30_DATABASE_URL is not set. Set it to postgresql://user:password@host:port/database, "
                "or start the platform with `make demo`, which brings its own server."
            )
        url = self.database_url.get_secret_value()
        if not re.match(r"postgresql(\+\w+)?://", url):
            # Without the value, which may have a password.
            raise MissingSetting(
                "VN30_DATABASE_URL is no address of PostgreSQL. Write it as "
                "postgresql://user:password@host:port/database."
            )
        return url

    @property
    def market(self) -> Literal["simulated", "real"]:
        """The kind of prices of these settings. A database never has both kinds."""
        return "simulated" if self.price_source == "sample" else "real"

    def app_url(self) -> str:
        """URL of the app for users, without a slash at the end."""
        return (self.public_url or f"http://127.0.0.1:{self.api_port}").rstrip("/")

    def artifact_root(self) -> str:
        """URL of the artifact store; by default a folder under ``home``."""
        return self.artifact_store or (self.home.resolve() / "artifacts").as_uri()


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once and on first use."""
    return Settings()

"""Editable settings of the DAGs: Airflow Variables that the DAG files read at every parse."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel

from vn30.config_part import fault
from vn30.i18n.localized import joined, localized
from vn30.i18n.validation import fault_message
from vn30.names import (
    CRAWLER_DAG,
    CRAWLER_SETTINGS_VARIABLE,
    FUNDAMENTALS_DAG,
    FUNDAMENTALS_SETTINGS_VARIABLE,
    INTRADAY_DAG,
    INTRADAY_SETTINGS_VARIABLE,
    LAKE_DAG,
    LAKE_SETTINGS_VARIABLE,
    LOOKAHEAD_DAG,
    LOOKAHEAD_SETTINGS_VARIABLE,
    NEWS_DAG,
    NEWS_SETTINGS_VARIABLE,
    RECOMMENDATIONS_DAG,
    RECOMMENDATIONS_SETTINGS_VARIABLE,
    RISK_DAG,
    RISK_SETTINGS_VARIABLE,
    TRAINING_DAG,
    TRAINING_SETTINGS_VARIABLE,
    ZONE,
    Evidence,
    Promotion,
)
from vn30.news.links import MAX_LINK, clean_link
from vn30.pipelines.schedule import check_cron, check_meets_session, check_zone


def _distinct(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(tags))


def _link(url: str) -> str:
    if clean_link(url) is None:
        raise ValueError(
            localized("must be a link that begins with https:// or http://, without spaces or password")
        )
    return url.strip()


Cron = Annotated[str, Field(max_length=100), AfterValidator(check_cron)]
Zone = Annotated[str, Field(max_length=60), AfterValidator(check_zone)]
# Strict: no conversion between booleans and numbers.
Catchup = Annotated[bool, Field(strict=True)]
ActiveRuns = Annotated[int, Field(strict=True, ge=1, le=16)]
Retries = Annotated[int, Field(strict=True, ge=0, le=10)]
RetryDelay = Annotated[float, Field(strict=True, ge=0, le=1440, allow_inf_nan=False)]
PromotionSessions = Annotated[int, Field(strict=True, ge=20, le=1000)]
Owner = Annotated[str, Field(max_length=50, pattern=r"^\w[\w .@-]*$")]
Tag = Annotated[str, Field(max_length=50, pattern=r"^\w[\w .:@-]*$")]
Tags = Annotated[list[Tag], Field(max_length=10), AfterValidator(_distinct)]
Trigger = Literal["cron", "prices"]

FeedName = Annotated[str, Field(max_length=40, pattern=r"^\w[\w .&-]*$")]
MAX_FEEDS = 20

Kind = TypeVar("Kind", bound="DagSettings")


class DagSettings(BaseModel):
    """The settings of the DAGs; names are camelCase in JSON.

    Attributes:
        schedule_cron: five fields, in ``timezone``; it fires on sessions of HOSE only.
        catchup: whether missed dates are run later, one run each.
        catchup_from: dates before it are not run. The API sets it when catchup is turned on or the schedule
            changes. None: since the DAG's last run.
        retries: of each task; a task with a lower limit of its own keeps it.
        retry_delay_minutes: before the first retry; the delay doubles with each retry.
    """

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)

    schedule_cron: Cron = "0 17 * * *"
    timezone: Zone = ZONE
    catchup: Catchup = False
    catchup_from: AwareDatetime | None = None
    max_active_runs: ActiveRuns = 1
    retries: Retries = 4
    retry_delay_minutes: RetryDelay = 0.1
    owner: Owner = "vn30"
    tags: Tags = ["vn30", "prices"]

    @model_validator(mode="after")
    def _meets_session(self) -> "DagSettings":
        try:
            check_meets_session(self.schedule_cron, self.timezone)
        except ValueError as error:
            raise fault("scheduleCron", str(error)) from error
        return self

    @property
    def start_date(self) -> datetime | None:
        """The start date of the DAG: no run is scheduled before it."""
        return self.catchup_from


class CrawlerDagSettings(DagSettings):
    """The settings of ``vn30_data_crawler``."""


class TriggeredDagSettings(DagSettings):
    """The settings of a DAG that can follow other DAGs.

    Attributes:
        trigger: ``prices``: when those announce what it reads; ``cron``: by the schedule.
    """

    trigger: Trigger = "prices"


class TrainingDagSettings(TriggeredDagSettings):
    """The settings of ``vn30_model_training``, which can follow the crawler of prices.

    Attributes:
        promotion: how the version of a run succeeds the champions, see
            :mod:`vn30.experiments.champions`. It is not in the training configuration, since a challenger
            must not decide on its own promotion.
        promotion_evidence: what the policy ``rule`` compares.
        promotion_sessions: common sessions that it needs.
    """

    schedule_cron: Cron = "0 18 * * *"
    tags: Tags = ["vn30", "forecasts"]
    trigger: Trigger = "cron"
    promotion: Promotion = "newest"
    promotion_evidence: Evidence = "live"
    promotion_sessions: PromotionSessions = 60


class IntradayDagSettings(DagSettings):
    """The settings of ``vn30_intraday_crawler``.

    A run that is due while a session is running asks for the newest minutes alone: ``*/5 9-14,17 * * *`` does
    so every five minutes, and asks for the whole session after its close.
    """

    schedule_cron: Cron = "30 17 * * *"


class LakeDagSettings(TriggeredDagSettings):
    """The settings of ``vn30_lake``, which can follow the crawler of prices and trainings."""

    schedule_cron: Cron = "30 18 * * *"
    tags: Tags = ["vn30", "lake"]


class LookaheadDagSettings(DagSettings):
    """The settings of ``vn30_lookahead_check``; by default it runs on Fridays."""

    schedule_cron: Cron = "0 20 * * 5"
    tags: Tags = ["vn30", "forecasts"]


class RecommendationsDagSettings(TriggeredDagSettings):
    """The settings of ``vn30_recommendations``, which can follow trainings."""

    schedule_cron: Cron = "30 19 * * *"
    tags: Tags = ["vn30", "forecasts"]


class RiskDagSettings(TriggeredDagSettings):
    """The settings of ``vn30_risk``, which can follow the crawlers of prices and minutes."""

    schedule_cron: Cron = "15 18 * * *"
    tags: Tags = ["vn30", "risk"]


class FundamentalsDagSettings(TriggeredDagSettings):
    """The settings of ``vn30_fundamentals``, which can follow the crawler of prices."""

    schedule_cron: Cron = "45 17 * * *"


class NewsFeed(BaseModel):
    """A feed of news.

    Attributes:
        name: the source of its articles, as users see it.
        on: whether it is asked.
    """

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)

    name: FeedName
    url: Annotated[str, Field(max_length=MAX_LINK), AfterValidator(_link)]
    on: Annotated[bool, Field(strict=True)] = True


def _distinct_feeds(feeds: list[NewsFeed]) -> list[NewsFeed]:
    for attribute in ("name", "url"):
        values = [getattr(feed, attribute).casefold() for feed in feeds]
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise ValueError(
                localized("two feeds have the {attribute} {twice}", attribute=attribute, twice=twice)
            )
    if any(feed.name.casefold() == "vci" for feed in feeds):
        raise ValueError(localized("the name VCI is that of the news of companies: choose another"))
    return feeds


NewsFeeds = Annotated[list[NewsFeed], Field(max_length=MAX_FEEDS), AfterValidator(_distinct_feeds)]
CompanyNews = Annotated[bool, Field(strict=True)]


class NewsDagSettings(DagSettings):
    """The settings of ``vn30_news_crawler``, which runs on all days.

    Attributes:
        feeds: RSS or Atom feeds.
        company_news: whether to ask VCI for news of each member of the VN30, every four hours; only with
            ``VN30_PRICE_SOURCE=vnstock``.
    """

    # Hourly from 06:00 to 22:00, and every two hours at night.
    schedule_cron: Cron = "0 0,2,4,6-22 * * *"
    retries: Retries = 2
    tags: Tags = ["vn30", "news"]
    feeds: NewsFeeds = [
        NewsFeed(name="CafeF", url="https://cafef.vn/thi-truong-chung-khoan.rss"),
        NewsFeed(name="Vietstock", url="https://vietstock.vn/830/chung-khoan/co-phieu.rss"),
        NewsFeed(name="VnExpress", url="https://vnexpress.net/rss/kinh-doanh.rss"),
    ]
    company_news: CompanyNews = True


@dataclass(frozen=True)
class SettingsVariable:
    """The Variable that holds the settings of a DAG."""

    name: str
    model: type[DagSettings]
    description: str


SETTINGS: Mapping[str, SettingsVariable] = {
    CRAWLER_DAG: SettingsVariable(
        CRAWLER_SETTINGS_VARIABLE,
        CrawlerDagSettings,
        "Settings of vn30_data_crawler, as edited on the page Pipelines",
    ),
    FUNDAMENTALS_DAG: SettingsVariable(
        FUNDAMENTALS_SETTINGS_VARIABLE,
        FundamentalsDagSettings,
        "Settings of vn30_fundamentals, as edited on the page Pipelines. trigger: prices for when new prices "
        "have arrived, or cron",
    ),
    TRAINING_DAG: SettingsVariable(
        TRAINING_SETTINGS_VARIABLE,
        TrainingDagSettings,
        "Settings of vn30_model_training, as edited on the page Pipelines. trigger: cron, or prices for when "
        "new prices have arrived; promotion: newest, rule or person",
    ),
    INTRADAY_DAG: SettingsVariable(
        INTRADAY_SETTINGS_VARIABLE,
        IntradayDagSettings,
        "Settings of vn30_intraday_crawler, as edited on the page Pipelines. scheduleCron */5 9-14,17 * * *: "
        "during the session as well",
    ),
    LAKE_DAG: SettingsVariable(
        LAKE_SETTINGS_VARIABLE,
        LakeDagSettings,
        "Settings of vn30_lake, as edited on the page Pipelines. trigger: prices for when new prices or "
        "forecasts have arrived, or cron",
    ),
    LOOKAHEAD_DAG: SettingsVariable(
        LOOKAHEAD_SETTINGS_VARIABLE,
        LookaheadDagSettings,
        "Settings of vn30_lookahead_check, as edited on the page Pipelines",
    ),
    RECOMMENDATIONS_DAG: SettingsVariable(
        RECOMMENDATIONS_SETTINGS_VARIABLE,
        RecommendationsDagSettings,
        "Settings of vn30_recommendations, as edited on the page Pipelines. trigger: prices for when "
        "forecasts of new prices are published, or cron",
    ),
    RISK_DAG: SettingsVariable(
        RISK_SETTINGS_VARIABLE,
        RiskDagSettings,
        "Settings of vn30_risk, as edited on the page Pipelines. trigger: prices for when new prices or "
        "minutes have arrived, or cron",
    ),
    NEWS_DAG: SettingsVariable(
        NEWS_SETTINGS_VARIABLE,
        NewsDagSettings,
        "Settings of vn30_news_crawler, as edited on the page Pipelines. feeds: name, url and on of each; "
        "companyNews: whether VCI is asked",
    ),
}


def read_crawler_settings(text: str | None) -> tuple[CrawlerDagSettings, str | None]:
    """The settings of the crawler, read as by :func:`read_training_settings`."""
    return _read(CrawlerDagSettings, text)


def read_training_settings(text: str | None) -> tuple[TrainingDagSettings, str | None]:
    """The settings in the JSON ``text`` of the Variable, and its faults.

    An invalid text must not break the DAG: it counts as none. The second value names each field and fault,
    for the page of the DAG; it is None for a valid text.
    """
    return _read(TrainingDagSettings, text)


def read_intraday_settings(text: str | None) -> tuple[IntradayDagSettings, str | None]:
    """The settings of the crawler of minutes, read as by :func:`read_training_settings`."""
    return _read(IntradayDagSettings, text)


def read_lake_settings(text: str | None) -> tuple[LakeDagSettings, str | None]:
    """The settings of the lake, read as by :func:`read_training_settings`."""
    return _read(LakeDagSettings, text)


def read_lookahead_settings(text: str | None) -> tuple[LookaheadDagSettings, str | None]:
    """The settings of the look-ahead check, read as by :func:`read_training_settings`."""
    return _read(LookaheadDagSettings, text)


def read_recommendations_settings(text: str | None) -> tuple[RecommendationsDagSettings, str | None]:
    """The settings of the recommendations, read as by :func:`read_training_settings`."""
    return _read(RecommendationsDagSettings, text)


def read_risk_settings(text: str | None) -> tuple[RiskDagSettings, str | None]:
    """The settings of the risk measures, read as by :func:`read_training_settings`."""
    return _read(RiskDagSettings, text)


def read_fundamentals_settings(text: str | None) -> tuple[FundamentalsDagSettings, str | None]:
    """The settings of the snapshots of fundamentals, read as by :func:`read_training_settings`."""
    return _read(FundamentalsDagSettings, text)


def read_news_settings(text: str | None) -> tuple[NewsDagSettings, str | None]:
    """The settings of the crawler of news, read as by :func:`read_training_settings`."""
    return _read(NewsDagSettings, text)


def notice_of(variable: str, fault: str | None) -> str:
    """A notice for the page of a DAG whose settings are invalid; else an empty text."""
    return f"**The Variable `{variable}` is not used.** {fault}\n\n" if fault else ""


def change(dag_id: str, text: str | None, changes: Mapping[str, Any], now: datetime) -> DagSettings:
    """The settings in ``text``, with some fields changed; an invalid text counts as none.

    Args:
        changes: by the Python names of the fields.
        now: the start of a catch-up that is turned on, and of a changed schedule.

    Raises:
        pydantic.ValidationError: a change is invalid, or names a field that the DAG does not have.
    """
    model = SETTINGS[dag_id].model
    old, _ = _read(model, text)
    # By the names of JSON, so that the fault of a field that the DAG does not have names it as users know it.
    named = {to_camel(name): value for name, value in changes.items()}
    new = model.model_validate({**old.model_dump(exclude_unset=True, by_alias=True), **named})
    if (new.catchup and not old.catchup) or _when(new) != _when(old):
        return new.model_copy(update={"catchup_from": now})
    return new


def changed_fields(dag_id: str, text: str | None, new: DagSettings) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of ``new`` that differ from the settings in ``text``: their old and their new values."""
    read, _ = _read(SETTINGS[dag_id].model, text)
    old, changed = (settings.model_dump(mode="json", by_alias=True) for settings in (read, new))
    fields = [field for field in changed if old[field] != changed[field]]
    return {field: old[field] for field in fields}, {field: changed[field] for field in fields}


def _when(settings: DagSettings) -> tuple[str, str, str | None]:
    return settings.schedule_cron, settings.timezone, getattr(settings, "trigger", None)


def _read(model: type[Kind], text: str | None) -> tuple[Kind, str | None]:
    if text is None:
        return model(), None
    try:
        # Editors of Windows write a byte order mark, which is not JSON.
        return model.model_validate_json(text.removeprefix("\ufeff")), None
    except ValidationError as error:
        return model(), "; ".join(faults_of(error, "the text"))


def faults_of(error: ValidationError, whole: str) -> list[str]:
    """Field and fault of each error.

    Args:
        whole: the name of the settings, for faults of no field.
    """
    return [
        joined(
            ": ",
            details.get("ctx", {}).get("field_path") or ".".join(map(str, details["loc"])) or whole,
            fault_message(details),
        )
        for details in error.errors()
    ]

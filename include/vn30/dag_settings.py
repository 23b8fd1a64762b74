"""What users may change about a DAG: the Airflow Variables that DAG files read when they are parsed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from cron_descriptor import get_description
from croniter import croniter
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from vn30.pipelines import (
    CRAWLER_DAG,
    CRAWLER_SETTINGS_VARIABLE,
    TRAINING_DAG,
    TRAINING_SETTINGS_VARIABLE,
    ZONE,
)

_FIELDS = re.compile(r"[0-9A-Za-z*/,#-]+(?: [0-9A-Za-z*/,#-]+){4}")
_SATURDAY, _WEEK = 5, 7
_PATIENCE = timedelta(days=5 * 366)
"""A schedule that does not meet a weekday in five years never will."""


def _schedule(text: str) -> str:
    cron = " ".join(text.split())
    if not _FIELDS.fullmatch(cron):
        raise ValueError("five fields are needed: minute, hour, day of the month, month, day of the week")
    try:
        get_description(cron)
        fires = _fires_on_a_weekday(cron)
    except Exception as error:
        # The two libraries raise what they like; a wrong schedule must not take the DAG away.
        raise ValueError(f"not a cron expression: {error}") from error
    if not fires:
        raise ValueError("never fires from Monday to Friday in Vietnam, and HOSE trades on no other days")
    return cron


def _fires_on_a_weekday(cron: str) -> bool:
    zone = ZoneInfo(ZONE)
    start = datetime.now(zone)
    moment = start
    while moment < start + _PATIENCE:
        due = croniter(cron, moment).get_next(datetime)
        if due.weekday() < _SATURDAY:
            return True
        monday = due + timedelta(days=_WEEK - due.weekday())
        moment = monday.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(seconds=1)
    return False


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("no such zone: use a name of the IANA database, such as Asia/Ho_Chi_Minh") from error
    return name


def _distinct(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(tags))


Cron = Annotated[str, Field(max_length=100), AfterValidator(_schedule)]
Zone = Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z][A-Za-z0-9_+/-]*$"), AfterValidator(_zone)]
# Strict: true is no number, and no number is true.
Catchup = Annotated[bool, Field(strict=True)]
ActiveRuns = Annotated[int, Field(strict=True, ge=1, le=16)]
Retries = Annotated[int, Field(strict=True, ge=0, le=10)]
RetryDelay = Annotated[float, Field(strict=True, ge=0, le=1440, allow_inf_nan=False)]
Owner = Annotated[str, Field(max_length=50, pattern=r"^\w[\w .@-]*$")]
Tag = Annotated[str, Field(max_length=50, pattern=r"^\w[\w .:@-]*$")]
Tags = Annotated[list[Tag], Field(max_length=10), AfterValidator(_distinct)]
Trigger = Literal["cron", "prices"]

Kind = TypeVar("Kind", bound="DagSettings")


class DagSettings(BaseModel):
    """The settings that both DAGs have; in JSON the names are camelCase.

    Attributes:
        schedule_cron: five fields, in ``timezone``; it fires on sessions of HOSE only.
        catchup: whether moments that were missed are made up for, one run each.
        catchup_from: what was due before and did not run stays missed. The API sets it to the moment at which
            catchup is turned on, or another schedule begins to count. None: since the DAG's last run.
        retries: of each task; tasks with a limit of their own try no more often than that.
        retry_delay_minutes: before the first retry; each further one waits twice as long as the one before.
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

    @property
    def start_date(self) -> datetime | None:
        """The DAG's start date: a catch-up reaches no further back, nor does a schedule that is new."""
        return self.catchup_from


class CrawlerDagSettings(DagSettings):
    """The settings of ``vn30_data_crawler``."""


class TrainingDagSettings(DagSettings):
    """The settings of ``vn30_model_training``.

    Attributes:
        trigger: ``cron``: by the schedule; ``prices``: whenever the crawler announces a session's prices.
    """

    schedule_cron: Cron = "0 18 * * *"
    tags: Tags = ["vn30", "forecasts"]
    trigger: Trigger = "cron"


@dataclass(frozen=True)
class SettingsVariable:
    """The Variable that holds the settings of a DAG."""

    name: str
    model: type[DagSettings]
    description: str


SETTINGS: Mapping[str, SettingsVariable] = {
    CRAWLER_DAG: SettingsVariable(
        CRAWLER_SETTINGS_VARIABLE, CrawlerDagSettings, "How vn30_data_crawler runs: what Edit DAG changes"
    ),
    TRAINING_DAG: SettingsVariable(
        TRAINING_SETTINGS_VARIABLE,
        TrainingDagSettings,
        "How vn30_model_training runs: what Edit DAG changes. trigger: cron, or prices for whenever new "
        "prices have arrived",
    ),
}


def read_crawler_settings(text: str | None) -> tuple[CrawlerDagSettings, str | None]:
    """The settings of the crawler, read as :func:`read_training_settings` does."""
    return _read(CrawlerDagSettings, text)


def read_training_settings(text: str | None) -> tuple[TrainingDagSettings, str | None]:
    """The settings in the JSON ``text`` of the Variable, and what is wrong with it.

    A DAG must not vanish because of a slip in its settings: a wrong text counts as none, and the second
    value, for the DAG's page, names each field and fault. It is None if all is well.
    """
    return _read(TrainingDagSettings, text)


def notice_of(variable: str, fault: str | None) -> str:
    """What the page of a DAG says first if its settings are wrong."""
    return f"**The Variable `{variable}` is not used.** {fault}\n\n" if fault else ""


def change(dag_id: str, text: str | None, changes: Mapping[str, Any], now: datetime) -> DagSettings:
    """The settings in ``text``, with some fields changed; settings that are wrong as a whole count as none.

    Args:
        changes: by the Python names of the fields.
        now: from when a catch-up that is turned on reaches, and another schedule.

    Raises:
        pydantic.ValidationError: a change is wrong, or names what the DAG does not have.
    """
    model = SETTINGS[dag_id].model
    old, _ = _read(model, text)
    new = model.model_validate({**old.model_dump(exclude_unset=True), **changes})
    if (new.catchup and not old.catchup) or _when(new) != _when(old):
        return new.model_copy(update={"catchup_from": now})
    return new


def _when(settings: DagSettings) -> tuple[str, str, str | None]:
    return settings.schedule_cron, settings.timezone, getattr(settings, "trigger", None)


def _read(model: type[Kind], text: str | None) -> tuple[Kind, str | None]:
    if text is None:
        return model(), None
    try:
        return model.model_validate_json(text), None
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, one['loc'])) or 'the text'}: {one['msg']}" for one in error.errors())
        return model(), "; ".join(faults)

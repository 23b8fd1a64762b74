"""What users may change about a DAG: the Airflow Variables that DAG files read when they are parsed."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError


class TrainingDagSettings(BaseModel):
    """The settings of ``vn30_model_training``.

    Attributes:
        trigger: ``cron``: by the schedule; ``prices``: whenever the crawler announces a session's prices.
    """

    model_config = ConfigDict(extra="forbid")

    trigger: Literal["cron", "prices"] = "cron"


def read_training_settings(text: str | None) -> tuple[TrainingDagSettings, str | None]:
    """The settings in the JSON ``text`` of the Variable, and what is wrong with it.

    A DAG must not vanish because of a slip in its settings: a wrong text counts as none, and the second
    value, for the DAG's page, names each field and fault. It is None if all is well.
    """
    if text is None:
        return TrainingDagSettings(), None
    try:
        return TrainingDagSettings.model_validate_json(text), None
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, one['loc'])) or 'the text'}: {one['msg']}" for one in error.errors())
        return TrainingDagSettings(), "; ".join(faults)

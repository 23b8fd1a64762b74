"""Requests and answers of ``/features``. A field path is that of the JSON: ``models.ridge.alpha``."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from api.schemas import ApiModel, ErrorBody, PageMeta, PageQuery, RequestModel, example
from vn30.training.config import TrainingConfig, default_document

CONFIG = "0d6d1c52-6a8b-4f6e-9a43-2f2f6d2f9b10"
LARGEST_VERSION = 2**31 - 1
SAVED = {"configId": CONFIG, "version": 4, "author": "ds1", "savedAt": "2026-11-20T10:12:00Z"}
FAULT = {"fieldPath": "models.ridge.alpha", "message": "must be greater than or equal to 0"}
VARIABLE = {"state": "edited", "differences": ["reproducibility.seed"], "blockers": []}
PREVIEW = {
    "estRuntimeMinutes": 14.2,
    "basis": "6 runs",
    "estCost": 0.0,
    "tickers": 30,
    "withoutPrices": [],
    "horizons": [7, 15, 30],
    "models": ["random_forest", "ridge", "pooled"],
    "fits": 1080,
}
ROW = {**SAVED, "isActive": True, "description": "restored from version 2"}
PAGE = {"page": 1, "pageSize": 20, "total": 1}
_AUTHOR = (
    "user name; `airflow` for an edit that a run found in Airflow, `airflow:admin` for what `admin` of "
    "Airflow saved on a page there"
)
_DOCUMENT = {"universe": {"useAllVn30": True}, "targets": {"horizons": [7, 15, 30]}}


class _AsTrainingConfig:
    """Describes a document as the configuration that it is meant to be; its faults are for the review."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(TrainingConfig.__pydantic_core_schema__)
        handler.resolve_ref_schema(described)["examples"] = [default_document()]
        return described


ConfigDocument = Annotated[dict[str, Any], _AsTrainingConfig]

AnyDocument = Annotated[
    dict[str, Any],
    Field(
        description="a training configuration, whatever is wrong with it, or `{configId}` of a saved one",
        examples=[_DOCUMENT, {"configId": CONFIG}],
    ),
]


class FieldFault(ApiModel):
    """What is wrong with one field, or doubtful about it."""

    model_config = example(**FAULT)

    field_path: str = Field(description="empty for the document as a whole")
    message: str


class InvalidConfigBody(ErrorBody):
    """The body of a refusal, with every reason where a configuration is refused."""

    model_config = example(code="invalid_config", message="models.ridge.alpha: must be ...", blockers=[FAULT])

    blockers: list[FieldFault] = Field([], description="empty if something else is wrong with the request")


class AirflowVariable(ApiModel):
    """How the Airflow Variable `vn30_training_config`, which the next run reads, stands to this version."""

    model_config = example(**VARIABLE)

    state: Literal["same", "edited", "invalid", "missing", "unknown"] = Field(
        description="`edited`: somebody changed it in Airflow; the next run trains with that, and records it "
        "as a version, unless another is saved here first. `invalid`: the next run refuses it. `unknown`: "
        "Airflow does not answer"
    )
    differences: list[str] = Field(description="paths of the fields that an edit has changed")
    blockers: list[FieldFault] = Field(description="what makes it invalid")


class ActiveConfig(ApiModel):
    """The configuration that was saved last."""

    model_config = example(**SAVED, config=default_document(), airflowVariable=VARIABLE)

    config_id: UUID | None = Field(description="null before the first save: then these are the defaults")
    version: int = Field(description="0 before the first save")
    author: str | None = Field(description=_AUTHOR)
    saved_at: datetime | None
    config: ConfigDocument
    airflow_variable: AirflowVariable


class BasedOn(RequestModel):
    """What an edit began with."""

    based_on_version: int | None = Field(
        None,
        ge=0,
        le=LARGEST_VERSION,
        description="the version that was edited, 0 for the defaults: 409 if another was saved since. Left "
        "out, the last save wins",
    )


class SavedConfig(ApiModel):
    """A version that was saved."""

    model_config = example(**SAVED)

    config_id: UUID
    version: int
    author: str
    saved_at: datetime


class RunPreview(ApiModel):
    """What a run of this configuration would do, with the prices that are stored."""

    model_config = example(**PREVIEW)

    est_runtime_minutes: float | None = Field(description="null if no ticker has prices")
    basis: str = Field(description="what the estimate goes by: recorded runs, or `prior` without any")
    est_cost: float | None = Field(description="always null: runs take the platform's own machines")
    tickers: int = Field(description="that would be trained")
    without_prices: list[str] = Field(description="tickers that no prices are stored of")
    horizons: list[int] = Field(description="trading sessions ahead")
    models: list[str]
    fits: int = Field(description="models that would be fitted, folds of the back-test included")


class ConfigReview(ApiModel):
    """What is wrong with a configuration, and what is doubtful about it."""

    model_config = example(isValid=True, blockers=[], warnings=[FAULT], runPreview=PREVIEW)

    is_valid: bool
    blockers: list[FieldFault] = Field(description="with any of these it cannot be saved or run")
    warnings: list[FieldFault] = Field(description="with these it can; empty while there are blockers")
    run_preview: RunPreview | None = Field(description="null while there are blockers")


class VersionRow(ApiModel):
    """A version in the list."""

    model_config = example(**ROW)

    config_id: UUID
    version: int
    author: str = Field(description=_AUTHOR)
    saved_at: datetime
    is_active: bool = Field(description="it was saved last")
    description: str | None


class StoredVersion(VersionRow):
    """A version with its content."""

    model_config = example(**ROW, config=_DOCUMENT)

    config: dict[str, Any] = Field(description="as it was saved: an old one may not be valid any more")


class VersionsQuery(PageQuery):
    """Which page of the versions."""


class VersionList(ApiModel):
    """Versions, newest first."""

    model_config = example(data=[ROW], meta=PAGE)

    data: list[VersionRow]
    meta: PageMeta


class ConfigSchema(ApiModel):
    """What a form for the configuration is built on."""

    model_config = example(schema={"type": "object", "properties": {}}, defaults=_DOCUMENT)

    json_schema: dict[str, Any] = Field(
        alias="schema",
        description="JSON Schema, draft 2020-12: titles, descriptions, limits and defaults of every field. "
        "What concerns several fields is beyond it: ask `/features/validate`",
    )
    defaults: dict[str, Any] = Field(description="every section with its default values")

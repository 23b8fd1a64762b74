"""Requests and answers of ``/features``. A field path is that of the JSON: ``models.ridge.alpha``."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.core.any_document import AsDocumentOf
from api.core.language import SchemaWithWords, Words
from api.core.schemas import ApiModel, ErrorBody, PageMeta, PageQuery, RequestModel, example
from vn30.training_config.document import TrainingConfig, default_document

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
    "user name; `airflow` for an edit of the Variable that a run found, `airflow:admin` for a save by the "
    "Airflow user `admin` on a page there"
)
_DOCUMENT = {"universe": {"useAllVn30": True}, "targets": {"horizons": [7, 15, 30]}}


ConfigDocument = Annotated[dict[str, Any], AsDocumentOf(TrainingConfig, default_document)]
"""A training configuration, valid or not: its faults are reported by field."""

AnyDocument = Annotated[
    dict[str, Any],
    Field(
        description="a training configuration, valid or not, or `{configId}` of a saved one",
        examples=[_DOCUMENT, {"configId": CONFIG}],
    ),
]


class FieldFault(ApiModel):
    """A fault or a warning of one field."""

    model_config = example(**FAULT)

    field_path: str = Field(description="empty for the document as a whole")
    message: Words


class InvalidConfigBody(ErrorBody):
    """The body of a refusal; for a configuration, with all its faults."""

    model_config = example(code="invalid_config", message="models.ridge.alpha: must be ...", blockers=[FAULT])

    blockers: list[FieldFault] = Field([], description="empty for other errors of the request")


class AirflowVariable(ApiModel):
    """The Airflow Variable `vn30_training_config`, which the next run reads, compared with this version."""

    model_config = example(**VARIABLE)

    state: Literal["same", "edited", "invalid", "missing", "unknown"] = Field(
        description="`edited`: changed in Airflow; the next run trains with it and records it as a "
        "version, unless "
        "another version is saved here first. `invalid`: the next run refuses it. `unknown`: Airflow does "
        "not respond"
    )
    differences: list[str] = Field(description="paths of the changed fields")
    blockers: list[FieldFault] = Field(description="the faults of an invalid Variable")


class ActiveConfig(ApiModel):
    """The newest saved configuration."""

    model_config = example(**SAVED, config=default_document(), airflowVariable=VARIABLE)

    config_id: UUID | None = Field(description="null before the first save, when `config` has the defaults")
    version: int = Field(description="0 before the first save")
    author: str | None = Field(description=_AUTHOR)
    saved_at: datetime | None
    config: ConfigDocument
    airflow_variable: AirflowVariable


class BasedOn(RequestModel):
    """The version that an edit is based on."""

    based_on_version: int | None = Field(
        None,
        ge=0,
        le=LARGEST_VERSION,
        description="the edited version, 0 for the defaults: 409 if a newer one was saved. Without it the "
        "last save wins",
    )


class SavedConfig(ApiModel):
    """The saved version."""

    model_config = example(**SAVED)

    config_id: UUID
    version: int
    author: str
    saved_at: datetime


class RunPreview(ApiModel):
    """A run of this configuration on the stored prices."""

    model_config = example(**PREVIEW)

    est_runtime_minutes: float | None = Field(description="null if no ticker has prices")
    basis: str = Field(description="the basis of the estimate: recorded runs, or `prior` without any")
    est_cost: float | None = Field(description="always null: runs use the platform's own machines")
    tickers: int = Field(description="number of tickers to train")
    without_prices: list[str] = Field(description="tickers without stored prices")
    horizons: list[int] = Field(description="trading sessions ahead")
    models: list[str]
    fits: int = Field(description="number of fits, those of the walk-forward folds included")


class ConfigReview(ApiModel):
    """Faults and warnings of a configuration."""

    model_config = example(isValid=True, blockers=[], warnings=[FAULT], runPreview=PREVIEW)

    is_valid: bool
    blockers: list[FieldFault] = Field(description="faults that prevent a save or a run")
    warnings: list[FieldFault] = Field(description="warnings; empty while there are blockers")
    run_preview: RunPreview | None = Field(description="null while there are blockers")


class VersionRow(ApiModel):
    """A version in the list."""

    model_config = example(**ROW)

    config_id: UUID
    version: int
    author: str = Field(description=_AUTHOR)
    saved_at: datetime
    is_active: bool = Field(description="the newest version")
    description: str | None


class StoredVersion(VersionRow):
    """A version with its document."""

    model_config = example(**ROW, config=_DOCUMENT)

    config: dict[str, Any] = Field(description="as it was saved; old versions may no longer be valid")


class VersionsQuery(PageQuery):
    """The page of the versions to return."""


class VersionList(ApiModel):
    """Versions, newest first."""

    model_config = example(data=[ROW], meta=PAGE)

    data: list[VersionRow]
    meta: PageMeta


class ConfigSchema(ApiModel):
    """Schema and defaults of the configuration, for a form."""

    model_config = example(schema={"type": "object", "properties": {}}, defaults=_DOCUMENT)

    json_schema: SchemaWithWords = Field(
        alias="schema",
        description="JSON Schema, draft 2020-12: titles, descriptions, limits and defaults of all fields. "
        "Rules across several fields are checked by `/features/validate`",
    )
    defaults: dict[str, Any] = Field(description="all sections with their defaults")

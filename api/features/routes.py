"""``/features``: the training configuration, for data scientists. All share one, and its versions."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import JSONResponse

from api.airflow import Airflow, AirflowIfThere
from api.auth.users import User
from api.database import Database
from api.errors import documented
from api.features import saving, service
from api.features.schemas import (
    LARGEST_VERSION,
    ActiveConfig,
    AnyDocument,
    BasedOn,
    ConfigDocument,
    ConfigReview,
    ConfigSchema,
    InvalidConfigBody,
    SavedConfig,
    StoredVersion,
    VersionList,
    VersionsQuery,
)
from api.security import data_scientists
from vn30.training.config import InvalidConfig, default_document
from vn30.training.schema import config_schema

router = APIRouter(
    prefix="/features",
    tags=["training configuration"],
    dependencies=[Depends(data_scientists)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
)
_invalid: dict[int | str, dict[str, Any]] = {
    HTTPStatus.UNPROCESSABLE_ENTITY.value: {
        "model": InvalidConfigBody,
        "description": "The request or the configuration is invalid",
    }
}
_of_requests = documented(HTTPStatus.UNPROCESSABLE_ENTITY)

DataScientist = Annotated[User, Depends(data_scientists)]
VersionNumber = Annotated[int, Path(ge=1, le=LARGEST_VERSION)]


def _refused(invalid: InvalidConfig) -> JSONResponse:
    body = InvalidConfigBody(
        code="invalid_config",
        message="; ".join(f"{fault.field_path or 'document'}: {fault.message}" for fault in invalid.faults),
        blockers=service.faults(invalid.faults),
    )
    return JSONResponse(body.model_dump(by_alias=True), HTTPStatus.UNPROCESSABLE_ENTITY)


@router.get("/config")
def training_config(engine: Database, airflow: AirflowIfThere) -> ActiveConfig:
    """The configuration that was saved last, and whether Airflow, which the next run asks, still has it.

    The specification's config object is `config`, which is what to send back to save it.
    """
    return service.active_config(engine, airflow)


@router.post(
    "/config",
    response_model=SavedConfig,
    responses={**_invalid, **documented(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT)},
)
def save_training_config(
    engine: Database,
    airflow: Airflow,
    user: DataScientist,
    config: ConfigDocument,
    based_on: Annotated[BasedOn, Query()],
) -> SavedConfig | JSONResponse:
    """Save a configuration as the next version and as the Airflow Variable that the next run reads.

    Sections and fields that are left out take their defaults. Nothing is saved with Airflow down.
    """
    try:
        return saving.save(engine, airflow, user, config, based_on.based_on_version)
    except InvalidConfig as invalid:
        return _refused(invalid)


@router.post(
    "/validate", responses={**_of_requests, **documented(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)}
)
def validate_training_config(engine: Database, document: AnyDocument) -> ConfigReview:
    """What is wrong with a configuration, what is doubtful about it, and what a run of it would take."""
    with engine.connect() as connection:
        return service.review_config(connection, document)


@router.get("/config/schema")
def training_config_schema() -> ConfigSchema:
    """The JSON schema and the defaults, section by section."""
    return ConfigSchema(json_schema=config_schema(), defaults=default_document())


@router.get("/config/versions", responses=_of_requests)
def training_config_versions(engine: Database, query: Annotated[VersionsQuery, Query()]) -> VersionList:
    """Every version that was saved, by whom and when, newest first."""
    with engine.connect() as connection:
        return service.versions(connection, query)


@router.get("/config/versions/{version}", responses={**_of_requests, **documented(HTTPStatus.NOT_FOUND)})
def training_config_version(engine: Database, version: VersionNumber) -> StoredVersion:
    """One version with its content."""
    with engine.connect() as connection:
        return service.version(connection, version)


@router.post(
    "/config/versions/{version}/restore",
    response_model=SavedConfig,
    responses={**_invalid, **documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)},
)
def restore_training_config(
    engine: Database,
    airflow: Airflow,
    user: DataScientist,
    version: VersionNumber,
    based_on: Annotated[BasedOn, Query()],
) -> SavedConfig | JSONResponse:
    """Save the content of an old version as a new one. 422 if it is not valid any more."""
    with engine.connect() as connection:
        old = service.version(connection, version)
    try:
        return saving.save(
            engine,
            airflow,
            user,
            old.config,
            based_on.based_on_version,
            f"restored from version {version}",
        )
    except InvalidConfig as invalid:
        return _refused(invalid)

"""``/features``: the shared training configuration and its versions, for data scientists."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import JSONResponse

from api.auth.audit import Audited
from api.auth.guards import data_scientists
from api.core.airflow import Airflow, AirflowIfThere
from api.core.database import Database
from api.core.errors import documented
from api.training_config import saving, service
from api.training_config.schemas import (
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
from vn30.training_config.document import InvalidConfig, default_document
from vn30.training_config.json_schema import config_schema

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
    """The newest saved configuration, and whether the Airflow Variable that the next run reads equals it.

    The specification's config object is `config`, which is also the body of a save.
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
    audit: Audited,
    config: ConfigDocument,
    based_on: Annotated[BasedOn, Query()],
) -> SavedConfig | JSONResponse:
    """Save a configuration as the next version and as the Airflow Variable that the next run reads.

    Omitted sections and fields have their defaults. Nothing is saved if Airflow does not respond.
    """
    try:
        return saving.save(engine, airflow, audit, config, based_on.based_on_version)
    except InvalidConfig as invalid:
        return _refused(invalid)


@router.post(
    "/validate", responses={**_of_requests, **documented(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)}
)
def validate_training_config(engine: Database, document: AnyDocument) -> ConfigReview:
    """Check a configuration: faults, warnings, and a preview of a run with it."""
    with engine.connect() as connection:
        return service.review_config(connection, document)


@router.get("/config/schema")
def training_config_schema() -> ConfigSchema:
    """The JSON schema and the default document."""
    return ConfigSchema(json_schema=config_schema(), defaults=default_document())


@router.get("/config/versions", responses=_of_requests)
def training_config_versions(engine: Database, query: Annotated[VersionsQuery, Query()]) -> VersionList:
    """All saved versions with author and time, newest first."""
    with engine.connect() as connection:
        return service.versions(connection, query)


@router.get("/config/versions/{version}", responses={**_of_requests, **documented(HTTPStatus.NOT_FOUND)})
def training_config_version(engine: Database, version: VersionNumber) -> StoredVersion:
    """One version with its document."""
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
    audit: Audited,
    version: VersionNumber,
    based_on: Annotated[BasedOn, Query()],
) -> SavedConfig | JSONResponse:
    """Save the document of an old version as a new version; 422 if it is no longer valid."""
    with engine.connect() as connection:
        old = service.version(connection, version)
    try:
        return saving.save(
            engine,
            airflow,
            audit,
            old.config,
            based_on.based_on_version,
            restored=version,
        )
    except InvalidConfig as invalid:
        return _refused(invalid)

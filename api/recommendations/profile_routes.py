"""``/profiles``: the thresholds of the recommendation profiles, which data scientists change."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse

from api.auth.audit import Audited
from api.auth.guards import data_scientists, signed_in
from api.core.airflow import Airflow
from api.core.database import Database
from api.core.errors import documented
from api.core.schemas import PageQuery
from api.recommendations import profiles as service
from api.recommendations.profile_schemas import ActiveProfiles, AnyProfiles, ProfileVersionList, SavedProfiles
from api.training_config.schemas import BasedOn, FieldFault, InvalidConfigBody
from vn30.recommendations.profiles import InvalidProfiles

router = APIRouter(
    prefix="/profiles",
    tags=["recommendations"],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_invalid: dict[int | str, dict[str, Any]] = {
    HTTPStatus.UNPROCESSABLE_ENTITY.value: {
        "model": InvalidConfigBody,
        "description": "The request or the profiles are invalid",
    }
}


@router.get("", dependencies=[Depends(signed_in)])
def recommendation_profiles(engine: Database) -> ActiveProfiles:
    """The newest version of the profiles: what a forecast must say before a profile buys or sells by it."""
    with engine.connect() as connection:
        return service.active(connection)


@router.put(
    "",
    dependencies=[Depends(data_scientists)],
    response_model=SavedProfiles,
    responses={
        **_invalid,
        **documented(HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT),
    },
)
def save_recommendation_profiles(
    engine: Database,
    airflow: Airflow,
    audit: Audited,
    profiles: AnyProfiles,
    based_on: Annotated[BasedOn, Query()],
) -> SavedProfiles | JSONResponse:
    """Save the profiles as the next version and as the Airflow Variable that the next run reads.

    Omitted fields have their defaults. Nothing is saved if Airflow does not respond. Repeating a save adds
    no version.
    """
    try:
        return service.save_profiles(engine, airflow, audit, profiles, based_on.based_on_version)
    except InvalidProfiles as invalid:
        body = InvalidConfigBody(
            code="invalid_profiles",
            message="; ".join(f"{path or 'document'}: {message}" for path, message in invalid.faults),
            blockers=[FieldFault(field_path=path, message=message) for path, message in invalid.faults],
        )
        return JSONResponse(body.model_dump(by_alias=True), HTTPStatus.UNPROCESSABLE_ENTITY)


@router.get(
    "/versions",
    dependencies=[Depends(data_scientists)],
    responses=documented(HTTPStatus.FORBIDDEN),
)
def recommendation_profile_versions(
    engine: Database, query: Annotated[PageQuery, Query()]
) -> ProfileVersionList:
    """All versions of the profiles with author, time and document, newest first."""
    with engine.connect() as connection:
        return service.versions(connection, query)

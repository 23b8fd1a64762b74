"""Reads and saves of the recommendation profiles."""

from http import HTTPStatus
from typing import Any

import sqlalchemy as sa

from api.auth.audit import Audit
from api.core.airflow_variable import RemoteVariable
from api.core.database import writing
from api.core.errors import ApiError
from api.core.schemas import PageMeta, PageQuery
from api.recommendations.profile_schemas import (
    ActiveProfiles,
    ProfileVersionList,
    SavedProfiles,
    StoredProfiles,
)
from vn30.database.warehouse import Row, fetch_all, fetch_one, fetch_returned
from vn30.i18n.localized import joined, localized
from vn30.names import PROFILES_VARIABLE
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused
from vn30.recommendations.profile_versions import save
from vn30.recommendations.profiles import default_document, profiles_schema
from vn30.training_config.save import VersionConflict


def active(connection: sa.Connection) -> ActiveProfiles:
    """The newest version of the profiles, or the defaults."""
    row = fetch_one(connection, "recommendations/newest_profiles")
    stored = {"version": 0, "profiles": default_document()} if row is None else _stored(row)
    return ActiveProfiles.model_validate({**stored, "json_schema": profiles_schema()})


def versions(connection: sa.Connection, query: PageQuery) -> ProfileVersionList:
    """A page of the versions, newest first."""
    total = fetch_returned(connection, "recommendations/count_profiles")["total"]
    rows = fetch_all(
        connection, "recommendations/page_of_profiles", limit=query.page_size, skipped=query.skipped
    )
    return ProfileVersionList(
        data=[StoredProfiles.model_validate(_stored(row)) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def save_profiles(
    engine: sa.Engine, airflow: AirflowApi, audit: Audit, document: dict[str, Any], based_on: int | None
) -> SavedProfiles:
    """Make ``document`` the next version and the Variable, which the next run reads.

    Raises:
        InvalidProfiles: the document has faults.
        ApiError: 409 ``version_conflict``; 503 ``airflow_refused``.
        AirflowUnavailable, SignInRefused: nothing is saved.
    """
    user = audit.user.username
    try:
        with writing(engine) as connection:
            before = fetch_one(connection, "recommendations/newest_profiles")
            variable = RemoteVariable(airflow, PROFILES_VARIABLE, user)
            saved = save(connection, variable, user, document, based_on)
            if before is None or before["number"] != saved.number:
                audit.add(
                    connection,
                    "save_profiles",
                    f"version {saved.number}",
                    before=before and {"version": before["number"]},
                    after={"version": saved.number},
                )
            stored = fetch_returned(connection, "recommendations/newest_profiles")
    except VersionConflict as conflict:
        raise ApiError(
            HTTPStatus.CONFLICT,
            "version_conflict",
            joined(": ", "basedOnVersion", str(conflict)),
        ) from conflict
    except AirflowRefused as refused:
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "airflow_refused",
            localized(
                "Airflow refuses a change of the Variable {profiles_variable}. Nothing was saved.",
                profiles_variable=PROFILES_VARIABLE,
            ),
        ) from refused
    return SavedProfiles.model_validate(_stored(stored))


def _stored(row: Row) -> dict[str, Any]:
    return {
        "version": row["number"],
        "author": row["created_by"],
        "saved_at": row["created_at"],
        "profiles": row["document"],
    }

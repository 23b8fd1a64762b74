"""Saves of the shared training configuration, with the Variable written through Airflow's REST API."""

from http import HTTPStatus
from typing import Any

import sqlalchemy as sa

from api.auth.audit import Audit
from api.core.airflow_variable import RemoteVariable
from api.core.database import writing
from api.core.errors import ApiError
from api.training_config.schemas import SavedConfig
from vn30.i18n.localized import joined, localized
from vn30.names import CONFIG_VARIABLE
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused
from vn30.training_config import save as saving
from vn30.training_config.save import SaveInProgress, VersionConflict
from vn30.users.audit_trail import Action


def save(
    engine: sa.Engine,
    airflow: AirflowApi,
    audit: Audit,
    document: dict[str, Any],
    based_on: int | None,
    restored: int | None = None,
) -> SavedConfig:
    """Make ``document`` the next version and the Variable, as :func:`vn30.training_config.save.save` does.

    Args:
        restored: the version that ``document`` is from, if it is an old one.

    Raises:
        InvalidConfig: the document has faults.
        ApiError: 409 ``version_conflict`` or ``save_in_progress``; 503 ``airflow_refused``.
        AirflowUnavailable, SignInRefused: nothing is saved.
    """
    user = audit.user.username
    description = None if restored is None else f"restored from version {restored}"
    try:
        with writing(engine) as connection:
            row = saving.save(
                connection,
                RemoteVariable(airflow, CONFIG_VARIABLE, user),
                user,
                document,
                based_on,
                description,
            )
            action: Action = "save_training_config" if restored is None else "restore_training_config"
            audit.add(
                connection,
                action,
                f"version {row['version']}",
                before={"version": row["version"] - 1} if row["version"] > 1 else None,
                after={"version": row["version"], "restored": restored},
            )
    except VersionConflict as conflict:
        raise ApiError(
            HTTPStatus.CONFLICT,
            "version_conflict",
            joined(": ", "basedOnVersion", str(conflict)),
        ) from conflict
    except SaveInProgress as busy:
        raise ApiError(HTTPStatus.CONFLICT, "save_in_progress", str(busy)) from busy
    except AirflowRefused as refused:
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "airflow_refused",
            localized(
                "Airflow refuses a change of the Variable {config_variable}. Nothing was saved.",
                config_variable=CONFIG_VARIABLE,
            ),
        ) from refused
    return SavedConfig.model_validate(dict(row))

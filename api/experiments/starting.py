"""Start and cancellation of training runs: first in the database, then in Airflow."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID, uuid4, uuid5

import sqlalchemy as sa

from api.auth.audit import Audit
from api.auth.users import User
from api.core.airflow_runs import stop_recorded_run, submit_run
from api.core.database import writing
from api.core.errors import ApiError
from api.experiments.schemas import CancelledRun, RunRequest, StartedRun
from vn30.database.warehouse import fetch_one
from vn30.errors import KeyReused, WrongInput
from vn30.experiments.parents import check_parent
from vn30.experiments.requests import (
    ExperimentRequest,
    RequestedRun,
    fail_request,
    renew_request,
    repeat_experiment,
    request_experiment,
    wanted_document,
)
from vn30.experiments.state import cancel_experiment
from vn30.i18n.localized import joined, localized
from vn30.market.membership import known_tickers
from vn30.models.base import TargetColumn
from vn30.names import TRAINING_DAG
from vn30.pipelines.airflow_api import AirflowApi
from vn30.training_config.document import InvalidConfig, parse_config
from vn30.training_config.versions import version_row


def start(
    engine: sa.Engine, airflow: AirflowApi, audit: Audit, request: RunRequest, key: str | None
) -> StartedRun:
    """Record a run, or a group of one a target, and start them in Airflow.

    A repeated key only completes missing steps of its runs. The id of an Airflow run derives from that of its
    row, so that Airflow accepts it once.

    Raises:
        ApiError: 404 ``unknown_config``; 422 ``invalid_config``, ``validation_error`` or
            ``idempotency_key_reused``; 503 ``airflow_refused``.
        AirflowUnavailable, SignInRefused: the run is recorded as failed. If Airflow received the request
            nevertheless, the first task claims the run.
    """
    user = audit.user
    group = None
    if request.targets is not None:
        # The same key names the same group.
        group = uuid4() if key is None else uuid5(user.id, key)
    columns: Sequence[TargetColumn | None] = request.targets or [None]
    runs: list[RequestedRun] = []
    with writing(engine) as connection:
        for column in columns:
            wish = _experiment_request(connection, request, column, group)
            # The first run has the key itself, so that a reuse with another request is detected.
            own_key = f"{key} {column}" if key is not None and runs else key
            try:
                requested = request_experiment(connection, wish, user.id, user.username, own_key)
            except KeyReused as reused:
                raise ApiError(
                    HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency_key_reused", str(reused)
                ) from reused
            if requested.is_new:
                after = request.model_dump(mode="json", by_alias=True, exclude_none=True)
                audit.add(connection, "start_training", str(requested.id), after=after)
            runs.append(requested)
    for requested in runs:
        if requested.waits_for_airflow:
            _submit(engine, airflow, requested, user)
    ids = [requested.id for requested in runs]
    return StartedRun(run_id=ids[0], run_ids=ids, group_id=group)


def start_again(engine: sa.Engine, airflow: AirflowApi, audit: Audit, earlier_id: str) -> RequestedRun | None:
    """Start a run with the request of an earlier one; None if there is no run of this id.

    Raises:
        ApiError, AirflowUnavailable, SignInRefused: as :func:`start` does.
    """
    user = audit.user
    with writing(engine) as connection:
        requested = repeat_experiment(connection, earlier_id, user.id, user.username)
        if requested is not None:
            audit.add(connection, "start_training", str(requested.id), after={"repeats": earlier_id})
    if requested is not None:
        _submit(engine, airflow, requested, user)
    return requested


def cancel(engine: sa.Engine, airflow: AirflowApi | None, audit: Audit, run_id: UUID) -> CancelledRun:
    """Cancel a run of any owner, then stop it in Airflow; a cancelled run is stopped again.

    Raises:
        ApiError: 404 ``unknown_run``; 409 ``run_is_over``.
    """
    with writing(engine) as connection:
        try:
            cancel_experiment(connection, str(run_id), audit.user.username)
        except WrongInput as gone:
            raise unknown_run() from gone
        run = fetch_one(connection, "experiments/state", run_id=str(run_id))
        if run is not None and run["state"] == "cancelled":
            audit.add(connection, "cancel_training", str(run_id))
    if run is None or run["state"] != "cancelled":
        raise ApiError(
            HTTPStatus.CONFLICT, "run_is_over", localized("The run has ended: it cannot be cancelled.")
        )
    stopped = stop_recorded_run(airflow, TRAINING_DAG, run["airflow_run_id"], audit.user.username)
    return CancelledRun(run_id=run_id, state="cancelled", stopped_in_airflow=stopped)


def unknown_run() -> ApiError:
    """404 for an unknown run id."""
    return ApiError(
        HTTPStatus.NOT_FOUND,
        "unknown_run",
        localized("There is no such training run. Request the list of runs."),
    )


def _experiment_request(
    connection: sa.Connection, request: RunRequest, column: TargetColumn | None, group: UUID | None
) -> ExperimentRequest:
    version = version_row(connection, str(request.config_id))
    if version is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_config",
            localized("configId: there is no such configuration. Request the list of versions."),
        )
    if request.scope == "all_vn30" and request.tickers is not None:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "validation_error",
            localized("tickers: allowed with scope `selected` only"),
        )
    seed = request.seeds.global_seed if request.seeds else None
    parent = None if request.parent_run_id is None else str(request.parent_run_id)
    document = wanted_document(
        version["config"], request.scope, request.tickers, seed, target_column=column, parent=parent
    )
    try:
        config = parse_config(document, known_tickers(connection))
    except InvalidConfig as invalid:
        faults = joined(
            "; ",
            *(joined(": ", fault.field_path or "document", fault.message) for fault in invalid.faults),
        )
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid_config",
            localized("The configuration is not valid. {faults}", faults=faults),
        ) from invalid
    if config.selection.parent is not None:
        try:
            check_parent(connection, config.selection.parent)
        except WrongInput as refused:
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_parent", str(refused)) from refused
    tickers = None if request.tickers is None else config.universe.tickers
    return ExperimentRequest(
        str(request.config_id),
        request.scope,
        tickers,
        seed,
        target_column=column,
        group_id=None if group is None else str(group),
        group_columns=None if request.targets is None else tuple(request.targets),
        notes=request.notes,
        parent=parent,
    )


def _submit(engine: sa.Engine, airflow: AirflowApi, requested: RequestedRun, user: User) -> None:
    def close(reason: str) -> None:
        with writing(engine) as connection:
            fail_request(connection, requested.id, reason)

    conf = {"experiment_id": str(requested.id)}
    runs = submit_run(airflow, TRAINING_DAG, requested.airflow_run_id, conf, user.username, close)
    if runs and requested.state == "failed":
        with writing(engine) as connection:
            renew_request(connection, requested.id)

"""Crawls that users request: first in the database, then in Airflow."""

from datetime import date
from http import HTTPStatus
from typing import cast
from uuid import UUID

import sqlalchemy as sa

from api.auth.audit import Audit
from api.core.airflow_runs import submit_run
from api.core.clock import require_market
from api.core.database import writing
from api.core.errors import ApiError
from api.data_quality.schemas import CrawlStart, StartedCrawl
from vn30.database.warehouse import Row
from vn30.errors import KeyReused
from vn30.i18n.localized import localized
from vn30.ingestion import gaps
from vn30.ingestion.gaps import DAG_OF_KIND, Gap, RequestedGap, TooManyGaps, WrongGap
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable


def start(
    engine: sa.Engine, airflow: AirflowApi, audit: Audit, request: CrawlStart, key: str | None
) -> StartedCrawl:
    """Record a crawl and start it in Airflow; a repeated key only completes what is missing.

    Raises:
        ApiError: 409 ``no_market_data`` or ``too_many``; 422 ``invalid_gap`` or ``idempotency_key_reused``;
            503 ``airflow_refused``.
        AirflowUnavailable, SignInRefused: the crawl is recorded as failed. If Airflow received the request
            nevertheless, its start sets the crawl to running.
    """
    wanted = Gap(request.kind, tuple(request.tickers), request.first, request.last)
    try:
        with writing(engine) as connection:
            today = cast(date, require_market(connection).as_of)
            gap = gaps.check_gap(connection, wanted, today)
            requested = gaps.request_gap(connection, gap, audit.user.id, key)
            if requested.is_new:
                after = request.model_dump(mode="json", by_alias=True)
                audit.add(connection, "start_crawl", str(requested.id), after=after)
    except WrongGap as wrong:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_gap", str(wrong)) from wrong
    except KeyReused as reused:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency_key_reused", str(reused)) from reused
    except TooManyGaps as error:
        raise ApiError(HTTPStatus.CONFLICT, "too_many", str(error)) from error
    if requested.waits_for_airflow:
        _submit(engine, airflow, gap, requested, audit.user.username)
    return StartedCrawl(
        job_id=requested.id, dag_id=DAG_OF_KIND[gap.kind], airflow_run_id=requested.airflow_run_id
    )


def cancel(engine: sa.Engine, airflow: AirflowApi | None, audit: Audit, request_id: UUID) -> None:
    """Cancel a crawl of any user: stop it in Airflow, then record it. What was loaded stays.

    Its tasks do not read the state of the request: without Airflow nothing is cancelled.

    Raises:
        ApiError: 404 ``unknown_job``; 409 ``run_is_over``.
        AirflowUnavailable, SignInRefused: nothing has changed.
    """
    with engine.connect() as connection:
        row = gaps.find_request(connection, request_id)
    if row is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_job",
            localized("There is no such crawl. Request the list of jobs."),
        )
    if row["state"] not in ("queued", "running", "cancelled"):
        raise _is_over()
    if airflow is None:
        raise AirflowUnavailable("This API is not connected to Airflow")
    if not _stop(airflow, row, audit.user.username) and row["state"] != "cancelled":
        raise _is_over()
    with writing(engine) as connection:
        # The listener in Airflow cancels it as well, if it reaches the database first.
        changed = gaps.cancel(connection, request_id)
        now = gaps.find_request(connection, request_id)
        is_cancelled = now is not None and now["state"] == "cancelled"
        if changed or (is_cancelled and row["state"] != "cancelled"):
            audit.add(connection, "cancel_crawl", str(request_id))
    if not is_cancelled:
        raise _is_over()


def _stop(airflow: AirflowApi, row: Row, username: str) -> bool:
    """Whether no run goes on: it is stopped, or Airflow never received it. False if it had ended."""
    try:
        return airflow.stop_run(DAG_OF_KIND[row["kind"]], row["airflow_run_id"], user=username)
    except AirflowRefused as refused:
        if refused.status == HTTPStatus.NOT_FOUND:
            return True
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "airflow_refused",
            localized("Airflow refuses to stop the run. Check the run in Airflow, then try again."),
        ) from refused


def _is_over() -> ApiError:
    return ApiError(
        HTTPStatus.CONFLICT, "run_is_over", localized("The crawl has ended: it cannot be cancelled.")
    )


def _submit(engine: sa.Engine, airflow: AirflowApi, gap: Gap, requested: RequestedGap, username: str) -> None:
    def close(reason: str) -> None:
        with writing(engine) as connection:
            gaps.fail_request(connection, requested.id, reason)

    accepted = submit_run(
        airflow, DAG_OF_KIND[gap.kind], requested.airflow_run_id, gap.conf(), username, close
    )
    if accepted and requested.state == "failed":
        with writing(engine) as connection:
            gaps.renew_request(connection, requested.id)

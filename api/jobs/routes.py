"""``/jobs``: all long work that users have requested, in one shape, for those who may see it."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query

from api.auth.audit import Audited
from api.auth.guards import CurrentUser, signed_in
from api.core.airflow import AirflowIfThere
from api.core.database import Database
from api.core.errors import documented
from api.jobs import cancelling, service
from api.jobs.schemas import Job, JobList, JobsQuery

router = APIRouter(
    prefix="/jobs",
    tags=["jobs"],
    dependencies=[Depends(signed_in)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_ONE = "/{jobId}"
JobId = Annotated[UUID, Path(alias="jobId")]


@router.get("")
def jobs(engine: Database, user: CurrentUser, query: Annotated[JobsQuery, Query()]) -> JobList:
    """Trainings, simulations, crawls and walk-forwards that users have requested, newest first.

    Data scientists and administrators see all but the walk-forwards of others; everybody else sees their own
    walk-forwards. Runs by schedule are no jobs.
    """
    with engine.connect() as connection:
        return service.listed(connection, user, query)


@router.get(_ONE, responses=documented(HTTPStatus.NOT_FOUND))
def job(engine: Database, user: CurrentUser, job_id: JobId) -> Job:
    """A job: its state, its progress, and where its result is."""
    with engine.connect() as connection:
        return service.one(connection, user, job_id)


@router.post(
    f"{_ONE}/cancel",
    responses=documented(HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def cancel_job(engine: Database, airflow: AirflowIfThere, audit: Audited, job_id: JobId) -> Job:
    """Cancel a job that has not ended, as its own resource does; repeating it has no effect.

    Results that it has stay. A crawl cannot be cancelled while Airflow does not respond.
    """
    return cancelling.cancel(engine, airflow, audit, job_id)

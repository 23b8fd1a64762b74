"""Cancels jobs: each kind by its own resource, which records the change."""

from uuid import UUID

import sqlalchemy as sa

from api.auth.audit import Audit
from api.data_quality import crawls
from api.experiments import starting as trainings
from api.jobs import service
from api.jobs.schemas import Job
from api.portfolios import walk_forwards
from api.simulations import starting as simulations
from vn30.pipelines.airflow_api import AirflowApi


def cancel(engine: sa.Engine, airflow: AirflowApi | None, audit: Audit, job_id: UUID) -> Job:
    """Cancel a job that the user may see, and return it.

    Raises:
        ApiError: 403 ``not_owner``; 404 ``unknown_job``; 409 ``run_is_over`` or ``simulation_is_over``.
        AirflowUnavailable, SignInRefused: a crawl cannot be cancelled without Airflow.
    """
    with engine.connect() as connection:
        row = service.find(connection, audit.user, job_id)
    match row["kind"]:
        case "training":
            trainings.cancel(engine, airflow, audit, job_id)
        case "simulations":
            simulations.cancel_all(engine, airflow, audit, job_id)
        case "walk_forward":
            walk_forwards.cancel(engine, airflow, audit, row["portfolio_id"], job_id)
        case "crawl":
            crawls.cancel(engine, airflow, audit, job_id)
    with engine.connect() as connection:
        return service.one(connection, audit.user, job_id)

"""Reads of jobs, as responses of the API."""

from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa

from api.auth.users import User
from api.core.errors import ApiError
from api.jobs.schemas import Job, JobList, JobsMeta, JobsQuery
from api.jobs.subject import subject_of
from api.jobs.training_end import TrainingEnds
from vn30.database.warehouse import Row, fetch_all, fetch_one, fetch_returned
from vn30.i18n.localized import localized

V1 = "/api/v1"

_TRAINING_ENDS = TrainingEnds()


def listed(connection: sa.Connection, user: User, query: JobsQuery) -> JobList:
    """A page of the jobs that a user may see, newest first."""
    chosen = {**_sight(user), "mine": query.mine, "kind": query.kind, "state": query.state}
    counted = fetch_returned(connection, "jobs/count", **chosen)
    rows = fetch_all(connection, "jobs/page", **chosen, limit=query.page_size, skipped=query.skipped)
    return JobList(
        data=[_job(connection, row, user) for row in rows],
        meta=JobsMeta(
            page=query.page,
            page_size=query.page_size,
            total=counted["total"],
            unfinished=counted["unfinished"],
        ),
    )


def one(connection: sa.Connection, user: User, job_id: UUID) -> Job:
    """A job that a user may see.

    Raises:
        ApiError: 404 ``unknown_job``.
    """
    return _job(connection, find(connection, user, job_id), user)


def find(connection: sa.Connection, user: User, job_id: UUID) -> Row:
    """The row of a job that a user may see.

    Raises:
        ApiError: 404 ``unknown_job``.
    """
    row = fetch_one(connection, "jobs/one", job_id=str(job_id), **_sight(user))
    if row is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND, "unknown_job", localized("There is no such job. Request the list of jobs.")
        )
    return row


def end_by_speed(started_at: datetime | None, done: int, total: int, now: datetime) -> datetime | None:
    """When ``total`` units are done if each takes as long as those so far; None before the first, and at the
    last, after which steps of unknown length may follow.
    """
    if started_at is None or not 0 < done < total:
        return None
    return now + (now - started_at) * ((total - done) / done)


def _sight(user: User) -> dict[str, object]:
    return {"user_id": str(user.id), "sees_shared": user.role in ("data_scientist", "admin")}


def _job(connection: sa.Connection, row: Row, user: User) -> Job:
    is_active = row["state"] in ("queued", "running")
    done, total = row["done"], row["total"]
    is_owner_alone = row["kind"] == "simulations"
    may_cancel = not is_owner_alone or row["user_id"] == user.id or user.role == "admin"
    page, resource = _links(row)
    return Job.model_validate(
        {
            **row,
            "subject": subject_of(row["kind"], row["subject"]),
            "progress": 1.0 if row["state"] == "done" else done / total if total else 0.0,
            "eta": _eta(connection, row) if row["state"] == "running" else None,
            "is_cancellable": is_active and may_cancel,
            "page": page,
            "resource": resource,
        }
    )


def _eta(connection: sa.Connection, row: Row) -> datetime | None:
    now = datetime.now(UTC)
    if row["kind"] != "training":
        return end_by_speed(row["started_at"], row["done"], row["total"], now)
    # The tickers of a run that was taken up again are counted by the run itself.
    eta: datetime | None = row["eta"]
    return eta or _TRAINING_ENDS.of(connection, row["id"], row["started_at"], now)


def _links(row: Row) -> tuple[str, str]:
    """The page of the app and the resource of the API."""
    match row["kind"]:
        case "training":
            page = f"/training?{urlencode({'tab': 'runs', 'run': row['id']})}"
            return page, f"{V1}/experiments/{row['id']}"
        case "simulations":
            page = f"/simulations?{urlencode({'batch': row['id']})}"
            return page, f"{V1}/simulations/batches/{row['id']}"
        case "walk_forward":
            page = f"/portfolio/optimise?{urlencode({'id': row['portfolio_id'], 'walk': row['id']})}"
            return page, f"{V1}/portfolios/{row['portfolio_id']}/walk-forwards/{row['id']}"
    page = f"/pipelines?{urlencode({'dag': row['dag_id'], 'tab': 'run', 'run': row['run_id']})}"
    return page, f"{V1}/pipeline/runs/{row['run_id']}?{urlencode({'dagId': row['dag_id']})}"

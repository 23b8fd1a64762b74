"""Answers of ``/jobs``. Times carry their zone."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.core.language import StoredWords, Words
from api.core.schemas import ApiModel, PageMeta, PageQuery, example
from vn30.experiments.wording import localized_error

JobKind = Literal["training", "simulations", "walk_forward", "crawl"]
JobState = Literal["queued", "running", "done", "failed", "cancelled"]
JobError = Annotated[
    StoredWords, BeforeValidator(lambda error: localized_error(error) if isinstance(error, str) else error)
]
"""The error of a job; that of a training is the last one of its log, which is English."""

JOB = "0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c33"
JOB_ROW = {
    "id": JOB,
    "kind": "crawl",
    "state": "running",
    "subject": "Daily bars of FPT, VCB, 2024-06-03 to 2024-06-28",
    "progress": 0.5,
    "done": 1,
    "total": 2,
    "unit": "tickers",
    "eta": "2026-11-20T11:00:30Z",
    "requestedBy": "ds1",
    "requestedAt": "2026-11-20T11:00:00Z",
    "startedAt": "2026-11-20T11:00:05Z",
    "isCancellable": True,
    "page": f"/pipelines?dag=vn30_data_crawler&tab=run&run=api__{JOB}",
    "resource": f"/api/v1/pipeline/runs/api__{JOB}",
}


class JobsQuery(PageQuery):
    """Filters and page of the list."""

    kind: JobKind | None = None
    state: JobState | None = None
    mine: bool = Field(False, description="those that the caller requested alone")


class Job(ApiModel):
    """Long work that a user has requested."""

    model_config = example(**JOB_ROW)

    id: UUID
    kind: JobKind
    state: JobState = Field(
        description="`queued` until Airflow starts it, one run of its DAG at a time and none while the DAG "
        "is paused"
    )
    subject: Words = Field(description="what it works on, in words")
    progress: float = Field(description="from 0 to 1: `done` / `total`; 1 once it is done")
    done: int
    total: int = Field(description="0 while it is unknown")
    unit: Literal["tickers", "simulations", "methods"] = Field(description="what `done` and `total` count")
    eta: datetime | None = Field(
        None,
        description="of its end, by its speed so far, or by the runtime estimate of its configuration; null "
        "with no basis",
    )
    requested_by: str
    requested_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    error: JobError | None = Field(None, description="why it has failed, or what of it has")
    is_cancellable: bool = Field(description="it has not ended, and the caller may cancel it")
    page: str = Field(description="the page of the app with its result, as path and query")
    resource: str = Field(description="its own resource of the API, as path and query")


class JobsMeta(PageMeta):
    """The position of a page in its list."""

    unfinished: int = Field(description="queued and running jobs, whatever the filters by kind and state")


class JobList(ApiModel):
    """Jobs, newest first."""

    model_config = example(data=[JOB_ROW], meta={"page": 1, "pageSize": 20, "total": 1, "unfinished": 1})

    data: list[Job]
    meta: JobsMeta

"""Requests and answers of ``/pipeline``."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, field_validator

from api.schemas import ApiModel, PageMeta, PageQuery, PlainText, RequestModel, example
from vn30.dag_settings import ActiveRuns, Catchup, Cron, Owner, Retries, RetryDelay, Tags, Trigger, Zone
from vn30.pipeline_facts import RunWord, TaskWord

Source = Literal["airflow", "mirror"]
SOURCE = "`mirror`: Airflow does not answer, and this is what it had last told"
RUN_STATE = (
    "in lower case, where the specification's filter has capitals; `cancelled`: a user stopped it; no run is "
    "ever `up_for_retry`, its tasks are"
)
TASK_STATE = (
    "of a mapped task as a whole the first that holds for any of its instances, in the order failed, "
    "upstream_failed, up_for_retry, running, queued, pending, success, skipped, removed"
)
TICKER = "of a mapped task: the ticker, or what else tells its instances apart, such as `7 sessions`"
TRIGGERED_BY = (
    "the user's name, or `schedule`, `asset` (new prices), `backfill`, `dag` (another DAG), or `airflow` "
    "where nobody is known"
)

RUN_ID_PATTERN = r"^[A-Za-z0-9_:+~-][A-Za-z0-9_.~:+-]*$"
"""What Airflow allows, but for a dot in front, which a URL could take for a folder."""

RunId = Annotated[PlainText, Field(min_length=1, max_length=250, pattern=RUN_ID_PATTERN)]

_RUN = "manual__2026-11-20T10:00:00+00:00"
_CARD: dict[str, Any] = {
    "dagId": "vn30_data_crawler",
    "name": "VN30 data crawler",
    "description": "Crawls, validates and stores the daily prices of the VN30",
    "status": "active",
    "trigger": "cron",
    "scheduleCron": "0 17 * * *",
    "scheduleLabel": "At 17:00 on HOSE sessions",
    "nextRunAt": "2026-11-23T10:00:00Z",
    "lastRunId": _RUN,
    "lastRunAt": "2026-11-20T10:00:01Z",
    "lastRunState": "success",
    "isRunning": False,
    "source": "airflow",
}
_DETAIL: dict[str, Any] = {
    **_CARD,
    "owner": "vn30",
    "tags": ["prices", "vn30"],
    "timezone": "Asia/Ho_Chi_Minh",
    "catchup": False,
    "maxActiveRuns": 1,
    "retries": 4,
    "retryDelayMinutes": 0.1,
}
_ROW: dict[str, Any] = {
    "runId": _RUN,
    "dagId": "vn30_data_crawler",
    "state": "success",
    "triggeredBy": "ds1",
    "runAfter": "2026-11-20T10:00:00Z",
    "start": "2026-11-20T10:00:01Z",
    "end": "2026-11-20T10:01:31Z",
    "durationSeconds": 90.0,
}


class Dag(ApiModel):
    """A DAG in the catalog."""

    model_config = example(**_CARD)

    dag_id: str
    name: str
    description: str | None
    status: Literal["active", "paused"]
    trigger: Trigger = Field(
        description="`cron`: by its schedule; `prices`: whenever the crawler has announced a session's prices"
    )
    schedule_cron: str = Field(description="minute, hour, day of the month, month, day of the week")
    schedule_label: str | None = Field(description="the schedule in words, as Airflow has it")
    next_run_at: datetime | None = Field(description="null while it is paused, or if prices trigger it")
    last_run_id: str | None
    last_run_at: datetime | None = Field(description="when it began; while it is queued, when it was due")
    last_run_state: RunWord | None = Field(description=RUN_STATE)
    is_running: bool
    source: Source = Field(description=SOURCE)


class DagDetail(Dag):
    """A DAG with all that can be edited about it."""

    model_config = example(**_DETAIL)

    owner: str | None
    tags: list[str]
    timezone: str = Field(description="of `scheduleCron`")
    catchup: bool = Field(description="whether moments that were missed are made up for")
    max_active_runs: int
    retries: int = Field(description="of each task; some try less often")
    retry_delay_minutes: float = Field(description="before the first retry; it doubles with each further one")


class ChangedDag(DagDetail):
    """A DAG as Airflow has it after a change of its settings."""

    model_config = example(**_DETAIL, applied=True)

    applied: bool = Field(
        description="false: the settings are saved, but Airflow had not read them in time; its next parse of "
        "the file will, and until then this shows its old ones"
    )


class TriggerRequest(RequestModel):
    """What to run with."""

    model_config = example(conf={"tickers": ["FPT", "VCB"]})

    conf: dict[PlainText, JsonValue] = Field(
        default_factory=dict, description="values for parameters of the DAG; without it, their defaults"
    )


class TriggeredRun(ApiModel):
    """A run that was started."""

    model_config = example(runId=_RUN, dagId="vn30_data_crawler", state="queued", waitsForResume=False)

    run_id: str
    dag_id: str
    state: RunWord = Field(description=RUN_STATE)
    waits_for_resume: bool = Field(description="the DAG is paused: the run starts when it is resumed")


class PauseRequest(RequestModel):
    """Whether the DAG is to be paused."""

    model_config = example(paused=True)

    paused: bool = Field(strict=True)


class StopRequest(RequestModel):
    """Which run to stop."""

    model_config = example(runId=_RUN)

    run_id: RunId


class RunsQuery(PageQuery):
    """Which runs to list: those due or asked for on the days from ``from`` to ``to``, in Vietnam."""

    state: RunWord | None = Field(None, description=f"in any case; {RUN_STATE}")
    since: date | None = Field(
        None, alias="from", ge=date(2000, 1, 1), le=date(2100, 1, 1), description="the first day"
    )
    until: date | None = Field(
        None, alias="to", ge=date(2000, 1, 1), le=date(2100, 1, 1), description="the last day"
    )
    search_run_id: Annotated[PlainText, Field(max_length=250)] | None = Field(
        None, description="a part of the run id, in any case"
    )
    page_size: int = Field(20, ge=1, le=100)

    @field_validator("state", mode="before")
    @classmethod
    def _in_lower_case(cls, state: Any) -> Any:
        return state.lower() if isinstance(state, str) else state


class RunRow(ApiModel):
    """A run in the history of its DAG."""

    model_config = example(**_ROW)

    run_id: str
    dag_id: str
    state: RunWord = Field(description=RUN_STATE)
    triggered_by: str = Field(description=TRIGGERED_BY)
    run_after: datetime = Field(description="when it was due or asked for")
    start: datetime | None
    end: datetime | None
    duration_seconds: float | None = Field(description="so far, while it runs")


class SourcedPage(PageMeta):
    """Where in its list a page is, and who tells it."""

    model_config = example(page=1, pageSize=20, total=26, source="airflow")

    source: Source = Field(description=SOURCE)


class RunPage(ApiModel):
    """A page of the history of a DAG, newest first."""

    model_config = example(data=[_ROW], meta={"page": 1, "pageSize": 20, "total": 26, "source": "airflow"})

    data: list[RunRow]
    meta: SourcedPage


class RunDetail(RunRow):
    """A run with what it was started with."""

    model_config = example(**_ROW, conf={"tickers": ["FPT"]}, source="airflow")

    conf: dict[str, Any] = Field(description="send it with a trigger to run the same again")
    source: Source = Field(description=SOURCE)


class DagQuery(RequestModel):
    """Of which DAG the run is."""

    dag_id: Annotated[PlainText, Field(max_length=250)] | None = Field(
        None, description="needed only where runs of both DAGs have the same id"
    )


class GraphNode(ApiModel):
    """A task, all instances of a mapped one together."""

    model_config = example(
        id="load", label="load", state="running", isMapped=True, counts={"success": 12, "running": 4}
    )

    id: str
    label: str
    state: TaskWord = Field(description=TASK_STATE)
    is_mapped: bool
    counts: dict[TaskWord, int] = Field(description="instances by state")


class GraphEdge(ApiModel):
    """One task comes before another."""

    model_config = example(**{"from": "plan", "to": "load"})

    before: str = Field(alias="from")
    after: str = Field(alias="to")


class RunGraph(ApiModel):
    """The tasks of a run and their order; laying them out is left to the reader."""

    model_config = example(
        nodes=[
            {"id": "plan", "label": "plan", "state": "success", "isMapped": False, "counts": {"success": 1}}
        ],
        edges=[{"from": "plan", "to": "load"}],
        source="airflow",
    )

    nodes: list[GraphNode]
    edges: list[GraphEdge]
    source: Source = Field(description=SOURCE)


class GanttQuery(PageQuery):
    """Which part of a run's tasks."""

    dag_id: Annotated[PlainText, Field(max_length=250)] | None = Field(
        None, description="needed only where runs of both DAGs have the same id"
    )
    page_size: int = Field(200, ge=1, le=500)


class GanttTask(ApiModel):
    """One task, or one ticker of a mapped one, in its newest try."""

    model_config = example(
        taskId="load",
        label="load",
        ticker="FPT",
        mapIndex=7,
        start="2026-11-20T10:00:11Z",
        end="2026-11-20T10:00:14Z",
        state="success",
        tryNumber=1,
    )

    task_id: str
    label: str
    ticker: str | None = Field(description=TICKER)
    map_index: int = Field(description="-1: not a mapped task")
    start: datetime | None
    end: datetime | None
    state: TaskWord
    try_number: int = Field(description="0: it has not begun")


class RunGantt(ApiModel):
    """When each task ran: in the order of their starts, those that have not begun last."""

    model_config = example(
        tasks=[
            {
                "taskId": "load",
                "label": "load",
                "ticker": "FPT",
                "mapIndex": 7,
                "start": "2026-11-20T10:00:11Z",
                "end": "2026-11-20T10:00:14Z",
                "state": "success",
                "tryNumber": 1,
            }
        ],
        meta={"page": 1, "pageSize": 200, "total": 36, "source": "airflow"},
    )

    tasks: list[GanttTask]
    meta: SourcedPage


class LogsQuery(RequestModel):
    """From where to read a run's log."""

    dag_id: Annotated[PlainText, Field(max_length=250)] | None = Field(
        None, description="needed only where runs of both DAGs have the same id"
    )
    # Letters that need no escape in an address: 64 KB of it are all that the server reads.
    cursor: Annotated[str, Field(max_length=20_000, pattern=r"^[A-Za-z0-9_=-]*$")] | None = Field(
        None, description="`nextCursor` of the answer before; without it, from the first line"
    )
    limit: int = Field(500, ge=1, le=2000, description="lines at most")


class LogEntry(ApiModel):
    """A line of a task's log."""

    model_config = example(
        timestamp="2026-11-20T10:00:12.5Z",
        level="info",
        message="FPT: 1 new bar",
        taskId="load",
        ticker="FPT",
        tryNumber=1,
    )

    timestamp: datetime | None = Field(description="null: the task wrote none")
    level: str
    message: str
    task_id: str
    ticker: str | None = Field(description=TICKER)
    try_number: int


class RunLogs(ApiModel):
    """The next lines of a run's log, in the order of time within the answer."""

    model_config = example(
        entries=[
            {
                "timestamp": "2026-11-20T10:00:12.5Z",
                "level": "info",
                "message": "FPT: 1 new bar",
                "taskId": "load",
                "ticker": "FPT",
                "tryNumber": 1,
            }
        ],
        nextCursor="eJyrVkpRslKqBQAJfAIe",
        hasMore=False,
        ended=False,
        source="airflow",
    )

    entries: list[LogEntry]
    next_cursor: str = Field(description="send it as `cursor` for what comes after these lines")
    has_more: bool = Field(description="more lines are there already: ask again at once")
    ended: bool = Field(description="the run is over and these were its last lines: no need to ask again")
    source: Source = Field(
        description=f"{SOURCE}: one line for the end of each try of a task. With the same cursor, Airflow's "
        "lines go on later where they had stopped"
    )


class DefaultArgs(RequestModel):
    """What tasks have in common. What is left out, or null, stays as it is."""

    model_config = example(retries=2, retryDelayMinutes=1, owner="data team", tags=["vn30", "prices"])

    retries: Retries | None = None
    retry_delay_minutes: RetryDelay | None = None
    owner: Owner | None = None
    tags: Tags | None = None


class SettingsChange(RequestModel):
    """What to change about a DAG. What is left out, or null, stays as it is."""

    model_config = example(
        scheduleCron="30 16 * * 1-5",
        timezone="Asia/Ho_Chi_Minh",
        catchup=False,
        maxActiveRuns=1,
        defaultArgs={"retries": 2, "retryDelayMinutes": 1, "owner": "data team", "tags": ["vn30"]},
    )

    trigger: Trigger | None = Field(None, description="of vn30_model_training alone")
    schedule_cron: Cron | None = Field(
        None,
        description="minute, hour, day of the month, month, day of the week; it fires on HOSE sessions only, "
        "and for no moment before the change",
    )
    timezone: Zone | None = Field(None, description="a name of the IANA database")
    catchup: Catchup | None = Field(
        None, description="from the moment it is turned on: what was missed before stays missed"
    )
    max_active_runs: ActiveRuns | None = None
    default_args: DefaultArgs = Field(default_factory=DefaultArgs)

"""Requests and answers of ``/pipeline``."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, field_validator

from api.core.language import StoredWords, Words
from api.core.schemas import ApiModel, PageMeta, PageQuery, PlainText, RequestModel, example
from vn30.names import Evidence, Promotion
from vn30.pipelines.dag_settings import (
    ActiveRuns,
    Catchup,
    CompanyNews,
    Cron,
    NewsFeed,
    NewsFeeds,
    Owner,
    PromotionSessions,
    Retries,
    RetryDelay,
    Tags,
    Trigger,
    Zone,
)
from vn30.pipelines.models import LogLevel, RunState, TaskState

PROMOTION = (
    "how the version of a run succeeds the champion: `newest`: each does; `rule`: one that is better by a "
    "paired test; `person`: one that a person promotes"
)
EVIDENCE = "what `rule` compares: `live`: realised forecasts; `test`: the test parts"
FEEDS = "RSS or Atom feeds of vn30_news_crawler, each with a name of its own"
COMPANY_NEWS = (
    "whether vn30_news_crawler asks VCI for the news of each member; only with `VN30_PRICE_SOURCE=vnstock`"
)
PROMOTION_SESSIONS = "common sessions that `rule` needs"

Source = Literal["airflow", "mirror"]
SOURCE = "`mirror`: Airflow does not respond, and this is its last known state"
RUN_STATE = (
    "in lower case, where the specification's filter has capitals; `cancelled`: a user stopped the run"
)
TASK_STATE = (
    "of a mapped task: the first of these in which any of its instances is: failed, upstream_failed, "
    "up_for_retry, "
    "running, queued, pending, success, skipped, removed"
)
TICKER = "label of a mapped instance: the ticker, or another one such as `7 sessions`"
TRIGGERED_BY = (
    "user name, `schedule`, `asset` (new prices), `backfill`, `dag` (another DAG), or `airflow` if unknown"
)

RUN_ID_PATTERN = r"^[A-Za-z0-9_:+~-][A-Za-z0-9_.~:+-]*$"
"""The characters that Airflow allows, without a leading dot, which URLs normalise."""

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
    name: StoredWords
    description: StoredWords | None
    status: Literal["active", "paused"]
    trigger: Trigger = Field(
        description="`cron`: by its schedule; `prices`: when the crawler announces the prices of a session"
    )
    schedule_cron: str = Field(description="minute, hour, day of the month, month, day of the week")
    schedule_label: Words | None = Field(description="the description of the schedule in Airflow")
    next_run_at: datetime | None = Field(description="null while it is paused or if prices trigger it")
    last_run_id: str | None
    last_run_at: datetime | None = Field(description="its start; while it is queued, when it was due")
    last_run_state: RunState | None = Field(description=RUN_STATE)
    is_running: bool
    source: Source = Field(description=SOURCE)


class DagDetail(Dag):
    """A DAG with its settings."""

    model_config = example(**_DETAIL)

    owner: str | None
    tags: list[str]
    timezone: str = Field(description="of `scheduleCron`")
    catchup: bool = Field(description="whether missed dates are run later")
    max_active_runs: int
    retries: int = Field(description="of each task; some tasks have fewer")
    retry_delay_minutes: float = Field(description="before the first retry; it doubles with each retry")
    promotion: Promotion | None = Field(
        None, description=f"{PROMOTION}. Null for other DAGs than the training, and from the mirror"
    )
    promotion_evidence: Evidence | None = Field(None, description=EVIDENCE)
    promotion_sessions: int | None = Field(None, description=PROMOTION_SESSIONS)
    feeds: list[NewsFeed] | None = Field(
        None, description=f"{FEEDS}. Null for other DAGs, and from the mirror"
    )
    company_news: bool | None = Field(None, description=COMPANY_NEWS)


class ChangedDag(DagDetail):
    """The DAG in Airflow after a change of its settings."""

    model_config = example(**_DETAIL, applied=True)

    applied: bool = Field(
        description="false: the settings are saved, but Airflow did not apply them in time; it will at "
        "its next parse of "
        "the file. Until then the old settings are shown"
    )


class TriggerRequest(RequestModel):
    """The parameters of a run."""

    model_config = example(conf={"tickers": ["FPT", "VCB"]})

    conf: dict[PlainText, JsonValue] = Field(
        default_factory=dict, description="values of parameters of the DAG; default: their defaults"
    )


class TriggeredRun(ApiModel):
    """The started run."""

    model_config = example(runId=_RUN, dagId="vn30_data_crawler", state="queued", waitsForResume=False)

    run_id: str
    dag_id: str
    state: RunState = Field(description=RUN_STATE)
    waits_for_resume: bool = Field(description="the DAG is paused: the run starts once the DAG is resumed")


class PauseRequest(RequestModel):
    """Pause or resume."""

    model_config = example(paused=True)

    paused: bool = Field(strict=True)


class StopRequest(RequestModel):
    """The run to stop."""

    model_config = example(runId=_RUN)

    run_id: RunId


class RunsQuery(PageQuery):
    """Filter and page of the runs. Days are those of Vietnam on which a run was due or triggered."""

    state: RunState | None = Field(None, description=f"in either case; {RUN_STATE}")
    since: date | None = Field(
        None, alias="from", ge=date(2000, 1, 1), le=date(2100, 1, 1), description="the first day"
    )
    until: date | None = Field(
        None, alias="to", ge=date(2000, 1, 1), le=date(2100, 1, 1), description="the last day"
    )
    search_run_id: Annotated[PlainText, Field(max_length=250)] | None = Field(
        None, description="part of the run id, in either case"
    )
    page_size: int = Field(20, ge=1, le=100)

    @field_validator("state", mode="before")
    @classmethod
    def _in_lower_case(cls, state: Any) -> Any:
        return state.lower() if isinstance(state, str) else state


class DagRunRow(ApiModel):
    """A run in the history of its DAG."""

    model_config = example(**_ROW)

    run_id: str
    dag_id: str
    state: RunState = Field(description=RUN_STATE)
    triggered_by: str = Field(description=TRIGGERED_BY)
    run_after: datetime = Field(description="when it was due or triggered")
    start: datetime | None
    end: datetime | None
    duration_seconds: float | None = Field(description="of a running run: so far")


class SourcedPage(PageMeta):
    """The position of a page in its list, and the source."""

    model_config = example(page=1, pageSize=20, total=26, source="airflow")

    source: Source = Field(description=SOURCE)


class RunPage(ApiModel):
    """A page of the history of a DAG, newest first."""

    model_config = example(data=[_ROW], meta={"page": 1, "pageSize": 20, "total": 26, "source": "airflow"})

    data: list[DagRunRow]
    meta: SourcedPage


class RunDetail(DagRunRow):
    """A run with its parameters."""

    model_config = example(**_ROW, conf={"tickers": ["FPT"]}, source="airflow")

    conf: dict[str, Any] = Field(description="the parameters; a trigger with them repeats the run")
    source: Source = Field(description=SOURCE)


class DagQuery(RequestModel):
    """The DAG of the run."""

    dag_id: Annotated[PlainText, Field(max_length=250)] | None = Field(
        None, description="required only if runs of several DAGs have the same id"
    )


class GraphNode(ApiModel):
    """A task; the instances of a mapped task are one node."""

    model_config = example(
        id="load", label="load", state="running", isMapped=True, counts={"success": 12, "running": 4}
    )

    id: str
    label: str
    state: TaskState = Field(description=TASK_STATE)
    is_mapped: bool
    counts: dict[TaskState, int] = Field(description="number of instances by state")


class GraphEdge(ApiModel):
    """A dependency between two tasks."""

    model_config = example(**{"from": "plan", "to": "load"})

    before: str = Field(alias="from")
    after: str = Field(alias="to")


class RunGraph(ApiModel):
    """The tasks of a run and their dependencies, without a layout."""

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
    """The page of the tasks to return."""

    dag_id: Annotated[PlainText, Field(max_length=250)] | None = Field(
        None, description="required only if runs of several DAGs have the same id"
    )
    page_size: int = Field(200, ge=1, le=500)


class GanttTask(ApiModel):
    """One task instance in its newest try."""

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
    map_index: int = Field(description="-1 for a task that is not mapped")
    start: datetime | None
    end: datetime | None
    state: TaskState
    try_number: int = Field(description="0 before the first try")


class RunGantt(ApiModel):
    """The task instances of a run by start; those without a start are last."""

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
    """The part of the log to return."""

    dag_id: Annotated[PlainText, Field(max_length=250)] | None = Field(
        None, description="required only if runs of several DAGs have the same id"
    )
    # Characters that need no escaping: the server reads 64 KB of a request line.
    cursor: Annotated[str, Field(max_length=20_000, pattern=r"^[A-Za-z0-9_=-]*$")] | None = Field(
        None, description="`nextCursor` of the previous answer; default: from the first line"
    )
    limit: int = Field(500, ge=1, le=2000, description="maximum number of lines")
    task_id: Annotated[PlainText, Field(max_length=250)] | None = Field(
        None, description="of this task alone. A cursor belongs to the filters that it came with"
    )
    ticker: Annotated[PlainText, Field(max_length=250)] | None = Field(
        None, description=f"of this mapped instance alone. {TICKER}"
    )
    level: LogLevel | None = Field(None, description="this severe or more")


class TaskLogEntry(ApiModel):
    """A line of a task's log."""

    model_config = example(
        timestamp="2026-11-20T10:00:12.5Z",
        level="info",
        message="FPT: 1 new bar",
        taskId="load",
        ticker="FPT",
        tryNumber=1,
    )

    timestamp: datetime | None = Field(description="null if the line has none")
    level: str
    message: str
    task_id: str
    ticker: str | None = Field(description=TICKER)
    try_number: int


class RunLogs(ApiModel):
    """The next lines of the log of a run, in the order of time."""

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

    entries: list[TaskLogEntry]
    next_cursor: str = Field(description="position after these lines")
    has_more: bool = Field(description="further lines are available")
    ended: bool = Field(description="the run has ended and no further lines follow")
    source: Source = Field(
        description=f"{SOURCE}: one line for the end of each try of a task. The cursor stays valid: later "
        f"answers "
        "continue the lines of Airflow"
    )


class DefaultArgs(RequestModel):
    """Settings of all tasks. Omitted or null fields stay unchanged."""

    model_config = example(retries=2, retryDelayMinutes=1, owner="data team", tags=["vn30", "prices"])

    retries: Retries | None = None
    retry_delay_minutes: RetryDelay | None = None
    owner: Owner | None = None
    tags: Tags | None = None


class SettingsChange(RequestModel):
    """Changes of the settings of a DAG. Omitted or null fields stay unchanged."""

    model_config = example(
        scheduleCron="30 16 * * 1-5",
        timezone="Asia/Ho_Chi_Minh",
        catchup=False,
        maxActiveRuns=1,
        defaultArgs={"retries": 2, "retryDelayMinutes": 1, "owner": "data team", "tags": ["vn30"]},
    )

    trigger: Trigger | None = Field(None, description="only of DAGs that new data can trigger")
    schedule_cron: Cron | None = Field(
        None,
        description="minute, hour, day of the month, month, day of the week; it fires on HOSE sessions only, "
        "and not for dates before the change",
    )
    timezone: Zone | None = Field(None, description="name in the IANA time zone database")
    catchup: Catchup | None = Field(
        None, description="from the time of the change; earlier missed dates are not run"
    )
    max_active_runs: ActiveRuns | None = None
    promotion: Promotion | None = Field(None, description=f"only of vn30_model_training. {PROMOTION}")
    promotion_evidence: Evidence | None = Field(None, description=EVIDENCE)
    promotion_sessions: PromotionSessions | None = Field(None, description=PROMOTION_SESSIONS)
    feeds: NewsFeeds | None = Field(None, description=f"only of vn30_news_crawler: all of them. {FEEDS}")
    company_news: CompanyNews | None = Field(None, description=COMPANY_NEWS)
    default_args: DefaultArgs = Field(default_factory=DefaultArgs)

"""The log of a run, read by cursor."""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.core.errors import ApiError
from api.pipelines.reading import Pipelines
from api.pipelines.schemas import LogsQuery, RunLogs, TaskLogEntry
from vn30.i18n.localized import localized
from vn30.pipelines import mirror
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.logs import Given, Part, Position, read_logs
from vn30.pipelines.models import LogFilter, LogLine

MAX_MESSAGE_LENGTH = 10_000
_MAX_CURSOR_BYTES = 1_000_000
_MAX_ID = 2**63 - 1


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    until: Annotated[float, Field(allow_inf_nan=False)]
    marks: list[Annotated[str, Field(max_length=12)]]


class _Cursor(BaseModel):
    """The positions in the log of Airflow and in that of the mirror, independent of each other."""

    model_config = ConfigDict(extra="forbid", strict=True)

    given: dict[str, _Given] = Field(default_factory=dict)
    done: list[str] = Field(default_factory=list)
    mirrored: int = Field(0, ge=0, le=_MAX_ID)


def read(pipelines: Pipelines, run_id: str, query: LogsQuery) -> RunLogs:
    """The lines of the log of a run after the cursor.

    Raises:
        ApiError: 404 ``unknown_run``, 409 ``ambiguous_run``, 422 ``invalid_cursor``.
    """
    cursor = _decode(query.cursor) if query.cursor else _Cursor()
    run, _ = pipelines.run(run_id, query.dag_id)
    wanted = LogFilter(query.task_id, query.ticker, query.level)

    def live(airflow: AirflowApi) -> tuple[Part, _Cursor]:
        given = {key: Given(stream.until, frozenset(stream.marks)) for key, stream in cursor.given.items()}
        position = Position(given, frozenset(cursor.done))
        part = read_logs(airflow, run, position, query.limit, datetime.now(UTC), wanted)
        reached = {
            "given": {
                key: _Given(until=stream.until, marks=sorted(stream.marks))
                for key, stream in part.position.given.items()
                if stream.marks
            },
            "done": sorted(part.position.done),
        }
        return part, cursor.model_copy(update=reached)

    def mirrored(connection: sa.Connection) -> tuple[Part, _Cursor]:
        lines, last = mirror.logs(connection, run, cursor.mirrored, query.limit + 1, wanted)
        has_more = len(lines) > query.limit
        if has_more:
            lines, last = mirror.logs(connection, run, cursor.mirrored, query.limit, wanted)
        part = Part(lines, Position(), has_more, ended=not has_more and not run.active)
        return part, cursor.model_copy(update={"mirrored": last})

    (part, reached), source = pipelines.read(live, mirrored)
    return RunLogs(
        entries=[_entry(line) for line in part.lines],
        next_cursor=_encode(reached),
        has_more=part.has_more,
        ended=part.ended,
        source=source,
    )


def _entry(line: LogLine) -> TaskLogEntry:
    return TaskLogEntry(
        timestamp=line.timestamp,
        level=line.level,
        message=line.message[:MAX_MESSAGE_LENGTH],
        task_id=line.task_id,
        ticker=line.map_label,
        try_number=line.try_number,
    )


def _encode(cursor: _Cursor) -> str:
    return urlsafe_b64encode(zlib.compress(cursor.model_dump_json().encode(), 9)).decode()


def _decode(text: str) -> _Cursor:
    try:
        # Limited: a few bytes may decompress to gigabytes.
        unpacked = zlib.decompressobj().decompress(urlsafe_b64decode(text.encode()), _MAX_CURSOR_BYTES)
        return _Cursor.model_validate_json(unpacked)
    except (ValueError, zlib.error, ValidationError) as error:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid_cursor",
            localized(
                "cursor: must be the `nextCursor` of an earlier answer; omit it to start from the first line"
            ),
        ) from error

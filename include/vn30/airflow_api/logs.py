"""The logs of all tasks of a run as one, which can be read on from where one has stopped.

A run has one stream for each try of each task instance. Within a stream Airflow gives the lines in the order
of time; a position says how many lines of each stream have been given, so that nothing is lost or given twice
however late a task's lines come. Lines that are too new wait, as an older one may still come before them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from vn30.airflow_api.connection import Connection, together
from vn30.airflow_api.tasks import task_facts, task_log
from vn30.pipeline_facts import LogLine, RunFacts, TaskFacts

SETTLING = timedelta(seconds=2)
"""A line so old has no older one still on its way."""

LINGERING = timedelta(seconds=10)
"""After its end, a task's log may grow for so long: what ran it has last words."""

AT_ONCE = 8
_NOT_BEGUN = frozenset({"pending", "queued"})
_GOING_ON = frozenset({"pending", "queued", "running"})
_LABEL_COMES = frozenset({*_GOING_ON, "up_for_retry"})
_BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Position:
    """How far a run's logs were read: lines by stream, and the streams that were read to their end."""

    lines: Mapping[str, int] = field(default_factory=dict)
    done: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Part:
    """Lines of a run's logs, and where they end.

    Attributes:
        has_more: more lines are there already.
        ended: the run is over, and nothing comes after these lines.
    """

    lines: list[LogLine]
    position: Position
    has_more: bool
    ended: bool


@dataclass(frozen=True)
class _Stream:
    task: TaskFacts
    try_number: int
    begun: datetime
    settled: bool

    @property
    def key(self) -> str:
        return f"{self.task.task_id}/{self.task.map_index}/{self.try_number}"


def read_on(airflow: Connection, run: RunFacts, position: Position, limit: int, now: datetime) -> Part:
    """The next lines of the run's logs after ``position``, ``limit`` at most, in the order of time.

    Streams that were read to their end are not asked for again, nor those that begin after the last line that
    the answer has room for.
    """
    tasks = task_facts(airflow, run.dag_id, run.run_id)
    streams = [one for task in tasks for one in _streams(task, now) if one.key not in position.done]
    streams.sort(key=lambda one: (one.begun, one.key))
    unread = list(streams)
    ready: list[tuple[datetime, int, int, LogLine]] = []
    lengths: dict[str, int] = {}
    boundary: datetime | None = _BEGINNING
    while unread and sum(one[0] < boundary for one in ready if boundary) <= limit:
        batch, unread = unread[:AT_ONCE], unread[AT_ONCE:]
        fetch = [
            partial(task_log, airflow, run.dag_id, run.run_id, one.task, one.try_number) for one in batch
        ]
        for stream, lines in zip(batch, together(fetch), strict=True):
            place = streams.index(stream)
            given = position.lines.get(stream.key, 0)
            timed = list(_timed(lines, stream.begun))
            settled = [one for one in timed if stream.settled or one[0] <= now - SETTLING]
            lengths[stream.key] = len(timed)
            ready += [
                (when, place, number, line) for number, (when, line) in enumerate(settled) if number >= given
            ]
        boundary = unread[0].begun if unread else None
    ready.sort(key=lambda one: one[:3])
    due = [one for one in ready if boundary is None or one[0] < boundary]
    chosen = due[:limit]
    reached = {**position.lines}
    for _, place, number, _ in chosen:
        reached[streams[place].key] = number + 1
    # Of a try that never came to run, Airflow may show a line for a while, and later know nothing.
    done = {
        key
        for key in (one.key for one in streams if one.settled)
        if key in lengths and reached.get(key, 0) >= lengths[key]
    }
    has_more = len(ready) > len(chosen) or bool(unread)
    return Part(
        lines=[line for *_, line in chosen],
        position=Position(
            {key: count for key, count in reached.items() if key not in done}, position.done | done
        ),
        has_more=has_more,
        ended=not run.active and not has_more and len(done) == len(streams) and _over(run, now),
    )


def _over(run: RunFacts, now: datetime) -> bool:
    return run.end is not None and now - run.end > LINGERING


def _streams(task: TaskFacts, now: datetime) -> Iterator[_Stream]:
    if task.map_index >= 0 and task.map_label is None and task.state in _LABEL_COMES:
        # Its first lines are there before it is known of which ticker they are.
        return
    for earlier in range(1, task.try_number):
        yield _Stream(task, earlier, _BEGINNING, settled=True)
    if task.try_number and task.state not in _NOT_BEGUN:
        settled = task.state not in _GOING_ON and task.end is not None and now - task.end > LINGERING
        yield _Stream(task, task.try_number, task.start or _BEGINNING, settled)


def _timed(lines: Sequence[LogLine], begun: datetime) -> Iterator[tuple[datetime, LogLine]]:
    """The lines with when they count as written: never before the line in front of them."""
    when = begun
    for line in lines:
        if line.timestamp is not None:
            when = max(when, line.timestamp)
        yield when, line

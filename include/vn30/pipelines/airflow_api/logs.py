"""The logs of all tasks of a run as one log, read incrementally from a position.

A run has one stream for each try of each task instance, and Airflow returns its lines in the order of their
timestamps, not of their arrival: on a busy machine a line may arrive seconds after later ones, and before
them in the order. So the newest lines are held back for a moment, and a position is no count of lines: it
lists the returned lines of the last half minute, so that a late line is found and no line is returned twice.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from math import inf
from typing import NamedTuple

from vn30.pipelines.airflow_api.connection import Connection, run_concurrently
from vn30.pipelines.airflow_api.tasks import task_instances, task_log
from vn30.pipelines.models import EVERYTHING, DagRun, LogFilter, LogLine, TaskInstance

SETTLING = timedelta(seconds=2)
"""Lines are returned at this age, when earlier lines have normally arrived."""

LATE = 30.0
"""Seconds after later lines within which a late line is still found."""

LINGERING = timedelta(seconds=10)
"""A task's log may still grow for this long after its end."""

AT_ONCE = 8
_NOT_BEGUN = frozenset({"pending", "queued"})
_GOING_ON = frozenset({"pending", "queued", "running"})
_LABEL_COMES = frozenset({*_GOING_ON, "up_for_retry"})
_BEGINNING = datetime.min.replace(tzinfo=UTC)


class _Line(NamedTuple):
    when: float
    mark: str
    line: LogLine


@dataclass(frozen=True)
class Given:
    """The returned lines of a stream: all up to ``until`` (seconds since 1970), and those in ``marks``."""

    until: float = -inf
    marks: frozenset[str] = frozenset()

    def has(self, line: _Line) -> bool:
        """Whether this line was returned."""
        return line.when <= self.until or line.mark in self.marks

    def and_also(self, lines: Collection[_Line], stream: Iterable[_Line]) -> "Given":
        """This with ``lines`` added; ``stream`` are all current lines."""
        until = max([self.until, *(line.when - LATE for line in lines)])
        marks = self.marks | {line.mark for line in lines}
        return Given(
            until, frozenset(line.mark for line in stream if line.when > until and line.mark in marks)
        )


@dataclass(frozen=True)
class Position:
    """The position in the logs of a run: the returned lines of each stream, and the completed streams."""

    given: Mapping[str, Given] = field(default_factory=dict)
    done: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Part:
    """Lines of the logs of a run, and the position after them.

    Attributes:
        has_more: further lines are available.
        ended: the run has ended and no further lines follow.
    """

    lines: list[LogLine]
    position: Position
    has_more: bool
    ended: bool


@dataclass(frozen=True)
class _Stream:
    task: TaskInstance
    try_number: int
    begun: datetime
    settled: bool

    @property
    def key(self) -> str:
        return f"{self.task.task_id}/{self.task.map_index}/{self.try_number}"


def read_logs(
    airflow: Connection,
    run: DagRun,
    position: Position,
    limit: int,
    now: datetime,
    wanted: LogFilter = EVERYTHING,
) -> Part:
    """The lines of the logs of a run after ``position``, ``limit`` at most, in the order of time.

    Completed streams are not requested again, nor streams that begin after the last line of the answer.
    """
    tasks = [
        task
        for task in task_instances(airflow, run.dag_id, run.run_id)
        if wanted.has_task(task.task_id, task.map_label)
    ]
    streams = [stream for task in tasks for stream in _streams(task, now) if stream.key not in position.done]
    streams.sort(key=lambda stream: (stream.begun, stream.key))
    unread = list(streams)
    by_stream: dict[str, list[_Line]] = {}
    ready: list[tuple[float, int, int, _Line]] = []
    boundary = -inf
    while unread and sum(entry[0] < boundary for entry in ready) <= limit:
        batch, unread = unread[:AT_ONCE], unread[AT_ONCE:]
        fetch = [
            partial(task_log, airflow, run.dag_id, run.run_id, stream.task, stream.try_number)
            for stream in batch
        ]
        for stream, lines in zip(batch, run_concurrently(fetch), strict=True):
            chosen_lines = [line for line in lines if wanted.has_line(line.level)]
            by_stream[stream.key] = list(_marked(chosen_lines, stream.begun))
            given = position.given.get(stream.key, Given())
            newest = inf if stream.settled else (now - SETTLING).timestamp()
            ready += [
                (line.when, streams.index(stream), number, line)
                for number, line in enumerate(by_stream[stream.key])
                if line.when <= newest and not given.has(line)
            ]
        boundary = unread[0].begun.timestamp() if unread else inf
    ready.sort(key=lambda entry: entry[:3])
    chosen = [entry for entry in ready if entry[0] < boundary][:limit]
    reached = {**position.given}
    for place, stream in enumerate(streams):
        if stream.key in by_stream:
            lines_of_it = [line for _, of, _, line in chosen if of == place]
            before = position.given.get(stream.key, Given())
            reached[stream.key] = before.and_also(lines_of_it, by_stream[stream.key])
    # Airflow may return a line of a try that never ran for a while, and later none.
    done = {
        stream.key
        for stream in streams
        if stream.settled
        and stream.key in by_stream
        and all(map(reached[stream.key].has, by_stream[stream.key]))
    }
    has_more = len(ready) > len(chosen) or bool(unread)
    return Part(
        lines=[line.line for *_, line in chosen],
        position=Position(
            {key: given for key, given in reached.items() if key not in done}, position.done | done
        ),
        has_more=has_more,
        ended=not run.active and not has_more and len(done) == len(streams) and _over(run, now),
    )


def _over(run: DagRun, now: datetime) -> bool:
    return run.end is not None and now - run.end > LINGERING


def _streams(task: TaskInstance, now: datetime) -> Iterator[_Stream]:
    if task.map_index >= 0 and task.map_label is None and task.state in _LABEL_COMES:
        # Its first lines exist before its ticker is known.
        return
    for earlier in range(1, task.try_number):
        yield _Stream(task, earlier, _BEGINNING, settled=True)
    if task.try_number and task.state not in _NOT_BEGUN:
        settled = task.state not in _GOING_ON and task.end is not None and now - task.end > LINGERING
        yield _Stream(task, task.try_number, task.start or _BEGINNING, settled)


def _marked(lines: Sequence[LogLine], begun: datetime) -> Iterator[_Line]:
    """The lines with monotonic times and with their marks."""
    when = begun.timestamp()
    repeated: Counter[tuple[float, str, str]] = Counter()
    for line in lines:
        if line.timestamp is not None:
            when = max(when, line.timestamp.timestamp())
        same = (line.timestamp.timestamp() if line.timestamp else 0.0, line.level, line.message)
        mark = hashlib.blake2b(repr((*same, repeated[same])).encode(errors="replace"), digest_size=6)
        repeated[same] += 1
        yield _Line(when, mark.hexdigest(), line)

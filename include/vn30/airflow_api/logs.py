"""The logs of all tasks of a run as one, which can be read on from where one has stopped.

A run has one stream for each try of each task instance, and Airflow gives its lines in the order of time. Not
that of their coming: on a busy machine a line may turn up seconds after younger ones, and among them. So
lines that are too new wait a little, and a position does not count lines: it names the ones of the last half
minute that were given, so that one that comes late among them is found, and none is given twice.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from math import inf
from typing import NamedTuple

from vn30.airflow_api.connection import Connection, together
from vn30.airflow_api.tasks import task_facts, task_log
from vn30.pipeline_facts import LogLine, RunFacts, TaskFacts

SETTLING = timedelta(seconds=2)
"""A line so old has hardly an older one still on its way."""

LATE = 30.0
"""Seconds after younger lines that a line may come, and is still found."""

LINGERING = timedelta(seconds=10)
"""After its end, a task's log may grow for so long: what ran it has last words."""

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
    """The lines of a stream that were given: all up to ``until`` (seconds of the epoch), and those marked."""

    until: float = -inf
    marks: frozenset[str] = frozenset()

    def has(self, line: _Line) -> bool:
        """Whether this line was."""
        return line.when <= self.until or line.mark in self.marks

    def and_also(self, lines: Collection[_Line], stream: Iterable[_Line]) -> "Given":
        """With ``lines`` as well; ``stream`` are all that there are now."""
        until = max([self.until, *(line.when - LATE for line in lines)])
        marks = self.marks | {line.mark for line in lines}
        return Given(until, frozenset(one.mark for one in stream if one.when > until and one.mark in marks))


@dataclass(frozen=True)
class Position:
    """How far a run's logs were read: what was given of each stream, and the streams that are read out."""

    given: Mapping[str, Given] = field(default_factory=dict)
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
    found: dict[str, list[_Line]] = {}
    ready: list[tuple[float, int, int, _Line]] = []
    boundary = -inf
    while unread and sum(one[0] < boundary for one in ready) <= limit:
        batch, unread = unread[:AT_ONCE], unread[AT_ONCE:]
        fetch = [
            partial(task_log, airflow, run.dag_id, run.run_id, one.task, one.try_number) for one in batch
        ]
        for stream, lines in zip(batch, together(fetch), strict=True):
            found[stream.key] = list(_marked(lines, stream.begun))
            given = position.given.get(stream.key, Given())
            newest = inf if stream.settled else (now - SETTLING).timestamp()
            ready += [
                (line.when, streams.index(stream), number, line)
                for number, line in enumerate(found[stream.key])
                if line.when <= newest and not given.has(line)
            ]
        boundary = unread[0].begun.timestamp() if unread else inf
    ready.sort(key=lambda one: one[:3])
    chosen = [one for one in ready if one[0] < boundary][:limit]
    reached = {**position.given}
    for place, stream in enumerate(streams):
        if stream.key in found:
            lines_of_it = [line for _, of, _, line in chosen if of == place]
            before = position.given.get(stream.key, Given())
            reached[stream.key] = before.and_also(lines_of_it, found[stream.key])
    # Of a try that never came to run, Airflow may show a line for a while, and later know nothing.
    done = {
        one.key
        for one in streams
        if one.settled and one.key in found and all(map(reached[one.key].has, found[one.key]))
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


def _marked(lines: Sequence[LogLine], begun: datetime) -> Iterator[_Line]:
    """The lines with when they count as written, never before the line in front of them, and their marks."""
    when = begun.timestamp()
    repeated: Counter[tuple[float, str, str]] = Counter()
    for line in lines:
        if line.timestamp is not None:
            when = max(when, line.timestamp.timestamp())
        same = (line.timestamp.timestamp() if line.timestamp else 0.0, line.level, line.message)
        mark = hashlib.blake2b(repr((*same, repeated[same])).encode(errors="replace"), digest_size=6)
        repeated[same] += 1
        yield _Line(when, mark.hexdigest(), line)

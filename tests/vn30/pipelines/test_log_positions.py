"""A position in a log records the returned lines."""

from datetime import UTC, datetime, timedelta

from vn30.pipelines.airflow_api.logs import LATE, Given, _marked
from vn30.pipelines.models import LogLine

START = datetime(2026, 6, 30, 10, tzinfo=UTC)


def line(second: float, message: str) -> LogLine:
    return LogLine(START + timedelta(seconds=second), "info", message, "load", "FPT", 1)


def read(given: Given, lines: list[LogLine]) -> tuple[list[str], Given]:
    """The new lines, and the position after them."""
    stream = list(_marked(lines, START))
    new = [entry for entry in stream if not given.has(entry)]
    return [entry.line.message for entry in new], given.and_also(new, stream)


def test_late_line() -> None:
    """A late line among younger ones is returned, and no line twice."""
    begun = [line(0, "a"), line(9, "c")]
    new, given = read(Given(), begun)
    assert new == ["a", "c"]
    new, given = read(given, [begun[0], line(4, "b"), begun[1]])
    assert new == ["b"]
    assert read(given, [begun[0], line(4, "b"), begun[1]])[0] == []


def test_a_line_that_vanishes_hides_no_other() -> None:
    _, given = read(Given(), [line(0, "cannot be read yet")])
    assert read(given, [line(0, "a"), line(1, "b")])[0] == ["a", "b"]


def test_lines_that_are_alike_are_given_each() -> None:
    new, given = read(Given(), [line(0, "again"), line(0, "again")])
    assert new == ["again", "again"]
    assert read(given, [line(0, "again")] * 3)[0] == ["again"]


def test_a_position_stays_small() -> None:
    lines = [line(second, str(second)) for second in range(600)]
    _, given = read(Given(), lines)
    assert len(given.marks) == LATE
    assert read(given, lines)[0] == []

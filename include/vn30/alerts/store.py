"""The record of alerts: a fact is one open row, told once, told again when it grows or goes on for long."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from vn30.alerts.facts import Fact
from vn30.alerts.kinds import KINDS, KindName
from vn30.alerts.text import Alert
from vn30.warehouse import Row, execute, fetch_all


@dataclass(frozen=True)
class Waiting:
    """An alert that this process has claimed to send; ``told`` are the channels that have it already."""

    id: int
    alert: Alert
    told: frozenset[str]


def record(connection: sa.Connection, fact: Fact) -> None:
    """Keep a fact that is true now: as a new alert, or as one that goes on."""
    execute(connection, "alerts/supersede", kind=fact.kind, subject=fact.subject, key=fact.key)
    execute(
        connection,
        "alerts/record",
        key=fact.key,
        kind=fact.kind,
        subject=fact.subject,
        title=fact.title,
        details=list(fact.details),
        members=list(fact.members),
        session=fact.session,
        dag_id=fact.dag_id,
        run_id=fact.run_id,
    )


def resolve(connection: sa.Connection, kind: KindName, subject: str, resolution: str) -> None:
    """Close the open alert on a subject, if there is one; ``resolution`` says how it came to be over."""
    execute(connection, "alerts/resolve", kind=kind, subject=subject, resolution=resolution)


def resolve_others(connection: sa.Connection, kind: KindName, still: Iterable[Fact], resolution: str) -> None:
    """Close every open alert of a kind but those on the subjects of the facts that are ``still`` true."""
    subjects = {fact.subject for fact in still}
    for row in fetch_all(connection, "alerts/open_subjects", kind=kind):
        if row["subject"] not in subjects:
            resolve(connection, kind, row["subject"], resolution)


def remind(connection: sa.Connection, quiet_hours: int) -> None:
    """Have alerts told again that go on and were told longer ago than the quiet time."""
    kinds = [name for name, kind in KINDS.items() if kind.repeats]
    execute(connection, "alerts/remind", kinds=kinds, quiet_hours=quiet_hours)


def claim(connection: sa.Connection) -> list[Waiting]:
    """What is to be told, for this process alone for the next five minutes; oldest first."""
    return sorted(map(_waiting, fetch_all(connection, "alerts/claim")), key=lambda one: one.id)


def told(connection: sa.Connection, one: Waiting, channel: str) -> None:
    """Note that a channel has it."""
    execute(connection, "alerts/told", id=one.id, pending=one.alert.state, channel=channel)


def settle(connection: sa.Connection, one: Waiting, error: str | None) -> None:
    """Give it back: told by all channels or, with an ``error``, to be told by the others at the next look."""
    execute(
        connection,
        "alerts/settle",
        id=one.id,
        pending=one.alert.state,
        members=list(one.alert.members),
        is_told=error is None,
        error=error,
    )


def _waiting(row: Row) -> Waiting:
    before = set(row["told_members"])
    alert = Alert(
        kind=row["kind"],
        state=row["pending"],
        key=row["key"],
        title=row["title"],
        details=tuple(row["details"]),
        members=tuple(row["members"]),
        new_members=tuple(member for member in row["members"] if member not in before),
        session=row["session"],
        dag_id=row["dag_id"],
        run_id=row["run_id"],
        first_seen=row["first_seen"],
        times=row["times"],
        resolution=row["resolution"],
    )
    return Waiting(row["id"], alert, frozenset(row["channels"]))

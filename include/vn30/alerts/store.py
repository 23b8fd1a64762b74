"""The record of alerts: a fact is one open row, told each channel once, again when it grows or goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from vn30.alerts.facts import Fact
from vn30.alerts.kinds import KINDS, KindName
from vn30.alerts.text import Alert
from vn30.warehouse import Row, execute, fetch_all, fetch_one


@dataclass(frozen=True)
class Due:
    """An alert that a channel is to be told; ``news`` counts what there is to tell of it by now."""

    id: int
    alert: Alert
    news: int


def record(connection: sa.Connection, fact: Fact, is_whole: bool = True) -> None:
    """Keep a fact that is true now: as a new alert, or as one that goes on.

    Args:
        is_whole: it takes the place of others on its subject, if they are not of a later session.
    """
    if is_whole:
        execute(
            connection,
            "alerts/supersede",
            kind=fact.kind,
            subject=fact.subject,
            key=fact.key,
            session=fact.session,
        )
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


def resolve(
    connection: sa.Connection,
    kind: KindName,
    subject: str,
    resolution: str,
    *,
    session: date | None = None,
    run_id: str | None = None,
    is_whole: bool = True,
) -> None:
    """Close the open alerts on a subject.

    Args:
        resolution: how they came to be over.
        session: those of later sessions stay.
        run_id: the one of this run is over in any case.
        is_whole: if not, no other one is.
    """
    execute(
        connection,
        "alerts/resolve",
        kind=kind,
        subject=subject,
        resolution=resolution,
        session=session,
        run_id=run_id,
        is_whole=is_whole,
    )


def resolve_others(
    connection: sa.Connection,
    kind: KindName,
    still: Iterable[Fact],
    resolution: str,
    session: date | None,
) -> None:
    """Close every open alert of a kind but those of later sessions, and those that are ``still`` true."""
    subjects = {fact.subject for fact in still}
    for row in fetch_all(connection, "alerts/open_subjects", kind=kind):
        if row["subject"] not in subjects:
            resolve(connection, kind, row["subject"], resolution, session=session)


def address(connection: sa.Connection, channels: Iterable[str]) -> None:
    """Have every open alert told through these channels, and through no other."""
    execute(connection, "alerts/address", channels=list(channels))


def next_due(connection: sa.Connection, channel: str, quiet_hours: int) -> Due | None:
    """What a channel is to be told next, for this transaction alone; None if it has been told everything.

    Args:
        quiet_hours: what goes on, and was told longer ago, is told again.
    """
    repeating = [name for name, kind in KINDS.items() if kind.repeats]
    row = fetch_one(connection, "alerts/next", channel=channel, repeating=repeating, quiet_hours=quiet_hours)
    return _due(row) if row else None


def told(connection: sa.Connection, due: Due, channel: str) -> None:
    """Note that a channel has it."""
    execute(
        connection,
        "alerts/told",
        id=due.id,
        channel=channel,
        news=due.news,
        members=list(due.alert.members),
    )


def refused(connection: sa.Connection, due: Due, channel: str, error: str) -> None:
    """Note why a channel has it not: it is to be told at the next look."""
    execute(connection, "alerts/refused", id=due.id, channel=channel, error=error)


def _due(row: Row) -> Due:
    before = set(row["members_told"])
    alert = Alert(
        kind=row["kind"],
        state=row["state"],
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
    return Due(row["id"], alert, row["news"])

"""The record of alerts: one open row an event, due once on each channel, and again when it grows or lasts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from vn30.alerts.kinds import KINDS, KindName
from vn30.alerts.message import Alert
from vn30.alerts.rules import AlertEvent
from vn30.database.warehouse import Row, execute, fetch_all, fetch_one
from vn30.i18n.localized import from_json, to_json


@dataclass(frozen=True)
class Due:
    """An alert that is due on a channel. ``news`` counts its changes so far that are worth a message."""

    id: int
    alert: Alert
    news: int


def record(connection: sa.Connection, event: AlertEvent, is_whole: bool = True) -> None:
    """Record an event as a new alert, or update the open alert with the same key.

    Args:
        is_whole: the event is of a run of everything and supersedes open alerts on its subject, except those
            of later sessions.
    """
    if is_whole:
        execute(
            connection,
            "alerts/supersede",
            kind=event.kind,
            subject=event.subject,
            key=event.key,
            session=event.session,
        )
    execute(
        connection,
        "alerts/record",
        key=event.key,
        kind=event.kind,
        subject=event.subject,
        title=event.title,
        details=list(event.details),
        messages=json.dumps(to_json({"title": event.title, "details": event.details})),
        members=list(event.members),
        session=event.session,
        dag_id=event.dag_id,
        run_id=event.run_id,
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
    """Resolve the open alerts on a subject.

    Args:
        resolution: how they ended, as a clause.
        session: alerts of later sessions stay open.
        run_id: the alert of this run is resolved in any case.
        is_whole: False resolves no other alert than that.
    """
    execute(
        connection,
        "alerts/resolve",
        kind=kind,
        subject=subject,
        resolution=resolution,
        messages=json.dumps(to_json({"resolution": resolution})),
        session=session,
        run_id=run_id,
        is_whole=is_whole,
    )


def resolve_others(
    connection: sa.Connection,
    kind: KindName,
    lasting: Iterable[AlertEvent],
    resolution: str,
    session: date | None,
) -> None:
    """Resolve the open alerts of a kind, except those of later sessions or on subjects of ``lasting``."""
    subjects = {event.subject for event in lasting}
    for row in fetch_all(connection, "alerts/open_subjects", kind=kind):
        if row["subject"] not in subjects:
            resolve(connection, kind, row["subject"], resolution, session=session)


def address(connection: sa.Connection, channels: Iterable[str]) -> None:
    """Address every open alert to these channels and to no others."""
    execute(connection, "alerts/address", channels=list(channels))


def next_due(connection: sa.Connection, channel: str, quiet_hours: int) -> Due | None:
    """The next alert that is due on a channel, locked by this transaction; None if there is none.

    Args:
        quiet_hours: an open alert that was sent longer ago is due again.
    """
    repeating = [name for name, kind in KINDS.items() if kind.repeats]
    row = fetch_one(connection, "alerts/next", channel=channel, repeating=repeating, quiet_hours=quiet_hours)
    return _due(row) if row else None


def mark_delivered(connection: sa.Connection, due: Due, channel: str) -> None:
    """Record that a channel has delivered the alert."""
    execute(
        connection,
        "alerts/mark_delivered",
        id=due.id,
        channel=channel,
        news=due.news,
        members=list(due.alert.members),
    )


def mark_failed(connection: sa.Connection, due: Due, channel: str, error: str) -> None:
    """Record why a channel could not deliver the alert. It stays due."""
    execute(connection, "alerts/mark_failed", id=due.id, channel=channel, error=error)


def _due(row: Row) -> Due:
    before = set(row["members_told"])
    texts = {**row, **from_json(row["messages"])}
    alert = Alert(
        kind=row["kind"],
        state=row["state"],
        key=row["key"],
        title=texts["title"],
        details=tuple(texts["details"]),
        members=tuple(row["members"]),
        new_members=tuple(member for member in row["members"] if member not in before),
        session=row["session"],
        dag_id=row["dag_id"],
        run_id=row["run_id"],
        first_seen=row["first_seen"],
        times=row["times"],
        resolution=texts["resolution"],
    )
    return Due(row["id"], alert, row["news"])

"""The words of an alert: a subject line and a text for people, JSON for programs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from vn30.alerts.facts import names
from vn30.alerts.kinds import KINDS, KindName
from vn30.pipelines import ZONE

State = Literal["open", "resolved"]


@dataclass(frozen=True)
class Alert:
    """An alert as it is about to be told; ``state`` says whether it goes on or is over."""

    kind: KindName
    state: State
    key: str
    title: str
    details: tuple[str, ...]
    members: tuple[str, ...]
    new_members: tuple[str, ...]
    session: date | None
    dag_id: str | None
    run_id: str | None
    first_seen: datetime
    times: int
    resolution: str | None


@dataclass(frozen=True)
class Links:
    """Where people go from an alert: the run in Airflow (None without one), and the runbook's section."""

    airflow: str | None
    runbook: str


@dataclass(frozen=True)
class Message:
    """What is sent: a line, a text, and the same as JSON."""

    subject: str
    text: str
    payload: dict[str, Any]


def write(alert: Alert, links: Links) -> Message:
    """The message of an alert. ``payload`` has the keys that ``docs/runbook.md`` documents, always all."""
    over = alert.state == "resolved"
    subject = f"[VN30] {'Over: ' if over else ''}{alert.title}"
    return Message(subject, _text(subject, alert, links, over), _payload(alert, links, subject))


def _text(subject: str, alert: Alert, links: Links, over: bool) -> str:
    kind = KINDS[alert.kind]
    lines = [subject, ""]
    if over:
        lines += [f"It is over: {alert.resolution}."]
    else:
        if alert.new_members and len(alert.new_members) < len(alert.members):
            lines.append(f"New: {names(alert.new_members, 40)}")
        lines += [*alert.details, "", kind.matters, kind.remedy]
    lines += ["", f"Since: {_in_vietnam(alert.first_seen)}"]
    if alert.session:
        lines.append(f"Session: {alert.session}")
    if alert.run_id:
        lines.append(f"Run: {alert.run_id} of {alert.dag_id}")
    if links.airflow:
        lines.append(f"Airflow: {links.airflow}")
    lines.append(f"Runbook: {links.runbook}")
    return "\n".join(lines)


def _payload(alert: Alert, links: Links, subject: str) -> dict[str, Any]:
    return {
        # What receivers such as Slack's show.
        "text": "\n".join([subject, *alert.details, f"Runbook: {links.runbook}"]),
        "kind": alert.kind,
        "state": alert.state,
        "key": alert.key,
        "title": alert.title,
        "details": list(alert.details),
        "members": list(alert.members),
        "newMembers": list(alert.new_members),
        "session": alert.session.isoformat() if alert.session else None,
        "since": alert.first_seen.isoformat(),
        "times": alert.times,
        "resolution": alert.resolution,
        "dagId": alert.dag_id,
        "runId": alert.run_id,
        "airflowUrl": links.airflow,
        "runbookUrl": links.runbook,
    }


def _in_vietnam(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M} (Vietnam)"

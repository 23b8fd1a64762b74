"""The text of an alert: a subject line and a text for people, JSON for programs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from vn30.alerts.kinds import KINDS, KindName
from vn30.alerts.rules import MAX_LISTED, enumerated
from vn30.i18n.catalogue import in_language
from vn30.i18n.language import DEFAULT_LANGUAGE, Language
from vn30.i18n.localized import localized
from vn30.names import ZONE

State = Literal["open", "resolved"]


@dataclass(frozen=True)
class Alert:
    """An alert as it is sent.

    Attributes:
        key: the same for all messages about one event.
        details: lines of text, the most important first.
        members: the tickers or tasks concerned.
        new_members: those of them that this channel has not been sent before.
        first_seen: an aware time.
        times: how often the event was detected.
        resolution: how it ended, as a clause; None while it is open.
    """

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
    """The links of an alert: to its run or DAG in Airflow (None without a DAG), and to the runbook."""

    airflow: str | None
    runbook: str


@dataclass(frozen=True)
class Message:
    """What a channel sends: a subject line, a text, and both as JSON."""

    subject: str
    text: str
    payload: dict[str, Any]


def write(alert: Alert, links: Links, language: Language = DEFAULT_LANGUAGE) -> Message:
    """The message of an alert. ``payload`` always has all keys that ``docs/runbook.md`` documents."""
    title = alert.title if alert.state == "open" else localized("Resolved: {title}", title=alert.title)
    subject = f"[VN30] {in_language(title, language)}"
    lines = [in_language(line, language) for line in _lines(alert, links)]
    return Message(subject, "\n".join([subject, "", *lines]), _payload(alert, links, subject, language))


def _lines(alert: Alert, links: Links) -> list[str]:
    lines: list[str] = []
    if alert.state == "resolved":
        lines.append(localized("Resolved: {how}.", how=alert.resolution))
    else:
        kind = KINDS[alert.kind]
        if alert.new_members and len(alert.new_members) < len(alert.members):
            lines.append(localized("New: {members}", members=enumerated(alert.new_members, MAX_LISTED)))
        lines += [*alert.details, "", kind.matters, kind.remedy]
    lines += ["", localized("Since: {moment} (Vietnam)", moment=_in_vietnam(alert.first_seen))]
    if alert.session:
        lines.append(localized("Session: {session}", session=alert.session))
    if alert.run_id:
        lines.append(localized("Run: {run_id} of {dag_id}", run_id=alert.run_id, dag_id=alert.dag_id))
    if links.airflow:
        lines.append(f"Airflow: {links.airflow}")
    lines.append(localized("Runbook: {runbook}", runbook=links.runbook))
    return lines


def _payload(alert: Alert, links: Links, subject: str, language: Language) -> dict[str, Any]:
    details = [in_language(line, language) for line in alert.details]
    runbook = in_language(localized("Runbook: {runbook}", runbook=links.runbook), language)
    return {
        # The key that Slack and compatible receivers display.
        "text": "\n".join([subject, *details, runbook]),
        "kind": alert.kind,
        "state": alert.state,
        "key": alert.key,
        "title": in_language(alert.title, language),
        "details": details,
        "members": list(alert.members),
        "newMembers": list(alert.new_members),
        "session": alert.session.isoformat() if alert.session else None,
        "since": alert.first_seen.isoformat(),
        "times": alert.times,
        "resolution": alert.resolution and in_language(alert.resolution, language),
        "dagId": alert.dag_id,
        "runId": alert.run_id,
        "airflowUrl": links.airflow,
        "runbookUrl": links.runbook,
    }


def _in_vietnam(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}"

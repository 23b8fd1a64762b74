"""The rules that raise alerts: pure functions from rows of the database to events."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from vn30.alerts.kinds import KindName
from vn30.i18n.localized import joined, localized, localized_plural
from vn30.names import ZONE

# The calendar imports pandas, and DAG files, which import this module, are parsed without it.
if TYPE_CHECKING:
    from vn30.market.calendar import Calendar

MAX_REASON_LENGTH = 240
MAX_LISTED = 40
"""Names that a line of text has at most; the others are counted."""

_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]*@")
_SUMMARY_TASKS = frozenset({"gate", "finish", "watcher"})
"""Tasks that fail because of other tasks or of wrong prices: reported only if no other task failed."""

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class AlertEvent:
    """An event that raises an alert.

    Attributes:
        subject: what it concerns: a DAG, a check, the models. A newer event of the same kind and subject
            supersedes an older one.
        occasion: the run or the session that distinguishes two events on one subject; empty for a state that
            lasts, such as stale models.
        title: one line.
        details: further lines, the most important first.
        members: the tickers or tasks concerned. New members have the alert sent again.
    """

    kind: KindName
    subject: str
    occasion: str
    title: str
    details: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    session: date | None = None
    dag_id: str | None = None
    run_id: str | None = None

    @property
    def key(self) -> str:
        """The identity of the event: kind, subject and occasion."""
        return ":".join(filter(None, (self.kind, self.subject, self.occasion)))


def short_reason(text: str) -> str:
    """The first line of a reason, cut to MAX_REASON_LENGTH, without the credentials of URLs in it."""
    line = next(iter(text.strip().splitlines()), "")
    line = _CREDENTIALS.sub("", line)
    return line if len(line) <= MAX_REASON_LENGTH else f"{line[: MAX_REASON_LENGTH - 3]}..."


def failed_run(
    dag_id: str,
    run_id: str,
    session: date | None,
    reason: str,
    tasks: Sequence[Row],
    series: Sequence[Row] = (),
    breached: bool = False,
) -> AlertEvent | None:
    """The event of a failed run: one a run, whatever the number of tasks that failed.

    Args:
        reason: Airflow's reason, such as ``timed_out``.
        tasks: the failed tasks, without those that failed because of an upstream task: ``task_id``, ``label``
            (the ticker of a mapped task, or None) and ``reason`` (None if unknown).
        series: the series that the crawler could not load: ``ticker`` and ``reason``.
        breached: the run's gate found wrong prices, which is an event of its own.

    Returns:
        None if only the gate failed and its findings are reported as such an event.
    """
    reasons = {row["ticker"]: row["reason"] for row in series}
    causes = [row for row in tasks if row["task_id"] not in _SUMMARY_TASKS and row["label"] not in reasons]
    if breached and tasks and not causes and not reasons:
        return None
    if not causes and not reasons:
        causes = [row for row in tasks if row["task_id"] != "watcher"]
    lines = [(f"{row['task_id']} {row['label'] or ''}".strip(), row["reason"]) for row in causes]
    lines += [(f"load {ticker}", why) for ticker, why in reasons.items()]
    members = sorted({row["label"] or row["task_id"] for row in causes} | reasons.keys())
    return AlertEvent(
        kind="failure",
        subject=dag_id,
        occasion=run_id,
        title=localized(
            "{dag_id} failed: {what}",
            dag_id=dag_id,
            what=enumerated(members) if members else reason.replace("_", " "),
        ),
        details=grouped(lines),
        members=tuple(members),
        session=session,
        dag_id=dag_id,
        run_id=run_id,
    )


def breaches(
    findings: Iterable[Row], session: date | None, dag_id: str | None, run_id: str | None
) -> list[AlertEvent]:
    """The errors of the data-quality gate, one event a check.

    Args:
        findings: ``check_name``, ``ticker`` (``all`` for the whole market) and ``detail``, ordered by check.
    """
    events = []
    for check, group in groupby(findings, key=lambda row: str(row["check_name"])):
        rows = list(group)
        tickers = sorted({row["ticker"] for row in rows})
        check_title = check.split("_", 1)[-1].replace("_", " ")
        events.append(
            AlertEvent(
                kind="data_quality",
                subject=check,
                occasion="" if session is None else session.isoformat(),
                title=localized_plural(
                    "Prices fail the check '{check}': {count} finding on {tickers}",
                    "Prices fail the check '{check}': {count} findings on {tickers}",
                    len(rows),
                    check=check_title,
                    tickers=enumerated(tickers),
                ),
                details=grouped([(row["ticker"], row["detail"]) for row in rows]),
                members=tuple(tickers),
                session=session,
                dag_id=dag_id,
                run_id=run_id,
            )
        )
    return events


def newest_due(session: date, deadline: time, now: datetime, calendar: "Calendar") -> date:
    """The newest session whose deadline has passed: ``session``, or the one before it.

    Args:
        session: the newest closed session.
        deadline: the time of day, in Vietnam.
        now: an aware time.
        calendar: of the platform.

    Raises:
        OutsideCalendar: ``session`` lies outside the HOSE calendar.
    """
    if now > datetime.combine(session, deadline, tzinfo=ZoneInfo(ZONE)):
        return session
    return calendar.sessions_between(session - timedelta(days=30), session)[-2]


def late_prices(stored: Row, dag_id: str, run_id: str | None, deadline: str) -> AlertEvent | None:
    """The event of a session whose prices are incomplete at the deadline; None if they are complete.

    Args:
        stored: ``session``, the number of ``stocks``, how many of them are ``loaded``, and the tickers
            ``lacking`` a bar that the crawler did not find to be absent at its source.
        deadline: the time of day, as text.
    """
    if stored["loaded"] and not stored["lacking"]:
        return None
    session: date = stored["session"]
    lacking = list(stored["lacking"])
    details = (
        [localized("Stocks without a bar: {tickers}", tickers=enumerated(lacking, MAX_LISTED))]
        if lacking and stored["loaded"]
        else []
    )
    return AlertEvent(
        kind="late_prices",
        subject=dag_id,
        occasion=session.isoformat(),
        title=localized(
            "Prices of {session} were incomplete at {deadline}: {loaded} of {stocks} stocks loaded",
            session=session,
            deadline=deadline,
            loaded=stored["loaded"],
            stocks=stored["stocks"],
        ),
        details=tuple(details),
        members=tuple(lacking),
        session=session,
        dag_id=dag_id,
        run_id=run_id,
    )


def stale_models(models: Sequence[Row]) -> AlertEvent | None:
    """The event of stale models, with their ages; None if there are none.

    Args:
        models: ``ticker`` and ``sessions_old``, the age of the training in sessions.
    """
    if not models:
        return None
    ages = [f"{row['ticker']} ({row['sessions_old']})" for row in models]
    return AlertEvent(
        kind="stale_models",
        subject="models",
        occasion="",
        title=localized_plural("{count} model is stale", "{count} models are stale", len(models)),
        details=(
            localized("Too old, with their age in sessions: {models}", models=enumerated(ages, MAX_LISTED)),
        ),
        members=tuple(row["ticker"] for row in models),
    )


def enumerated(names: Sequence[str], limit: int = 8) -> str:
    """The first ``limit`` names of a list, and how many more there are."""
    shown = ", ".join(names[:limit])
    more = len(names) - limit
    return localized("{shown} and {more} more", shown=shown, more=more) if more > 0 else shown


def grouped(reasons: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """Lines of ``names: reason``, one line for all names that share a reason."""
    names: dict[str, list[str]] = {}
    for name, reason in reasons:
        known = short_reason(reason) if reason else localized("its log has the reason")
        names.setdefault(known, []).append(name)
    return tuple(joined(": ", enumerated(group, MAX_LISTED), reason) for reason, group in names.items())

"""What is worth an alert: pure functions from what the database says to facts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from vn30.alerts.kinds import KindName
from vn30.pipelines import ZONE

LONGEST_REASON = 240
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]*@")
_SUM_UP = frozenset({"gate", "finish", "watcher"})
"""Tasks that fail because others did, or the prices are wrong: news only where nothing else is."""

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Fact:
    """Something that somebody should know of.

    Attributes:
        subject: what it is about; a newer fact of the same kind and subject takes the place of an older one.
        occasion: the run or session that makes it another fact than the one before; empty for a state that
            simply goes on.
        title: one line.
        details: more lines, the most telling first.
        members: the tickers, or tasks, that are concerned: when others join, it is told again.
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
        """What makes it the same fact."""
        return ":".join(filter(None, (self.kind, self.subject, self.occasion)))


def reason_in_short(text: str) -> str:
    """The first line of a reason, without credentials that an address in it may carry."""
    line = next(iter(text.strip().splitlines()), "")
    line = _CREDENTIALS.sub("", line)
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 3]}..."


def failed_run(
    dag_id: str,
    run_id: str,
    session: date | None,
    reason: str,
    tasks: Sequence[Row],
    series: Sequence[Row] = (),
    breached: bool = False,
) -> Fact | None:
    """A run that failed, as one fact.

    Args:
        reason: what Airflow says, such as ``timed_out``.
        tasks: those that failed by themselves: ``task_id``, ``label`` (the ticker of a mapped one or None)
            and ``reason`` (None if it is not known).
        series: what the crawler says of series that it could not load: ``ticker`` and ``reason``.
        breached: its gate found prices wrong, which is a fact of its own.

    Returns:
        None where nothing but the gate failed, and that is told as a breach.
    """
    told = {row["ticker"]: row["reason"] for row in series}
    first = [row for row in tasks if row["task_id"] not in _SUM_UP and row["label"] not in told]
    if breached and tasks and not first and not told:
        return None
    if not first and not told:
        first = [row for row in tasks if row["task_id"] != "watcher"]
    lines = [(f"{row['task_id']} {row['label'] or ''}".strip(), row["reason"]) for row in first]
    lines += [(f"load {ticker}", why) for ticker, why in told.items()]
    members = sorted({row["label"] or row["task_id"] for row in first} | told.keys())
    what = names(members) if members else f"Airflow says: {reason.replace('_', ' ')}"
    return Fact(
        kind="failure",
        subject=dag_id,
        occasion=run_id,
        title=f"{dag_id} failed: {what}",
        details=grouped(lines),
        members=tuple(members),
        session=session,
        dag_id=dag_id,
        run_id=run_id,
    )


def breaches(
    findings: Iterable[Row], session: date | None, dag_id: str | None, run_id: str | None
) -> list[Fact]:
    """Errors of the data-quality gate, one fact a check.

    Args:
        findings: ``check_name``, ``ticker`` (``all`` for the whole market) and ``detail``, ordered by check.
    """
    facts = []
    for check, group in groupby(findings, key=lambda row: str(row["check_name"])):
        rows = list(group)
        tickers = sorted({row["ticker"] for row in rows})
        question = check.split("_", 1)[-1].replace("_", " ")
        count = "1 finding" if len(rows) == 1 else f"{len(rows)} findings"
        facts.append(
            Fact(
                kind="data_quality",
                subject=check,
                occasion="" if session is None else session.isoformat(),
                title=f"Prices break the check '{question}': {count} on {names(tickers)}",
                details=grouped([(row["ticker"], row["detail"]) for row in rows]),
                members=tuple(tickers),
                session=session,
                dag_id=dag_id,
                run_id=run_id,
            )
        )
    return facts


def newest_due(session: date, deadline: time, now: datetime) -> date:
    """``session``, the newest closed one, or the one before while its deadline is still to come.

    Args:
        deadline: the time of day, in Vietnam.
        now: an aware time.

    Raises:
        OutsideCalendar: ``session`` lies outside the HOSE calendar.
    """
    # DAGs are parsed without what the calendar needs.
    from vn30.calendar import sessions_between

    if now > datetime.combine(session, deadline, tzinfo=ZoneInfo(ZONE)):
        return session
    return sessions_between(session - timedelta(days=30), session)[-2]


def late_prices(stored: Row, dag_id: str, run_id: str | None, deadline: str) -> Fact | None:
    """Prices of a session that are not there, or None if they are.

    Args:
        stored: ``session``, how many ``stocks`` there are, how many of them are ``loaded``, and those
            ``lacking`` a bar that nobody has found to be absent.
        deadline: the time of day, for people.
    """
    if stored["loaded"] and not stored["lacking"]:
        return None
    session: date = stored["session"]
    lacking = list(stored["lacking"])
    count = f"{stored['loaded']} of {stored['stocks']} stocks"
    details = [f"Stocks without a bar: {names(lacking, 40)}"] if lacking and stored["loaded"] else []
    return Fact(
        kind="late_prices",
        subject=dag_id,
        occasion=session.isoformat(),
        title=f"Prices of {session} are not loaded by {deadline}: {count}",
        details=tuple(details),
        members=tuple(lacking),
        session=session,
        dag_id=dag_id,
        run_id=run_id,
    )


def stale_models(models: Sequence[Row]) -> Fact | None:
    """Models that the view calls stale, as one fact with the reasons.

    Args:
        models: ``ticker``, ``sessions_old`` and whether it is ``beaten_everywhere`` by the naive forecast.
    """
    if not models:
        return None
    beaten = [row["ticker"] for row in models if row["beaten_everywhere"]]
    old = [f"{row['ticker']} ({row['sessions_old']})" for row in models if not row["beaten_everywhere"]]
    details = []
    if beaten:
        details.append(f"Lose to the naive forecast at every horizon: {names(beaten, 40)}")
    if old:
        details.append(f"Too old, in sessions: {names(old, 40)}")
    tickers = tuple(row["ticker"] for row in models)
    return Fact(
        kind="stale_models",
        subject="models",
        occasion="",
        title=f"{len(models)} {'model is' if len(models) == 1 else 'models are'} stale",
        details=tuple(details),
        members=tickers,
    )


def names(all_of_them: Sequence[str], most: int = 8) -> str:
    """A list for people; of a long one the first, and how many more there are."""
    shown = ", ".join(all_of_them[:most])
    more = len(all_of_them) - most
    return f"{shown} and {more} more" if more > 0 else shown


def grouped(reasons: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """Lines of ``who: why``, with all who share a reason in one line."""
    who: dict[str, list[str]] = {}
    for name, reason in reasons:
        who.setdefault(reason_in_short(reason or "its log says why"), []).append(name)
    return tuple(f"{names(found, 40)}: {reason}" for reason, found in who.items())

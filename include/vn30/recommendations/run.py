"""A run: makes the recommendations of a session and stores them at once; a replay makes them again."""

import json
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from time import perf_counter
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from vn30.database.warehouse import Row, copy_rows, execute, fetch_all, fetch_returned, transaction
from vn30.errors import WrongInput
from vn30.experiments.known_prices import known_prices
from vn30.i18n.localized import to_json
from vn30.market.clock import read_clock
from vn30.market.rules import rules_on
from vn30.recommendations.checks import Finding, findings_of, silence
from vn30.recommendations.documents import document_of, recommend
from vn30.recommendations.inputs import Candidate
from vn30.recommendations.inputs import document_of as inputs_document
from vn30.recommendations.profile_versions import ProfileVersion
from vn30.recommendations.profiles import PROFILES, content_hash, parse_profiles
from vn30.recommendations.read import (
    StockForecast,
    candidates_of,
    forecasts_of_run,
    published_forecasts,
    stock_ids,
)
from vn30.storage.source_hash import source_hash

log = logging.getLogger(__name__)

Basis = Literal["then", "now"]

COMPUTES_RECOMMENDATIONS = ("recommendations", "market.rules", "market.traded_prices", "market.adjustment")
"""The packages and modules of ``vn30`` whose code can change a recommendation."""


class Contradiction(WrongInput):
    """Recommendations contradict themselves; the message lists the findings, which are stored."""


class RecommendationRun(NamedTuple):
    """What a run has made.

    Attributes:
        state: ``made``; ``replayed`` from a run that keeps its place; ``unchanged``: the run of record has
            read the same, and nothing was stored.
    """

    id: str
    session: str
    state: Literal["made", "replayed", "unchanged"]
    content_hash: str
    labels: dict[str, dict[str, int]]


class _Plan(NamedTuple):
    """What a run reads, and the run that it replays, if it does."""

    forecasts: list[StockForecast]
    profiles: ProfileVersion
    known_at: datetime
    today: date
    original: Row | None


@lru_cache
def code_version() -> str:
    """SHA-256 of the code that computes recommendations."""
    return source_hash(*COMPUTES_RECOMMENDATIONS)


def make_recommendations(
    session: date | None, newest: ProfileVersion, airflow_run_id: str | None = None, basis: Basis = "then"
) -> RecommendationRun:
    """Make the recommendations of a session, or make those of record again.

    The first run for a session is the one of record. On the day of the session a later run with other inputs
    takes its place; afterwards each run is a replay of it: with the forecasts and profiles that it had read.

    Args:
        session: None: the platform's today.
        newest: the profiles of a run that is no replay.
        basis: of a replay: the prices that were known to the run of record, or those known now.

    Raises:
        NoForecasts: no forecast of the session is published.
        WrongInput: the session is later than the platform's today, or no prices are stored.
        Contradiction: the recommendations contradict themselves; they are stored with the findings.
    """
    started = perf_counter()
    plan, day = _plan(session, newest, basis)
    with transaction() as connection:
        candidates = candidates_of(connection, plan.forecasts, day, plan.today, plan.known_at)
    decisions = recommend(day, candidates, parse_profiles(plan.profiles.document))
    targets = _targets(plan.forecasts)
    documents = [document_of(each, targets[each.candidate.horizon]) for each in decisions]
    findings = findings_of(day, documents, rules_on(day))
    made = content_hash(documents)
    labels: dict[str, dict[str, int]] = {
        name: dict(Counter(d["label"] for d in documents if d["profile"] == name)) for name in PROFILES
    }
    inputs = content_hash({**inputs_document(day, candidates), "profiles": plan.profiles.document})
    with transaction() as connection:
        execute(connection, "recommendations/lock")
        state = fetch_returned(connection, "recommendations/session", session=day)
        if plan.original is None and state["run_id"] is not None and state["input_hash"] == inputs:
            log.info("%s: the run of record has read the same; nothing is stored", day)
            return RecommendationRun(str(state["run_id"]), day.isoformat(), "unchanged", made, labels)
        run_id = _store(connection, plan, day, airflow_run_id, basis, inputs, made, perf_counter() - started)
        _store_rows(connection, run_id, candidates, documents)
        if plan.original is None:
            findings += _silence(connection, day, documents)
        for finding in findings:
            execute(connection, "recommendations/put_finding", run_id=run_id, **finding._asdict())
    _log(day, plan, labels, findings)
    errors = [finding.detail for finding in findings if finding.severity == "error"]
    if errors:
        raise Contradiction("Recommendations contradict themselves:\n" + "\n".join(f"- {e}" for e in errors))
    name: Literal["made", "replayed"] = "made" if plan.original is None else "replayed"
    return RecommendationRun(run_id, day.isoformat(), name, made, labels)


def _plan(session: date | None, newest: ProfileVersion, basis: Basis) -> tuple[_Plan, date]:
    with transaction() as connection:
        today = read_clock(connection).as_of
        if today is None:
            raise WrongInput("No prices are stored. Run vn30_data_crawler and vn30_model_training first.")
        day = session or today
        if day > today:
            raise WrongInput(f"session: {day} is later than {today}, the platform's newest session.")
        state = fetch_returned(connection, "recommendations/session", session=day)
        is_replay = state["run_id"] is not None and not state["is_open"]
        if is_replay:
            forecasts = forecasts_of_run(connection, state["run_id"])
            newest = ProfileVersion(str(state["profile_version_id"]), 0, dict(state["profiles"]))
        else:
            forecasts = published_forecasts(connection, day)
    original = state if is_replay else None
    return _Plan(forecasts, newest, _moment(day, original, basis), today, original), day


def _moment(day: date, original: Row | None, basis: Basis) -> datetime:
    """The moment as of which prices are read."""
    if original is None:
        return known_prices(day).at
    moment: datetime = original["known_at"]
    if basis == "now":
        # In a transaction of its own, which ends at once: loads wait for it.
        with transaction() as connection:
            moment = fetch_returned(connection, "recommendations/price_moment")["known_at"]
    return moment


def _targets(forecasts: Sequence[StockForecast]) -> dict[int, date]:
    """The target session of each horizon."""
    return {
        each.horizon: date.fromisoformat(each.forecast.target_date)
        for each in forecasts
        if each.forecast is not None
    }


def _store(
    connection: sa.Connection,
    plan: _Plan,
    day: date,
    airflow_run_id: str | None,
    basis: Basis,
    inputs: str,
    made: str,
    seconds: float,
) -> str:
    original = plan.original
    if original is None:
        execute(connection, "recommendations/archive", session=day)
    runs = {each.forecast.experiment_run_id for each in plan.forecasts if each.forecast is not None}
    row = fetch_returned(
        connection,
        "recommendations/put_run",
        airflow_run_id=airflow_run_id,
        session=day,
        known_at=plan.known_at,
        profile_version_id=plan.profiles.id,
        experiment_run_ids=sorted(runs),
        code_version=code_version(),
        input_hash=inputs,
        content_hash=made,
        replay_of=None if original is None else original["run_id"],
        replay_basis=None if original is None else basis,
        seconds=seconds,
        is_current=original is None,
    )
    return str(row["id"])


def _store_rows(
    connection: sa.Connection, run_id: str, candidates: Sequence[Candidate], documents: list[dict[str, Any]]
) -> None:
    ids = stock_ids(connection, sorted({each.ticker for each in candidates}))
    snapshots = [(run_id, ids[each.ticker], each.horizon, json.dumps(each.snapshot())) for each in candidates]
    copy_rows(
        connection,
        "recommendation_snapshots",
        ("run_id", "stock_id", "horizon_days", "snapshot"),
        snapshots,
    )
    versions = {
        (each.ticker, each.horizon): each.forecast.model_version_id
        for each in candidates
        if each.forecast is not None
    }
    columns = [name for name in documents[0] if name != "ticker"]
    rows = [
        (
            run_id,
            ids[document["ticker"]],
            versions.get((document["ticker"], document["horizon_days"])),
            *(_plain(document[name]) for name in columns),
            json.dumps(to_json(document["reasons"]), ensure_ascii=False),
        )
        for document in documents
    ]
    stored = ("run_id", "stock_id", "model_version_id", *columns, "messages")
    copy_rows(connection, "recommendations", stored, rows)


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _silence(connection: sa.Connection, day: date, documents: list[dict[str, Any]]) -> list[Finding]:
    rows = fetch_all(connection, "recommendations/silent_sessions", session=day, profiles=list(PROFILES))
    found = []
    for row in rows:
        of_profile = [each["reason_code"] for each in documents if each["profile"] == row["profile"]]
        finding = silence(row["profile"], row["sessions"], Counter(of_profile))
        found += [] if finding is None else [finding]
    return found


def _log(day: date, plan: _Plan, labels: dict[str, dict[str, int]], findings: list[Finding]) -> None:
    known = f"prices as known at {plan.known_at:%Y-%m-%d %H:%M:%S} UTC"
    for profile, numbers in labels.items():
        said = ", ".join(f"{numbers.get(label, 0)} {label}" for label in ("BUY", "HOLD", "SELL"))
        log.info("%s, %s: %s (%s)", day, profile, said, known)
    for finding in findings:
        log.log(logging.ERROR if finding.severity == "error" else logging.WARNING, "%s", finding.detail)

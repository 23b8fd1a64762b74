"""The champions: by universe and horizon, the version whose forecasts are served.

A training run's version succeeds the champion by the policy of the training DAG's settings:

- ``newest``: each version does. The newest run is served, from its first published ticker on.
- ``rule``: a version of the champion's own line does (a refit). One of another line is a challenger, until it
  is better on enough common sessions.
- ``person``: a refit does; a challenger only when a person promotes it.

A person can promote a version or roll back to an earlier champion under each policy; under ``newest`` that
holds until the next run.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all
from vn30.errors import WrongInput
from vn30.experiments.challenger import Challenge, challenge
from vn30.experiments.model_versions import (
    ModelVersion,
    find_version,
    lock_champions,
    record_versions,
)
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.i18n.localized import localized
from vn30.names import Promotion
from vn30.storage.artifacts import ArtifactStore

Reason = Literal["first", "newest", "refit", "rule", "person", "rollback"]


class ChampionChanged(WrongInput):
    """Another person or run has replaced the champion meanwhile."""


class NeverChampion(WrongInput):
    """A roll-back to a version that was not champion before."""


class NeverServed(WrongInput):
    """The version is research: it forecasts another target than the return of the close over sessions."""


class WrongHorizon(WrongInput):
    """The version has no model at the horizon."""


class Replaced(NamedTuple):
    """A change of a champion at one horizon; ``before`` is None if there was none."""

    horizon: int
    before: str | None
    after: str


def record_earlier(connection: sa.Connection, store: ArtifactStore, policy: PromotionPolicy) -> None:
    """Record the versions of ended runs that have none, and their tenures, oldest run first.

    They are runs of earlier versions of the platform, and runs that ended without the task ``finish``.
    """
    lock_champions(connection)
    for version in record_versions(connection):
        _succeed(connection, store, version, policy, moment=version.ended_at)


def record_run(
    connection: sa.Connection,
    store: ArtifactStore,
    run_id: UUID,
    policy: PromotionPolicy,
    residuals: Mapping[int, Any] | None = None,
    slices: Mapping[int, Any] | None = None,
) -> list[str]:
    """Record the version of an ended run, and let it succeed the champions as far as the policy lets it.

    A version for an earlier session than that of the champion's never does.

    Args:
        residuals: by horizon, of :func:`vn30.evaluation.residuals.residuals`.
        slices: by horizon, of :func:`vn30.evaluation.slices.slice_scores`.

    Returns:
        What was recorded and decided, as lines for the run's log; empty if the run has published no ticker.
    """
    lock_champions(connection)
    lines = []
    for version in record_versions(connection, run_id, residuals, slices):
        lines.append(f"Recorded as version {version.version} of the models of {version.universe}")
        lines += _succeed(connection, store, version, policy)
    return lines


def pin_champions(connection: sa.Connection) -> None:
    """Serve the current champions until they are replaced, and not what a run publishes."""
    lock_champions(connection)
    execute(connection, "experiments/pin_champions")


def promote(
    connection: sa.Connection,
    name: str,
    horizons: Sequence[int],
    username: str,
    note: str,
    expected: Mapping[int, str | None] | None = None,
    reason: Literal["person", "rollback"] = "person",
) -> list[Replaced]:
    """Make a version the champion of its universe at some horizons.

    Args:
        name: the version's.
        horizons: in sessions; at those where it is champion already, nothing changes.
        note: why.
        expected: by horizon, the champion that the person saw; None: any.

    Returns:
        The changes; empty if the version was champion at all horizons.

    Raises:
        UnknownVersion: there is no such version.
        NeverServed: it is research.
        WrongHorizon: it has no model at one of the horizons.
        ChampionChanged: the champion at one of the horizons is not the expected one.
    """
    lock_champions(connection)
    version = find_version(connection, name)
    if version.is_research:
        raise NeverServed(
            localized(
                "{name} is research: its target is not the return of the close over sessions, and it is "
                "never "
                "served.",
                name=name,
            )
        )
    champions = _champions(connection, version.universe)
    if missing := sorted(set(horizons) - set(version.horizons)):
        known = ", ".join(map(str, version.horizons))
        raise WrongHorizon(
            localized(
                "{name} has no model at {horizon} sessions; it has {known}.",
                name=name,
                horizon=missing[0],
                known=known,
            )
        )
    replaced = []
    for horizon in sorted(set(horizons)):
        champion = champions.get(horizon)
        before = None if champion is None else str(champion["version"])
        if champion is not None and before == name:
            continue
        if expected is not None and expected.get(horizon, before) != before:
            raise ChampionChanged(
                localized(
                    "The champion at {horizon} sessions is {before} by now. Load the page again.",
                    horizon=horizon,
                    before=before,
                )
            )
        _replace(connection, version, horizon, reason, True, decided_by=username, note=note)
        replaced.append(Replaced(horizon, before, name))
    return replaced


def roll_back_to(
    connection: sa.Connection,
    name: str,
    horizons: Sequence[int],
    username: str,
    note: str,
    expected: Mapping[int, str | None] | None = None,
) -> list[Replaced]:
    """Make an earlier champion the champion of its universe again.

    Args, Returns and Raises: as :func:`promote`.

    Raises:
        NeverChampion: the version was not champion at one of the horizons.
    """
    lock_champions(connection)
    version = find_version(connection, name)
    rows = fetch_all(connection, "experiments/horizons_of_champion", version_id=str(version.id))
    if never := sorted(set(horizons) - {row["horizon"] for row in rows}):
        raise NeverChampion(
            localized(
                "{name} was never champion at {horizon} sessions. Promote it instead.",
                name=name,
                horizon=never[0],
            )
        )
    return promote(connection, name, horizons, username, note, expected, "rollback")


def _champions(connection: sa.Connection, universe: str) -> dict[int, Row]:
    rows = fetch_all(connection, "experiments/champions", universe=universe)
    return {row["horizon"]: row for row in rows}


def _succeed(
    connection: sa.Connection,
    store: ArtifactStore,
    version: ModelVersion,
    policy: PromotionPolicy,
    moment: datetime | None = None,
) -> list[str]:
    """Replace the champions that the version succeeds; research succeeds none.

    Args:
        moment: when the run ended; None: now.
    """
    if version.is_research:
        return []
    lines = []
    champions = _champions(connection, version.universe)
    for horizon in version.horizons:
        champion = champions.get(horizon)
        contest = None
        if policy.promotion == "rule" and champion is not None and champion["line"] != version.line:
            contest = challenge(connection, store, version, champion, policy)
        reason = _reason(version, champion, policy.promotion, contest)
        if reason is not None:
            evidence = asdict(contest.comparison) if contest is not None else None
            is_pinned = policy.promotion != "newest"
            _replace(connection, version, horizon, reason, is_pinned, evidence=evidence, moment=moment)
        lines.append(_line(version, horizon, champion, reason, contest))
    return lines


def _line(
    version: ModelVersion,
    horizon: int,
    champion: Row | None,
    reason: Reason | None,
    contest: Challenge | None,
) -> str:
    if champion is None:
        return f"{horizon} sessions: {version.version} is the first champion"
    names = f"{horizon} sessions: {version.version} {{}} the champion {champion['version']}"
    measured = ""
    if contest is not None:
        found = contest.comparison
        measured = (
            f": error {found.challenger_error:.3f} % beside {found.champion_error:.3f} % "
            f"(naive {found.naive_error:.3f} %) on {found.sessions} common sessions, p {found.p_value:.3f}"
        )
    if reason is not None:
        return f"{names.format('succeeds')} ({reason}){measured}"
    if version.as_of < champion["as_of_date"]:
        return f"{names.format('does not succeed')}, whose session is later"
    return f"{names.format('challenges')}{measured}"


def _reason(
    version: ModelVersion, champion: Row | None, promotion: Promotion, contest: Challenge | None
) -> Reason | None:
    """Why the version succeeds the champion; None: it does not."""
    if champion is None:
        return "newest" if promotion == "newest" else "first"
    if champion["version_id"] == version.id or version.as_of < champion["as_of_date"]:
        return None
    if promotion == "newest":
        return "newest"
    if champion["line"] == version.line:
        return "refit"
    if promotion == "rule" and contest is not None and contest.is_won:
        return "rule"
    return None


def _replace(
    connection: sa.Connection,
    version: ModelVersion,
    horizon: int,
    reason: Reason,
    is_pinned: bool,
    *,
    decided_by: str | None = None,
    note: str | None = None,
    evidence: dict[str, Any] | None = None,
    moment: datetime | None = None,
) -> None:
    tenure = {"universe": version.universe, "horizon": horizon, "moment": moment}
    execute(connection, "experiments/end_champion", **tenure)
    execute(
        connection,
        "experiments/put_champion",
        **tenure,
        version_id=str(version.id),
        reason=reason,
        decided_by=decided_by,
        note=note,
        evidence=None if evidence is None else json.dumps(evidence),
        is_pinned=is_pinned,
    )
    if is_pinned:
        forecasts = {"run_id": str(version.run_id), "horizon": horizon}
        execute(connection, "experiments/withdraw_forecasts", **forecasts)
        execute(connection, "experiments/serve_forecasts", **forecasts)

"""The versions of the models: one of each training run that has ended with published tickers."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, fetch_returned
from vn30.errors import WrongInput
from vn30.experiments.requests import wanted_document
from vn30.i18n.localized import localized
from vn30.names import ALL_VN30
from vn30.training_config.document import InvalidConfig, parse_config
from vn30.training_config.versions import in_full

# Not parts of a model: which tickers it is of, and whether a crawl precedes its training.
_NOT_OF_THE_LINE = (("universe",), ("dataWindow", "skipRefetch"), ("dataWindow", "end"))


class UnknownVersion(WrongInput):
    """There is no such version, or it was deleted."""


class StillChampion(WrongInput):
    """A champion cannot be deleted."""


class ModelVersion(NamedTuple):
    """The version of a run.

    Attributes:
        version: its name, such as ``v3``.
        universe: ``vn30``, or the tickers of a selection, separated by commas.
        line: hash of the parameters that define the model (:func:`model_line`).
        as_of: the session that its run is for.
        horizons: in sessions.
        is_research: it forecasts another target than the return of the close over sessions, and is never
            served.
        ended_at: when its run ended.
    """

    id: UUID
    version: str
    run_id: UUID
    universe: str
    line: str
    as_of: date
    horizons: tuple[int, ...]
    is_research: bool
    ended_at: datetime | None = None


def lock_champions(connection: sa.Connection) -> None:
    """Let no other transaction record a version or replace a champion until this one ends."""
    fetch_returned(connection, "experiments/lock_champions")


def record_versions(
    connection: sa.Connection,
    run_id: UUID | None = None,
    residuals: Mapping[int, Any] | None = None,
    slices: Mapping[int, Any] | None = None,
) -> list[ModelVersion]:
    """Record the versions of ended runs that have none, oldest first. The caller holds the lock.

    Args:
        run_id: only of this run, whose version is updated if it has one.
        residuals: of this run by horizon, see :func:`vn30.evaluation.residuals.residuals`.
        slices: of this run by horizon, see :func:`vn30.evaluation.slices.slice_scores`.
    """
    runs = fetch_all(connection, "experiments/runs_without_version", run_id=run_id and str(run_id))
    return [_record(connection, run, residuals or {}, slices or {}) for run in runs]


def find_version(connection: sa.Connection, version: str) -> ModelVersion:
    """The version of this name.

    Raises:
        UnknownVersion: there is none.
    """
    row = fetch_one(connection, "experiments/model_version", version=version)
    if row is None:
        raise UnknownVersion(
            localized("There is no version {version}. The page Models lists all versions.", version=version)
        )
    return _version(connection, row)


def delete_version(connection: sa.Connection, version: str, username: str) -> None:
    """Delete a version: retention removes its files; its forecasts, scores and tenures stay on record.

    Raises:
        UnknownVersion: there is no such version.
        StillChampion: it is champion at a horizon.
    """
    lock_champions(connection)
    find_version(connection, version)
    row = fetch_one(connection, "experiments/delete_model_version", version=version, username=username)
    if row is None:
        raise StillChampion(
            localized("{version} is champion. Promote another version first.", version=version)
        )
    run_id = str(row["run_id"])
    if execute(connection, "experiments/mark_tidied", run_id=run_id):
        execute(connection, "experiments/clear_run", run_id=run_id)


def model_line(document: dict[str, Any]) -> str:
    """SHA-256 of the parameters that define a model, in hexadecimal digits.

    Only parameters that differ from their defaults count, so that a new parameter does not begin a new line.
    Universe, end of the window and crawling do not count. The seed counts: else a run with a luckier seed
    would pass as a refit.
    """
    named = (document.get("universe") or {}).get("tickers") or ()
    try:
        config = parse_config(document, also_known=named)
    except InvalidConfig:
        parameters = json.loads(json.dumps(document))
    else:
        parameters = config.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for *sections, name in _NOT_OF_THE_LINE:
        part = parameters
        for section in sections:
            part = part.get(section, {})
        part.pop(name, None)
    return _hash({name: part for name, part in parameters.items() if part != {}})


def _record(
    connection: sa.Connection, run: Row, residuals: Mapping[int, Any], slices: Mapping[int, Any]
) -> ModelVersion:
    document = wanted_document(
        run["config"],
        run["scope"] or "all_vn30",
        run["requested_tickers"],
        run["global_seed"],
        run["target_column"],
        run["parent_run_id"] and str(run["parent_run_id"]),
    )
    all_vn30 = (document.get("universe") or {}).get("useAllVn30", True)
    row = fetch_returned(
        connection,
        "experiments/put_model_version",
        run_id=str(run["id"]),
        universe=ALL_VN30 if all_vn30 else ",".join(sorted(run["tickers"] or ())),
        line=model_line(document),
        params_hash=_hash({**in_full(document), "tickers": run["tickers"]}),
        residuals=json.dumps(residuals),
        slices=json.dumps(slices),
    )
    recorded = _version(connection, {**row, "is_research": run["is_research"]})
    return recorded._replace(ended_at=run["finished_at"])


def _version(connection: sa.Connection, row: Mapping[Any, Any]) -> ModelVersion:
    horizons = fetch_all(connection, "experiments/horizons_of_run", run_id=str(row["run_id"]))
    return ModelVersion(
        row["id"],
        row["version"],
        row["run_id"],
        row["universe"],
        row["line"],
        row["as_of_date"],
        tuple(row["horizon"] for row in horizons),
        row["is_research"],
    )


def _hash(document: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()

"""Reads of, and decisions on, versions of the models."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa

from api.auth.audit import Audit
from api.core.database import writing
from api.core.errors import ApiError
from api.core.schemas import HORIZON_LABELS, HorizonLabel, PageMeta
from api.model_versions.schemas import (
    Decided,
    Decision,
    FileType,
    LiveScores,
    MemberScores,
    ModelVersionDetail,
    ModelVersionList,
    ModelVersionRow,
    Relative,
    Replacement,
    ServedForecast,
    ServedForecasts,
    Tenure,
    TenureList,
    TenuresQuery,
    VersionScores,
    VersionsQuery,
)
from api.model_versions.test_part import Residuals, SliceScores
from api.models.reliability import scores_by_horizon
from api.stocks.lookup import find_stock
from vn30.database.warehouse import Row, fetch_all, fetch_one, fetch_returned
from vn30.evaluation.significance import PROVEN_BELOW
from vn30.experiments.champions import (
    ChampionChanged,
    NeverChampion,
    NeverServed,
    Replaced,
    WrongHorizon,
    promote,
    roll_back_to,
)
from vn30.experiments.model_versions import StillChampion, UnknownVersion, delete_version
from vn30.i18n.localized import joined, localized

_HORIZONS = {label: horizon for horizon, label in HORIZON_LABELS.items()}


def listed(connection: sa.Connection, query: VersionsQuery) -> ModelVersionList:
    """A page of the versions, newest first."""
    total = fetch_returned(connection, "model_versions/count")["total"]
    rows = fetch_all(connection, "model_versions/page", limit=query.page_size, skipped=query.skipped)
    return ModelVersionList(
        data=[ModelVersionRow.model_validate(_version(row)) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def detail(connection: sa.Connection, version: str) -> ModelVersionDetail:
    """A version with everything that is stored about it.

    Raises:
        ApiError: 404 ``unknown_version``.
    """
    row = fetch_one(connection, "model_versions/by_name", version=version)
    if row is None:
        raise _unknown(version)
    run_id, version_id = str(row["run_id"]), str(row["version_id"])
    live = fetch_all(connection, "model_versions/live_accuracy", version_id=version_id)
    members = fetch_all(connection, "model_versions/members", run_id=run_id, proven_below=PROVEN_BELOW)
    tenures = fetch_all(
        connection, "model_versions/tenures", version=version, horizon=None, limit=50, skipped=0
    )
    relatives = fetch_all(connection, "model_versions/relatives", version=version)
    return ModelVersionDetail.model_validate(
        {
            **_version(row),
            "live": {_label(one): LiveScores.model_validate(dict(one)) for one in live},
            "residuals": _by_label(row["residuals"], Residuals.model_validate),
            "slices": _by_label(row["slices"], _slices),
            "ranks": scores_by_horizon(
                fetch_all(connection, "model_versions/rank_scores", run_id=run_id),
                fetch_all(connection, "model_versions/reliability_bins", run_id=run_id),
            ),
            "members": [MemberScores(**{**one, "horizon": _label(one)}) for one in members],
            "files": [
                FileType.model_validate(dict(one))
                for one in fetch_all(connection, "model_versions/files", run_id=run_id)
            ],
            "relatives": [
                Relative(
                    **{**one, "as_of": one["as_of_date"], "champion_at": _labels(one["champion_at"])},
                )
                for one in relatives
            ],
            "tenures": [_tenure(one) for one in tenures],
        }
    )


def champions(connection: sa.Connection, query: TenuresQuery) -> TenureList:
    """A page of the history of champions, newest first."""
    wanted = {"version": None, "horizon": query.horizon and _HORIZONS[query.horizon]}
    total = fetch_returned(connection, "model_versions/count_tenures", **wanted)["total"]
    rows = fetch_all(
        connection, "model_versions/tenures", **wanted, limit=query.page_size, skipped=query.skipped
    )
    return TenureList(
        data=[_tenure(row) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def served(connection: sa.Connection, ticker: str, day: date) -> ServedForecasts:
    """What the champion and its challengers said of a stock on a day.

    Raises:
        ApiError: 404 ``unknown_ticker``.
    """
    stock = find_stock(connection, ticker)
    rows = fetch_all(connection, "model_versions/of_ticker", stock_id=stock["stock_id"], day=day)
    return ServedForecasts(
        ticker=stock["ticker"],
        as_of=rows[0]["as_of_date"] if rows else None,
        data=[ServedForecast.model_validate({**row, "horizon": _label(row)}) for row in rows],
    )


def promote_version(engine: sa.Engine, audit: Audit, version: str, decision: Decision) -> Decided:
    """Make a version the champion.

    Raises:
        ApiError: 404 ``unknown_version``; 409 ``champion_changed`` or ``wrong_horizon``.
    """
    return _decide(engine, audit, version, decision, promote, "promote_model")


def roll_back_version(engine: sa.Engine, audit: Audit, version: str, decision: Decision) -> Decided:
    """Make an earlier champion the champion again.

    Raises:
        ApiError: as :func:`promote_version`; 409 ``never_champion``.
    """
    return _decide(engine, audit, version, decision, roll_back_to, "roll_back_model")


def delete(engine: sa.Engine, audit: Audit, version: str, confirm: str) -> None:
    """Delete a version whose name the person has typed.

    Raises:
        ApiError: 404 ``unknown_version``; 409 ``still_champion``; 422 ``not_confirmed``.
    """
    if confirm != version:
        message = localized("confirm: type the name of the version, {version}.", version=version)
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "not_confirmed", message)
    with _refusals(), writing(engine) as connection:
        delete_version(connection, version, audit.user.username)
        audit.add(connection, "delete_model", version)


def _decide(
    engine: sa.Engine,
    audit: Audit,
    version: str,
    decision: Decision,
    change: Callable[..., list[Replaced]],
    action: Any,
) -> Decided:
    horizons = [_HORIZONS[label] for label in decision.horizons]
    expected = {_HORIZONS[label]: name for label, name in decision.expected.items()}
    with _refusals(), writing(engine) as connection:
        replaced = change(connection, version, horizons, audit.user.username, decision.note, expected)
        if replaced:
            audit.add(
                connection,
                action,
                version,
                before={HORIZON_LABELS[one.horizon]: one.before for one in replaced},
                after={
                    **{HORIZON_LABELS[one.horizon]: one.after for one in replaced},
                    "note": decision.note,
                },
            )
    return Decided(
        replaced=[
            Replacement(horizon=HORIZON_LABELS[one.horizon], before=one.before, after=one.after)
            for one in replaced
        ]
    )


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except UnknownVersion as error:
        raise ApiError(
            HTTPStatus.NOT_FOUND, "unknown_version", joined(": ", "version", str(error))
        ) from error
    except ChampionChanged as error:
        raise ApiError(
            HTTPStatus.CONFLICT, "champion_changed", joined(": ", "expected", str(error))
        ) from error
    except NeverServed as error:
        raise ApiError(HTTPStatus.CONFLICT, "research", joined(": ", "version", str(error))) from error
    except WrongHorizon as error:
        raise ApiError(HTTPStatus.CONFLICT, "wrong_horizon", joined(": ", "horizons", str(error))) from error
    except NeverChampion as error:
        raise ApiError(HTTPStatus.CONFLICT, "never_champion", joined(": ", "version", str(error))) from error
    except StillChampion as error:
        raise ApiError(HTTPStatus.CONFLICT, "still_champion", joined(": ", "version", str(error))) from error


def _unknown(version: str) -> ApiError:
    return ApiError(
        HTTPStatus.NOT_FOUND,
        "unknown_version",
        localized("version: there is no version {version}.", version=version),
    )


def _version(row: Row) -> dict[str, Any]:
    return {
        **row,
        "line": row["line_version"],
        "as_of": row["as_of_date"],
        "parent": row["parent_version"],
        "champion_at": _labels(row["champion_at"]),
        "scores": _by_label(row["metrics"], VersionScores.model_validate),
    }


def _slices(documents: list[dict[str, Any]]) -> list[SliceScores]:
    return [SliceScores.model_validate(document) for document in documents]


def _tenure(row: Row) -> Tenure:
    return Tenure.model_validate({**row, "horizon": _label(row)})


def _label(row: Row) -> HorizonLabel:
    return HORIZON_LABELS[row["horizon_days"]]


def _labels(horizons: list[int]) -> list[HorizonLabel]:
    return [HORIZON_LABELS[horizon] for horizon in horizons]


def _by_label(document: dict[str, Any], make: Callable[[Any], Any]) -> dict[HorizonLabel, Any]:
    """A document of the database by horizon, in the order of the horizons."""
    return {
        label: make(document[str(horizon)])
        for horizon, label in HORIZON_LABELS.items()
        if str(horizon) in document
    }

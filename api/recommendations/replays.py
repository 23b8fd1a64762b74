"""Replays of past recommendations, and what later restatements changed, as responses of the API."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from api.core.errors import ApiError
from api.core.schemas import HORIZON_LABELS, PageMeta, PageQuery
from api.recommendations.record_schemas import Difference, Replay, ReplayDetail, ReplayList, RestatedStock
from vn30.database.warehouse import Row, fetch_all, fetch_one, fetch_returned
from vn30.i18n.localized import localized

MAX_DIFFERENCES = 500
MAX_LENGTH = 400
"""Characters of a value that are returned: a justification is longer."""


def listed(connection: sa.Connection, query: PageQuery) -> ReplayList:
    """A page of the replays, newest first."""
    total = fetch_returned(connection, "recommendations/count_replays")["total"]
    rows = fetch_all(connection, "recommendations/replays", limit=query.page_size, skipped=query.skipped)
    return ReplayList(
        data=[Replay.model_validate(_replay(row)) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def detail(connection: sa.Connection, replay_id: UUID) -> ReplayDetail:
    """A replay with the fields that it has otherwise than the run of record.

    Raises:
        ApiError: 404 ``unknown_replay``.
    """
    row = fetch_one(connection, "recommendations/replay", id=str(replay_id))
    if row is None:
        message = localized("replayId: there is no such replay. Request the list of replays.")
        raise ApiError(HTTPStatus.NOT_FOUND, "unknown_replay", message)
    differences = fetch_all(
        connection,
        "recommendations/differences",
        id=str(replay_id),
        longest=MAX_LENGTH,
        limit=MAX_DIFFERENCES,
    )
    return ReplayDetail.model_validate(
        {
            **_replay(row),
            "differences": [
                Difference.model_validate({**one, "horizon": HORIZON_LABELS[one["horizon_days"]]})
                for one in differences
            ],
        }
    )


def _replay(row: Row) -> dict[str, Any]:
    return {
        **row,
        "session": row["as_of_date"],
        "basis": row["replay_basis"],
        "replayed_at": row["created_at"],
        "original_made_at": row["original_created_at"],
        "has_same_inputs": row["same_inputs"],
        "has_same_code": row["same_code"],
        "restatements": [RestatedStock.model_validate(one) for one in row["restated"]],
    }

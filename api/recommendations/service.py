"""Reads of recommendations from the views, as responses of the API."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from api.core.errors import ApiError
from api.core.schemas import HORIZON_LABELS, HorizonLabel
from api.recommendations.schemas import (
    HistoryMeta,
    HistoryQuery,
    Origin,
    Outcome,
    PastRecommendation,
    Reasons,
    RecommendationDetail,
    RecommendationHistory,
    RecommendationList,
    RecommendationRow,
    RecommendationsMeta,
    RecommendationsQuery,
    Record,
)
from api.stocks.lookup import find_stock
from vn30.database.warehouse import Row, fetch_all, fetch_one, fetch_returned
from vn30.i18n.localized import from_json, localized
from vn30.market.clock import read_clock
from vn30.recommendations.wording import paragraph_of
from vn30.users.preferences import Profile

HORIZONS = {label: horizon for horizon, label in HORIZON_LABELS.items()}


def current(connection: sa.Connection, query: RecommendationsQuery, profile: Profile) -> RecommendationList:
    """A page of the newest recommendations of ``profile``."""
    newest = fetch_one(connection, "recommendations/newest_session") or {"session": None, "made_at": None}
    wanted = {
        "session": newest["session"],
        "profile": profile,
        "label": query.label,
        "horizon": horizon_of(query.horizon),
        "tickers": query.ticker,
    }
    total = fetch_returned(connection, "recommendations/count_of_session", **wanted)["total"]
    rows = fetch_all(
        connection,
        "recommendations/page_of_session",
        **wanted,
        sort_by=query.sort_by,
        descending=query.descending,
        limit=query.page_size,
        skipped=query.skipped,
    )
    return RecommendationList(
        data=[RecommendationRow.model_validate(_row(row)) for row in rows],
        meta=RecommendationsMeta(
            page=query.page,
            page_size=query.page_size,
            total=total,
            profile=profile,
            **newest,
            **read_clock(connection)._asdict(),
        ),
    )


def history(connection: sa.Connection, query: HistoryQuery, profile: Profile) -> RecommendationHistory:
    """A page of all recommendations for a stock, newest first.

    Raises:
        ApiError: 404 ``unknown_ticker``.
    """
    wanted = {
        "stock_id": find_stock(connection, query.ticker)["stock_id"],
        "profile": profile,
        "horizon": horizon_of(query.horizon),
    }
    total = fetch_returned(connection, "recommendations/count_of_stock", **wanted)["total"]
    rows = fetch_all(
        connection, "recommendations/page_of_stock", **wanted, limit=query.page_size, skipped=query.skipped
    )
    return RecommendationHistory(
        data=[PastRecommendation.model_validate(_past(row)) for row in rows],
        meta=HistoryMeta(page=query.page, page_size=query.page_size, total=total, profile=profile),
    )


def detail(connection: sa.Connection, recommendation_id: UUID) -> RecommendationDetail:
    """A recommendation of record with its reasons, snapshot and outcome.

    Raises:
        ApiError: 404 ``unknown_recommendation``.
    """
    row = fetch_one(connection, "recommendations/of_id", id=str(recommendation_id))
    if row is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_recommendation",
            localized(
                "recommendationId: there is no such recommendation of record. A later run for its session "
                "may "
                "have replaced it: request the history of the stock.",
            ),
        )
    origin = Origin.model_validate({**row, "made_at": row["created_at"]})
    return RecommendationDetail.model_validate(
        {
            **_past(row),
            "reasons": Reasons.model_validate(_reasons(row)),
            "snapshot": row["snapshot"] or {},
            "origin": origin,
            **read_clock(connection)._asdict(),
        }
    )


def horizon_of(label: HorizonLabel | None) -> int | None:
    """The sessions of a horizon; None for all horizons."""
    return label and HORIZONS[label]


def _row(row: Row) -> dict[str, Any]:
    record = {
        name.removeprefix("record_"): value for name, value in row.items() if name.startswith("record_")
    }
    return {
        **row,
        "justification": row["justification"]
        if row["messages"] is None
        else paragraph_of(row["reason_code"], _reasons(row)),
        "session": row["as_of_date"],
        "horizon": HORIZON_LABELS[row["horizon_days"]],
        "is_in_time": row["made_in_time"],
        "record": None if record["as_of_date"] is None else Record.model_validate(record),
    }


def _reasons(row: Row) -> Any:
    """The reasons; those of older recommendations are in English alone."""
    return row["reasons"] if row["messages"] is None else from_json(row["messages"])


def _past(row: Row) -> dict[str, Any]:
    is_judged = row["judged_at"] is not None
    outcome = Outcome.model_validate({**row, "came_true": row["claim_true"]}) if is_judged else None
    return {**_row(row), "outcome": outcome}

"""``/recommendations``: what to buy, hold and sell by profile, for signed-in users, with its track record."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import TypeAdapter

from api.auth.guards import consented
from api.core.errors import documented
from api.core.response_cache import READ, MarketReads
from api.core.schemas import PageQuery
from api.recommendations import replays, service
from api.recommendations.preferences import PreferredProfile
from api.recommendations.record_schemas import ReplayDetail, ReplayList, TrackRecord, TrackRecordQuery
from api.recommendations.schemas import (
    HistoryQuery,
    RecommendationDetail,
    RecommendationHistory,
    RecommendationList,
    RecommendationsQuery,
)
from api.recommendations.track_record import track_record as record_of

router = APIRouter(
    prefix="/recommendations",
    tags=["recommendations"],
    dependencies=[Depends(consented)],
    responses={
        **READ,
        **documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
    },
)

LIST, HISTORY = TypeAdapter(RecommendationList), TypeAdapter(RecommendationHistory)
DETAIL, RECORD = TypeAdapter(RecommendationDetail), TypeAdapter(TrackRecord)
REPLAYS, REPLAY = TypeAdapter(ReplayList), TypeAdapter(ReplayDetail)

_ONE, _REPLAY = "/{recommendationId}", "/replays/{replayId}"
RecommendationId = Annotated[UUID, Path(alias="recommendationId")]
ReplayId = Annotated[UUID, Path(alias="replayId")]


@router.get("", response_model=RecommendationList)
def recommendations(
    reads: MarketReads, preferred: PreferredProfile, query: Annotated[RecommendationsQuery, Query()]
) -> Response:
    """The newest recommendations of a profile, each with the record of those like it."""
    profile = query.profile or preferred
    return reads.answer(LIST, lambda connection: service.current(connection, query, profile), profile)


@router.get("/history", response_model=RecommendationHistory, responses=documented(HTTPStatus.NOT_FOUND))
def recommendation_history(
    reads: MarketReads, preferred: PreferredProfile, query: Annotated[HistoryQuery, Query()]
) -> Response:
    """All recommendations for a stock, newest first, with their outcomes."""
    profile = query.profile or preferred
    return reads.answer(HISTORY, lambda connection: service.history(connection, query, profile), profile)


@router.get("/track-record", response_model=TrackRecord)
def track_record(
    reads: MarketReads, preferred: PreferredProfile, query: Annotated[TrackRecordQuery, Query()]
) -> Response:
    """What has come of recommendations, with errors, beside what doing without them would have brought."""
    profile = query.profile or preferred
    return reads.answer(RECORD, lambda connection: record_of(connection, query, profile), profile)


@router.get("/replays", response_model=ReplayList)
def recommendation_replays(reads: MarketReads, query: Annotated[PageQuery, Query()]) -> Response:
    """Past recommendations that were made again, and whether they came out the same, newest first."""
    return reads.answer(REPLAYS, lambda connection: replays.listed(connection, query))


@router.get(_REPLAY, response_model=ReplayDetail, responses=documented(HTTPStatus.NOT_FOUND))
def recommendation_replay(reads: MarketReads, replay_id: ReplayId) -> Response:
    """A replay with what it has otherwise, and the restatements of prices since."""
    return reads.answer(REPLAY, lambda connection: replays.detail(connection, replay_id))


@router.get(_ONE, response_model=RecommendationDetail, responses=documented(HTTPStatus.NOT_FOUND))
def recommendation(reads: MarketReads, recommendation_id: RecommendationId) -> Response:
    """A recommendation with its reasons, its snapshot of what was known, and its outcome."""
    return reads.answer(DETAIL, lambda connection: service.detail(connection, recommendation_id))

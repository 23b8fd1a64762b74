"""``/artifacts``: files of training runs, of simulations and of the lake, by signed link."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette.responses import Response

from api.artifacts import service
from api.artifacts.download import download, is_head
from api.artifacts.links import check_link
from api.artifacts.schemas import ArtifactType, LinkQuery
from api.auth.guards import SigningKey, everybody
from api.core.database import Database, Lookups
from api.core.errors import documented
from api.core.settings import AppSettings

router = APIRouter(
    prefix="/artifacts",
    tags=["artifacts"],
    dependencies=[Depends(everybody)],
    responses=documented(
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.GONE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
)

_BYTES = {"schema": {"type": "string", "format": "binary"}}
_MEDIA: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK.value: {
        "description": "The file",
        "content": {
            media_type: _BYTES
            for media_type in (
                "image/png",
                "application/octet-stream",
                "text/csv",
                "text/html",
                "application/vnd.apache.parquet",
            )
        },
    },
    HTTPStatus.PARTIAL_CONTENT.value: {"description": "The part that `Range` asks for"},
    HTTPStatus.NOT_MODIFIED.value: {"description": "not modified: the ETag that was sent is current"},
    **documented(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE),
    HTTPStatus.TEMPORARY_REDIRECT.value: {
        "description": "The file is at `Location` in the store, for a minute",
        "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}},
    },
}


@router.get("/{artifactsId}/{type}", response_class=StreamingResponse, responses=_MEDIA)
def artifact(
    request: Request,
    engine: Database,
    lookups: Lookups,
    settings: AppSettings,
    key: SigningKey,
    artifacts_id: Annotated[int, Path(alias="artifactsId", ge=1, le=2**63 - 1)],
    type: ArtifactType,
    link: Annotated[LinkQuery, Query()],
    range_: Annotated[
        str | None, Header(alias="Range", max_length=200, description="a part of the file")
    ] = None,
    if_range: Annotated[
        str | None, Header(max_length=200, description="the ETag of the file that `Range` is a part of")
    ] = None,
) -> Response:
    """A file of a training run, a simulation or the lake, by a signed link, which needs no token and expires.

    `/experiments/{runId}/artifacts`, `/models`, `/simulations/{simulationId}` and
    `/lake/versions/{versionId}` list the links. A file whose content does not have its recorded checksum is
    not served: 409 `artifact_changed`. With `VN30_ARTIFACT_REDIRECT` the answer redirects to the store, and
    only the size is checked.
    """
    check_link(key, settings, lookups, artifacts_id, type, link)
    with engine.connect() as connection:
        stored = service.find_file(connection, settings, artifacts_id, type)
    # Links of a store are signed for GET alone.
    if not is_head(request) and (elsewhere := service.link_to(settings, stored)):
        # The link of the store expires: it must not be cached.
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return RedirectResponse(elsewhere, HTTPStatus.TEMPORARY_REDIRECT, headers)
    return download(request, settings, stored, range_, if_range)

"""``/artifacts``: files of training runs, for whoever has a link to one."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette.responses import Response

from api.artifacts import service
from api.artifacts.links import ArtifactLinks
from api.artifacts.schemas import ArtifactType, LinkQuery
from api.configuration import AppSettings
from api.database import Database
from api.errors import documented
from api.security import everybody

router = APIRouter(
    prefix="/artifacts",
    tags=["artifacts"],
    dependencies=[Depends(everybody)],
    responses=documented(
        HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY
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
                "application/vnd.apache.parquet",
            )
        },
    },
    HTTPStatus.TEMPORARY_REDIRECT.value: {
        "description": "The file is in the store itself, at `Location`, for a minute",
        "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}},
    },
}


@router.get("/{artifactsId}/{type}", response_class=StreamingResponse, responses=_MEDIA)
def artifact(
    engine: Database,
    settings: AppSettings,
    links: ArtifactLinks,
    artifacts_id: Annotated[int, Path(alias="artifactsId", ge=1, le=2**63 - 1)],
    type: ArtifactType,
    link: Annotated[LinkQuery, Query()],
) -> Response:
    """A file of a training run. The link is the right to read it: it needs no token, and expires.

    Links are listed by `/experiments/{runId}/artifacts` and `/models`. Where the platform is set up so, the
    answer redirects to the store.
    """
    links.check(artifacts_id, type, link)
    with engine.connect() as connection:
        stored = service.find_file(connection, artifacts_id, type)
    if elsewhere := service.link_to(settings, stored):
        # The next reader of the link needs a new one.
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return RedirectResponse(elsewhere, HTTPStatus.TEMPORARY_REDIRECT, headers)
    file, size = service.open_artifact(settings, stored.url)
    headers = {
        "Content-Length": str(size),
        "Content-Disposition": stored.disposition,
        "Cache-Control": "private, max-age=3600",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Referrer-Policy": "no-referrer",
    }
    if stored.sha256:
        headers["ETag"] = f'"{stored.sha256}"'
    return StreamingResponse(service.chunks(file), media_type=stored.media_type, headers=headers)

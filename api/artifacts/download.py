"""The response with a stored file, or a part of it."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from api.artifacts import service
from api.artifacts.ranges import NoSuchPart, requested_part
from api.artifacts.service import StoredFile
from api.core.errors import error_answer
from api.core.response_cache import is_known
from vn30.i18n.localized import localized
from vn30.settings import Settings


def is_head(request: Request) -> bool:
    """Whether the response is sent without its body."""
    return bool(getattr(request.state, "head", False))


def download(
    request: Request, settings: Settings, stored: StoredFile, range_: str | None, if_range: str | None
) -> Response:
    """The file, 206 for the part that ``Range`` asks for, 304 for a known ETag, or 416.

    ``If-Range`` with another ETag than that of the file, or with a date, ignores ``Range``: the parts that
    the caller has belong to another file.

    Raises:
        ApiError: as :func:`api.artifacts.service.open_artifact` does.
    """
    etag = f'"{stored.sha256}"' if stored.sha256 else None
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": stored.disposition,
        "Cache-Control": "private, max-age=3600",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Referrer-Policy": "no-referrer",
        **({"ETag": etag} if etag else {}),
    }
    if etag and is_known(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    file, size = service.open_artifact(settings, stored.url, stored.sha256)
    try:
        part = requested_part(range_, size) if if_range in (None, etag) else None
    except NoSuchPart:
        file.close()
        return error_answer(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            "no_such_range",
            localized("Range: the file has {size} bytes. Request a part of them.", size=size),
            {"Content-Range": f"bytes */{size}"},
        )
    if part is not None:
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
        file.seek(part.first)
    length = part.size if part else size
    headers["Content-Length"] = str(length)
    status = HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK
    if is_head(request):
        file.close()
        return Response(status_code=status, media_type=stored.media_type, headers=headers)
    return StreamingResponse(
        service.chunks(file, length), status, media_type=stored.media_type, headers=headers
    )

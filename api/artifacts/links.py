"""Links to stored files: whoever has one may read the file until it expires, as an ``<img>`` must.

A link names a row and a type, never a path. A bucket could sign links of its own: then make them here.
"""

import hashlib
import time
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from itsdangerous import Signer

from api.artifacts.schemas import ArtifactType, LinkQuery
from api.errors import ApiError
from api.security import SigningKey

LIFETIME_SECONDS = 3600
"""A link lives this long at least, twice as long at most: it stays the same, and cached, for a while."""


class Links:
    """Makes and checks links, with a key derived from the one that signs tokens."""

    def __init__(self, key: str, request: Request) -> None:
        self._signer = Signer(key, salt="vn30.artifact-link", digest_method=hashlib.sha256)
        self._request = request
        self.expire_at = (int(time.time()) // LIFETIME_SECONDS + 2) * LIFETIME_SECONDS
        """When the links that are made now expire: the same for all of an hour, in seconds since 1970."""

    def to(self, artifacts_id: int, type_: ArtifactType) -> str:
        """Path and query of a link to one file of a row of ``experiment_ticker_artifacts``."""
        expires = self.expire_at
        path = self._request.app.url_path_for("artifact", artifactsId=str(artifacts_id), type=type_)
        signature = self._signer.get_signature(_signed(artifacts_id, type_, expires)).decode()
        return f"{path}?{urlencode({'expires': expires, 'signature': signature})}"

    def check(self, artifacts_id: int, type_: ArtifactType, link: LinkQuery) -> None:
        """Do nothing for a link of ours that has not expired.

        Raises:
            ApiError: 403 ``invalid_link``, whether there is such a file or not; 410 ``link_expired``.
        """
        if not self._signer.verify_signature(_signed(artifacts_id, type_, link.expires), link.signature):
            raise ApiError(
                HTTPStatus.FORBIDDEN,
                "invalid_link",
                "This link is not ours. Ask for the list of artifacts.",
            )
        if link.expires < time.time():
            raise ApiError(
                HTTPStatus.GONE, "link_expired", "This link has expired. Ask for the list of artifacts again."
            )


def _signed(artifacts_id: int, type_: str, expires: int) -> str:
    return f"{artifacts_id}/{type_}/{expires}"


async def _links(key: SigningKey, request: Request) -> Links:
    return Links(key, request)


ArtifactLinks = Annotated[Links, Depends(_links)]

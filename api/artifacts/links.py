"""Signed links to stored files: they need no token, as an ``<img>`` cannot send one, and expire.

A link names a row and a type, never a path, and the sign-in that it was listed for: it ends with that
sign-in, and with the account's right to list files.
"""

import hashlib
import time
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from fastapi import Depends, Request
from itsdangerous import Signer

from api.artifacts.schemas import ArtifactType, LinkQuery
from api.auth.guards import SigningKey, data_scientists
from api.auth.users import User, find_by_sign_in
from api.core.errors import ApiError
from vn30.i18n.localized import localized
from vn30.settings import Settings

LIFETIME_SECONDS = 3600
"""The minimum lifetime of a link; the maximum is twice as long, so that links are stable and cacheable."""


class Links:
    """Signs links for one sign-in, with a key derived from the one that signs tokens."""

    def __init__(self, key: str, request: Request, sign_in: UUID) -> None:
        self._signer, self._request, self._sign_in = _signer(key), request, sign_in
        self.expire_at = (int(time.time()) // LIFETIME_SECONDS + 2) * LIFETIME_SECONDS
        """The expiry of links signed now, in seconds since 1970: the same within an hour."""

    @property
    def terms(self) -> tuple[int, UUID]:
        """What links signed now have in common, beside the key."""
        return self.expire_at, self._sign_in

    def to(self, artifacts_id: int, type_: ArtifactType) -> str:
        """Path and query of a link to one file of ``experiment_ticker_artifacts``, ``simulation_files`` or
        ``lake_files``."""
        path = self._request.app.url_path_for("artifact", artifactsId=str(artifacts_id), type=type_)
        signature = self._signer.get_signature(_signed(artifacts_id, type_, *self.terms)).decode()
        terms = {"expires": self.expire_at, "signIn": str(self._sign_in), "signature": signature}
        return f"{path}?{urlencode(terms)}"


def check_link(
    key: str, settings: Settings, lookups: sa.Engine, artifacts_id: int, type_: ArtifactType, link: LinkQuery
) -> None:
    """Check the signature of a link, its expiry, and the rights of the account that it was listed for.

    Raises:
        ApiError: 403 ``invalid_link``, regardless of the file; 410 ``link_expired``, also if the sign-in has
            ended or the account may not list files any more.
    """
    signed = _signed(artifacts_id, type_, link.expires, link.sign_in)
    if not _signer(key).verify_signature(signed, link.signature):
        raise ApiError(
            HTTPStatus.FORBIDDEN,
            "invalid_link",
            localized("The signature of this link is not valid. Request the list of artifacts."),
        )
    if link.expires < time.time() or not _may_still_list(settings, lookups, link.sign_in):
        raise ApiError(
            HTTPStatus.GONE,
            "link_expired",
            localized("This link has expired. Request the list of artifacts again."),
        )


def _may_still_list(settings: Settings, lookups: sa.Engine, sign_in: UUID) -> bool:
    with lookups.connect() as connection:
        user = find_by_sign_in(connection, sign_in)
    return user is not None and user.may_sign_in(settings) and user.role in data_scientists.roles


def _signer(key: str) -> Signer:
    return Signer(key, salt="vn30.artifact-link", digest_method=hashlib.sha256)


def _signed(artifacts_id: int, type_: str, expires: int, sign_in: UUID) -> str:
    return f"{artifacts_id}/{type_}/{expires}/{sign_in}"


async def _links(key: SigningKey, request: Request, _: Annotated[User, Depends(data_scientists)]) -> Links:
    # The guard has read the token.
    return Links(key, request, request.state.sign_in)


ArtifactLinks = Annotated[Links, Depends(_links)]

"""Answers to market reads, kept while nothing has changed.

Each has an ETag: a hash of what was asked and of the market's version, which changes with every committed
change of prices, forecasts or scores, and with the clock. It is read with every request, in the snapshot that
an answer is computed from: neither an answer nor the word that it is unchanged is older than the database.
"""

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
from cachetools import LRUCache
from fastapi import Depends, Header, Request, Response
from pydantic import TypeAdapter

from api.database import Database, Lookups
from vn30.settings import SQL_ROOT, Settings
from vn30.warehouse import fetch_returned

Answer = TypeVar("Answer")

MOST_BYTES = 32 * 2**20
BYTES_BESIDE = 500
"""What keeping an answer takes beside the answer itself, about: many may be small."""

READ: dict[int | str, dict[str, Any]] = {
    HTTPStatus.NOT_MODIFIED.value: {"description": "unchanged since the answer whose ETag was sent"}
}
"""The ``responses`` of a route that answers through :data:`MarketReads`, beside its own."""


class AnswerCache:
    """The newest answers of this process, by what was asked, with the ETag of each.

    Attributes:
        edition: differs between APIs that would answer the same question about the same market differently:
            a browser may have asked the one before.
    """

    def __init__(self, settings: Settings) -> None:
        self.edition = _edition(settings)
        self._kept: LRUCache[bytes, tuple[str, bytes]] = LRUCache(
            MOST_BYTES, getsizeof=lambda kept: len(kept[1]) + BYTES_BESIDE
        )
        self._lock = Lock()

    def get(self, asked: str, etag: str) -> bytes | None:
        """The answer, if it is that of this ETag."""
        with self._lock:
            kept = self._kept.get(_digest(asked))
        return kept[1] if kept is not None and kept[0] == etag else None

    def put(self, asked: str, etag: str, body: bytes) -> None:
        """Keep an answer, unless it is larger than everything that may be kept."""
        if len(body) + BYTES_BESIDE <= MOST_BYTES:
            with self._lock:
                self._kept[_digest(asked)] = (etag, body)


class _MarketReads:
    def __init__(
        self, engine: sa.Engine, lookups: sa.Engine, cache: AnswerCache, asked: str, known: str
    ) -> None:
        self._engine, self._lookups, self._cache = engine, lookups, cache
        self._asked, self._known = asked, known

    def answer(
        self,
        kind: TypeAdapter[Answer],
        compute: Callable[[sa.Connection], Answer],
        also: object = None,
    ) -> Response:
        """What ``compute`` gives, as JSON: kept, computed, or 304 if the caller has it.

        Args:
            also: what the answer depends on beside the path, the query and the market, if there is anything.
        """
        # Most answers are known: this costs no transaction.
        with self._lookups.connect() as connection:
            etag = self._etag(connection, also)
        if etag in self._known:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers(etag))
        body = self._cache.get(self._asked, etag)
        if body is None:
            with self._engine.connect() as connection:
                # Of the snapshot that the answer is computed from.
                etag = self._etag(connection, also)
                body = kind.dump_json(compute(connection), by_alias=True)
            self._cache.put(self._asked, etag, body)
        if self._known == "*":
            # Any answer will do, but there must be one.
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers(etag))
        return Response(body, media_type="application/json", headers=_headers(etag))

    def _etag(self, connection: sa.Connection, also: object) -> str:
        version = fetch_returned(connection, "market/version")["version"]
        digest = _digest(f"{self._asked}\n{self._cache.edition}\n{version}\n{also}")
        return f'W/"{digest.hex()}"'


def _edition(settings: Settings) -> str:
    digest = hashlib.blake2b(f"{settings.fresh_sessions}/{settings.stable_sessions}".encode(), digest_size=16)
    for path in sorted([*Path(__file__).parent.rglob("*.py"), *SQL_ROOT.rglob("*.sql")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _digest(text: str) -> bytes:
    """16 bytes for a text of any length: what is asked may be long."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _headers(etag: str) -> dict[str, str]:
    # Kept by whoever asks, but not used without asking whether it is still so.
    return {"Cache-Control": "private, no-cache", "Vary": "Authorization", "ETag": etag}


async def _market_reads(
    request: Request,
    engine: Database,
    lookups: Lookups,
    if_none_match: Annotated[
        str | None, Header(max_length=1000, description="the ETag of an earlier answer")
    ] = None,
) -> _MarketReads:
    asked = f"{request.url.path}?{request.url.query}"
    return _MarketReads(engine, lookups, request.app.state.answers, asked, if_none_match or "")


MarketReads = Annotated[_MarketReads, Depends(_market_reads)]

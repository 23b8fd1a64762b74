"""Responses to market reads: kept, and validated by ETag.

The ETag is a hash of the request, of its language and of the market's version, which changes with every
committed change of prices, forecasts or scores, and with the clock. The version is read with every request,
in the snapshot from which a response is computed, so that neither a response nor a 304 is older than the
database.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
from fastapi import Depends, Header, Request, Response
from pydantic import TypeAdapter

from api.core.answer_cache import AnswerCache, digest
from api.core.database import Database, Lookups
from api.core.language import answer_language
from api.core.prepared import PREPARED
from vn30.database.warehouse import Row, fetch_returned
from vn30.market.clock import MarketClock, with_known_clock

Answer = TypeVar("Answer")

_OPAQUE_TAG = re.compile(r'"[^"]*"')

READ: dict[int | str, dict[str, Any]] = {
    HTTPStatus.NOT_MODIFIED.value: {"description": "not modified: the ETag that was sent is current"}
}
"""The ``responses`` of a route that uses :data:`MarketReads`, beside its own."""


class _MarketReads:
    def __init__(
        self, engine: sa.Engine, lookups: sa.Engine, cache: AnswerCache, target: str, known: str
    ) -> None:
        self._engine, self._lookups, self._cache = engine, lookups, cache
        self._target, self._known = target, known

    def answer(
        self,
        kind: TypeAdapter[Answer],
        compute: Callable[[sa.Connection], Answer],
        also: object = None,
    ) -> Response:
        """The result of ``compute`` as JSON, from the cache if possible; 304 if the caller has it.

        Args:
            also: anything else than path, query and market on which the response depends.
        """
        return self.answer_json(lambda connection: kind.dump_json(compute(connection), by_alias=True), also)

    def answer_json(self, compute: Callable[[sa.Connection], bytes], also: object = None) -> Response:
        """:meth:`answer` for a ``compute`` whose result is JSON already."""
        body = None
        if self._known or self._cache.may_have(self._target):
            # Without a transaction: most responses are cached.
            with self._lookups.connect().execution_options(**{PREPARED: True}) as connection:
                etag = self._etag(_market_version(connection), also)
            if _matches(self._known, etag):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers(etag))
            body = self._cache.get(self._target, etag)
        if body is None:
            with self._engine.connect().execution_options(**{PREPARED: True}) as connection:
                # In the snapshot from which the response is computed.
                version = _market_version(connection)
                etag = self._etag(version, also)
                clock = MarketClock(version["as_of"], version["data_source"])
                body = compute(with_known_clock(connection, clock))
            self._cache.put(self._target, etag, body)
        if self._known.strip() == "*":
            # RFC 9110: * matches any existing representation.
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers(etag))
        return Response(body, media_type="application/json", headers=_headers(etag))

    def _etag(self, version: Row, also: object) -> str:
        named = digest(f"{self._target}\n{self._cache.edition}\n{version['version']}\n{also}")
        return f'W/"{named.hex()}"'


def _market_version(connection: sa.Connection) -> Row:
    return fetch_returned(connection, "core/market_version")


def is_known(request: Request, etag: str) -> bool:
    """Whether ``If-None-Match`` of the request has this ETag, by RFC 9110's weak comparison, or ``*``."""
    known = _if_none_match(request)
    return known.strip() == "*" or _matches(known, etag)


def _matches(known: str, etag: str) -> bool:
    return etag.removeprefix("W/") in _OPAQUE_TAG.findall(known)


def _if_none_match(request: Request) -> str:
    # A list may come in several headers.
    return ", ".join(request.headers.getlist("if-none-match"))


def _headers(etag: str) -> dict[str, str]:
    # Clients may store the response, and must revalidate it.
    return {"Cache-Control": "private, no-cache", "Vary": "Authorization", "ETag": etag}


async def _market_reads(
    request: Request,
    engine: Database,
    lookups: Lookups,
    if_none_match: Annotated[
        str | None, Header(max_length=1000, description="the ETag of an earlier response")
    ] = None,
) -> _MarketReads:
    # The language belongs to the request: an answer in one is never served to a client of the other.
    target = f"{request.url.path}?{request.url.query}#{answer_language()}"
    return _MarketReads(engine, lookups, request.app.state.answers, target, _if_none_match(request))


MarketReads = Annotated[_MarketReads, Depends(_market_reads)]

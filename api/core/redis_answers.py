"""Responses that the processes of the API share through a Redis server.

Redis is a cache and no part of the truth. A response is kept under its ETag, which names the version of the
market, so that an old one is never found; it is signed, so that only an API with the same secret and database
can have written it. While Redis does not answer, responses are computed as without it.
"""

import hashlib
import logging
import time
from hmac import compare_digest

import redis
import sqlalchemy as sa
from redis.backoff import NoBackoff
from redis.retry import Retry

from vn30.settings import MissingSetting, Settings

logger = logging.getLogger(__name__)

MAX_BYTES = 4 * 2**20
"""A longer response is kept in the process alone."""

KEPT_SECONDS = 3600
"""Entries of earlier versions of the market are never read again, and expire."""

TIMEOUT_SECONDS = 0.25
SILENT_SECONDS = 5.0
"""After an error, Redis is left alone for so long: a server that hangs must not slow every response."""

_SIGNATURE_BYTES = 16


def open_shared_answers(settings: Settings, signing_key: str) -> "RedisAnswers | None":
    """The shared responses of ``VN30_CACHE_URL``, or None without that setting.

    Raises:
        MissingSetting: it is no URL of a Redis server.
    """
    if settings.cache_url is None:
        return None
    return RedisAnswers(settings.cache_url.get_secret_value(), settings.require_database_url(), signing_key)


class RedisAnswers:
    """The :class:`api.core.answer_cache.SharedAnswers` of a Redis server.

    Attributes:
        is_up: whether the newest call was answered.
    """

    def __init__(self, url: str, database_url: str, signing_key: str) -> None:
        """Connect at the first use.

        Raises:
            MissingSetting: ``url`` is no URL of a Redis server.
        """
        try:
            self._redis = redis.Redis.from_url(
                url,
                socket_timeout=TIMEOUT_SECONDS,
                socket_connect_timeout=TIMEOUT_SECONDS,
                retry=Retry(NoBackoff(), 0),
            )
        except ValueError as error:
            raise MissingSetting(
                "VN30_CACHE_URL is no URL of a Redis server: write redis://host:6379/0, rediss:// for TLS, "
                "or unix:///path"
            ) from error
        database = sa.make_url(database_url)
        # Two platforms may share a server: neither finds what the other has kept.
        self._secret = hashlib.blake2b(
            f"{database.host}:{database.port}/{database.database}".encode(),
            key=hashlib.sha512(signing_key.encode()).digest(),
            digest_size=32,
        ).digest()
        self._silent_until = 0.0
        self.is_up = True

    def get(self, etag: str) -> bytes | None:
        """The response with this ETag; None if it is not kept, not signed by us, or Redis does not answer."""
        if self._is_silent():
            return None
        try:
            kept = self._redis.get(self._key(etag))
        except redis.RedisError as error:
            self._leave_alone(error)
            return None
        self.is_up = True
        if not isinstance(kept, bytes):
            return None
        signature, body = kept[:_SIGNATURE_BYTES], kept[_SIGNATURE_BYTES:]
        return body if compare_digest(signature, self._signature(etag, body)) else None

    def put(self, etag: str, body: bytes) -> None:
        """Keep a response of at most ``MAX_BYTES`` for ``KEPT_SECONDS``."""
        if len(body) > MAX_BYTES or self._is_silent():
            return
        try:
            self._redis.set(self._key(etag), self._signature(etag, body) + body, ex=KEPT_SECONDS)
        except redis.RedisError as error:
            self._leave_alone(error)
        else:
            self.is_up = True

    def check(self) -> str | None:
        """The fault of the server, for the status page; None without one."""
        try:
            self._redis.ping()
        except redis.RedisError as error:
            return f"does not answer ({type(error).__name__}); responses are computed without it"
        return None

    def close(self) -> None:
        """Close the connections."""
        self._redis.close()

    def _is_silent(self) -> bool:
        return time.monotonic() < self._silent_until

    def _leave_alone(self, error: redis.RedisError) -> None:
        self._silent_until = time.monotonic() + SILENT_SECONDS
        if self.is_up:
            # The type alone: the message may hold the server's address.
            logger.warning(
                "The shared cache does not answer (%s); responses are computed without it",
                type(error).__name__,
            )
        self.is_up = False

    def _key(self, etag: str) -> str:
        named = hashlib.blake2b(etag.encode(), key=self._secret, digest_size=16, person=b"key")
        return f"vn30:answers:{named.hexdigest()}"

    def _signature(self, etag: str, body: bytes) -> bytes:
        signed = hashlib.blake2b(
            etag.encode() + b"\n", key=self._secret, digest_size=_SIGNATURE_BYTES, person=b"signature"
        )
        signed.update(body)
        return signed.digest()

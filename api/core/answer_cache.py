"""Kept responses to market reads: in this process, and in a Redis server if there is one."""

import hashlib
from collections import Counter
from pathlib import Path
from threading import Lock
from typing import Literal, Protocol

from cachetools import LRUCache

import vn30
from vn30.i18n.catalogue import LOCALES
from vn30.settings import SQL_ROOT, Settings

MAX_BYTES = 32 * 2**20
OVERHEAD_BYTES = 500
"""Approximate memory of an entry beside its body."""

Origin = Literal["process", "redis", "computed"]


class SharedAnswers(Protocol):
    """Responses that several processes of the API share, by their ETags. Neither method raises."""

    def get(self, etag: str) -> bytes | None:
        """The response with this ETag, if it is kept and can be read now."""

    def put(self, etag: str, body: bytes) -> None:
        """Keep a response, if that is possible now."""


class AnswerCache:
    """The newest responses of this process by request, each with its ETag.

    Attributes:
        edition: a hash of the code, the queries, the translations and the settings that responses depend on.
            It is part of the ETag, so that an upgrade invalidates what browsers and the shared cache hold.
        answered: how many responses came from where.
    """

    def __init__(self, settings: Settings, shared: SharedAnswers | None = None) -> None:
        self.edition = _edition(settings)
        self.answered: Counter[Origin] = Counter()
        self._shared = shared
        self._kept: LRUCache[bytes, tuple[str, bytes]] = LRUCache(
            MAX_BYTES, getsizeof=lambda kept: len(kept[1]) + OVERHEAD_BYTES
        )
        self._lock = Lock()

    def may_have(self, target: str) -> bool:
        """Whether a response to this request may be kept, of any version of the market."""
        with self._lock:
            return self._shared is not None or digest(target) in self._kept

    def get(self, target: str, etag: str) -> bytes | None:
        """The response to this request, if its ETag is this one."""
        with self._lock:
            kept = self._kept.get(digest(target))
        if kept is not None and kept[0] == etag:
            self._count("process")
            return kept[1]
        body = self._shared.get(etag) if self._shared else None
        if body is not None:
            self._count("redis")
            self._keep(target, etag, body)
        return body

    def put(self, target: str, etag: str, body: bytes) -> None:
        """Store a computed response, unless it alone exceeds ``MAX_BYTES``."""
        self._count("computed")
        self._keep(target, etag, body)
        if self._shared:
            self._shared.put(etag, body)

    def _keep(self, target: str, etag: str, body: bytes) -> None:
        if len(body) + OVERHEAD_BYTES <= MAX_BYTES:
            with self._lock:
                self._kept[digest(target)] = (etag, body)

    def _count(self, origin: Origin) -> None:
        with self._lock:
            self.answered[origin] += 1


def digest(text: str) -> bytes:
    """16 bytes for a text of any length."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _edition(settings: Settings) -> str:
    edition = hashlib.blake2b(
        f"{settings.fresh_sessions}/{settings.stable_sessions}".encode(), digest_size=16
    )
    folders = (Path(__file__).parents[1], Path(vn30.__file__).parent)
    code = [path for folder in folders for path in folder.rglob("*.py")]
    for path in sorted([*code, *SQL_ROOT.rglob("*.sql"), *LOCALES.rglob("*.po")]):
        edition.update(path.read_bytes())
    return edition.hexdigest()

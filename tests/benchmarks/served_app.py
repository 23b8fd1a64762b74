"""The API as it is, with a floor beside it to compare with, and with the cache that is to be measured."""

import os
import sys
from typing import Literal

import sqlalchemy as sa
from fastapi import FastAPI

from api import app as platform
from api.core.answer_cache import AnswerCache
from api.core.database import Database
from api.serve import server_of
from vn30.settings import get_settings

Kept = Literal["nothing", "in process", "in Redis"]
KEPT = "VN30_BENCH_KEPT"


class NothingKept(AnswerCache):
    """Forgets every answer, so that each is computed."""

    def put(self, target: str, etag: str, body: bytes) -> None:
        """Keep nothing."""


class KeptInRedis(AnswerCache):
    """Keeps no answer in the process, so that each comes from Redis."""

    def _keep(self, target: str, etag: str, body: bytes) -> None:
        """Keep nothing."""


_CACHES: dict[str, type[AnswerCache]] = {
    "nothing": NothingKept,
    "in process": AnswerCache,
    "in Redis": KeptInRedis,
}


def create() -> FastAPI:
    """The app with ``/floor``; where it keeps answers is the :data:`Kept` of ``VN30_BENCH_KEPT``."""
    platform.AnswerCache = _CACHES[os.environ[KEPT]]  # type: ignore[misc]
    app = platform.create_app()

    @app.get("/floor")
    def floor(engine: Database) -> int:
        with engine.connect() as connection:
            return int(connection.scalar(sa.text("SELECT 1")))

    return app


if __name__ == "__main__":
    server_of(create(), get_settings(), port=int(sys.argv[1])).run()

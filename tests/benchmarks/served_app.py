"""The API as it is, with a floor beside it to compare with."""

import os
import sys

import sqlalchemy as sa
from fastapi import FastAPI

from api import app as platform
from api.core.answer_cache import AnswerCache
from api.core.database import Database
from api.serve import server_of
from vn30.settings import get_settings


class NothingKept(AnswerCache):
    """Forgets every answer, so that each is computed."""

    def put(self, target: str, etag: str, body: bytes) -> None:
        """Keep nothing."""


def create() -> FastAPI:
    """The app with ``/floor``; with ``VN30_BENCH_UNCACHED`` it keeps no answers."""
    if os.environ.get("VN30_BENCH_UNCACHED"):
        platform.AnswerCache = NothingKept  # type: ignore[misc]
    app = platform.create_app()

    @app.get("/floor")
    def floor(engine: Database) -> int:
        with engine.connect() as connection:
            return int(connection.scalar(sa.text("SELECT 1")))

    return app


if __name__ == "__main__":
    server_of(create(), get_settings(), port=int(sys.argv[1])).run()

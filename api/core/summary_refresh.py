"""Writes summaries that are old, in the background of the API.

Tasks write them at the end of a crawl and of a training. In between they may be old: after the close of a
session, while a training publishes, after a correction of the calendar. Reads are right at any time, and
several times as fast while summaries are current.
"""

import asyncio
import logging
import time

import anyio.to_thread
import sqlalchemy as sa

from api.core.database import writing
from vn30.market.summaries import write_old_summaries

logger = logging.getLogger(__name__)

REST = 10
"""Time between two refreshes, in multiples of what the first one took: so a tenth of a core at most."""


class SummaryRefresh:
    """Looks for old summaries every ``seconds``; 0: never. Of several processes, one writes at a time."""

    def __init__(self, engine: sa.Engine, seconds: float) -> None:
        self._engine, self._seconds = engine, seconds

    async def run(self) -> None:
        """Look until cancelled. A failure is logged."""
        rest = self._seconds
        while self._seconds:
            await asyncio.sleep(rest)
            started = time.perf_counter()
            try:
                written = await anyio.to_thread.run_sync(self.look)
            except sa.exc.SQLAlchemyError as error:
                written = []
                logger.warning("Old summaries are not written: %s", error)
            elapsed = time.perf_counter() - started
            rest = max(self._seconds, REST * elapsed)
            if written:
                logger.info("Summaries written in %.1f s: %s", elapsed, ", ".join(written))

    def look(self) -> list[str]:
        """Write the summaries that are old, unless another process does; their names."""
        with writing(self._engine) as connection:
            return write_old_summaries(connection)

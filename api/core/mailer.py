"""Sends mails to users in the background of the API."""

import asyncio
import logging
from contextlib import suppress
from typing import Annotated

import anyio.to_thread
import sqlalchemy as sa
from fastapi import Depends, Request

from vn30.database.warehouse import make_engine
from vn30.settings import Settings
from vn30.users.mail_delivery import deliver_due, post_of

logger = logging.getLogger(__name__)

POLL_SECONDS = 60
"""Between looks for mails that DAGs have written, and for those to be tried again."""


class Mailer:
    """Sends what the outbox holds, at once when woken, else every minute. Without a mail server it rests."""

    def __init__(self, settings: Settings) -> None:
        engine = make_engine(settings, poolclass=sa.NullPool, hide_parameters=True)
        self._post = post_of(settings, engine)
        self._loop = asyncio.get_running_loop()
        self._due = asyncio.Event()

    def wake(self) -> None:
        """Have mails sent that were committed before; from any thread."""
        self._loop.call_soon_threadsafe(self._due.set)

    async def run(self) -> None:
        """Send mails until cancelled. A failure is logged, and its mails are tried again."""
        if self._post is None:
            return
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), POLL_SECONDS)
            self._due.clear()
            try:
                await anyio.to_thread.run_sync(deliver_due, self._post)
            except sa.exc.SQLAlchemyError as error:
                logger.warning("Mails wait: the database does not answer: %s", error)


async def _mailer(request: Request) -> Mailer:
    mailer: Mailer = request.app.state.mailer
    return mailer


AppMailer = Annotated[Mailer, Depends(_mailer)]

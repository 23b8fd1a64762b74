"""Failures of listeners, logged in one line."""

import functools
import logging
from collections.abc import Callable
from typing import ParamSpec

import sqlalchemy as sa

Arguments = ParamSpec("Arguments")

log = logging.getLogger(__name__)


def logged_in_one_line(listen: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """``listen``, whose database errors are one line in the log.

    Airflow logs a traceback and goes on. The reason is mostly an outage, or ``airflow dags test``, which
    reports a run without its database session.
    """

    @functools.wraps(listen)
    def wrapped(*arguments: Arguments.args, **named: Arguments.kwargs) -> None:
        try:
            listen(*arguments, **named)
        except sa.exc.SQLAlchemyError as error:
            reason = str(error).partition("\n")[0]
            log.warning("%s was skipped for this run: %s", listen.__name__, reason)

    return wrapped

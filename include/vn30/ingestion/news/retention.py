"""Removes old articles."""

import sqlalchemy as sa

from vn30.database.warehouse import execute


def expire(connection: sa.Connection, keep_days: int) -> int:
    """Remove articles older than ``keep_days`` days, and runs of that age; return the number of articles."""
    execute(connection, "ingestion/news/expire_runs", keep_days=keep_days)
    return execute(connection, "ingestion/news/expire_articles", keep_days=keep_days)

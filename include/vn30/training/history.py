"""Recorded training runs, for the estimate of the next one."""

from datetime import timedelta

import sqlalchemy as sa

from vn30.training.config import InvalidConfig, parse_config
from vn30.training.facts import Facts
from vn30.training.runtime import RecordedRun
from vn30.warehouse import Row, fetch_all

NEWEST = 20
"""Older runs tell of other code, and maybe of another machine."""


def recorded_runs(connection: sa.Connection, facts: Facts) -> list[RecordedRun]:
    """The newest runs in which every ticker was trained, newest first.

    Runs of a configuration that is not valid any more are left out.
    """
    rows = fetch_all(connection, "training/recorded_runs", newest=NEWEST)
    return [run for row in rows if (run := _recorded(row, facts)) is not None]


def _recorded(row: Row, facts: Facts) -> RecordedRun | None:
    try:
        config = parse_config(row["config"], also_known=row["tickers"])
    except InvalidConfig:
        return None
    # A backfill of a past session had only the prices up to it.
    after = row["as_of"] + timedelta(days=1)
    tickers = {
        ticker: stored._replace(sessions=stored.before(after))
        for ticker in row["tickers"]
        if (stored := facts.stored.get(ticker)) is not None
    }
    return RecordedRun(config, tickers, row["seconds"])

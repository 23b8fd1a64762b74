"""Reads recorded training runs for the runtime estimate of the next run."""

from datetime import timedelta

import sqlalchemy as sa

from vn30.database.warehouse import Row, fetch_all
from vn30.experiments.runtime_estimate import RecordedRun
from vn30.training_config.document import InvalidConfig, TrainingConfig, parse_config
from vn30.training_config.review.stored_data import StoredData, StoredPrices

NEWEST = 20
"""Older runs may have run with other code or on another machine."""


def recorded_runs(connection: sa.Connection, data: StoredData) -> list[RecordedRun]:
    """The newest successful runs, newest first.

    Runs whose configuration is no longer valid are left out.
    """
    rows = fetch_all(connection, "experiments/recorded_runs", newest=NEWEST)
    return [run for row in rows if (run := _recorded(row, data)) is not None]


def stored_selection(config: TrainingConfig, data: StoredData) -> dict[str, StoredPrices]:
    """The tickers that a run of ``config`` would train now, with their stored prices."""
    selected = config.universe.selected(data.members)
    return {ticker: data.stored[ticker] for ticker in selected if ticker in data.stored}


def _recorded(row: Row, data: StoredData) -> RecordedRun | None:
    try:
        config = parse_config(row["config"], also_known=row["tickers"])
    except InvalidConfig:
        return None
    # A backfill of a past session used only the prices up to that session.
    after = row["as_of"] + timedelta(days=1)
    tickers = {
        ticker: stored._replace(sessions=stored.before(after))
        for ticker in row["tickers"]
        if (stored := data.stored.get(ticker)) is not None
    }
    return RecordedRun(config, tickers, row["seconds"])

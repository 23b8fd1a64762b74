"""A load of minutes in a process that a test may kill. A fork server imports this and what is heavy once."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from multiprocessing.connection import Connection

import pandas as pd

from vn30.ingestion.intraday.minutes_writer import store_minutes
from vn30.settings import Settings
from vn30.storage.artifacts import open_store

STARTED = "started"


def load(environment: Mapping[str, str], file: str, messages: Connection) -> None:
    """Store the minutes of a Parquet file; ``messages`` gets STARTED, and each ticker after its load."""
    os.environ.update(environment)
    market = pd.read_parquet(file)
    store = open_store(Settings())
    messages.send(STARTED)
    for ticker, minutes in market.groupby("symbol", sort=True):
        store_minutes(store, minutes.reset_index(drop=True), "csv", datetime.now(UTC))
        messages.send(ticker)
    messages.close()

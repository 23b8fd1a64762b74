"""Loads of minutes and their server are killed repeatedly: each month is as before, or has all its new bars.

In every round each minute of the newest month has other prices, and a session is added. A reader reads all
the time: it never sees a part of a month, a bar twice, or a bar of no round.
"""

import os
import random
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from pandas.testing import assert_frame_equal

from tests.support import load_minutes
from tests.support.killable import Kill, KillableProcesses, Outcome, killable_processes
from tests.support.made_minutes import made_minutes
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.calendar import sessions_between
from vn30.market.stored_minutes import stored_minutes
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore, open_store

# Before the first round, June has one of its 20 sessions at least.
KILLS = min(int(os.environ.get("KILLS") or 4), 19)
MIN_KILLED_LOADS = KILLS // 2
TICKERS = ("FPT", "HPG", "MWG", "VCB", "VNM")
SESSIONS = sessions_between(date(2024, 5, 1), date(2024, 6, 28))
SEED = int(os.environ.get("KILLS_SEED") or random.randrange(1_000_000))  # noqa: S311 - moments, not secrets


@pytest.fixture
def killable() -> Iterator[KillableProcesses]:
    with killable_processes() as killable:
        yield killable


def market(number: int) -> pd.DataFrame:
    """The minutes of a round: one session more each time, and other prices in June."""
    sessions = SESSIONS[: len(SESSIONS) - KILLS + number]
    minutes = pd.concat([made_minutes(ticker, SESSIONS) for ticker in TICKERS], ignore_index=True)
    minutes = minutes[minutes["time"].dt.date <= sessions[-1]].reset_index(drop=True)
    minutes.loc[minutes["time"].dt.month == 6, PRICE_COLUMNS] += float(number)
    return minutes


class Reader:
    """Reads the minutes of all tickers, again and again, until it is stopped."""

    def __init__(self, engine: sa.Engine, store: ArtifactStore) -> None:
        self.reads: list[dict[str, tuple[int, float]]] = []
        self.faults: list[Exception] = []
        self._engine, self._store = engine, store
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.wait(0.1):
            try:
                self.reads.append(marks(read(self._engine, self._store)))
            except sa.exc.OperationalError:
                continue  # the server was killed
            except Exception as error:
                self.faults.append(error)

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


def read(engine: sa.Engine, store: ArtifactStore) -> pd.DataFrame:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        return stored_minutes(connection, store, TICKERS)


def marks(minutes: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """By ticker, what tells its rounds apart: the number of bars and the sum of closes."""
    return {
        ticker: (len(bars), round(float(bars["close"].sum())))
        for ticker, bars in minutes.groupby("symbol")
        if bars["time"].is_unique
    }


def test_killed_loads(killable: KillableProcesses) -> None:
    print(f"KILLS_SEED={SEED}")
    moments = random.Random(SEED)  # noqa: S311
    folder = killable.csv.parent
    store = open_store(Settings(home=folder))
    url = killable.engine.url.render_as_string(hide_password=False)
    reading = sa.create_engine(
        url, poolclass=sa.NullPool, connect_args={"application_name": "reader", "connect_timeout": 10}
    )

    def load(number: int, kill: Kill | None = None) -> Outcome:
        file = folder / "minutes.parquet"
        market(number).to_parquet(file)
        outcome = killable.run(load_minutes.load, str(file), kill=kill)
        assert outcome.messages[0] == load_minutes.STARTED
        return outcome

    whole = load(0)
    assert (whole.exit_code, whole.messages[1:]) == (0, list(TICKERS))
    seconds = whole.times[-1] - whole.times[0]
    before = by_ticker(market(0))
    assert_same(by_ticker(read(reading, store)), before)
    possible = {ticker: {mark} for ticker, mark in marks(market(0)).items()}
    reader = Reader(reading, store)
    killed_loads = 0
    try:
        for number in range(1, KILLS + 1):
            target = market(number)
            wanted = by_ticker(target)
            for ticker, mark in marks(target).items():
                possible[ticker].add(mark)
            moment = moments.uniform(0, len(TICKERS))
            outcome = load(
                number, Kill(1 + int(moment), moment % 1 * seconds / len(TICKERS), server=number % 2 == 0)
            )
            stored = by_ticker(read(reading, store))
            new = {ticker for ticker in TICKERS if stored[ticker].equals(wanted[ticker])}
            torn = {t for t in TICKERS if t not in new and not stored[t].equals(before[t])}
            assert torn == set(), f"{number}: {torn}"
            assert set(outcome.messages[1:]) <= new, f"{number}: a load had returned, and is lost"
            killed_loads += len(new) < len(TICKERS)
            before = stored
    finally:
        reader.stop()
    print(f"{killed_loads} of {KILLS} kills hit a load; {len(reader.reads)} reads")
    assert reader.faults == []
    assert len(reader.reads) > KILLS
    for seen in reader.reads:
        assert {ticker for ticker in TICKERS if seen.get(ticker) not in possible[ticker]} == set()
    assert killed_loads >= MIN_KILLED_LOADS

    assert load(KILLS).exit_code == 0
    assert_same(by_ticker(read(reading, store)), by_ticker(market(KILLS)))
    assert_manifest_is_whole(killable, store)


def by_ticker(minutes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {str(ticker): bars.reset_index(drop=True) for ticker, bars in minutes.groupby("symbol")}


def assert_same(frames: dict[str, pd.DataFrame], others: dict[str, pd.DataFrame]) -> None:
    assert set(frames) == set(others)
    for ticker, frame in frames.items():
        assert_frame_equal(frame, others[ticker], obj=ticker)


def assert_manifest_is_whole(killable: KillableProcesses, store: ArtifactStore) -> None:
    """Each partition's file is there and is the recorded one; each file in the store is on record."""
    partitions = killable.rows("SELECT url, sha256 FROM intraday_partitions")
    assert all(store.sha256(url) == sha256 for url, sha256 in partitions)
    recorded = {url for (url,) in killable.rows("SELECT url FROM intraday_files")}
    kept = {file.url for file in store.files("minutes") if not Path(file.url).name.startswith(".")}
    assert kept <= recorded

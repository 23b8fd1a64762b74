"""A crawl and its server are killed again and again: a ticker has all of its new bars, or none of them.

Every round the file has other content for every session, so that each crawl rewrites every ticker; half-way
through all prices are halved, as by a split. The process of the crawl and the whole PostgreSQL server are
killed in turns.
"""

import multiprocessing
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest
import sqlalchemy as sa

from tests.integration import crawl_csv
from vn30.calendar import sessions_between
from vn30.local.postgres import EmbeddedPostgres
from vn30.migrations import migrate
from vn30.prices import PRICE_COLUMNS
from vn30.settings import Settings
from vn30.warehouse import make_engine

KILLS = 20
MOST = 15
TICKERS = ("FPT", "HPG", "MWG", "VCB", "VNM")
SESSIONS = sessions_between(date(2016, 1, 1), date(2024, 6, 28))
SESSIONS_A_ROUND = 10
SEED = int(os.environ.get("KILLS_SEED") or random.randrange(1_000_000))  # noqa: S311 - moments, not secrets

Bar = tuple[date, float, float, float, float, int]
Series = dict[str, list[Bar]]


class Victims:
    """A crawler and a server of this test alone, to be killed."""

    def __init__(self, folder: Path) -> None:
        self.csv = folder / "prices.csv"
        self._data = folder / "postgres"
        self._server = EmbeddedPostgres(self._data)
        self._server.start()
        url = self._server.database_url("kills")
        self.engine = make_engine(Settings(database_url=url), poolclass=sa.NullPool)
        migrate(self.engine)
        self._environment = {
            "VN30_DATABASE_URL": url,
            "VN30_HOME": str(folder),
            "VN30_PRICE_SOURCE": f"csv:{self.csv}",
        }
        # As Airflow forks its tasks from a warm process: a crawl starts at once.
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload([crawl_csv.__name__])

    def crawl(self, run: str, kill: "Kill | None" = None) -> "Outcome":
        """Let a crawl finish, or kill it or the server at a moment of its loads."""
        hears, tells = self._processes.Pipe(duplex=False)
        process = self._processes.Process(
            target=crawl_csv.crawl, args=(self._environment, run, TICKERS, tells)
        )
        process.start()
        tells.close()
        assert hears.recv() == crawl_csv.PLANNED
        begun = time.monotonic()
        loaded = []
        with suppress(EOFError):
            while kill is None or len(loaded) < kill.loaded:
                loaded.append(hears.recv())
        seconds = time.monotonic() - begun
        if kill is None:
            process.join(60)
        else:
            time.sleep(kill.seconds)
            self._kill(process, kill.server)
            with suppress(EOFError):
                while True:
                    loaded.append(hears.recv())
        return Outcome(loaded, seconds, process.exitcode)

    def _kill(self, process: ForkServerProcess, kill_server: bool) -> None:
        if kill_server:
            self._kill_server()
            # Without a server it fails by itself.
            process.join(20)
            self._server.start()
        else:
            process.kill()
            process.join(20)
            self._wait_for_backends()

    def _wait_for_backends(self) -> None:
        """A statement that had reached the server, a COMMIT perhaps, still runs to its end."""
        deadline = time.monotonic() + 20
        others = "SELECT 1 FROM pg_stat_activity WHERE datname = 'kills' AND pid <> pg_backend_pid()"
        while self._rows(others):
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def _kill_server(self) -> None:
        postmaster = psutil.Process(int((self._data / "postmaster.pid").read_text().split()[0]))
        # Stopped first: it must neither tidy up after its children nor start new ones.
        os.kill(postmaster.pid, signal.SIGSTOP)
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        _, alive = psutil.wait_procs(processes, timeout=20)
        assert not alive

    def stored(self) -> Series:
        series: Series = {ticker: [] for ticker in TICKERS}
        for ticker, *bar in self._rows(
            "SELECT ticker, price_date, open_price::float, high_price::float, low_price::float, "
            "close_price::float, volume FROM stock_prices JOIN stocks ON stocks.id = stock_id "
            "ORDER BY price_date"
        ):
            series[ticker].append(tuple(bar))
        return series

    def states(self, run: str) -> dict[str, str]:
        rows = self._rows(
            "SELECT ticker, state FROM crawl_tickers "
            "JOIN crawl_runs ON crawl_runs.id = crawl_id WHERE airflow_run_id = :run",
            run=run,
        )
        return {ticker: state for ticker, state in rows}

    def _rows(self, statement: str, **parameters: str) -> list[sa.Row]:
        with self.engine.connect() as connection:
            return list(connection.execute(sa.text(statement), parameters))

    def close(self) -> None:
        self.engine.dispose()
        self._server.stop()


@dataclass(frozen=True)
class Kill:
    """So many seconds after so many tickers are loaded: of the server, or of the process of the crawl."""

    loaded: int
    seconds: float
    server: bool


@dataclass(frozen=True)
class Outcome:
    """What came of one crawl: the tickers whose loads had returned, how long they took, and how it ended."""

    loaded: list[str]
    seconds: float
    exit_code: int | None


@pytest.fixture
def victims() -> Iterator[Victims]:
    folder = Path(tempfile.mkdtemp(prefix="vn30-kills-", dir="/tmp"))
    # Started by root, the server runs as a user of its own.
    folder.chmod(0o755)
    victims = Victims(folder)
    try:
        yield victims
    finally:
        victims.close()
        shutil.rmtree(folder, ignore_errors=True)


def market(number: int) -> pd.DataFrame:
    """The file of a round: more sessions and other volumes each time, and half-way all prices halved."""
    sessions = SESSIONS[: len(SESSIONS) - (KILLS + 1 - number) * SESSIONS_A_ROUND]
    return pd.concat([_bars(ticker, sessions, number) for ticker in TICKERS], ignore_index=True)


def _bars(ticker: str, sessions: list[date], number: int) -> pd.DataFrame:
    walk = np.random.default_rng(sum(map(ord, ticker))).normal(0, 0.01, len(SESSIONS))
    close = (50_000 * np.exp(np.cumsum(walk))).round()[: len(sessions)] / (2 if number > KILLS // 2 else 1)
    bars = pd.DataFrame({"symbol": ticker, "date": sessions, "open": close})
    # No two sessions alike: that would be a stale repeat.
    volume = 100_000 + number + 100 * np.arange(len(sessions))
    bars = bars.assign(high=close + 100, low=close - 100, close=close, volume=volume)
    return bars[["symbol", "date", *PRICE_COLUMNS, "volume"]]


def as_series(market: pd.DataFrame) -> Series:
    return {
        ticker: list(bars.drop(columns="symbol").itertuples(index=False, name=None))
        for ticker, bars in market.groupby("symbol")
    }


def test_a_killed_crawl_leaves_every_ticker_whole(victims: Victims) -> None:
    print(f"KILLS_SEED={SEED}")
    moments = random.Random(SEED)  # noqa: S311
    market(0).to_csv(victims.csv, index=False)
    whole = victims.crawl("whole")
    assert (whole.exit_code, whole.loaded) == (0, list(TICKERS))
    before = as_series(market(0))
    assert victims.stored() == before

    found_a_load = 0
    for number in range(1, KILLS + 1):
        run, target = f"killed {number}", market(number)
        target.to_csv(victims.csv, index=False)
        moment = moments.uniform(0, len(TICKERS))
        wait = moment % 1 * whole.seconds / len(TICKERS)
        outcome = victims.crawl(run, Kill(int(moment), wait, server=number % 2 == 0))
        stored, states, wanted = victims.stored(), victims.states(run), as_series(target)
        assert {t for t in TICKERS if stored[t] != wanted[t] and stored[t] != before[t]} == set(), number
        new = {ticker for ticker in TICKERS if stored[ticker] == wanted[ticker]}
        assert {ticker for ticker, state in states.items() if state == "loaded"} == new, number
        assert set(outcome.loaded) <= new, f"{number}: a load had returned, and is lost"
        found_a_load += "planned" in states.values()
        before = stored
    print(f"{found_a_load} of {KILLS} kills found a load")
    assert found_a_load >= MOST

    assert victims.crawl("left to finish").exit_code == 0
    assert victims.stored() == as_series(market(KILLS))

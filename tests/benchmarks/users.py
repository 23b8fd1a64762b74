"""Users of the app at one process of the API, over 30 and over 1,600 tickers: how many a core serves.

A core is one of the API and of PostgreSQL together, in processor time: other work on the machine changes the
latencies, and that figure little.
"""

import asyncio
import os
from pathlib import Path
from typing import NamedTuple

import psutil
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from tests.benchmarks.browsing import READS_A_SECOND, THINK_SECONDS, Visits, browse
from tests.benchmarks.serving_api import served
from tests.benchmarks.serving_market import fill
from tests.support.database import database_server

SESSIONS = 250
MARKETS = ((30, True), (1_600, True), (1_600, False))
"""Tickers, and whether the API keeps answers; without, each is computed, as after new prices."""
USERS = (100, 500)
SECONDS, WARM_SECONDS = 45.0, 25.0


class Load(NamedTuple):
    """One measurement: processor seconds of the API and of PostgreSQL beside what the users met."""

    tickers: int
    kept: bool
    users: int
    visits: Visits
    api_seconds: float
    database_seconds: float

    @property
    def users_per_core(self) -> float:
        """Users whose reads take all of a core, at the pace of users who wait for nothing."""
        return 1000 / ((self.api + self.database) * READS_A_SECOND)

    @property
    def api(self) -> float:
        """Processor milliseconds of the API, by read."""
        return 1000 * self.api_seconds / self._reads

    @property
    def database(self) -> float:
        """Processor milliseconds of PostgreSQL, by read."""
        return 1000 * self.database_seconds / self._reads

    @property
    def _reads(self) -> float:
        """Those of the warm-up included, as processor time includes it."""
        return len(self.visits.milliseconds) * (SECONDS + WARM_SECONDS) / SECONDS


def measure(console: Console) -> None:
    """Fill a market of each size, let users browse, print the table, and remove everything."""
    loads = []
    with database_server(durable=True) as server:
        urls = {tickers: server.database_url(f"users_{tickers}") for tickers, _ in MARKETS}
        for tickers, url in urls.items():
            console.print(f"filling: {tickers:,} tickers x {SESSIONS:,} sessions")
            fill(url, tickers, SESSIONS)
        postgres = _postgres(next(iter(urls.values())))
        for tickers, kept in MARKETS:
            with served(urls[tickers], "in process" if kept else "nothing") as (base, token, api):
                for users in USERS:
                    console.print(f"{users} users, {tickers:,} tickers, answers {_word(kept)}")
                    before = _seconds(api), _seconds(postgres)
                    visits = asyncio.run(browse(base, token, tickers, users, SECONDS, WARM_SECONDS))
                    after = _seconds(api), _seconds(postgres)
                    loads.append(
                        Load(tickers, kept, users, visits, after[0] - before[0], after[1] - before[1])
                    )
    console.print(_table(loads))


def _postgres(url: str) -> psutil.Process:
    """The server of this database: the first process that has the folder of its socket as an argument."""
    folder = str(sa.make_url(url).query["host"])
    return next(
        one
        for one in psutil.process_iter(["name", "cmdline"])
        if one.info["name"] == "postgres" and folder in (one.info["cmdline"] or ())
    )


def _seconds(process: psutil.Process) -> float:
    """Of the process and its children, those that have ended included."""
    times = [process.cpu_times()] + [child.cpu_times() for child in process.children(recursive=True)]
    ended = times[0].children_user + times[0].children_system
    return float(sum(one.user + one.system for one in times) + ended)


def _word(kept: bool) -> str:
    return "kept" if kept else "computed"


def _table(loads: list[Load]) -> Table:
    table = Table(
        title=f"Users with {THINK_SECONDS:.0f} s between pages, {os.cpu_count()} cores", title_justify="left"
    )
    for heading in ("tickers", "answers", "users", "reads/s", "304", "errors", "p50", "p95"):
        table.add_column(heading, justify="right")
    for heading in ("API, ms a read", "PostgreSQL, ms a read", "users a core"):
        table.add_column(heading, justify="right")
    for load in loads:
        reads = len(load.visits.milliseconds)
        table.add_row(
            f"{load.tickers:,}",
            _word(load.kept),
            f"{load.users:,}",
            f"{reads / SECONDS:.0f}",
            f"{load.visits.unchanged:.0%}",
            str(load.visits.errors),
            f"{sorted(load.visits.milliseconds)[reads // 2]:.0f} ms",
            f"{load.visits.p95:.0f} ms",
            f"{load.api:.1f}",
            f"{load.database:.1f}",
            f"{load.users_per_core:,.0f}",
        )
    table.caption = f"load average {Path('/proc/loadavg').read_text().split()[0]} at the end"
    return table

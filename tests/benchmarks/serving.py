"""Reads of the API at 1 and at 32 clients, beside a route that runs ``SELECT 1`` on the same pool.

One uvicorn process serves, this one asks. Every read is measured twice: as it is, where an answer is kept
until the market changes, and with every answer computed anew. The floor is asked in turns with the reads, so
that a busy machine slows both.
"""

import asyncio
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import aiohttp
import httpx
from rich.console import Console
from rich.table import Table

from tests.benchmarks.serving_market import fill
from tests.database import database_server
from tests.ports import free_port
from vn30.accounts import DEMO_PASSWORD

FLOOR = "/floor"
READS = {
    "market-table": "/api/v1/stocks/market-table",
    "market-table, sorted": "/api/v1/stocks/market-table?sortBy=predicted_change_7d&pageSize=100",
    "top-picks": "/api/v1/stocks/top-picks?bucket=should_buy",
    "chart": "/api/v1/stocks/T0005/chart?historicalRange=90d&predictionRange=30d",
    "models": "/api/v1/models",
}
SIZES = {"30 tickers": (30, 2_500), "1,600 tickers": (1_600, 2_500), "1,600 tickers, short": (1_600, 250)}
CLIENTS = (1, 32)
SECONDS = 3.0
LONG_SECONDS = 60.0
RATIO_ALLOWED = 3.0
GROWTH_ALLOWED = 1.2


class Timed(NamedTuple):
    """Milliseconds of the answers, and how many were none of status 200."""

    milliseconds: list[float]
    errors: int

    @property
    def p50(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.milliseconds, n=20)[-1]


def measure(console: Console) -> None:
    """Fill the databases, serve each, ask, print the tables, and remove everything."""
    tables: dict[tuple[str, bool], dict[tuple[str, int], Timed]] = {}
    with database_server(durable=True) as server:
        for size, (tickers, sessions) in SIZES.items():
            console.print(f"filling: {tickers:,} tickers x {sessions:,} sessions")
            url = server.database_url(f"serving_{tickers}_{sessions}")
            fill(url, tickers, sessions)
            for kept in (True, False):
                with _served(url, kept) as (base, token):
                    tables[size, kept] = asyncio.run(_ask(base, token))
        with _served(server.database_url("serving_30_2500"), kept=True) as (base, token):
            long = asyncio.run(_timed(base, token, list(READS.values()), 32, LONG_SECONDS))
    for (size, kept), found in tables.items():
        console.print(_table(f"{size}, {'as it is' if kept else 'every answer computed'}", found))
    for kept in (True, False):
        of_long, of_short = (tables[size, kept]["market-table", 1] for size in list(SIZES)[1:])
        growth = of_long.p50 / of_short.p50
        said = "as it is" if kept else "computed"
        console.print(
            f"market-table, {said}: {growth:.2f} times as long with 10 times the history "
            f"({GROWTH_ALLOWED} allowed)"
        )
    console.print(
        f"32 clients for {LONG_SECONDS:.0f} s: {len(long.milliseconds):,} answers, {long.errors} errors, "
        f"p95 {long.p95:.1f} ms"
    )


@contextmanager
def _served(url: str, kept: bool) -> Iterator[tuple[str, str]]:
    """A running API: its base URL and a data scientist's token."""
    port = free_port()
    environment = {
        **os.environ,
        "VN30_ENVIRONMENT": "demo",
        "VN30_DATABASE_URL": url,
        "VN30_JWT_SECRET": secrets.token_urlsafe(48),
        **({} if kept else {"VN30_BENCH_UNCACHED": "1"}),
    }
    command = [sys.executable, "-m", "uvicorn", "--factory", "tests.benchmarks.served_app:create"]
    server = subprocess.Popen(
        [*command, "--port", str(port), "--no-access-log", "--log-level", "warning"], env=environment
    )
    base = f"http://127.0.0.1:{port}"
    try:
        yield base, _sign_in(base)
    finally:
        server.terminate()
        server.wait()


def _sign_in(base: str) -> str:
    for _ in range(200):
        try:
            answer = httpx.post(
                f"{base}/api/v1/auth/login", json={"username": "ds1", "password": DEMO_PASSWORD}
            )
            return str(answer.raise_for_status().json()["accessToken"])
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the API did not start")


async def _ask(base: str, token: str) -> dict[tuple[str, int], Timed]:
    found: dict[tuple[str, int], Timed] = {}
    for clients in CLIENTS:
        floors = []
        for name, path in READS.items():
            await _timed(base, token, [path], clients, SECONDS / 6)
            floors.append(await _timed(base, token, [FLOOR], clients, SECONDS / 2))
            found[name, clients] = await _timed(base, token, [path], clients, SECONDS)
        together = [one for floor in floors for one in floor.milliseconds]
        found[FLOOR, clients] = Timed(together, sum(floor.errors for floor in floors))
    return found


async def _timed(base: str, token: str, paths: list[str], clients: int, seconds: float) -> Timed:
    """Ask for the paths in turns, each client as soon as it has its answer."""
    milliseconds: list[float] = []
    errors = 0
    until = time.perf_counter() + seconds

    async def client(session: aiohttp.ClientSession, first: int) -> None:
        nonlocal errors
        asked = first
        while time.perf_counter() < until:
            started = time.perf_counter()
            async with session.get(base + paths[asked % len(paths)]) as answer:
                await answer.read()
                errors += answer.status != httpx.codes.OK
            milliseconds.append(1000 * (time.perf_counter() - started))
            asked += 1

    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        await asyncio.gather(*(client(session, first) for first in range(clients)))
    return Timed(milliseconds, errors)


def _table(title: str, found: Mapping[tuple[str, int], Timed]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("read")
    for clients in CLIENTS:
        for heading in (f"p50 at {clients}", "p95", "of the floor"):
            table.add_column(heading, justify="right")
    for name in (FLOOR, *READS):
        cells = []
        for clients in CLIENTS:
            one, floor = found[name, clients], found[FLOOR, clients]
            ratio = one.p50 / floor.p50
            cells += [f"{one.p50:.1f} ms", f"{one.p95:.1f} ms", "" if name == FLOOR else f"{ratio:.2f}x"]
            if one.errors:
                cells[-1] += f" [red]{one.errors} errors[/]"
        table.add_row(name, *cells)
    table.caption = f"{RATIO_ALLOWED:g}x of the floor's p50 allowed"
    return table

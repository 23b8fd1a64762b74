"""Reads of the API at 1 and at 32 clients, beside ``/health`` and a route that runs ``SELECT 1`` on its pool.

One process of the API serves, this one asks. Every read is measured twice: as it is, where an answer is kept
until the market changes, and with every answer computed anew. The floor is asked in turns with the reads, so
that a busy machine slows both. At the end one process is compared with two, between which the clients are
divided as a proxy divides them.
"""

import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

import psutil
from rich.console import Console
from rich.table import Table

from tests.benchmarks.clients import Timed, ask_in_turns
from tests.benchmarks.cpu import CpuShares
from tests.benchmarks.served import served
from tests.benchmarks.serving_market import fill
from tests.support.database import database_server

FLOOR, HEALTH = "/floor", "/health"
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


def measure(console: Console) -> None:
    """Fill the databases, serve each, ask, print the tables, and remove everything."""
    tables: dict[tuple[str, bool], dict[tuple[str, int], Timed]] = {}
    with database_server(durable=True) as server:
        for size, (tickers, sessions) in SIZES.items():
            console.print(f"filling: {tickers:,} tickers x {sessions:,} sessions")
            url = server.database_url(f"serving_{tickers}_{sessions}")
            fill(url, tickers, sessions)
            for kept in (True, False):
                with served(url, kept) as (base, token, _):
                    tables[size, kept] = asyncio.run(_ask(base, token))
        url = server.database_url("serving_30_2500")
        with served(url, kept=True) as (base, token, _):
            long = asyncio.run(ask_in_turns([base], token, list(READS.values()), 32, LONG_SECONDS))
        of_processes = [
            _measure_processes(url, kept, processes) for kept in (True, False) for processes in (1, 2)
        ]
    for (size, kept), timings in tables.items():
        console.print(_table(f"{size}, {'as it is' if kept else 'every answer computed'}", timings))
    for kept in (True, False):
        of_long, of_short = (tables[size, kept]["market-table", 1] for size in list(SIZES)[1:])
        growth = of_long.p50 / of_short.p50
        mode = "as it is" if kept else "computed"
        console.print(
            f"market-table, {mode}: {growth:.2f} times as long with 10 times the history "
            f"({GROWTH_ALLOWED} allowed)"
        )
    console.print(
        f"32 clients for {LONG_SECONDS:.0f} s: {len(long.milliseconds):,} answers, {long.errors} errors, "
        f"p95 {long.p95:.1f} ms"
    )
    console.print(_table_of_processes(of_processes))


async def _ask(base: str, token: str) -> dict[tuple[str, int], Timed]:
    timings: dict[tuple[str, int], Timed] = {}
    for clients in CLIENTS:
        floors = []
        for name, path in READS.items():
            await ask_in_turns([base], token, [path], clients, SECONDS / 6)
            floors.append(await ask_in_turns([base], token, [FLOOR], clients, SECONDS / 2))
            timings[name, clients] = await ask_in_turns([base], token, [path], clients, SECONDS)
        timings[HEALTH, clients] = await ask_in_turns([base], token, [HEALTH], clients, SECONDS)
        together = [value for floor in floors for value in floor.milliseconds]
        timings[FLOOR, clients] = Timed(together, sum(floor.errors for floor in floors))
    return timings


def _measure_processes(url: str, kept: bool, processes: int) -> tuple[str, Timed, CpuShares]:
    """All reads in turns by 32 clients, at so many processes of the API."""
    with ExitStack() as stack:
        apis = [stack.enter_context(served(url, kept)) for _ in range(processes)]
        bases, tokens = [base for base, _, _ in apis], [token for _, token, _ in apis]
        for base in bases:
            asyncio.run(ask_in_turns([base], tokens[0], list(READS.values()), 4, SECONDS / 3))
        shares = CpuShares(
            {
                **{f"API {number}": [process] for number, (_, _, process) in enumerate(apis, 1)},
                "clients": [psutil.Process()],
            },
            rest="PostgreSQL and all else",
        )
        timed = asyncio.run(ask_in_turns(bases, tokens[0], list(READS.values()), 32, 2 * SECONDS))
        shares.stop()
    return f"{processes}, {'as it is' if kept else 'every answer computed'}", timed, shares


def _table_of_processes(measured: Sequence[tuple[str, Timed, CpuShares]]) -> Table:
    table = Table(
        title=f"Processes of the API at 32 clients, all reads in turns, on {os.cpu_count()} cores",
        title_justify="left",
    )
    for heading in ("processes", "answers/s", "p50", "p95", "share of a core", "saturated"):
        table.add_column(heading)
    for name, timed, shares in measured:
        table.add_row(
            name,
            f"{len(timed.milliseconds) / (2 * SECONDS):.0f}",
            f"{timed.p50:.1f} ms",
            f"{timed.p95:.1f} ms",
            shares.text(),
            shares.saturated(),
        )
    return table


def _table(title: str, timings: Mapping[tuple[str, int], Timed]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("read")
    for clients in CLIENTS:
        for heading in (f"p50 at {clients}", "p95", "of the floor"):
            table.add_column(heading, justify="right")
    for name in (FLOOR, HEALTH, *READS):
        cells = []
        for clients in CLIENTS:
            timed, floor = timings[name, clients], timings[FLOOR, clients]
            ratio = timed.p50 / floor.p50
            cells += [f"{timed.p50:.1f} ms", f"{timed.p95:.1f} ms", "" if name == FLOOR else f"{ratio:.2f}x"]
            if timed.errors:
                cells[-1] += f" [red]{timed.errors} errors[/]"
        table.add_row(name, *cells)
    table.caption = f"{RATIO_ALLOWED:g}x of the floor's p50 allowed"
    return table

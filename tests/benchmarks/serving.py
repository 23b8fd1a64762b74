"""Reads of the API at 1 and at 32 clients, beside ``/health`` and a route that runs ``SELECT 1`` on its pool.

Its pieces, of which ``SERVING="reads outage"`` chooses some:

* ``reads``: each read with every answer computed, kept in the process, and kept in Redis.
* ``growth``: the market table of 1,600 stocks, with 250 sessions each and with 2,500.
* ``processes``: one process of the API and two, between which the clients are divided as a proxy divides
  them, and which of all processes is saturated.
* ``outage``: two processes that share a Redis, which is killed under load and started again.
"""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import psutil
from rich.console import Console
from rich.table import Table

from tests.benchmarks.clients import Timed, ask_in_turns
from tests.benchmarks.cpu import CpuShares
from tests.benchmarks.served_app import Kept
from tests.benchmarks.serving_api import served
from tests.benchmarks.serving_market import fill
from tests.benchmarks.serving_reads import RATIO_ALLOWED, READS, ask_in_rounds, table_of
from tests.support.database import database_server
from tests.support.redis_server import RedisServer
from tests.support.scratch import scratch_folder
from vn30.local.postgres import EmbeddedPostgres

CLIENTS = (1, 32)
ROUNDS, SECONDS = 8, 0.25
LOAD_SECONDS = 6.0
OUTAGE_SECONDS = 60.0
GROWTH_ALLOWED = 1.2
KEPT: tuple[Kept, ...] = ("nothing", "in process", "in Redis")


def measure(console: Console) -> None:
    """Fill the databases, serve each, ask, print the tables, and remove everything."""
    named = (os.environ.get("SERVING") or " ".join(PIECES)).split()
    if unknown := set(named) - set(PIECES):
        raise SystemExit(f"SERVING: no {', '.join(sorted(unknown))}; there are {', '.join(PIECES)}")
    with database_server(durable=True) as server, _redis() as redis:
        for name in named:
            PIECES[name](console, server, redis)


@contextmanager
def _redis() -> Iterator[RedisServer]:
    redis = RedisServer(scratch_folder("vn30-redis-", durable=False))
    redis.start()
    try:
        yield redis
    finally:
        redis.kill()


def _filled(console: Console, server: EmbeddedPostgres, tickers: int, sessions: int) -> str:
    """The URL of a database of that size, filled once."""
    name = f"serving_{tickers}_{sessions}"
    if name not in _filled_databases:
        console.print(f"filling: {tickers:,} tickers x {sessions:,} sessions")
        fill(server.database_url(name), tickers, sessions)
        _filled_databases.add(name)
    return server.database_url(name)


_filled_databases: set[str] = set()


def _measure_reads(console: Console, server: EmbeddedPostgres, redis: RedisServer) -> None:
    url = _filled(console, server, 30, 2_500)
    for kept in KEPT:
        with served(url, kept, redis.url if kept == "in Redis" else None) as api:
            timings = {
                clients: asyncio.run(ask_in_rounds(api.base, api.token, clients, ROUNDS, SECONDS))
                for clients in CLIENTS
            }
        table = table_of(f"30 tickers, kept {kept}", timings)
        table.caption = f"computed at 1 client: {RATIO_ALLOWED:g}x of the floor's p50 allowed"
        console.print(table)


def _measure_growth(console: Console, server: EmbeddedPostgres, _: RedisServer) -> None:
    path = [READS["market-table"]]
    urls = [_filled(console, server, 1_600, sessions) for sessions in (250, 2_500)]
    for kept in KEPT[:2]:
        milliseconds: tuple[list[float], list[float]] = ([], [])
        with ExitStack() as stack:
            apis = [stack.enter_context(served(url, kept)) for url in urls]
            for _round in range(ROUNDS):
                for api, found in zip(apis, milliseconds, strict=True):
                    found += asyncio.run(
                        ask_in_turns([api.base], api.token, path, 1, 2 * SECONDS)
                    ).milliseconds
        short, long = (Timed(found, 0).p50 for found in milliseconds)
        console.print(
            f"market-table of 1,600 tickers, kept {kept}: {short:.1f} ms with 250 sessions each, "
            f"{long:.1f} ms with 2,500: {long / short:.2f} times as long ({GROWTH_ALLOWED} allowed)"
        )


def _measure_processes(console: Console, server: EmbeddedPostgres, redis: RedisServer) -> None:
    """All reads in turns by 32 clients, at one process of the API and at two."""
    url = _filled(console, server, 30, 2_500)
    table = Table(
        title=f"Processes of the API at 32 clients, all reads in turns, on {os.cpu_count()} cores",
        title_justify="left",
    )
    for heading in ("processes", "kept", "answers/s", "p50", "p95", "errors", "share of a core", "saturated"):
        table.add_column(heading)
    for kept in KEPT:
        for processes in (1, 2):
            timed, shares = _load(url, kept, redis.url if kept == "in Redis" else None, processes)
            table.add_row(
                str(processes),
                kept,
                f"{len(timed.milliseconds) / LOAD_SECONDS:.0f}",
                f"{timed.p50:.1f} ms",
                f"{timed.p95:.1f} ms",
                str(timed.errors),
                shares.text(),
                shares.saturated(),
            )
    console.print(table)


def _load(url: str, kept: Kept, cache_url: str | None, processes: int) -> tuple[Timed, CpuShares]:
    paths = list(READS.values())
    with ExitStack() as stack:
        apis = [stack.enter_context(served(url, kept, cache_url)) for _ in range(processes)]
        bases = [api.base for api in apis]
        asyncio.run(ask_in_turns(bases, apis[0].token, paths, 8, LOAD_SECONDS / 3))
        shares = CpuShares(
            {
                **{f"API {number}": [api.process] for number, api in enumerate(apis, 1)},
                "clients": [psutil.Process()],
            },
            rest="PostgreSQL and all else",
        )
        timed = asyncio.run(ask_in_turns(bases, apis[0].token, paths, 32, LOAD_SECONDS))
        shares.stop()
    return timed, shares


def _measure_outage(console: Console, server: EmbeddedPostgres, redis: RedisServer) -> None:
    """32 clients for a minute, in whose second third there is no Redis."""
    url = _filled(console, server, 30, 2_500)
    with ExitStack() as stack:
        apis = [stack.enter_context(served(url, "in Redis", redis.url)) for _ in range(2)]
        interruption = threading.Thread(target=_interrupt, args=(redis,))
        interruption.start()
        timed = asyncio.run(
            ask_in_turns([api.base for api in apis], apis[0].token, list(READS.values()), 32, OUTAGE_SECONDS)
        )
        interruption.join()
    console.print(
        f"32 clients for {OUTAGE_SECONDS:.0f} s on two processes, Redis killed after "
        f"{OUTAGE_SECONDS / 3:.0f} s and started again {OUTAGE_SECONDS / 3:.0f} s later: "
        f"{len(timed.milliseconds):,} answers, {timed.errors} errors, "
        f"p50 {timed.p50:.1f} ms, p95 {timed.p95:.1f} ms"
    )


def _interrupt(redis: RedisServer) -> None:
    time.sleep(OUTAGE_SECONDS / 3)
    redis.kill()
    time.sleep(OUTAGE_SECONDS / 3)
    redis.start()


PIECES: dict[str, Callable[[Console, EmbeddedPostgres, RedisServer], None]] = {
    "reads": _measure_reads,
    "growth": _measure_growth,
    "processes": _measure_processes,
    "outage": _measure_outage,
}

"""Clients that ask an API at once, each as soon as it has its answer."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from typing import NamedTuple

import aiohttp
import httpx


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


async def ask_in_turns(
    bases: Sequence[str], token: str, paths: Sequence[str], clients: int, seconds: float
) -> Timed:
    """Ask for the paths in turns. The clients are divided between the ``bases``.

    A connection that breaks is an error, and its client goes on.
    """
    milliseconds: list[float] = []
    errors = 0
    until = time.perf_counter() + seconds

    async def client(session: aiohttp.ClientSession, number: int) -> None:
        nonlocal errors
        base, turn = bases[number % len(bases)], number
        while time.perf_counter() < until:
            started = time.perf_counter()
            try:
                async with session.get(base + paths[turn % len(paths)]) as answer:
                    await answer.read()
                    errors += answer.status != httpx.codes.OK
            except aiohttp.ClientError:
                errors += 1
            milliseconds.append(1000 * (time.perf_counter() - started))
            turn += 1

    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        await asyncio.gather(*(client(session, number) for number in range(clients)))
    return Timed(milliseconds, errors)

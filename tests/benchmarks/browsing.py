"""Simulated users of the app: each opens pages with their reads, waits, and repeats the ETags that it has."""

import asyncio
import random
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field

import aiohttp
import httpx

PROXY_CONNECTIONS = 100
"""Connections to the API: a proxy shares them between the browsers."""

THINK_SECONDS = 20.0
"""Mean time between two pages of a user; exponential, as of visitors who do not know of each other."""

HOME = (
    "/api/v1/stocks/top-picks?bucket=should_buy&limit=5&horizonDays=7",
    "/api/v1/stocks/top-picks?bucket=should_sell&limit=5&horizonDays=7",
    "/api/v1/stocks/market-table?pageSize=100",
    "/api/v1/news?limit=6",
    "/api/v1/events?limit=6",
)
STOCK = (
    "/api/v1/stocks/{ticker}",
    "/api/v1/stocks/{ticker}/predictions",
    "/api/v1/stocks/{ticker}/chart?historicalRange=90d&predictionRange=30d",
    "/api/v1/stocks/{ticker}/fundamentals",
    "/api/v1/models/{ticker}/status",
    "/api/v1/quotes?symbols={ticker}",
)
SEARCH = ("/api/v1/stocks/market-table?search={ticker}&pageSize=50",)
PAGES, SHARES = (HOME, SEARCH, STOCK), (25, 15, 60)
READS_A_SECOND = (
    sum(share * len(page) for page, share in zip(PAGES, SHARES, strict=True)) / sum(SHARES) / THINK_SECONDS
)
"""Of a user who waits for nothing but between pages."""


@dataclass
class Visits:
    """What users have met: milliseconds of the answers, and the number of each status."""

    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    pages: int = 0

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.milliseconds, n=20)[-1]

    @property
    def unchanged(self) -> float:
        """The share of answers 304: the browser has the newest one."""
        return self.statuses[httpx.codes.NOT_MODIFIED] / self.statuses.total()

    @property
    def errors(self) -> int:
        return self.statuses.total() - sum(
            self.statuses[code] for code in (httpx.codes.OK, httpx.codes.NOT_MODIFIED)
        )


async def browse(
    base: str, token: str, tickers: int, users: int, seconds: float, warm_seconds: float
) -> Visits:
    """Let users browse; the first ``warm_seconds`` are not counted.

    Args:
        tickers: the stocks are ``T0001`` and so on; a tenth of them gets most visits.
    """
    visits = Visits()
    counted_from = time.perf_counter() + warm_seconds
    until = counted_from + seconds

    async def user(session: aiohttp.ClientSession, chance: random.Random) -> None:
        etags: dict[str, str] = {}
        await asyncio.sleep(chance.uniform(0, THINK_SECONDS))
        while time.perf_counter() < until:
            (page,) = chance.choices(PAGES, SHARES)
            rank = min(tickers, int(chance.paretovariate(0.5)))
            paths = [path.format(ticker=f"T{rank:04d}") for path in page]
            await asyncio.gather(
                *(_read(session, base + path, etags, visits, counted_from) for path in paths)
            )
            visits.pages += time.perf_counter() >= counted_from
            await asyncio.sleep(min(chance.expovariate(1 / THINK_SECONDS), until - time.perf_counter()))

    chances = [random.Random(number) for number in range(users)]  # noqa: S311 - no secret
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(
        headers=headers,
        connector=aiohttp.TCPConnector(limit=PROXY_CONNECTIONS),
        timeout=aiohttp.ClientTimeout(60),
    ) as session:
        await asyncio.gather(*(user(session, chance) for chance in chances))
    return visits


async def _read(
    session: aiohttp.ClientSession, url: str, etags: dict[str, str], visits: Visits, counted_from: float
) -> None:
    headers = {"If-None-Match": etags[url]} if url in etags else {}
    started = time.perf_counter()
    try:
        async with session.get(url, headers=headers) as answer:
            await answer.read()
            status = answer.status
            if etag := answer.headers.get("ETag"):
                etags[url] = etag
    except (aiohttp.ClientError, TimeoutError):
        status = 0
    if started >= counted_from:
        visits.statuses[status] += 1
        visits.milliseconds.append(1000 * (time.perf_counter() - started))

"""The reads that ``make bench PART=serving`` asks for, and rounds in which the floor is asked beside them."""

from collections.abc import Mapping, Sequence

from rich.table import Table

from tests.benchmarks.clients import Timed, ask_in_turns

FLOOR, HEALTH = "/floor", "/health"
READS = {
    "market-table": "/api/v1/stocks/market-table",
    "market-table, sorted": "/api/v1/stocks/market-table?sortBy=predicted_change_7d&pageSize=100",
    "top-picks": "/api/v1/stocks/top-picks?bucket=should_buy",
    "chart": "/api/v1/stocks/T0005/chart?historicalRange=90d&predictionRange=30d",
    "models": "/api/v1/models",
    "quotes": "/api/v1/quotes?symbols=T0001,T0002,T0003,T0004,T0005",
    "fundamentals": "/api/v1/stocks/T0005/fundamentals",
    "batch": "/api/v1/stocks/batch?symbols=T0001,T0002,T0003,T0004,T0005",
    "sectors": "/api/v1/sectors",
    "news": "/api/v1/news?limit=6",
    "events": "/api/v1/events",
    "completeness": "/api/v1/data-quality/completeness",
    "jobs": "/api/v1/jobs",
}
RATIO_ALLOWED = 5.0

Timings = dict[str, Timed]


async def ask_in_rounds(base: str, token: str, clients: int, rounds: int, seconds: float) -> Timings:
    """Ask for each path in each round, so that a busy moment of the machine slows all of them.

    Args:
        seconds: of each path in a round.
    """
    paths = {FLOOR: FLOOR, HEALTH: HEALTH, **READS}
    # Both processes load what they need, and each connection of the pools prepares its statements.
    await ask_in_turns([base], token, list(paths.values()), max(clients, 8), 2 * seconds)
    milliseconds: dict[str, list[float]] = {name: [] for name in paths}
    errors = dict.fromkeys(paths, 0)
    for _ in range(rounds):
        for name, path in paths.items():
            timed = await ask_in_turns([base], token, [path], clients, seconds)
            milliseconds[name] += timed.milliseconds
            errors[name] += timed.errors
    return {name: Timed(milliseconds[name], errors[name]) for name in paths}


def table_of(title: str, timings: Mapping[int, Timings], names: Sequence[str] = tuple(READS)) -> Table:
    """The times of each read by the number of clients, beside the floor's."""
    table = Table(title=title, title_justify="left")
    table.add_column("read")
    for clients in timings:
        for heading in (f"p50 at {clients}", "p95", "of the floor"):
            table.add_column(heading, justify="right")
    for name in (FLOOR, HEALTH, *names):
        cells = []
        for of_paths in timings.values():
            timed = of_paths[name]
            ratio = "" if name == FLOOR else f"{timed.p50 / of_paths[FLOOR].p50:.2f}x"
            cells += [f"{timed.p50:.1f} ms", f"{timed.p95:.1f} ms", ratio]
            if timed.errors:
                cells[-1] += f" [red]{timed.errors} errors[/]"
        table.add_row(name, *cells)
    return table

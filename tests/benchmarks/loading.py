"""Loads of daily bars: rows a second of the product, beside the usual ways to write the same rows.

One ticker after the other, one transaction each, into ``stock_prices`` with all its constraints. The paths
take turns, ticker by ticker, and each has tickers of its own in the same table: a slow moment of the machine,
or a table that has grown, is the same for all. Every load starts with an empty database.
"""

import statistics
import time
from collections.abc import Callable

import pandas as pd
import sqlalchemy as sa
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks import loading_paths as paths
from tests.benchmarks.market import BARS, simulated_bars
from tests.support.database import database_server
from vn30.database.migrations import migrate
from vn30.database.warehouse import make_engine
from vn30.local.postgres import EmbeddedPostgres
from vn30.settings import Settings

FEW, MANY = 30, 1_600
ROUNDS = 3
SHARE = 20
"""Of the many tickers, the other paths load one in so many."""
NEEDED = {"to_sql": 5.0, "execute_values INSERT": 3.0, "execute_values upsert": 3.0}
GROWTH_ALLOWED = 0.20

Load = Callable[[sa.Connection, str, pd.DataFrame], None]
Rates = dict[str, float]
PATHS: dict[str, Load] = {
    "COPY and one write (this platform)": paths.product,
    "to_sql": paths.to_sql,
    "execute_values INSERT": paths.execute_values_insert,
    "execute_values upsert": paths.execute_values_upsert,
}
OURS = next(iter(PATHS))


def measure(console: Console) -> None:
    """Start a server of its own, measure, print the table, and remove everything."""
    with database_server(durable=True) as server:
        few = _median(
            [
                _load(console, server, FEW, 1, f"{FEW} tickers, round {n} of {ROUNDS}")
                for n in range(1, ROUNDS + 1)
            ]
        )
        many = _load(console, server, MANY, SHARE, f"{MANY:,} tickers")
    console.print(_table(few, many))
    change = many[OURS] / few[OURS] - 1
    console.print(
        f"{MANY * BARS:,} rows against {FEW * BARS:,}: {change:+.0%} rows a second "
        f"({GROWTH_ALLOWED:.0%} either way are allowed)"
    )


def _load(console: Console, server: EmbeddedPostgres, tickers: int, share: int, title: str) -> Rates:
    """Rows a second of each path; all but the product's load one ticker in ``share``."""
    seconds: dict[str, list[float]] = {name: [] for name in PATHS}
    engine = make_engine(Settings(database_url=server.database_url(title)))
    migrate(engine)
    try:
        for name in PATHS:
            # Not counted: the first load pays for imports, connections and the caches of statements.
            _seconds(engine, name, tickers)
        for number in track(range(tickers), description=title, console=console):
            names = list(PATHS) if number % share == 0 else [OURS]
            turn = number // share % len(names)
            for name in names[turn:] + names[:turn]:
                seconds[name].append(_seconds(engine, name, number))
        _check(engine, tickers + 1)
    finally:
        engine.dispose()
    return {name: BARS * len(taken) / sum(taken) for name, taken in seconds.items()}


def _seconds(engine: sa.Engine, name: str, number: int) -> float:
    """How long one path takes for the bars of that number, stored for a ticker of its own."""
    bars, ticker = simulated_bars(number), f"{name} {number}"
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO stocks (ticker, name) VALUES (:ticker, '')"), {"ticker": ticker}
        )
    started = time.perf_counter()
    with engine.begin() as connection:
        PATHS[name](connection, ticker, bars)
    return time.perf_counter() - started


def _check(engine: sa.Engine, tickers: int) -> None:
    """The product's rows must all be there: a rate of rows that were lost is worth nothing."""
    with engine.connect() as connection:
        stored = connection.execute(
            sa.text(
                "SELECT count(*) FROM stock_prices JOIN stocks ON stocks.id = stock_id "
                "WHERE starts_with(ticker, :ours)"
            ),
            {"ours": OURS},
        ).scalar_one()
    if stored != tickers * BARS:
        raise SystemExit(f"{stored:,} rows stored of {tickers * BARS:,}")


def _median(rounds: list[Rates]) -> Rates:
    return {name: statistics.median(rates[name] for rates in rounds) for name in PATHS}


def _table(few: Rates, many: Rates) -> Table:
    table = Table(
        title="Rows a second, one transaction a ticker",
        caption=f"{FEW} tickers: median of {ROUNDS} rounds, all rows on every path. {MANY:,} tickers: this "
        f"platform loads all of them, the others one in {SHARE}, spread over the run, into the same growing "
        f"table. {paths.TO_SQL_ROWS:,} rows a statement in to_sql (method='multi'), "
        f"{paths.EXECUTE_VALUES_ROWS:,} in execute_values.",
    )
    table.add_column("path")
    for heading in (f"{FEW * BARS:,} rows", "ahead", f"{MANY * BARS:,} rows", "ahead", "needed"):
        table.add_column(heading, justify="right")
    for name in PATHS:
        ahead = [f"{rates[OURS] / rates[name]:.1f}x" if name != OURS else "" for rates in (few, many)]
        needed = f"{NEEDED[name]:.0f}x" if name in NEEDED else ""
        table.add_row(name, f"{few[name]:,.0f}", ahead[0], f"{many[name]:,.0f}", ahead[1], needed)
    return table

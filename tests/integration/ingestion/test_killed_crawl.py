"""A crawl and its server are killed repeatedly: each ticker has all of its new bars, or none of them.

In every round all sessions of the file differ, so that each crawl rewrites every ticker; after half of the
rounds all prices are halved, as by a split. The crawl and the PostgreSQL server are killed in turns.
"""

import os
import random
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.support import crawl_csv
from tests.support.killable import Kill, KillableProcesses, Outcome, killable_processes
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.calendar import sessions_between

KILLS = int(os.environ.get("KILLS") or 8)
MIN_KILLED_LOADS = KILLS // 2
TICKERS = ("FPT", "HPG", "MWG", "VCB", "VNM")
SESSIONS = sessions_between(date(2016, 1, 1), date(2024, 6, 28))
SESSIONS_A_ROUND = 10
SEED = int(os.environ.get("KILLS_SEED") or random.randrange(1_000_000))  # noqa: S311 - moments, not secrets

Bar = tuple[date, float, float, float, float, int]
Series = dict[str, list[Bar]]


@pytest.fixture
def killable() -> Iterator[KillableProcesses]:
    with killable_processes() as killable:
        yield killable


def crawl(killable: KillableProcesses, run: str, kill: Kill | None = None) -> Outcome:
    """Run a crawl to its end, or kill it or the server during its loads."""
    outcome = killable.run(crawl_csv.crawl, run, TICKERS, kill=kill)
    assert outcome.messages[0] == crawl_csv.PLANNED
    return outcome


def stored_series(killable: KillableProcesses) -> Series:
    series: Series = {ticker: [] for ticker in TICKERS}
    for ticker, *bar in killable.rows(
        "SELECT ticker, price_date, open_price::float, high_price::float, low_price::float, "
        "close_price::float, volume FROM stock_prices JOIN stocks ON stocks.id = stock_id "
        "ORDER BY price_date"
    ):
        series[ticker].append(tuple(bar))
    return series


def load_states(killable: KillableProcesses, run: str) -> dict[str, str]:
    rows = killable.rows(
        "SELECT ticker, state FROM crawl_tickers "
        "JOIN crawl_runs ON crawl_runs.id = crawl_id WHERE airflow_run_id = :run",
        run=run,
    )
    return {ticker: state for ticker, state in rows}


def market(number: int) -> pd.DataFrame:
    """The file of a round: more sessions and other volumes each time, halved prices in the second half."""
    sessions = SESSIONS[: len(SESSIONS) - (KILLS + 1 - number) * SESSIONS_A_ROUND]
    return pd.concat([_bars(ticker, sessions, number) for ticker in TICKERS], ignore_index=True)


def _bars(ticker: str, sessions: list[date], number: int) -> pd.DataFrame:
    walk = np.random.default_rng(sum(map(ord, ticker))).normal(0, 0.01, len(SESSIONS))
    close = (50_000 * np.exp(np.cumsum(walk))).round()[: len(sessions)] / (2 if number > KILLS // 2 else 1)
    bars = pd.DataFrame({"symbol": ticker, "date": sessions, "open": close})
    # Equal sessions would be stale repeats.
    volume = 100_000 + number + 100 * np.arange(len(sessions))
    bars = bars.assign(high=close + 100, low=close - 100, close=close, volume=volume)
    return bars[["symbol", "date", *PRICE_COLUMNS, "volume"]]


def as_series(market: pd.DataFrame) -> Series:
    return {
        ticker: list(bars.drop(columns="symbol").itertuples(index=False, name=None))
        for ticker, bars in market.groupby("symbol")
    }


def test_killed_crawl(killable: KillableProcesses) -> None:
    """After each kill every ticker has either its old or its new series."""
    print(f"KILLS_SEED={SEED}")
    moments = random.Random(SEED)  # noqa: S311
    market(0).to_csv(killable.csv, index=False)
    whole = crawl(killable, "whole")
    assert (whole.exit_code, whole.messages[1:]) == (0, list(TICKERS))
    seconds = whole.times[-1] - whole.times[0]
    before = as_series(market(0))
    assert stored_series(killable) == before

    killed_loads = 0
    for number in range(1, KILLS + 1):
        run, target = f"killed {number}", market(number)
        target.to_csv(killable.csv, index=False)
        moment = moments.uniform(0, len(TICKERS))
        wait = moment % 1 * seconds / len(TICKERS)
        outcome = crawl(killable, run, Kill(1 + int(moment), wait, server=number % 2 == 0))
        stored, states, wanted = stored_series(killable), load_states(killable, run), as_series(target)
        assert {t for t in TICKERS if stored[t] != wanted[t] and stored[t] != before[t]} == set(), number
        new = {ticker for ticker in TICKERS if stored[ticker] == wanted[ticker]}
        assert {ticker for ticker, state in states.items() if state == "loaded"} == new, number
        assert set(outcome.messages[1:]) <= new, f"{number}: a load had returned, and is lost"
        killed_loads += "planned" in states.values()
        before = stored
    print(f"{killed_loads} of {KILLS} kills hit a load")
    assert killed_loads >= MIN_KILLED_LOADS

    assert crawl(killable, "left to finish").exit_code == 0
    assert stored_series(killable) == as_series(market(KILLS))

"""A crawl and its server are killed again and again: a ticker has all of its new bars, or none of them.

Every round the file has other content for every session, so that each crawl rewrites every ticker; half-way
through all prices are halved, as by a split. The process of the crawl and the whole PostgreSQL server are
killed in turns.
"""

import os
import random
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.integration import crawl_csv
from tests.integration.victims import Kill, Outcome, Victims, new_victims
from vn30.calendar import sessions_between
from vn30.prices import PRICE_COLUMNS

KILLS = 20
MOST = 15
TICKERS = ("FPT", "HPG", "MWG", "VCB", "VNM")
SESSIONS = sessions_between(date(2016, 1, 1), date(2024, 6, 28))
SESSIONS_A_ROUND = 10
SEED = int(os.environ.get("KILLS_SEED") or random.randrange(1_000_000))  # noqa: S311 - moments, not secrets

Bar = tuple[date, float, float, float, float, int]
Series = dict[str, list[Bar]]


@pytest.fixture
def victims() -> Iterator[Victims]:
    with new_victims() as victims:
        yield victims


def crawl(victims: Victims, run: str, kill: Kill | None = None) -> Outcome:
    """Let a crawl finish, or kill it or the server at a moment of its loads."""
    outcome = victims.run(crawl_csv.crawl, run, TICKERS, kill=kill)
    assert outcome.heard[0] == crawl_csv.PLANNED
    return outcome


def stored_series(victims: Victims) -> Series:
    series: Series = {ticker: [] for ticker in TICKERS}
    for ticker, *bar in victims.rows(
        "SELECT ticker, price_date, open_price::float, high_price::float, low_price::float, "
        "close_price::float, volume FROM stock_prices JOIN stocks ON stocks.id = stock_id "
        "ORDER BY price_date"
    ):
        series[ticker].append(tuple(bar))
    return series


def load_states(victims: Victims, run: str) -> dict[str, str]:
    rows = victims.rows(
        "SELECT ticker, state FROM crawl_tickers "
        "JOIN crawl_runs ON crawl_runs.id = crawl_id WHERE airflow_run_id = :run",
        run=run,
    )
    return {ticker: state for ticker, state in rows}


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
    whole = crawl(victims, "whole")
    assert (whole.exit_code, whole.heard[1:]) == (0, list(TICKERS))
    seconds = whole.times[-1] - whole.times[0]
    before = as_series(market(0))
    assert stored_series(victims) == before

    found_a_load = 0
    for number in range(1, KILLS + 1):
        run, target = f"killed {number}", market(number)
        target.to_csv(victims.csv, index=False)
        moment = moments.uniform(0, len(TICKERS))
        wait = moment % 1 * seconds / len(TICKERS)
        outcome = crawl(victims, run, Kill(1 + int(moment), wait, server=number % 2 == 0))
        stored, states, wanted = stored_series(victims), load_states(victims, run), as_series(target)
        assert {t for t in TICKERS if stored[t] != wanted[t] and stored[t] != before[t]} == set(), number
        new = {ticker for ticker in TICKERS if stored[ticker] == wanted[ticker]}
        assert {ticker for ticker, state in states.items() if state == "loaded"} == new, number
        assert set(outcome.heard[1:]) <= new, f"{number}: a load had returned, and is lost"
        found_a_load += "planned" in states.values()
        before = stored
    print(f"{found_a_load} of {KILLS} kills found a load")
    assert found_a_load >= MOST

    assert crawl(victims, "left to finish").exit_code == 0
    assert stored_series(victims) == as_series(market(KILLS))

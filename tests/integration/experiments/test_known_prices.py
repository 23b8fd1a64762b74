"""A run that is made again later reads what was known then, and forecasts the same to the last digit."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS, SMALL_CONFIG, TICKERS, Platform, simulated_bars
from vn30.database import warehouse
from vn30.experiments import steps
from vn30.experiments.finish import finish_experiment
from vn30.experiments.record import Experiment
from vn30.experiments.start import start_run
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import run_gate
from vn30.ingestion.request import CrawlRequest

EVENINGS = SESSIONS[-4:]
SPLIT = EVENINGS[2]
CONFIG = {**SMALL_CONFIG, "universe": {"useAllVn30": True}, "targets": {"horizons": [7]}}
PUBLISHED = (
    "SELECT ticker, forecasts.as_of_date, horizon_days, target_date, base_price, predicted_price, "
    "lower_price, upper_price, probability_of_rise, forecasts.volatility_regime, forecasts.trend_regime, "
    "data_version, panel_hash FROM stock_prediction_summaries AS forecasts "
    "JOIN stocks ON stocks.id = stock_id JOIN experiment_runs AS runs ON runs.id = experiment_run_id "
    "ORDER BY ticker, forecasts.as_of_date, horizon_days"
)
NOT_ON_RECORD = "The prices that were known on the evening of %s are not on record"


@pytest.fixture
def market() -> pd.DataFrame:
    series = (*TICKERS, "VNINDEX")
    return pd.concat([simulated_bars(symbol) for symbol in series], ignore_index=True)


@pytest.fixture
def evening(open_platform: Callable[..., Platform], market: pd.DataFrame) -> Callable[[date], Platform]:
    """``evening(session) -> platform``: what the crawl of a session does, of a vendor that knows a split."""

    def crawl_of(session: date) -> Platform:
        platform = open_platform(as_of=session.isoformat())
        known = market[market["date"] <= session.isoformat()].copy()
        if session >= SPLIT:
            before = (known["symbol"] == "FPT") & (known["date"] < SPLIT.isoformat())
            known.loc[before, ["open", "high", "low", "close"]] *= 0.5
        platform.write(known)
        crawl(platform, f"crawl of {session}")
        return platform

    return crawl_of


def crawl(platform: Platform, name: str, session: date | None = None) -> None:
    for job in plan_crawl(platform.settings, name, CrawlRequest(), session):
        load_ticker(platform.settings, job)
    run_gate(name)


def train(platform: Platform, name: str, session: date | None = None) -> Experiment:
    experiment = start_run(name, json.dumps(CONFIG), None, session)
    panel = steps.build_panel_file(platform.store, experiment)
    pooled = [steps.pool(platform.store, experiment, panel, 7)]
    for ticker in experiment.tickers:
        steps.train(platform.store, experiment, panel, pooled, ticker)
    finish_experiment(platform.store, name)
    return experiment


def log_of(platform: Platform, experiment: Experiment) -> list[tuple[str, str]]:
    rows = platform.rows(
        "SELECT level, message FROM experiment_logs WHERE run_id = :run ORDER BY id", run=experiment.id
    )
    return [(row.level, row.message) for row in rows]


def base_price(platform: Platform, session: date) -> float:
    """Of the forecasts of FPT."""
    [(price,)] = platform.rows(
        "SELECT DISTINCT base_price FROM stock_prediction_summaries JOIN stocks ON stocks.id = stock_id "
        "WHERE ticker = 'FPT' AND as_of_date = :session",
        session=session,
    )
    return float(price)


def test_replay_with_a_split(evening: Callable[[date], Platform]) -> None:
    """Session by session, with a split in the middle: forecasts made again equal those made then."""
    for session in EVENINGS:
        platform = evening(session)
        train(platform, f"evening of {session}")
    assert platform.rows("SELECT ex_date, factor::float FROM price_restatements") == [(SPLIT, 0.5)]
    made_then = platform.rows(PUBLISHED)
    assert len(made_then) == len(EVENINGS) * len(TICKERS)

    for session in EVENINGS:
        again = train(platform, f"again {session}", session)
        known_at = platform.rows(
            "SELECT DISTINCT prices_known_at FROM experiment_runs WHERE as_of_date = :session",
            session=session,
        )
        # The evening of the last session is not over.
        assert len(known_at) == (2 if session == EVENINGS[-1] else 1)
        assert not [line for line in log_of(platform, again) if "not on record" in line[1]]
    assert {row[0] for row in platform.rows("SELECT count(*) FROM experiment_runs GROUP BY as_of_date")} == {
        2
    }
    # The newer runs have published them.
    names = platform.rows(
        "SELECT DISTINCT split_part(airflow_run_id, ' ', 1) FROM stock_prediction_summaries "
        "JOIN experiment_runs ON experiment_runs.id = experiment_run_id"
    )
    assert names == [("again",)]
    assert platform.rows(PUBLISHED) == made_then


def test_evening_without_run(evening: Callable[[date], Platform], market: pd.DataFrame) -> None:
    """Of a session that was crawled and not trained, the prices after its crawl are read."""
    platform: Any = None
    for session in EVENINGS:
        platform = evening(session)
    day = EVENINGS[0]
    again = train(platform, "late", day)
    closes = market[market["symbol"] == "FPT"].set_index("date")["close"]
    assert base_price(platform, day) == closes[day.isoformat()]
    [(level, line), *_] = [line for line in log_of(platform, again) if "Prices are" in line[1]]
    assert level == "INFO"
    assert line.startswith("Prices are those known at ")


def test_evening_not_on_record(evening: Callable[[date], Platform], market: pd.DataFrame) -> None:
    """A run for a session before the first crawl reads the prices of now, and its log says so.

    A crawl that is made later for that session is none of its evening.
    """
    platform = evening(EVENINGS[-1])
    day = EVENINGS[0]
    crawl(platform, "late crawl", day)
    again = train(platform, "with hindsight", day)
    closes = market[market["symbol"] == "FPT"].set_index("date")["close"]
    assert base_price(platform, day) == closes[day.isoformat()] / 2
    warnings = [line for level, line in log_of(platform, again) if level == "WARNING"]
    assert [line for line in warnings if line.startswith(NOT_ON_RECORD % day)]
    # A third run of that session does not take the second one for what was known then.
    third = train(platform, "once more", day)
    assert third.known_at > again.known_at


def test_ticker_not_known_then(evening: Callable[[date], Platform], market: pd.DataFrame) -> None:
    """A member whose prices were stored later is left out, and named."""
    day = EVENINGS[0]
    evening(day)
    with warehouse.transaction() as connection:
        # Without triggers, as if it had been stored now.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(
            "UPDATE stock_prices SET known_from = clock_timestamp() FROM stocks "
            "WHERE stocks.id = stock_id AND ticker = 'HPG'"
        )
    platform = evening(EVENINGS[1])
    again = train(platform, "again", day)
    assert again.tickers == ["FPT", "VCB"]
    assert "HPG (no price of it was known then)" in "".join(line for _, line in log_of(platform, again))

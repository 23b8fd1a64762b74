"""Trainings of all VN30 with a source that does not have all of them, or whose prices have stopped."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS
from tests.integration.experiments.test_training import CONFIG, start, train_all
from vn30.database import warehouse
from vn30.experiments.finish import finish_experiment
from vn30.experiments.record import NoPrices
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.quality_gate import run_gate
from vn30.ingestion.request import CrawlRequest
from vn30.ingestion.trading_days import decide
from vn30.training_config.review.review import review
from vn30.training_config.review.stored_data import load_stored_data

ALL_VN30 = {**CONFIG, "universe": {"useAllVn30": True}}
PRICES = ["open", "high", "low", "close"]


def crawl(platform: Any) -> None:
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest()):
        load_ticker(platform.settings, job)
    run_gate("crawl")


def warnings_of_run(platform: Any) -> list[str]:
    rows = platform.rows("SELECT message FROM experiment_logs WHERE level = 'WARNING' ORDER BY id")
    return [row.message for row in rows]


def carried_forward(market: pd.DataFrame, ticker: str, sessions: list[date]) -> pd.DataFrame:
    """The market in which a ticker has no trades on these sessions, but the price before them."""
    days = [day.isoformat() for day in sessions]
    stale = ((market["symbol"] == ticker) & market["date"].isin(days)).to_numpy()
    before = market[(market["symbol"] == ticker) & (market["date"] < days[0])].iloc[-1]
    changed = market.copy()
    changed.loc[stale, PRICES] = before["close"]
    changed.loc[stale, "volume"] = 0
    return changed


def test_members_without_prices(platform) -> None:
    """A run of all VN30 trains the members that have prices, and succeeds with one warning on the others."""
    crawl(platform)
    experiment = start("run", ALL_VN30)
    assert experiment.tickers == ["FPT", "HPG", "VCB"]
    train_all(platform, experiment)
    assert finish_experiment(platform.store, "run")["published"] == 3
    [left_out] = [message for message in warnings_of_run(platform) if "left out:" in message]
    assert left_out.startswith(
        "Members of the VN30 that are left out: ACB (the price source does not have it)"
    )
    with warehouse.engine().connect() as connection:
        assert warehouse.fetch_all(connection, "local/missing_forecasts") == []
        messages = [fault.message for fault in review(ALL_VN30, load_stored_data(connection)).warnings]
    assert any(text.startswith("The price source does not have ACB, BCM") for text in messages)
    assert not any("will fail" in text for text in messages)


def test_member_without_recent_trades(platform, market) -> None:
    """A price that is carried forward for longer than the shortest horizon is no base of a forecast."""
    platform.write(carried_forward(market, "VCB", SESSIONS[-8:]))
    crawl(platform)
    assert start("run", ALL_VN30).tickers == ["FPT", "HPG"]
    assert any(f"VCB (its newest trade is of {SESSIONS[-9]})" in text for text in warnings_of_run(platform))
    # A ticker that was asked for by its name is not left out in silence.
    experiment = start("by name", CONFIG)
    with pytest.raises(NoPrices, match=f"newest bar with trades is of {SESSIONS[-9]}, 8 sessions"):
        train_all(platform, experiment)


def test_short_suspension(platform, market) -> None:
    """After a few sessions without trades the forecast starts from the newest price."""
    platform.write(carried_forward(market, "VCB", SESSIONS[-5:]))
    crawl(platform)
    experiment = start("run", ALL_VN30)
    assert experiment.tickers == ["FPT", "HPG", "VCB"]
    train_all(platform, experiment)
    widths = dict(
        tuple(row)
        for row in platform.rows(
            "SELECT ticker, ((upper_price - lower_price) / base_price)::float FROM current_forecasts "
            "JOIN stocks ON stocks.id = stock_id WHERE horizon_days = 7"
        )
    )
    assert widths["VCB"] > 0.5 * widths["FPT"]


def test_targets_on_a_corrected_calendar(platform) -> None:
    """Targets count the sessions of the platform: a closed day moves them, without a release."""
    crawl(platform)
    with warehouse.transaction() as connection:
        decide(connection, date(2024, 7, 2), "closed", "confirmed", "ds1", "a test")
    train_all(platform, start("run"))
    targets = platform.rows("SELECT DISTINCT target_date FROM current_forecasts WHERE horizon_days = 7")
    # The seventh session after Friday the 28th of June is the 9th of July, and now the 10th.
    assert [row.target_date for row in targets] == [date(2024, 7, 10)]
    days = platform.rows("SELECT 1 FROM stock_prediction_points WHERE prediction_date = '2024-07-02'")
    assert days == []

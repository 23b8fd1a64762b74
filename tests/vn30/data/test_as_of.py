"""What is read as of a session does not depend on what came after it: bars, runs, splits, outcomes."""

from datetime import UTC, date, datetime
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.support.model_runs import publish_run
from tests.support.stored_market import SESSIONS, simulated_bars, store_regimes_of, store_run
from tests.vn30.data.conftest import EARLIER, TODAY, Market
from vn30 import data
from vn30.errors import WrongInput
from vn30.experiments.champions import record_run
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.ingestion.bars_writer import store_bars
from vn30.ingestion.corporate_actions import put_action
from vn30.market.calendar import sessions_after
from vn30.market.corporate_actions import CorporateAction
from vn30.settings import Settings
from vn30.storage.artifacts import open_store

DAY = SESSIONS[-20]
TOMORROW = sessions_after(TODAY, 1)[0]
PLANTED_CRAWL = (
    "WITH crawl AS (INSERT INTO crawl_runs (airflow_run_id, source, as_of_date) "
    "VALUES ('later', 'csv', :crawled) RETURNING id) "
    "INSERT INTO price_restatements (crawl_id, stock_id, ex_date, factor, bars_restated, likely_cause, "
    "source) SELECT crawl.id, stocks.id, :ex_date, 0.5, 300, 'a split', 'csv' FROM crawl, stocks "
    "WHERE ticker = 'FPT'"
)


def all_frames(market: Market, day: date) -> dict[str, pd.DataFrame]:
    """Everything that can be read as of ``day``."""
    known = {"url": market.url, "as_of": day}
    return {
        "prices": data.prices(data.ALL, **known),
        "raw prices": data.prices(data.ALL, raw=True, **known),
        "indices": data.indices(**known),
        "bars": data.bars("FPT", "1d", **known),
        "panel": data.panel(data.ALL, **known),
        "actions": data.actions(**known),
        "events": data.events(**known),
        "regimes": data.regimes(**known),
        "risk": data.risk(**known),
        "news": data.news(**known),
        "forecasts": data.forecasts(**known),
        "version_forecasts": data.version_forecasts(**known),
        "scores": data.scores(**known),
        "market_scores": data.market_scores(**known),
        "runs": data.runs(**known),
        "quotes": data.quotes(**known),
    }


def assert_same(frames: dict[str, pd.DataFrame], others: dict[str, pd.DataFrame]) -> None:
    for name, frame in frames.items():
        assert len(frame) > 0
        assert_frame_equal(frame, others[name], obj=name)


def test_what_comes_later_changes_nothing_that_was_known(market: Market) -> None:
    market.execute("DELETE FROM stock_prices WHERE price_date > :day", day=DAY)
    market.execute("UPDATE market_state SET as_of_date = :day", day=DAY)
    market.execute("DELETE FROM market_regimes")
    with market.engine.begin() as connection:
        store_regimes_of(connection, DAY)
    known = all_frames(market, DAY)
    market.execute("UPDATE market_state SET as_of_date = :today", today=TODAY)
    with market.engine.begin() as connection:
        for symbol in ("FPT", "HPG", "VCB", "VN30", "VNINDEX"):
            store_bars(connection, symbol, simulated_bars(symbol), "csv", datetime.now(UTC))
        store_run(connection, SESSIONS[-10])
        store_regimes_of(connection, TODAY)
    assert_same(known, all_frames(market, DAY))
    # Of today, all of it shows.
    now = all_frames(market, TODAY)
    assert set(now.pop("quotes")["date"]) == {pd.Timestamp(TODAY)}
    assert all(len(now[name]) > len(known[name]) for name in now)


def test_fundamentals(stored: Market) -> None:
    """The newest snapshot of each metric up to the day, by its own session."""
    frame = data.fundamentals("FPT", metrics="eps", as_of=DAY, url=stored.url)
    assert frame[["value", "unit", "date"]].values.tolist() == [[5_000.0, "VND", pd.Timestamp(EARLIER)]]
    with pytest.raises(WrongInput, match="no metric: EPS"):
        data.fundamentals(metrics="EPS", url=stored.url)


def test_risk(stored: Market) -> None:
    """One row a stock and session, with the value at risk of filtered history."""
    frame = data.risk("FPT", start=EARLIER, url=stored.url)
    assert frame["value_at_risk"].tolist() == [0.02, 0.02]
    assert frame["volatility"].isna().all()
    assert data.risk("FPT", start=TODAY, url=stored.url)["date"].tolist() == [pd.Timestamp(TODAY)]
    assert data.risk("HPG", url=stored.url).empty


def test_run_for_later_session(market: Market) -> None:
    """A stock that is suspended is forecast from its last bar, by a run for a session after that."""
    known = all_frames(market, DAY)
    with market.engine.begin() as connection:
        late = store_run(connection, SESSIONS[-25], ["HPG"])
    market.execute("UPDATE experiment_runs SET as_of_date = :later WHERE id = :run", later=TODAY, run=late)
    assert_same(known, all_frames(market, DAY))
    assert late in set(data.forecasts("HPG", url=market.url)["run_id"])


def test_later_split(market: Market) -> None:
    """A later split is taken back from the prices before it."""
    known = all_frames(market, DAY)
    split = SESSIONS[-15]
    market.execute(PLANTED_CRAWL, ex_date=split, crawled=split)
    with market.engine.begin() as connection:
        put_action(connection, CorporateAction("FPT", split, "split", "restated", ratio=1.0, factor=0.5))
    market.execute(
        "UPDATE stock_prices SET open_price = open_price / 2, high_price = high_price / 2, "
        "low_price = low_price / 2, close_price = close_price / 2 FROM stocks "
        "WHERE stocks.id = stock_id AND ticker = 'FPT' AND price_date < :split",
        split=split,
    )
    assert_same(known, all_frames(market, DAY))
    since = data.prices("FPT", as_of=split, url=market.url).set_index("date")["close"]
    before = known["prices"].query("symbol == 'FPT'").set_index("date")["close"]
    assert np.allclose(since[before.index], before / 2)
    forecast = data.forecasts("FPT", as_of=split, url=market.url)
    assert np.allclose(forecast["base_price"], before[pd.Timestamp(EARLIER)] / 2)


def test_known_event(market: Market) -> None:
    """The vendor restates its history in the evening before the ex-date."""
    market.execute(PLANTED_CRAWL, ex_date=TOMORROW, crawled=TODAY)
    stored = simulated_bars("FPT")["close"]
    assert np.array_equal(data.prices("FPT", url=market.url)["close"], stored)
    assert np.array_equal(data.prices("FPT", as_of=SESSIONS[-2], url=market.url)["close"], stored[:-1] * 2)


def test_raw_prices(stored: Market) -> None:
    """Raw prices are those of the day, whatever it is read as of, on the price steps of the exchange."""
    closes = simulated_bars("HPG")["close"].to_numpy()
    today = data.prices(["FPT", "HPG"], raw=True, url=stored.url)
    traded = today.query("symbol == 'HPG'")["close"].to_numpy()
    expected = closes / np.where(np.arange(len(closes)) < len(closes) - 1, 0.909, 1.0)
    steps = np.where(traded < 50_000, 50, 100)
    assert np.all(traded % steps == 0)
    assert np.abs(traded - expected).max() <= 50
    # 1,000 VND a share: before the ex-date a price was higher by as much of it.
    fpt = today.query("symbol == 'FPT'").set_index("date")["close"]
    adjusted = simulated_bars("FPT").set_index("date")["close"]
    before, on = adjusted.index[-41], adjusted.index[-40]
    assert fpt[on] == pytest.approx(adjusted[on], abs=50)
    assert fpt[before] == pytest.approx(adjusted[before] + 1_000, abs=50)
    earlier = data.prices(["FPT", "HPG"], raw=True, as_of=DAY, url=stored.url)
    known = today[today["date"] <= pd.Timestamp(DAY)].reset_index(drop=True)
    assert_frame_equal(earlier, known)


def test_an_outcome_is_known_from_its_session_on(stored: Market) -> None:
    target = sessions_after(EARLIER, 7)[-1]
    eve = SESSIONS[SESSIONS.index(target) - 1]
    before, after = (
        data.forecasts("FPT", horizons=7, as_of=day, url=stored.url).iloc[0] for day in (eve, target)
    )
    assert np.isnan(before["realised_price"])
    assert pd.isna(before["realised_date"])
    bars = simulated_bars("FPT").set_index("date")["close"]
    assert after["realised_price"] == bars[pd.Timestamp(target)]
    assert after["realised_return"] == pytest.approx(np.log(after["realised_price"] / after["base_price"]))
    assert after["predicted_return"] == pytest.approx(np.log(1.01))
    # The run was made up by this test, long after its outcome.
    assert not after["made_in_time"]


def test_by_default_it_is_the_platforms_today(market: Market) -> None:
    with market.engine.begin() as connection:
        store_bars(connection, "FPT", simulated_bars("FPT", [*SESSIONS, TOMORROW]), "csv", datetime.now(UTC))
    assert data.today(market.url) == TODAY
    assert data.prices("FPT", url=market.url)["date"].iloc[-1] == pd.Timestamp(TODAY)
    with pytest.raises(data.WrongDate, match=f"{TOMORROW} lies after the platform's today, {TODAY}"):
        data.prices("FPT", as_of=TOMORROW, url=market.url)


def test_a_saturday_is_as_of_the_session_before(stored: Market) -> None:
    friday = data.prices("FPT", as_of=date(2024, 6, 21), url=stored.url)
    assert_frame_equal(friday, data.prices("FPT", as_of="2024-06-22", url=stored.url))


def test_members_are_those_of_the_session(stored: Market) -> None:
    assert "VRE" in data.members("2023-06-01", url=stored.url)
    assert data.members("2023-06-01", url=stored.url) != data.members(url=stored.url)


def test_challengers(market: Market) -> None:
    """What a challenger said stands beside the served forecast, which alone is the record."""
    with market.engine.begin() as connection:
        for day, alpha in ((DAY, 1.0), (DAY, 2.0)):
            run_id = publish_run(connection, day, alpha=alpha, promotion="person", error=alpha / 100)
            record_run(connection, open_store(Settings()), UUID(run_id), PromotionPolicy("person"))
    said = data.version_forecasts("FPT", horizons=7, start=DAY, as_of=DAY, url=market.url)
    assert said[["version", "is_served"]].values.tolist() == [["v1", True], ["v2", False]]
    assert said["line"].nunique() == 2
    assert said["realised_price"].isna().all()
    served = data.forecasts("FPT", horizons=7, start=DAY, as_of=DAY, url=market.url)
    assert served["predicted_price"].tolist() == said.query("is_served")["predicted_price"].tolist()
    challenger = data.forecasts("FPT", horizons=7, run=said["run_id"][1], url=market.url)
    assert challenger["predicted_price"].tolist() == said.query("not is_served")["predicted_price"].tolist()

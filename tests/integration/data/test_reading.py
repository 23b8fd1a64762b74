"""What `vn30.data` reads of a market that was crawled and trained, and of one that was restated since."""

import json
from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.integration.conftest import SMALL_CONFIG
from vn30 import data
from vn30.experiments import steps
from vn30.experiments.finish import finish_experiment
from vn30.experiments.start import start_run
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.market.calendar import sessions_after

THEN = date(2024, 4, 26)
SPLIT = sessions_after(THEN, 1)[0]


def crawl(platform, name: str) -> None:
    for job in plan_crawl(platform.settings, name, CrawlRequest(("FPT", "HPG", "VCB"))):
        load_ticker(platform.settings, job)


def test_a_run_and_its_panel_are_read_as_they_were_made(platform) -> None:
    crawl(platform, "crawl")
    document = json.dumps({**SMALL_CONFIG, "targets": {"horizons": [7]}})
    experiment = start_run("run", document, ["FPT"])
    panel = steps.build_panel_file(platform.store, experiment)
    steps.train(platform.store, experiment, panel, [], "FPT")
    finish_experiment(platform.store, "run")

    run = data.runs().iloc[0]
    assert (run["run_id"], run["state"], run["tickers"]) == (experiment.id, "success", ["FPT"])
    assert (run["tickers_published"], run["config"]) == (1, experiment.config)
    forecast = data.forecasts("FPT").iloc[0]
    closes = data.prices("FPT").set_index("date")["close"]
    assert forecast["base_price"] == closes[forecast["as_of"]] == closes.iloc[-1]
    assert forecast["run_id"] == experiment.id
    assert forecast["made_in_time"] == (
        forecast["created_at"] < pd.Timestamp(forecast["target_date"], tz="UTC")
    )
    members = data.scores(run=experiment.id)
    assert set(members["member"]) == {
        "ensemble",
        "naive",
        "ridge",
        "svr",
        "random_forest",
        "gradient_boosting",
    }
    assert len(data.market_scores(run=experiment.id)) == 1

    # The active configuration is that of the run; its peers were all of the market.
    stored = data.panel(run=experiment.id)
    assert_frame_equal(stored, data.panel())
    assert_frame_equal(
        data.panel("HPG", run=experiment.id), stored[stored["symbol"] == "HPG"].reset_index(drop=True)
    )
    with pytest.raises(data.NothingStored, match="has no ACB"):
        data.panel(["FPT", "ACB"], run=experiment.id)


def test_known_at(open_platform, market: pd.DataFrame) -> None:
    """Prices known at a moment are those that were read then, bit for bit, whatever was restated since."""
    crawl(open_platform(as_of=THEN.isoformat()), "before")
    moment = pd.Timestamp.now("UTC")
    known = data.prices()
    split = market.copy()
    before = (split["symbol"] == "FPT") & (split["date"] < SPLIT.isoformat())
    split.loc[before, ["open", "high", "low", "close"]] /= 3
    platform = open_platform()
    platform.write(split)
    crawl(platform, "after")

    assert_frame_equal(data.prices(known_at=moment), known, check_exact=True)
    assert_frame_equal(data.prices(known_at=moment.isoformat()), known, check_exact=True)
    then = data.prices("FPT", known_at=moment, as_of=THEN, start=THEN)
    assert then["close"].tolist() == known.query("symbol == 'FPT'")["close"].tolist()[-1:]
    now = data.prices("FPT", known_at=pd.Timestamp.now("UTC"))
    assert_frame_equal(now, data.prices("FPT"), check_exact=True)
    with pytest.raises(data.NothingStored, match="were stored at"):
        data.prices("FPT", known_at=moment - pd.Timedelta(days=1))
    with pytest.raises(data.NothingStored, match="VN30"):
        data.indices(known_at=moment)


def test_restated_history(open_platform, market: pd.DataFrame) -> None:
    """A crawl that restates history does not change what was known."""
    crawl(open_platform(as_of=THEN.isoformat()), "before")
    known = data.prices(), data.panel("FPT")

    split = market.copy()
    before = (split["symbol"] == "FPT") & (split["date"] < SPLIT.isoformat())
    split.loc[before, ["open", "high", "low", "close"]] /= 2
    platform = open_platform()
    platform.write(split)
    crawl(platform, "after")
    assert platform.rows("SELECT ex_date, factor FROM price_restatements") == [(SPLIT, pytest.approx(0.5))]

    last_known = known[0].query("symbol == 'FPT'")["close"].iloc[-1]
    assert data.prices("FPT", start=THEN)["close"].iloc[0] == last_known / 2
    assert_frame_equal(data.prices(as_of=THEN), known[0], rtol=1e-9)
    assert_frame_equal(data.panel("FPT", as_of=THEN), known[1], rtol=1e-4, atol=1e-6)

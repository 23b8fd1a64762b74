"""Ranks of a run in the database: from the pooled model to the current forecasts."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.integration.conftest import simulated_bars
from tests.integration.experiments.test_training import CONFIG
from vn30.experiments import steps
from vn30.experiments.record import Experiment
from vn30.experiments.start import start_run
from vn30.forecasting import vn30_ranks
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.market.universe import INDICES

MEMBERS = ["ACB", "BID", "CTG", "FPT", "HPG", "VCB"]
FORMER = "EIB"
TICKERS = [*MEMBERS, FORMER]
HORIZON = 7
RANKS = (
    "SELECT ticker, vn30_rank, vn30_ranked, probability_of_beating_vn30 AS probability FROM {table} "
    "JOIN stocks ON stocks.id = stock_id WHERE horizon_days = 7 ORDER BY vn30_rank"
)


@pytest.fixture
def pooled_run(platform, monkeypatch: pytest.MonkeyPatch) -> tuple[Experiment, str, str]:
    """A run of six members and a former one, its panel, and the forecasts of its pooled model."""
    # The market has a year and a half only.
    monkeypatch.setattr(vn30_ranks, "MIN_SESSIONS", 60)
    platform.write(pd.concat([simulated_bars(symbol) for symbol in (*TICKERS, *INDICES)]))
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest((*TICKERS, *INDICES))):
        load_ticker(platform.settings, job)
    models = {**CONFIG["models"], "pooled": {"lambdaRank": True}}
    config = {**CONFIG, "universe": {"useAllVn30": False, "tickers": TICKERS}, "models": models}
    experiment = start_run("run", json.dumps(config), None)
    panel = steps.build_panel_file(platform.store, experiment)
    pooled = steps.pool(platform.store, experiment, panel, HORIZON)
    assert pooled is not None
    return experiment, panel, pooled


def test_ranks_are_published(platform, pooled_run: tuple[Experiment, str, str]) -> None:
    """A published forecast has the rank of its run; a ticker outside the VN30 has none."""
    experiment, panel, pooled = pooled_run
    ranks = platform.rows(RANKS.format(table="experiment_ranks"))
    assert [row.vn30_rank for row in ranks] == [1, 2, 3, 4, 5, 6]
    assert {row.ticker for row in ranks} == set(MEMBERS)
    probabilities = [row.probability for row in ranks]
    assert probabilities == sorted(probabilities, reverse=True)
    for ticker in (ranks[3].ticker, FORMER):
        steps.train(platform.store, experiment, panel, [pooled], ticker)
    published = {row.ticker: row for row in platform.rows(RANKS.format(table="current_forecasts"))}
    assert published[ranks[3].ticker] == ranks[3]
    # EIB left the VN30 before the session of the run.
    rows = platform.rows(
        "SELECT vn30_rank, vn30_ranked, probability_of_beating_vn30 FROM stock_prediction_summaries "
        "JOIN stocks ON stocks.id = stock_id WHERE ticker = :ticker AND horizon_days = 7",
        ticker=FORMER,
    )
    assert [tuple(row) for row in rows] == [(None, None, None)]


def test_reliability_is_stored_once(
    platform, pooled_run: tuple[Experiment, str, str], tmp_path: Path
) -> None:
    """A repeated task replaces ranks and reliability, and the log says what they are worth."""
    experiment, panel, _ = pooled_run
    tables = ("experiment_ranks", "rank_scores", "rank_reliability", "ranker_scores")
    before = [platform.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables]  # noqa: S608
    steps.pool(platform.store, experiment, panel, HORIZON)
    assert before == [platform.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables]  # noqa: S608
    (scores,) = before[1]
    assert sum(row.forecasts for row in before[2]) == scores.forecasts
    assert 0.2 < scores.brier < 0.3
    assert scores.rank_ic_error > 0
    (compared,) = before[3]
    assert (compared.ranker, compared.horizon_days) == ("lambdarank", HORIZON)
    assert compared.sessions > scores.sessions
    assert compared.gain == pytest.approx(compared.rank_ic - compared.pooled_rank_ic, abs=2e-4)
    assert min(compared.rank_ic_error, compared.pooled_rank_ic_error, compared.gain_error) > 0
    lines = [row.message for row in platform.rows("SELECT message FROM experiment_logs")]
    for begins in ("7 sessions: past ranks: rank IC ", "7 sessions: LambdaRank: rank IC "):
        assert any(line.startswith(begins) for line in lines)

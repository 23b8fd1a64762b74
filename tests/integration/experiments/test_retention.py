"""Retention on a real database, with artifacts in a folder and in a bucket."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.integration.conftest import simulated_bars
from vn30.airflow.storage import task_store
from vn30.database import warehouse
from vn30.experiments.champions import record_run
from vn30.experiments.finish import finish_experiment
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.experiments.publish import publish
from vn30.experiments.record import start_experiment
from vn30.experiments.retention import Tidied, tidy
from vn30.experiments.state import reopen_experiment
from vn30.features.feature_store import FileGone, read_rows, stored_panel
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.panel import build_panel
from vn30.forecasting.ticker import train_ticker
from vn30.forecasting.ticker_result import TickerResult
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.market.bars import BAR_COLUMNS, MARKET_COLUMNS
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.document import parse_config

LAST = date(2024, 6, 28)
LONG_AGO, RECENTLY = date(2024, 3, 1), date(2024, 6, 10)
CONFIG = parse_config(
    {
        "universe": {"useAllVn30": False, "tickers": ["FPT", "VCB"]},
        "models": {"randomForest": {"nEstimators": 5}, "gradientBoosting": {"nEstimators": 5}},
        "targets": {"horizons": [30]},
    }
)
NOTHING = Tidied(0, 0, 0, 0)


class Archive:
    """A platform with prices, and runs whose results are published as training publishes them."""

    def __init__(self, platform: Any, result: TickerResult, bars: pd.DataFrame) -> None:
        self.platform = platform
        self.store = task_store(platform.settings)
        self._result, self._bars = result, bars
        for job in plan_crawl(platform.settings, "crawl", CrawlRequest(("FPT", "VCB"))):
            load_ticker(platform.settings, job)

    def run(
        self, name: str, as_of: date, days_ago: int, tickers: Iterable[str] = ("FPT",), state: str = "success"
    ) -> str:
        """A run of so many days ago; returns its id."""
        tickers = list(tickers)
        experiment = start_experiment(name, CONFIG, tickers, tickers, as_of)
        for ticker in tickers:
            result = replace(self._result, ticker=ticker, last=pd.Timestamp(as_of))
            publish(self.store, experiment, result, self._bars)
        self.store.put(f"models/{experiment.id}/pooled.pkl", b"the pooled model")
        self.change(
            "UPDATE experiment_runs SET state = :state, created_at = now() - make_interval(days => :days), "
            "started_at = now() - make_interval(days => :days) WHERE id = :id",
            id=experiment.id,
            state=state,
            days=days_ago,
        )
        return experiment.id

    def change(self, statement: str, **parameters: Any) -> None:
        with warehouse.transaction() as connection:
            connection.execute(sa.text(statement), parameters)

    def tidy(self, **ages: timedelta) -> Tidied:
        return tidy(self.platform.settings, self.store, **ages)

    def files(self, folder: str = "models") -> dict[str, int]:
        return {file.url: file.size_bytes for file in self.store.files(folder)}

    def named(self) -> set[str]:
        """All URLs in the tables."""
        rows = self.platform.rows(
            "SELECT columns.value FROM experiment_ticker_artifacts AS artifacts, "
            "jsonb_each_text(to_jsonb(artifacts)) AS columns WHERE columns.value ~ '^(file|s3)://' "
            "UNION SELECT url FROM feature_panels"
        )
        return {row.value for row in rows}


@pytest.fixture(scope="module")
def bars() -> pd.DataFrame:
    rows = simulated_bars("FPT").assign(date=lambda rows: pd.to_datetime(rows["date"]))
    return rows[MARKET_COLUMNS]


@pytest.fixture(scope="module")
def result(bars: pd.DataFrame) -> TickerResult:
    panel = build_panel(bars, CONFIG.indicators, CONFIG.targets.lookback_window)
    return train_ticker("FPT", bars[BAR_COLUMNS], panel, CONFIG, lambda: None)


@pytest.fixture(params=["file", "s3"])
def archive(
    request: pytest.FixtureRequest,
    open_platform: Callable[..., Any],
    result: TickerResult,
    bars: pd.DataFrame,
) -> Archive:
    elsewhere = {"artifact_store": request.getfixturevalue("bucket")} if request.param == "s3" else {}
    return Archive(open_platform(keep_runs="1", **elsewhere), result, bars)


def test_expired_runs(archive: Archive) -> None:
    """Only the files, forecast paths and logs of unused runs are removed."""
    old = archive.run("old", LONG_AGO, 9)
    archive.run("serves the model of VCB", LONG_AGO, 8, ("FPT", "VCB"))
    archive.run("is not over", LONG_AGO, 7, state="running")
    archive.run("its forecast is still open", RECENTLY, 6)
    archive.run("newest", LONG_AGO, 0, state="failed")
    archive.run("serves the model of FPT", LAST, 5)
    platform, before = archive.platform, archive.files()
    record = (
        "stock_prediction_summaries",
        "model_statuses",
        "model_horizon_metrics",
        "member_horizon_metrics",
    )
    kept = [platform.count(table) for table in record]
    metrics = platform.rows("SELECT metrics FROM experiment_ticker_artifacts ORDER BY id")
    of_old = {url: size for url, size in before.items() if f"/models/{old}/" in url}
    assert len(of_old) == 7

    assert archive.tidy() == Tidied(1, 0, 7, sum(of_old.values()))
    assert archive.files() == {url: size for url, size in before.items() if url not in of_old}
    assert archive.named() == {url for url in archive.files() if not url.endswith("pooled.pkl")}
    assert [platform.count(table) for table in record] == kept
    assert platform.rows("SELECT metrics FROM experiment_ticker_artifacts ORDER BY id") == metrics
    for table, column in (("stock_prediction_points", "experiment_run_id"), ("experiment_logs", "run_id")):
        runs = {str(row[0]) for row in platform.rows(f"SELECT DISTINCT {column} FROM {table}")}  # noqa: S608
        assert len(runs) == 5
        assert old not in runs
    tidied = platform.rows("SELECT id::text FROM experiment_runs WHERE tidied_at IS NOT NULL")
    assert tidied == [(old,)]
    assert archive.tidy() == NOTHING


def test_champions_are_kept(archive: Archive) -> None:
    """A pinned champion and the one before it keep their files, so that a person can roll back."""
    earliest, before, champion = (archive.run(f"{days} days ago", LONG_AGO, days) for days in (9, 8, 7))
    with warehouse.transaction() as connection:
        for run in (earliest, before, champion):
            record_run(connection, archive.store, UUID(run), PromotionPolicy("person"))
    archive.run("newest", LAST, 0, state="failed")
    assert archive.tidy().runs == 1
    assert {url.split("/models/")[1].split("/")[0] for url in archive.files()} >= {before, champion}
    assert not any(earliest in url for url in archive.files())


def test_keep_runs(archive: Archive) -> None:
    oldest, older, newer = (archive.run(f"{days} days ago", LONG_AGO, days) for days in (3, 2, 1))
    archive.run("newest", LAST, 0)
    for keep, gone in ((4, set()), (3, {oldest}), (2, {oldest, older})):
        tidy(archive.platform.settings.model_copy(update={"keep_runs": keep}), archive.store)
        left = {url.split("/")[-2] for url in archive.files() if url.endswith("pooled.pkl")}
        assert {oldest, older, newer} - left == gone


class Interrupted(ArtifactStore):
    """Removes one file and dies."""

    def remove(self, urls: Iterable[str]) -> None:
        if some := list(urls):
            super().remove(some[:1])
            raise ConnectionError


def test_interrupted_call(archive: Archive) -> None:
    """The next call removes the files that an interrupted call left."""
    runs = {archive.run("old", LONG_AGO, 9), archive.run("older", LONG_AGO, 10)}
    archive.run("newest", LAST, 0)
    before = archive.files()
    with pytest.raises(ConnectionError):
        tidy(archive.platform.settings, Interrupted(archive.platform.settings.artifact_root()))
    left = archive.files()
    assert len(left) == len(before) - 1
    assert archive.named() <= left.keys()

    tidied = archive.tidy()
    assert (tidied.runs, tidied.files) == (0, 13)
    assert not any(run in url for run in runs for url in archive.files())
    assert archive.named() <= archive.files().keys()


def test_restarted_run_is_kept(archive: Archive) -> None:
    """A run that is started again is kept until it expires anew."""
    run = archive.run("old", LONG_AGO, 9)
    archive.run("newest", LAST, 0)
    assert archive.tidy().runs == 1
    experiment = start_experiment("old", CONFIG, ["FPT"], ["FPT"], LONG_AGO)
    assert experiment.id == run
    archive.store.put(f"models/{run}/pooled.pkl", b"again")
    assert archive.tidy() == NOTHING
    archive.change("UPDATE experiment_runs SET state = 'failed', started_at = now() WHERE id = :id", id=run)
    assert archive.tidy() == NOTHING, "it is the newest itself"
    archive.change("UPDATE experiment_runs SET started_at = now() WHERE airflow_run_id = 'newest'")
    assert archive.tidy() == Tidied(1, 0, 1, 5)


def test_tidied_run(archive: Archive) -> None:
    """A run without files is not resumed, and keeps its scores."""
    archive.run("old", LONG_AGO, 9, state="running")
    assert finish_experiment(archive.platform.store, "old")["published"] == 1
    archive.run("newest", LAST, 0)
    scores = archive.platform.rows("SELECT * FROM experiment_scores")
    assert archive.tidy().runs == 1
    with warehouse.transaction() as connection:
        reopen_experiment(connection, "old")
    assert finish_experiment(archive.platform.store, "old")["published"] == 1
    assert archive.platform.rows("SELECT state FROM experiment_runs WHERE tidied_at IS NOT NULL") == [
        ("success",)
    ]
    assert archive.platform.rows("SELECT * FROM experiment_scores") == scores != []


def test_unclaimed_files(archive: Archive) -> None:
    """Old files without a row are removed."""
    running = archive.run("running", LAST, 1, state="running")
    run = archive.run("newest", LAST, 0)
    of_another = archive.store.put("panels/of_another_database.parquet", b"x").url
    for key in (f"models/{running}/HPG/model.pkl", "models/of_another_database/FPT/model.pkl"):
        archive.store.put(key, b"x")
    kept = archive.files().keys()
    for key in (f"models/{run}/HPG/model.pkl", f"models/{run}/HPG/.unfinished", "panels/.unfinished"):
        archive.store.put(key, b"part")
    assert archive.tidy() == NOTHING, "their tasks may still be at work"
    # The age of an object in a bucket cannot be changed.
    assert archive.tidy(unclaimed=-timedelta(seconds=5)) == Tidied(0, 0, 3, 12)
    assert archive.files().keys() == kept
    assert archive.files("panels").keys() == {of_another}


def test_unused_panels(archive: Archive, bars: pd.DataFrame) -> None:
    """Panels without recent use are removed."""
    week = timedelta(days=7)

    def panel(lookback: int) -> Any:
        return stored_panel(archive.store, bars, bars.iloc[:0], IndicatorConfig(), lookback)

    unused, wanted, used = panel(20), panel(30), panel(40)
    archive.run("newest", LAST, 0, state="failed")
    archive.change("UPDATE experiment_runs SET panel_hash = :panel", panel=wanted.content_hash)
    archive.change(
        "UPDATE feature_panels SET last_used_at = now() - interval '8 days' WHERE content_hash <> :used",
        used=used.content_hash,
    )
    size = archive.files("panels")[unused.url]
    assert archive.tidy(unused_panel=week) == Tidied(0, 1, 1, size)
    assert archive.files("panels").keys() == {wanted.url, used.url}
    assert archive.platform.count("feature_panels") == 2
    assert archive.platform.count("feature_definitions") > 0
    with pytest.raises(FileGone):
        read_rows(archive.store, unused.url, "FPT")
    archive.change("UPDATE experiment_runs SET state = 'success'")
    assert archive.tidy(unused_panel=week).panels == 1
    assert panel(20) == unused
    assert len(read_rows(archive.store, unused.url, "FPT")) == len(bars)


def test_files_in_another_store(archive: Archive, bucket: str, bars: pd.DataFrame) -> None:
    """As after a move from a folder to a bucket."""
    archive.run("old", LONG_AGO, 9)
    archive.run("newest", LAST, 0)
    stored_panel(archive.store, bars, bars.iloc[:0], IndicatorConfig(), 20)
    archive.change("UPDATE feature_panels SET last_used_at = now() - interval '8 days'")
    moved = archive.platform.settings.model_copy(update={"artifact_store": f"{bucket}/elsewhere"})
    assert tidy(moved, task_store(moved)) == Tidied(1, 1, 0, 0)
    assert archive.platform.count("experiment_ticker_artifacts WHERE model_pkl_url IS NULL") == 1

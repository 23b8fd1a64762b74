"""A training with damaged or missing files, or a full disk: it begins no fit, and names the remedy."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pandas as pd
import pytest

from tests.integration.experiments.test_training import crawl, start
from tests.support.small_disk import database_on, small_disk
from vn30.database.warehouse import DatabaseFull, transaction
from vn30.experiments import steps
from vn30.experiments.finish import read_test_rows
from vn30.features.feature_store import FileDamaged, FileGone, read_rows
from vn30.storage.artifacts import StoreUnwritable


def path_of(url: str) -> Path:
    return Path(url2pathname(urlsplit(url).path))


@pytest.fixture
def no_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    def fit(*_: Any, **__: Any) -> None:
        raise AssertionError("a fit was begun")

    monkeypatch.setattr(steps, "train_ticker", fit)
    monkeypatch.setattr(steps, "pooled_forecasts", fit)


def test_damaged_panel(platform, no_fits: None) -> None:
    crawl(platform)
    experiment = start("run", tickers=["FPT"])
    url = steps.build_panel_file(platform.store, experiment)
    path = path_of(url)
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[whole.index(b"\x00\x00") + 2000] ^= 0xFF
    for content in (whole[: len(whole) // 2], whole[:-4], whole[8:], b"", bytes(len(whole)), bytes(flipped)):
        path.write_bytes(content)
        for work in (
            lambda: steps.train(platform.store, experiment, url, [], "FPT"),
            lambda: steps.pool(platform.store, experiment, url, 7),
        ):
            with pytest.raises(FileDamaged, match=r"is damaged: .* Clear the run from its task panel on"):
                work()
    lines = [
        row.message for row in platform.rows("SELECT message FROM experiment_logs WHERE level = 'ERROR'")
    ]
    assert len(lines) == 12
    assert lines[0].startswith(f"FPT: {url} is damaged")
    path.unlink()
    with pytest.raises(FileGone, match="Clear the run from its task panel on"):
        steps.train(platform.store, experiment, url, [], "FPT")
    # What the messages recommend.
    assert steps.build_panel_file(platform.store, experiment) == url
    assert len(read_rows(platform.store, url, "FPT"))


def test_damaged_test_forecasts(platform) -> None:
    url = platform.store.put("models/run/FPT/backtest.parquet", pd.DataFrame({"a": [1]}).to_parquet()).url
    path_of(url).write_bytes(b"PAR1")
    with pytest.raises(FileDamaged, match="Clear the run from its task resolve on"):
        read_test_rows(platform.store, {"FPT": url})
    path_of(url).unlink()
    with pytest.raises(FileGone, match="Clear the run from its task resolve on"):
        read_test_rows(platform.store, {"FPT": url})


def test_full_store(open_platform, no_fits: None) -> None:
    """A full store fails the tasks before their fits; nothing is left of what did not fit in."""
    with small_disk(12) as disk:
        platform = open_platform(artifact_store=(disk.path / "store").as_uri())
        crawl(platform)
        experiment = start("run", tickers=["FPT"])
        url = steps.build_panel_file(platform.store, experiment)
        disk.fill()
        full = r"VN30_ARTIFACT_STORE, file:.*store, cannot be written: the disk is full\. Free space on it\."
        for work in (
            lambda: steps.build_panel_file(platform.store, experiment),
            lambda: steps.pool(platform.store, experiment, url, 7),
            lambda: steps.train(platform.store, experiment, url, [], "FPT"),
            lambda: platform.store.put("models/run/FPT/model.pkl", bytes(2**20)),
        ):
            with pytest.raises(StoreUnwritable, match=full):
                work()
        assert [file.url for file in platform.store.files("models")] == []
        disk.free()
        platform.store.put("models/run/FPT/model.pkl", bytes(2**20))
        disk.make_read_only()
        with pytest.raises(StoreUnwritable, match=r"its file system is read-only\. Mount it writable"):
            platform.store.check_writable()


def test_full_database(open_platform, make_database) -> None:
    with small_disk(48) as disk, database_on(disk, like=make_database("small")) as url:
        platform = open_platform(database_url=url)
        disk.fill()
        with pytest.raises(DatabaseFull, match=r"the disk of PostgreSQL is full\. Free space"):
            crawl(platform)
        with pytest.raises(DatabaseFull), transaction() as connection:
            connection.exec_driver_sql("CREATE TABLE new AS SELECT * FROM generate_series(1, 9999)")
        disk.free()
        crawl(platform)
        assert platform.count("stock_prices") > 1000
        open_platform()

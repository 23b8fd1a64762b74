"""The lake in a folder and in a bucket: published whole, read by strangers, unchanged, and retired."""

import json
from datetime import timedelta
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest
from pandas.testing import assert_frame_equal

from tests.integration.lake.conftest import TODAY, Lake
from vn30 import data
from vn30.lake import connect
from vn30.lake.retention import retire
from vn30.names import LAKE_DATASETS
from vn30.storage.lake.manifest import LakeDamaged, Manifest, NotPublished, read_catalog

KEYS = {
    "prices": ["symbol", "date"],
    "indices": ["symbol", "date"],
    "forecasts": ["symbol", "as_of", "horizon"],
    "scores": ["run_id", "symbol", "horizon", "member"],
}


def test_the_lake_holds_what_the_database_holds(lake: Lake) -> None:
    lake.raise_prices(100)
    done = lake.publish()
    assert {one.state for one in done.values()} == {"published"}
    expected = {
        "prices": data.prices(data.ALL),
        "indices": data.indices(),
        "forecasts": data.forecasts(),
        "scores": data.scores(),
    }
    with connect(lake.store) as views:
        for name, frame in expected.items():
            found = views.sql(f"SELECT * FROM {name} ORDER BY {', '.join(KEYS[name])}").df()  # noqa: S608
            wanted = frame.sort_values(KEYS[name]).reset_index(drop=True)
            assert list(found.columns) == list(wanted.columns)
            assert_frame_equal(found.astype(wanted.dtypes), wanted, check_exact=True)
        # Every bar was known twice, and one version follows the other without a gap.
        known = views.sql(
            "SELECT count(*), count(known_until), count(DISTINCT (symbol, date)), "
            "sum(close) FILTER (known_until IS NULL) FROM price_versions"
        ).fetchone()
        bars = len(expected["prices"]) + len(expected["indices"])
        assert known == (
            2 * bars,
            bars,
            bars,
            sum(frame["close"].sum() for frame in list(expected.values())[:2]),
        )
        features = views.sql("SELECT * FROM features ORDER BY symbol, date").df()
        panel = data.panel(run=data.runs().iloc[-1]["run_id"])
        assert_frame_equal(features, panel, check_dtype=False)
        assert views.sql("SELECT ex_date, cash FROM actions").fetchall() == [
            (data.actions()["ex_date"][0].date(), 1000.0)
        ]


def test_manifests(lake: Lake) -> None:
    """Each file is what the manifest says, with units, and the row in the database is the manifest."""
    lake.publish()
    catalog = read_catalog(lake.store)
    assert list(catalog.datasets) == list(LAKE_DATASETS)
    for name, entry in catalog.datasets.items():
        manifest = Manifest.model_validate_json(lake.store.read(lake.store.url(entry.key())))
        assert manifest == Manifest.model_validate(entry.model_dump())
        assert (manifest.dataset, manifest.as_of, manifest.market) == (name, TODAY, "real")
        assert manifest.rows == sum(file.rows for file in manifest.files) > 0
        for file in manifest.files:
            url = lake.store.url(f"lake/{file.path}")
            assert lake.store.sha256(url) == file.sha256
            assert len(lake.store.read(url)) == file.size_bytes
    units = {column.name: column.unit for column in catalog.datasets["prices"].columns}
    assert (units["close"], units["volume"]) == ("VND", "shares")
    assert catalog.datasets["features"].columns[-1].meaning


def test_nothing_changed(lake: Lake) -> None:
    """Nothing is written again; what has changed is, and the other data sets stay."""
    lake.publish()
    before, catalog = lake.files(), read_catalog(lake.store)
    again = lake.publish()
    assert {(one.state, one.written_bytes) for one in again.values()} == {("unchanged", 0)}
    assert (lake.files(), read_catalog(lake.store)) == (before, catalog)

    lake.execute("UPDATE corporate_actions SET cash = 900")
    changed = {name for name, one in lake.publish().items() if one.state == "published"}
    assert changed == {"actions"}
    assert before < lake.files(), "the earlier version stays for those who read it"


def test_a_lost_file_is_published_again(lake: Lake) -> None:
    """As after a restore of the database alone."""
    lake.publish()
    everything = lake.files()
    lake.store.remove([file.url for file in lake.store.files("lake")])
    assert {one.state for one in lake.publish().values()} == {"unchanged"}
    assert lake.files() == everything


def test_damage(lake: Lake) -> None:
    """A missing file and a broken catalog are named with the remedy, which works."""
    lake.publish()
    (file,) = read_catalog(lake.store).datasets["prices"].files
    lake.store.remove([lake.store.url(f"lake/{file.path}")])
    with pytest.raises(LakeDamaged, match=r"data set prices .* publishes missing files again"):
        connect(lake.store)
    assert lake.publish()["prices"].written_bytes == file.size_bytes
    lake.store.put("lake/catalog.json", b"{}")
    with pytest.raises(LakeDamaged, match=r"catalog.json cannot be read as a catalog: .* writes it again"):
        connect(lake.store)
    lake.publish()
    connect(lake.store).close()
    lake.store.remove([lake.store.url("lake/catalog.json")])
    with pytest.raises(NotPublished, match="run the DAG vn30_lake"):
        connect(lake.store)


def test_retention(lake: Lake) -> None:
    """Current versions, the newest ones, and those that were replaced just now stay; the rest goes."""
    settings = lake.settings.model_copy(update={"keep_lake_versions": 1})
    lake.publish()
    old = read_catalog(lake.store).datasets["prices"]
    lake.raise_prices(100)
    lake.publish()
    everything = lake.files()
    assert retire(settings, lake.store).files == 0, "a reader may be reading the version of a moment ago"
    assert lake.files() == everything

    keep_two = lake.settings.model_copy(update={"keep_lake_versions": 2})
    assert retire(keep_two, lake.store, grace=timedelta(0)).files == 0
    lake.store.put("lake/prices/data/left_by_a_killed_process.parquet", b"")
    gone = retire(settings, lake.store, grace=timedelta(0))
    assert gone.versions > 0
    assert lake.files() < everything
    assert not {f"lake/{file.path}" for file in old.files} & lake.files()
    with connect(lake.store) as views:
        for name, entry in read_catalog(lake.store).datasets.items():
            assert views.table(name).count("*").fetchone() == (entry.rows,)
    assert {one.state for one in lake.publish().values()} == {"unchanged"}


def test_a_version_of_an_old_catalog_is_not_retired(lake: Lake) -> None:
    """A run that died before its catalog leaves readers with the earlier version."""
    from vn30.lake.publish import publish

    lake.publish()
    lake.raise_prices(100)
    publish(lake.store, "prices")
    old = read_catalog(lake.store).datasets["prices"]
    gone = retire(lake.settings.model_copy(update={"keep_lake_versions": 1}), lake.store)
    assert gone.versions == 0
    assert {f"lake/{file.path}" for file in old.files} < lake.files()
    assert read_catalog(lake.store).datasets["prices"].version > old.version


def test_queries_see_the_views_alone(lake: Lake, tmp_path) -> None:
    lake.publish()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    frame = pd.DataFrame({"a": [1]})
    with connect(lake.store) as views:
        for query in (
            f"SELECT * FROM '{tmp_path}/secret.csv'",  # noqa: S608
            "SELECT * FROM frame",
            "INSTALL httpfs",
            "SET enable_external_access = true",
            "ATTACH 'other.duckdb'",
            f"COPY prices TO '{tmp_path}/copy.csv'",
        ):
            with pytest.raises(duckdb.Error):
                views.sql(query)
    assert len(frame) == 1


@pytest.mark.parametrize("lake", ["file"], indirect=True)
def test_strangers(lake: Lake) -> None:
    """DuckDB by one line, polars and pandas by the catalog, without this library."""
    lake.publish()
    folder = lake.store.path(lake.store.url("lake/catalog.json")).path.removesuffix("/catalog.json")
    expected = data.prices(data.ALL)

    stranger = duckdb.connect()
    stranger.execute(Path(folder, "views.sql").read_text())
    assert {name for (name,) in stranger.sql("SHOW TABLES").fetchall()} == set(LAKE_DATASETS)
    assert stranger.sql("SELECT count(*), sum(close) FROM prices").fetchone() == (
        len(expected),
        expected["close"].sum(),
    )
    entry = json.loads(Path(folder, "catalog.json").read_text())["datasets"]["prices"]
    files = [f"{folder}/{file['path']}" for file in entry["files"]]
    frame = pd.concat(map(pd.read_parquet, files), ignore_index=True)
    assert_frame_equal(frame.assign(date=pd.to_datetime(frame["date"])), expected, check_dtype=False)
    polars = pl.concat([pl.read_parquet(file, glob=False) for file in files])
    assert polars["close"].sum() == expected["close"].sum()

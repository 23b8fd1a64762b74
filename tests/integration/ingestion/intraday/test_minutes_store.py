"""One-minute bars in a folder and in a bucket: stored once, replaced whole, read back as they are."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.integration.conftest import SESSIONS
from tests.support.made_minutes import made_minutes
from vn30 import data
from vn30.database.warehouse import transaction
from vn30.ingestion.intraday.minutes_writer import StoredMinutes, remove_unused_files, store_minutes
from vn30.market.minutes import no_minutes
from vn30.market.resampling import resample
from vn30.market.stored_minutes import MinutesGone, stored_minutes
from vn30.storage.artifacts import ArtifactStore

NOW = datetime(2024, 6, 28, 10, tzinfo=UTC)
DAYS = SESSIONS[-25:]  # of May and June 2024


@pytest.fixture(params=["file", "s3"])
def store(request: pytest.FixtureRequest, open_platform, tmp_path: Path) -> ArtifactStore:
    root = request.getfixturevalue("bucket") if request.param == "s3" else (tmp_path / "store").as_uri()
    return open_platform(artifact_store=root).store


def read(
    store: ArtifactStore, *symbols: str, start: date | None = None, end: date | None = None
) -> pd.DataFrame:
    with transaction() as connection:
        return stored_minutes(connection, store, symbols, start, end)


def rows(table: str) -> pd.DataFrame:
    with transaction() as connection:
        return pd.read_sql(f"SELECT * FROM {table}", connection)  # noqa: S608 - names of the test's own


def test_stored_and_read(store: ArtifactStore) -> None:
    fpt, vcb = made_minutes("FPT", DAYS), made_minutes("VCB", DAYS)
    for minutes in (vcb, fpt):
        assert store_minutes(store, minutes, "csv", NOW) == StoredMinutes(len(minutes), 0, 0)
    assert_frame_equal(read(store, "FPT", "VCB"), pd.concat([fpt, vcb], ignore_index=True))
    some = fpt[fpt["time"].dt.date.between(DAYS[3], DAYS[4])].reset_index(drop=True)
    assert_frame_equal(read(store, "FPT", start=DAYS[3], end=DAYS[4]), some)
    assert_frame_equal(read(store, "HPG"), no_minutes())
    manifest = rows("intraday_partitions").query("symbol == 'FPT'")
    assert list(manifest["month"]) == [date(2024, 5, 1), date(2024, 6, 1)]
    assert manifest["bars"].sum() == len(fpt)
    assert all(store.sha256(row.url) == row.sha256 for row in manifest.itertuples())


def test_the_same_again_writes_nothing(store: ArtifactStore) -> None:
    minutes = made_minutes("FPT", DAYS)
    store_minutes(store, minutes, "csv", NOW)
    before = rows("intraday_partitions"), rows("intraday_files")
    assert store_minutes(store, minutes, "csv", NOW) == StoredMinutes(0, 0, len(minutes))
    assert_frame_equal(rows("intraday_partitions"), before[0])
    assert_frame_equal(rows("intraday_files"), before[1])


def test_new_minutes_replace(store: ArtifactStore) -> None:
    minutes = made_minutes("FPT", DAYS[-2:])
    early, late = minutes.iloc[:400], minutes.iloc[300:].copy()
    late.loc[310:319, "close"] = late.loc[310:319, "high"]
    changed = int((late["close"] != minutes["close"].iloc[300:]).sum())
    store_minutes(store, early.reset_index(drop=True), "VCI", NOW, settled=DAYS[-2])
    assert list(rows("intraday_sessions")["is_provisional"]) == [False, True]
    counts = store_minutes(store, late.reset_index(drop=True), "KBS", NOW)
    assert counts == StoredMinutes(len(minutes) - 400, changed, 100 - changed)
    assert changed > 0
    assert_frame_equal(read(store, "FPT"), pd.concat([early.iloc[:300], late], ignore_index=True))
    assert not rows("intraday_sessions")["is_provisional"].any()


def test_two_writers_of_one_month(store: ArtifactStore) -> None:
    """Each has every fifth session: none of the rows is lost."""
    minutes = made_minutes("FPT", [day for day in DAYS if day.month == 6][:15])
    numbers = minutes["time"].dt.date.map({day: i % 5 for i, day in enumerate(DAYS)})
    parts = [minutes[numbers == i].reset_index(drop=True) for i in range(5)]
    gate = threading.Barrier(len(parts))

    def write(part: pd.DataFrame) -> StoredMinutes:
        gate.wait()
        return store_minutes(store, part, "csv", NOW)

    with ThreadPoolExecutor(len(parts)) as threads:
        assert sum(counts.inserted for counts in threads.map(write, parts)) == len(minutes)
    assert_frame_equal(read(store, "FPT"), minutes)
    assert rows("intraday_sessions")["bars"].sum() == len(minutes)


def test_a_write_that_fails_leaves_what_was_there(store: ArtifactStore, monkeypatch) -> None:
    first, second = made_minutes("FPT", DAYS[-2:-1]), made_minutes("FPT", DAYS[-1:])
    store_minutes(store, first, "csv", NOW)
    monkeypatch.setattr(
        ArtifactStore, "put", lambda *_: (_ for _ in ()).throw(OSError("the network is down"))
    )
    with pytest.raises(OSError, match="the network is down"):
        store_minutes(store, second, "csv", NOW)
    assert_frame_equal(read(store, "FPT"), first)
    assert list(rows("intraday_sessions")["session_date"]) == [DAYS[-2]]
    # The file that was begun is on record, to be removed.
    assert len(rows("intraday_files")) == 2


def test_a_damaged_or_missing_file(store: ArtifactStore) -> None:
    store_minutes(store, made_minutes("FPT", DAYS[-1:]), "csv", NOW)
    url = rows("intraday_partitions")["url"][0]
    content = store.read(url)
    store.put(store.key(url), content[:-100])
    with pytest.raises(
        MinutesGone, match=r"is damaged\. Restore it from a backup, or run vn30_intraday_crawler"
    ):
        read(store, "FPT")
    store.remove([url])
    with pytest.raises(MinutesGone, match=r"does not exist\. Restore it"):
        read(store, "FPT")


def test_what_is_missing_of_a_session(store: ArtifactStore) -> None:
    """Lunch and auctions are no gaps; the rest of the day is none before it has come."""
    full = made_minutes("FPT", DAYS[-1:])
    clock = full["time"].dt.strftime("%H:%M")
    quiet = full[~clock.between("10:00", "10:09") & ~clock.between("11:25", "13:04") & (clock < "14:30")]
    store_minutes(store, quiet.reset_index(drop=True), "csv", NOW)
    facts = rows("intraday_sessions").iloc[0]
    assert (facts["empty_minutes"], facts["longest_gap"], facts["has_close"]) == (20, 10, False)
    store_minutes(store, full[clock >= "14:30"].reset_index(drop=True), "csv", NOW)
    assert rows("intraday_sessions").iloc[0]["has_close"]


def test_read_from_python(store: ArtifactStore, platform_with_days) -> None:
    """A day of minutes is the daily bar, or says why not."""
    day, next_day = DAYS[-2:]
    minutes = made_minutes("FPT", [day, next_day])
    store_minutes(store, minutes, "csv", NOW)
    days = resample(minutes, "1d")
    platform_with_days(days)
    assert_frame_equal(data.bars("FPT", "1d"), days)
    assert_frame_equal(data.bars("fpt", "15m", day, day), resample(minutes.iloc[: len(minutes) // 2], "15m"))
    assert data.bars("VCB").empty
    assert data.bars("FPT", as_of=day)["time"].max() < pd.Timestamp(next_day, tz="Asia/Ho_Chi_Minh")
    assert set(data.minute_days("FPT")["verdict"]) == {"equal"}
    halved = days.assign(**{name: days[name] / 2 for name in ("open", "high", "low", "close")})
    platform_with_days(halved)
    verdict = data.minute_days("FPT").iloc[0]
    assert verdict["verdict"] == "adjusted"
    assert "are 0.5 times those of the minutes" in verdict["detail"]
    platform_with_days(days.assign(volume=days["volume"] + 100, close=days["close"] - 5))
    verdict = data.minute_days("FPT").iloc[0]
    assert verdict["verdict"] == "different"
    assert f"close {days['close'][0]:.0f} for {days['close'][0] - 5:.0f}, volume" in verdict["detail"]
    assert np.array_equal(data.bars("FPT", "1d")["close"], days["close"] - 5)


def test_replaced_files_are_removed(store: ArtifactStore) -> None:
    """Not at once: a reader may have their names. Files of another database in the same store stay."""
    minutes = made_minutes("FPT", DAYS[-2:])
    store_minutes(store, minutes.iloc[:300], "csv", NOW)
    old = rows("intraday_partitions")["url"][0]
    store_minutes(store, minutes, "csv", NOW)
    other = store.put("minutes/FPT/2024-06/of another database.parquet", b"content").url
    assert remove_unused_files(store, timedelta(days=1)) == []
    removed = remove_unused_files(store, timedelta(0))
    assert [file.url for file in removed] == [old]
    assert_frame_equal(read(store, "FPT"), minutes)
    current = rows("intraday_partitions")["url"][0]
    assert sorted(file.url for file in store.files("minutes")) == sorted([current, other])
    assert list(rows("intraday_files")["url"]) == [current]

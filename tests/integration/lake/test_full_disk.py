"""A store whose disk is full takes no version, and serves the earlier one."""

from collections.abc import Callable

import pytest

from tests.integration.lake.conftest import Lake
from tests.support.small_disk import small_disk
from vn30.lake import connect
from vn30.lake.publish import publish
from vn30.storage.artifacts import StoreUnwritable
from vn30.storage.lake.manifest import read_catalog


def test_full_disk(open_lake: Callable[..., Lake]) -> None:
    """The error names the remedy; with room again, the next publication is complete."""
    with small_disk(12) as disk:
        lake = open_lake(artifact_store=disk.path.as_uri())
        lake.publish()
        catalog = read_catalog(lake.store)
        lake.raise_prices(100)
        disk.fill()
        with pytest.raises(StoreUnwritable, match=r"cannot be written: the disk is full. Free space on it\."):
            publish(lake.store, "prices")
        assert read_catalog(lake.store) == catalog
        with connect(lake.store) as views:
            (before,) = views.sql("SELECT sum(close) FROM prices").fetchone() or ()
        disk.free()
        assert lake.publish()["prices"].state == "published"
        with connect(lake.store) as views:
            rows, after = views.sql("SELECT count(*), sum(close) FROM prices").fetchone() or ()
        assert after == before + 100 * rows

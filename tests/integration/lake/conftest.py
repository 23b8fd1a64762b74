"""A small market and a training run on record, and a store in a folder or a bucket to publish them to."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.support.stored_market import SESSIONS, store_market, store_run
from vn30.airflow.storage import task_store
from vn30.database import warehouse
from vn30.features.feature_store import stored_panel
from vn30.ingestion.corporate_actions import put_action
from vn30.lake.publish import Publication, publish, write_catalog
from vn30.market.corporate_actions import CorporateAction
from vn30.market.stored_bars import stored_bars
from vn30.names import LAKE_DATASETS
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.document import TrainingConfig

TODAY, EARLIER = SESSIONS[-1], SESSIONS[-40]


class Lake(NamedTuple):
    """The settings, and the store to publish to."""

    settings: Settings
    store: ArtifactStore

    def publish(self) -> dict[str, Publication]:
        """What a run of the DAG does."""
        done = {name: publish(self.store, name) for name in LAKE_DATASETS}
        write_catalog(self.store)
        return done

    def execute(self, statement: str, **parameters: object) -> None:
        with warehouse.transaction() as connection:
            connection.execute(sa.text(statement), parameters)

    def raise_prices(self, by: int) -> None:
        """Every bar becomes another one, and its earlier version history."""
        self.execute("UPDATE stock_prices SET close_price = close_price + :by", by=by)

    def files(self) -> set[str]:
        return {self.store.key(file.url) for file in self.store.files("lake")}


@pytest.fixture
def open_lake(open_platform: Callable[..., object]) -> Callable[..., Lake]:
    def open_with(**settings: str) -> Lake:
        platform = open_platform(**settings)
        with warehouse.transaction() as connection:
            store_market(connection)
            runs = store_run(connection, EARLIER), store_run(connection, TODAY)
            put_action(connection, CorporateAction("FPT", EARLIER, "cash_dividend", "HOSE", cash=1_000.0))
            market = stored_bars(connection, ["FPT", "HPG", "VCB"], TODAY)
        config = TrainingConfig()
        lake = Lake(platform.settings, task_store(platform.settings))
        panel = stored_panel(
            lake.store,
            market,
            pd.DataFrame(columns=market.columns),
            config.indicators,
            config.targets.lookback_window,
        )
        lake.execute(
            "UPDATE experiment_runs SET panel_hash = :hash WHERE id = :run",
            hash=panel.content_hash,
            run=runs[1],
        )
        return lake

    return open_with


@pytest.fixture(params=["file", "s3"])
def lake(request: pytest.FixtureRequest, tmp_path: Path, open_lake: Callable[..., Lake]) -> Lake:
    """In a folder, with a quote and characters of patterns in its name, or in a bucket."""
    if request.param == "s3":
        return open_lake(artifact_store=str(request.getfixturevalue("bucket")))
    return open_lake(artifact_store=(tmp_path / "the store's [a]").as_uri())

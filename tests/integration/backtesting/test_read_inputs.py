"""Signals and membership from a real database: those that were known after each session."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from tests.support.database import drop_database
from tests.support.model_runs import publish_run
from tests.support.stored_market import SESSIONS, TICKERS, store_market
from tests.support.stored_recommendations import store_recommendations
from vn30.backtesting.config import (
    ChampionSignal,
    FormulaSignal,
    RecommendationSignal,
    SimulationConfig,
    VersionSignal,
)
from vn30.backtesting.decide import decide
from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.read_inputs import read_inputs
from vn30.backtesting.signals.base import NoSignals
from vn30.backtesting.signals.champion import champion_signals
from vn30.backtesting.signals.stored import Wanted
from vn30.database.warehouse import execute, make_engine
from vn30.errors import WrongInput
from vn30.experiments.champions import record_run
from vn30.experiments.model_versions import UnknownVersion
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.features.feature_store import FileGone
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore

FIRST = date(2024, 3, 1)
OLDER, NEWER, TODAY = SESSIONS[-3], SESSIONS[-2], SESSIONS[-1]
TESTED = SESSIONS[-60:-10]
FPT, HPG, VCB = range(3)


class Stored:
    """A database with two champions, a test part of the first, and recommendations."""

    def __init__(self, engine: sa.Engine, folder: Path) -> None:
        self.engine, self.store = engine, ArtifactStore(folder.as_uri())

    def read(self, **config: object) -> DecisionInputs:
        with self.engine.connect() as connection:
            document = SimulationConfig.model_validate({"first": FIRST, **config})
            return read_inputs(connection, self.store, document, TODAY)

    def values(self, **config: object) -> pd.DataFrame:
        """The stored signals by session and ticker, without sessions that have none."""
        inputs = self.read(**config)
        assert inputs.stored is not None
        frame = pd.DataFrame(inputs.stored.values, [day.item() for day in inputs.sessions], inputs.tickers)
        return frame.dropna(how="all")


@pytest.fixture(scope="module")
def stored(make_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    url = make_database("read_inputs")
    engine = make_engine(Settings(database_url=url))
    found = Stored(engine, tmp_path_factory.mktemp("store"))
    with engine.begin() as connection:
        store_market(connection)
        for run_id, since, until in (
            (publish_run(connection, OLDER, error=0.01), OLDER, NEWER),
            (publish_run(connection, NEWER, error=0.02), NEWER, None),
        ):
            record_run(connection, found.store, run_id, PromotionPolicy("newest"))
            connection.execute(
                sa.text(
                    "UPDATE model_champions SET since = :since, until = :until FROM model_versions "
                    "WHERE model_versions.id = version_id AND run_id = :run"
                ),
                {"run": run_id, "since": _evening(since), "until": until and _evening(until)},
            )
            if since == OLDER:
                _store_test(connection, found.store, run_id)
        _store_members(connection)
        store_recommendations(connection, OLDER, NEWER)
    yield found
    engine.dispose()
    drop_database(url)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)


def _store_test(connection: sa.Connection, store: ArtifactStore, run_id: str) -> None:
    """The test parts of FPT and HPG: forecasts of +2 % and -1 % over seven sessions, +50 % over fifteen."""
    for ticker, rise in (("FPT", 0.02), ("HPG", -0.01)):
        parts = [
            pd.DataFrame(
                {"date": pd.DatetimeIndex(TESTED), "base": 100.0, "predicted": price, "horizon": horizon}
            )
            for horizon, price in ((7, 100 * (1 + rise)), (15, 150.0))
        ]
        content = pd.concat(parts).to_parquet(index=False, write_page_checksum=True)
        file = store.put(f"models/{run_id}/{ticker}/backtest.parquet", content)._asdict()
        stock = connection.scalar(sa.text("SELECT id FROM stocks WHERE ticker = :ticker"), {"ticker": ticker})
        files = json.dumps([{"type": "backtest_parquet", **file}])
        execute(
            connection,
            "experiments/insert_ticker_artifacts",
            run_id=run_id,
            stock_id=stock,
            metrics="{}",
            files=files,
        )


def _store_members(connection: sa.Connection) -> None:
    """VCB replaces HPG on the first of April."""
    for row in (
        ("FPT", "2018-07-23", None),
        ("HPG", "2018-07-23", "2024-04-01"),
        ("VCB", "2024-04-01", None),
    ):
        connection.execute(
            sa.text(
                "INSERT INTO index_members (index_code, ticker, effective_from, effective_to, source) "
                "VALUES ('VN30', :ticker, :since, :until, 'test')"
            ),
            dict(zip(("ticker", "since", "until"), row, strict=True)),
        )


def test_champions(stored: Stored) -> None:
    """Each session has the forecasts of the version that was champion then."""
    values = stored.values(signal=ChampionSignal())
    assert list(values.index) == [OLDER, NEWER]
    inputs = stored.read(signal=ChampionSignal())
    assert inputs.stored is not None
    np.testing.assert_allclose(values.loc[OLDER], np.log(1.01), atol=1e-6)
    np.testing.assert_allclose(values.loc[NEWER], np.log(1.02), atol=1e-6)
    assert inputs.stored.notes == (f"Forecasts were served from {OLDER} to {NEWER}, by 2 versions.",)
    assert any(part.startswith("champion forecasts ") for part in inputs.stored.read)


def test_promotion_afterwards(stored: Stored) -> None:
    """A forecast that was promoted later is not that of the session, nor is one that was stored later."""
    before = stored.values(signal=ChampionSignal())
    with stored.engine.connect() as connection, connection.begin() as changes:
        rival = publish_run(connection, OLDER, alpha=5, promotion="person", error=0.4, in_time=False)
        connection.execute(
            sa.text("UPDATE stock_prediction_summaries SET is_served = FALSE WHERE as_of_date = :day"),
            {"day": OLDER},
        )
        connection.execute(
            sa.text("UPDATE stock_prediction_summaries SET is_served = TRUE WHERE experiment_run_id = :run"),
            {"run": rival},
        )
        sessions = np.array([OLDER, NEWER], dtype="datetime64[D]")
        found = champion_signals(connection, Wanted(sessions, TICKERS), 7, "return")
        np.testing.assert_array_equal(found.values, before.to_numpy())
        early = Wanted(sessions, TICKERS, _evening(OLDER).replace(hour=20))
        assert np.isnan(champion_signals(connection, early, 7, "return").values[1]).all()
        # Without a champion of that evening, the served one counts, and a note says so.
        connection.execute(sa.text("DELETE FROM model_champions"))
        late = champion_signals(connection, Wanted(sessions, TICKERS), 7, "return")
        assert late.values[0].min() > before.to_numpy()[0].max()
        assert late.notes[1].startswith("6 of 6 forecasts were made or promoted after the next session")
        changes.rollback()


def test_version(stored: Stored) -> None:
    """A version has signals in its test part and in its own session, and none where it was trained."""
    values = stored.values(signal=VersionSignal(version=1), tickers=("FPT", "HPG", "VCB"))
    tested = [day for day in TESTED if day in values.index]
    assert list(values.index) == [*TESTED, OLDER]
    assert len(tested) == len(TESTED)
    np.testing.assert_allclose(values.loc[tested, "FPT"], np.log(1.02))
    np.testing.assert_allclose(values.loc[tested, "HPG"], np.log(0.99))
    assert values.loc[tested, "VCB"].isna().all()
    ranks = stored.values(signal=VersionSignal(version=1, measure="rank"), tickers=("FPT", "HPG", "VCB"))
    assert ranks.loc[tested[0]].tolist()[:2] == [0.25, -0.25]
    longer = stored.values(signal=VersionSignal(version=1, horizon=15), tickers=("FPT",))
    np.testing.assert_allclose(longer.loc[tested, "FPT"], np.log(1.5))
    inputs = stored.read(signal=VersionSignal(version=1))
    assert inputs.stored is not None
    assert f"It was trained on the sessions before {TESTED[0]}" in inputs.stored.notes[0]
    decisions = decide(inputs, SimulationConfig(first=FIRST, signal=VersionSignal(version=1)))
    assert decisions.sessions[~np.isnan(decisions.weights).all(axis=1)][0].item() == TESTED[0]


def test_refused_versions(stored: Stored) -> None:
    """Training sessions alone, chances, unknown versions, and files that retention has removed."""
    with pytest.raises(NoSignals, match=r"v2 has no out-of-sample forecasts over 30 sessions.*no test part"):
        stored.values(signal=VersionSignal(version=2, horizon=30), last=SESSIONS[-20])
    with pytest.raises(NoSignals, match="has no chances"):
        stored.values(signal=VersionSignal(version=1, measure="probability"))
    with pytest.raises(UnknownVersion, match="no version v9"):
        stored.values(signal=VersionSignal(version=9))
    with stored.engine.connect() as connection, connection.begin() as changes:
        connection.execute(
            sa.text(
                "UPDATE experiment_ticker_artifacts SET backtest_parquet_url = backtest_parquet_url || 'x'"
            )
        )
        config = SimulationConfig(first=FIRST, signal=VersionSignal(version=1))
        with pytest.raises(FileGone, match="Train the configuration of this version again"):
            read_inputs(connection, stored.store, config, TODAY)
        changes.rollback()


def test_recommendations(stored: Stored) -> None:
    """BUY is 1, HOLD 0 and SELL -1, of the runs of record."""
    values = stored.values(signal=RecommendationSignal(), tickers=("FPT", "HPG", "VCB"))
    assert values.loc[OLDER].tolist() == [0, 1, -1]
    assert values.loc[NEWER].tolist() == [1, 0, -1]
    inputs = stored.read(signal=RecommendationSignal())
    assert inputs.stored is not None
    assert inputs.stored.kind == "label"
    assert inputs.stored.notes == (f"Recommendations are on record from {OLDER} to {NEWER}.",)


def test_membership(stored: Stored) -> None:
    """The basket is that of each session, never that of today."""
    inputs = stored.read(signal=FormulaSignal(formula="rank(return_over_20)"))
    assert inputs.tickers == ("FPT", "HPG", "VCB")
    change = int(np.searchsorted(inputs.sessions, np.datetime64("2024-04-01")))
    assert inputs.members[change - 1].tolist() == [True, True, False]
    assert inputs.members[change].tolist() == [True, False, True]
    weights = decide(inputs, SimulationConfig(first=FIRST, signal=FormulaSignal())).weights
    assert np.nansum(weights[:change, VCB]) == np.nansum(weights[change:, HPG]) == 0
    assert np.nansum(weights[change:, VCB]) > 0
    named = stored.read(signal=FormulaSignal(), tickers=("hpg",))
    assert (named.tickers, bool(named.members.all())) == (("HPG",), True)
    assert stored.read(signal=FormulaSignal()).read == inputs.read != named.read


def test_no_prices(stored: Stored) -> None:
    with pytest.raises(WrongInput, match="No prices of FPT are stored from 2030-01-01"):
        stored.read(signal=FormulaSignal(), tickers=("FPT",), first=date(2030, 1, 1))

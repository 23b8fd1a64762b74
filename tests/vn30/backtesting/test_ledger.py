"""The ledger of trials on PostgreSQL: each simulation counts once, and none is removed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import variance

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from vn30.backtesting.config import (
    ChampionSignal,
    FormulaSignal,
    RecommendationSignal,
    SimulationConfig,
    VersionSignal,
)
from vn30.backtesting.ledger import record, trials_of
from vn30.backtesting.worth.luck import Moments, Trials
from vn30.database.warehouse import make_engine
from vn30.settings import Settings

NEVER_TRADED = Moments(250, None, None, None)


@pytest.fixture
def engine(make_database: Callable[..., str]) -> sa.Engine:
    return make_engine(Settings(database_url=SecretStr(make_database("ledger"))), pool_size=8)


def moments(sharpe: float) -> Moments:
    return Moments(250, sharpe, -0.2, 4.0)


def test_trials_of_a_family(engine: sa.Engine) -> None:
    """Versions and champions are one family; settings other than the signal's kind make none of their own."""
    formula = SimulationConfig(signal=FormulaSignal(formula="return_over_20 > 0"))
    sharpes = (0.01, 0.05, -0.02)
    with engine.begin() as connection:
        assert trials_of(connection, "forecasts") == Trials("forecasts", 1, None)
        signals = (ChampionSignal(), VersionSignal(version=3), VersionSignal(version=4, horizon=30))
        for number, (signal, sharpe) in enumerate(zip(signals, sharpes, strict=True)):
            assert record(connection, f"run {number}", SimulationConfig(signal=signal), moments(sharpe))
        assert record(connection, "idle", SimulationConfig(tickers=("FPT",)), NEVER_TRADED)
        assert record(connection, "one formula", formula, moments(0.2))
        assert record(connection, "labels", SimulationConfig(signal=RecommendationSignal()), moments(0.1))
        forecasts = trials_of(connection, "forecasts")
        assert trials_of(connection, "formulas") == Trials("formulas", 1, None)
        assert trials_of(connection, "recommendations") == Trials("recommendations", 1, None)
        kept = connection.exec_driver_sql(
            "SELECT document -> 'signal' ->> 'formula' FROM simulation_trials WHERE run_name = 'one formula'"
        )
        assert kept.scalar_one() == "return_over_20 > 0"
    assert forecasts.count == 4, "a simulation without trades is a trial as well"
    assert forecasts.variance == pytest.approx(variance(sharpes))


def test_runs_at_the_same_time_count_once(engine: sa.Engine) -> None:
    """Eight connections record the same twenty runs; then a run that was killed before it committed."""

    def count_all(_: int) -> int:
        added = 0
        for number in range(20):
            with engine.begin() as connection:
                added += record(connection, f"run {number}", SimulationConfig(), moments(number / 1000))
        return added

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(count_all, range(8))) == 20
    with engine.connect() as connection:
        assert trials_of(connection, "forecasts").count == 20
    killed = engine.connect()
    assert record(killed, "killed", SimulationConfig(), moments(0.1))
    killed.invalidate()
    killed.close()
    with engine.begin() as connection:
        assert record(connection, "killed", SimulationConfig(), moments(0.1))
        assert trials_of(connection, "forecasts").count == 21


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE simulation_trials SET sharpe = 0",
        "DELETE FROM simulation_trials",
        "TRUNCATE simulation_trials",
    ],
)
def test_trials_are_final(engine: sa.Engine, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.exec_driver_sql(statement)

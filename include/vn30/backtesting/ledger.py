"""The ledger of trials: every simulation with a result counts once, by family of signals, and forever."""

import sqlalchemy as sa

from vn30.backtesting.config import SimulationConfig
from vn30.backtesting.worth.luck import Family, Moments, Trials, family_of
from vn30.database.warehouse import execute, fetch_one


def record(connection: sa.Connection, run_name: str, config: SimulationConfig, found: Moments) -> bool:
    """Count a simulation in the caller's transaction, which has to commit before its result is shown.

    Args:
        run_name: the hash of all that the simulation was made from.

    Returns:
        False if it was counted before, by this or another process; then nothing changes.
    """
    added = execute(
        connection,
        "backtesting/record_trial",
        run_name=run_name,
        family=family_of(config),
        document=config.model_dump_json(by_alias=True),
        observations=found.observations,
        sharpe=found.sharpe,
        skewness=found.skewness,
        kurtosis=found.kurtosis,
    )
    return added == 1


def trials_of(connection: sa.Connection, family: Family) -> Trials:
    """The trials of a family so far; a family without any counts the one that is about to be recorded."""
    row = fetch_one(connection, "backtesting/family", family=family)
    if row is None:
        return Trials(family, 1, None)
    return Trials(family, row["trials"], row["sharpe_variance"])

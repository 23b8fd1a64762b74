"""The steps of a run of ``vn30_simulation``: plan, simulate part by part, end."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any
from uuid import UUID

import numpy as np
import sqlalchemy as sa

from vn30.backtesting.document import parse_simulation
from vn30.backtesting.grid import MAX_DETAILED, Axis, expand
from vn30.backtesting.lifecycle import Begun, Cancelled, EndedBatch, begin, end, fail, say_step
from vn30.backtesting.luck_update import update_luck
from vn30.backtesting.presets import PRESETS
from vn30.backtesting.requests import BatchRequest, batch_of_run, claim, request_batch
from vn30.backtesting.run import SAMPLED_ALONE, SAMPLED_IN_BATCH, Workbench
from vn30.backtesting.store import Destination, put_result
from vn30.backtesting.worth.luck import Family
from vn30.backtesting.worth.overfitting import BLOCKS, overfitting
from vn30.database.warehouse import DatabaseFull, fetch_all, fetch_returned, transaction
from vn30.errors import WrongInput
from vn30.experiments.known_prices import known_prices
from vn30.i18n.localized import localized
from vn30.market.clock import read_clock
from vn30.market.membership import known_tickers
from vn30.risk.prices import simple_returns
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.versions import AIRFLOW, airflow_author

log = logging.getLogger(__name__)

MAX_PARTS = 40
"""Tasks of a batch: a task costs about a second before its first simulation."""

UNFINISHED = localized("its task has ended without a result; the log of the Airflow run has the reason")


class SimulationsFailed(RuntimeError):
    """Simulations of a part have failed unexpectedly; a retry begins them again."""


@dataclass(frozen=True)
class Part:
    """The simulations of one task, by their numbers in the batch: from ``first`` up to, not with, ``stop``.

    Attributes:
        as_of: the session of the platform's clock when the batch was claimed, as an ISO date.
        known_at: the moment as of which all simulations of the batch read, in ISO format with its offset.
    """

    batch_id: str
    first: int
    stop: int
    as_of: str
    known_at: str

    @property
    def label(self) -> str:
        """``1-25``, counted from 1."""
        return f"{self.first + 1}-{self.stop}" if self.stop - self.first > 1 else str(self.stop)


def plan(params: dict[str, Any], airflow_run_id: str, asked_by: str | None) -> list[Part]:
    """Claim the batch that a user has requested, or record the one of the parameters, and cut it into parts.

    Args:
        params: those of the DAG.
        asked_by: the Airflow user who triggered the run.

    Raises:
        WrongInput: there are no prices, the batch does not exist, or the document is invalid.
        Cancelled: a user has cancelled the batch.
    """
    with transaction() as connection:
        batch_id = params["batch_id"] or str(
            batch_of_run(connection, airflow_run_id) or _record(connection, params, airflow_run_id, asked_by)
        )
        size = claim(connection, batch_id, airflow_run_id)
        as_of = read_clock(connection).as_of
    if as_of is None:
        raise WrongInput("There are no prices yet. Run vn30_data_crawler first.")
    known_at = known_prices(as_of).at
    length = ceil(size / MAX_PARTS)
    return [
        Part(batch_id, first, min(first + length, size), as_of.isoformat(), known_at.isoformat())
        for first in range(0, size, length)
    ]


def simulate(store: ArtifactStore, part: Part) -> dict[str, int]:
    """Make the simulations of a part that have no result yet, and return how many ended how.

    A simulation that is refused, for example as its formula is unknown, has failed, and the next one begins.

    Raises:
        SimulationsFailed: some have failed unexpectedly. The others have their results.
    """
    batch_id, counted, errors = UUID(part.batch_id), {"done": 0, "failed": 0}, []
    bench = Workbench(store, date.fromisoformat(part.as_of), datetime.fromisoformat(part.known_at))
    for number in range(part.first, part.stop):
        begun = begin(batch_id, number)
        if begun is None:
            continue
        try:
            _simulate(store, bench, batch_id, begun)
            counted["done"] += 1
        except DatabaseFull:
            raise
        except Cancelled as cancelled:
            log.info("%s", cancelled)
        except WrongInput as refused:
            fail(begun.id, begun.label, str(refused))
            counted["failed"] += 1
        except Exception as error:
            log.exception("Simulation %s failed", begun.id)
            fail(begun.id, begun.label, f"{type(error).__name__}: {error}")
            errors.append(str(begun.id))
    if errors:
        raise SimulationsFailed(f"{len(errors)} simulations failed unexpectedly: {', '.join(errors[:5])}")
    return counted


def finish(batch_id: str) -> EndedBatch | None:
    """Close a batch with its probability of overfitting, and judge the results of its families again.

    Returns:
        None if it was closed before, for example as a user has cancelled it.
    """
    with transaction() as connection:
        rows = fetch_all(connection, "backtesting/batch_equities", batch_id=batch_id)
        families: list[Family] = [
            row["family"] for row in fetch_all(connection, "backtesting/families_of_batch", batch_id=batch_id)
        ]
    found = _overfitting([(tuple(row["sessions"]), row["equity"]) for row in rows])
    with transaction() as connection:
        ended = end(connection, UUID(batch_id), UNFINISHED, *found)
    update_luck(families)
    return ended


def _record(
    connection: sa.Connection, params: dict[str, Any], airflow_run_id: str, asked_by: str | None
) -> UUID:
    document = params["document"] or PRESETS[params["preset"]].document()
    axes = [Axis(axis["field"], axis["values"]) for axis in params["axes"] or ()]
    planned = expand(document, axes, sorted(known_tickers(connection)))
    author = AIRFLOW if asked_by is None else airflow_author(connection, asked_by)
    account = fetch_returned(connection, "backtesting/airflow_account", username=author)
    name = "" if params["document"] else PRESETS[params["preset"]].title
    request = BatchRequest(name, axes, planned)
    return request_batch(connection, request, account["id"], author, airflow_run_id=airflow_run_id).id


def _simulate(store: ArtifactStore, bench: Workbench, batch_id: UUID, begun: Begun) -> None:
    config = parse_simulation(begun.document, begun.document["tickers"])
    is_detailed = begun.batch_size <= MAX_DETAILED
    sampled = SAMPLED_ALONE if is_detailed else SAMPLED_IN_BATCH
    computed = bench.compute(config, sampled, lambda step: say_step(begun.id, step))
    say_step(begun.id, "assessing")
    place = Destination(store, batch_id, begun.id, begun.batch_name, begun.label, is_detailed)
    put_result(place, computed, bench.known_at)


def _overfitting(equities: Sequence[tuple[tuple[Any, ...], list[float]]]) -> tuple[float, int] | tuple[()]:
    """PBO and its splits; nothing for fewer than two simulations, or over different or too few sessions."""
    periods = {sessions for sessions, _ in equities}
    if len(equities) < 2 or len(periods) > 1 or len(next(iter(periods))) <= 2 * BLOCKS:
        return ()
    found = overfitting(np.column_stack([simple_returns(np.array(equity)) for _, equity in equities]))
    return found.probability, found.splits

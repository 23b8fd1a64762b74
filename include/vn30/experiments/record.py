"""Records a training run while it runs: configuration, state, inputs and log lines."""

import json
import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.experiments.provenance import code_version, package_versions
from vn30.market.clock import read_clock
from vn30.names import API_USER, TRAINING_DAG, Promotion
from vn30.training_config.document import TrainingConfig, parse_config
from vn30.training_config.versions import airflow_author, document_of, record_version
from vn30.version import build_version

log = logging.getLogger(__name__)


_NO_PEOPLE = (API_USER, "dag_test")
"""Users of Airflow that no person is: the API records its user itself; ``airflow dags test`` names none."""


class NoPrices(WrongInput):
    """No prices are stored that a run could be trained on."""


class AlreadyTrained(Exception):
    """The newest run already has these prices, this configuration and this code."""


class Cancelled(WrongInput):
    """The run is no longer running, for example because a user cancelled it; published results stay."""


@dataclass(frozen=True)
class Experiment:
    """One training run.

    Attributes:
        id: of its row in ``experiment_runs``, a UUID.
        as_of: the session that the run is for, as an ISO date.
        tickers: the tickers to train.
        peers: the tickers that the ranks are computed over: the VN30 members of the session and ``tickers``.
            A forecast of a VN30 member therefore does not depend on the other trained tickers.
        config: the configuration document.
        known_at: the moment as of which the run reads prices, in ISO format with its offset. None: as they
            are when its panel is built, of runs that an earlier version of the platform has started.
        promotion: the policy by which its version succeeds the champions. Unless it is ``newest``, forecasts
            are not served before the run has succeeded them.
    """

    id: str
    as_of: str
    tickers: list[str]
    peers: list[str]
    config: dict[str, Any]
    known_at: str | None = None
    promotion: Promotion = "newest"

    def training_config(self) -> TrainingConfig:
        """The parsed configuration. Its tickers are accepted: they were checked when the run started."""
        return parse_config(self.config, also_known=self.config["universe"]["tickers"])


def start_experiment(
    airflow_run_id: str,
    config: TrainingConfig,
    tickers: Sequence[str],
    peers: Collection[str],
    as_of: date,
    config_id: str | None = None,
    requested: bool = False,
    asked_by: str | None = None,
    known_at: datetime | None = None,
    promotion: Promotion = "newest",
) -> Experiment:
    """Record a run of ``config`` and return it.

    A configuration that differs from the active version becomes a new version. Starting the same Airflow run
    again restarts the same experiment. An experiment that a user requested keeps its owner, notes and seed.

    Args:
        peers: tickers to compute the ranks over, beside ``tickers``.
        as_of: the session that the run is for.
        config_id: the version of the configuration that a user requested.
        requested: ``tickers`` were named for this run, and are not the selection of ``config``.
        asked_by: the Airflow user who triggered the run; its owner, unless the API has recorded one.
        known_at: the moment as of which it reads prices, an aware time.
        promotion: see :class:`Experiment`.

    Raises:
        Cancelled: a user cancelled the run between two attempts to start it.
    """
    document = document_of(config)
    selected = requested or not config.universe.use_all_vn30
    with transaction() as connection:
        author = None
        if asked_by and asked_by not in _NO_PEOPLE:
            author = airflow_author(connection, asked_by)
        config_id = config_id or record_version(connection, document).id
        run = fetch_one(
            connection,
            "experiments/start_experiment",
            config_id=config_id,
            airflow_run_id=airflow_run_id,
            training_dag=TRAINING_DAG,
            author=author,
            scope="selected" if selected else "all_vn30",
            requested_tickers=list(tickers) if requested else None,
            as_of=as_of,
            tickers=json.dumps({"tickers": list(tickers)}),
            code_version=code_version(),
            packages=json.dumps({"vn30": build_version(), **package_versions()}),
            known_at=known_at,
            target_kind=config.targets.kind,
            target_column=config.targets.column,
            timeframe=config.targets.timeframe,
            parent_run_id=None if config.selection.parent is None else str(config.selection.parent),
        )
        if run is None:
            raise Cancelled("The training run was cancelled.")
    compared = sorted({*tickers, *peers})
    moment = None if known_at is None else known_at.isoformat()
    experiment = Experiment(
        str(run["id"]), as_of.isoformat(), list(tickers), compared, document, moment, promotion
    )
    log_line(experiment.id, "INFO", f"Started: {len(tickers)} tickers as of {as_of}")
    return experiment


def trained_already(config: TrainingConfig, tickers: Sequence[str], as_of: date) -> str | None:
    """The id of the Airflow run with the newest forecasts as of ``as_of``, if a new run would repeat them.

    A new run would repeat them if that run succeeded with this configuration, these tickers and this code,
    and no bar has changed since. Otherwise None.
    """
    with transaction() as connection:
        run = fetch_one(
            connection,
            "experiments/trained_already",
            as_of=as_of,
            config=json.dumps(document_of(config)),
            tickers=json.dumps(list(tickers)),
            code_version=code_version(),
        )
    return run["airflow_run_id"] if run else None


def current_as_of(connection: sa.Connection) -> date:
    """The session that the platform's clock shows, as the views use it.

    Raises:
        NoPrices: no crawl has loaded prices yet.
    """
    as_of = read_clock(connection).as_of
    if as_of is None:
        raise NoPrices("There are no prices yet. Run vn30_data_crawler first.")
    return as_of


def log_line(experiment_id: str, level: str, message: str) -> None:
    """Write one line to the run's log, in its own transaction, and to the process's log."""
    with transaction() as connection:
        write_line(connection, experiment_id, level, message)


def write_line(connection: sa.Connection, experiment_id: str, level: str, message: str) -> None:
    """Write one line to the run's log, in the caller's transaction, and to the process's log."""
    log.log(logging.getLevelNamesMapping()[level], "%s", message)
    execute(
        connection, "experiments/insert_experiment_log", run_id=experiment_id, level=level, message=message
    )


@contextmanager
def timed_step(experiment_id: str, step: str) -> Iterator[None]:
    """Record the seconds that a step of the run took, unless it fails."""
    started = perf_counter()
    yield
    seconds = round(perf_counter() - started, 3)
    with transaction() as connection:
        execute(connection, "experiments/record_step", run_id=experiment_id, step=step, seconds=seconds)

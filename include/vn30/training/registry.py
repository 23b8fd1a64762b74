"""The record of training runs while they go on: configuration, state, inputs, log lines."""

import json
import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.training.config import TrainingConfig, parse_config
from vn30.training.provenance import code_version, package_versions
from vn30.training.versions import document_of, record_version
from vn30.warehouse import execute, fetch_one, transaction

log = logging.getLogger(__name__)


class NoPrices(WrongInput):
    """There is nothing to train on yet."""


class AlreadyTrained(Exception):
    """There is nothing to train anew: prices and configuration are those of the newest run."""


class Cancelled(WrongInput):
    """The run is over, cancelled perhaps; what was published before stays."""


@dataclass(frozen=True)
class Experiment:
    """One training run: its id, the session that counts as today, its tickers, and their peers.

    Attributes:
        peers: the tickers that each one is compared with, itself among them: the VN30 of the day and all that
            are trained. So a forecast does not depend on which other tickers are trained with it.
    """

    id: str
    as_of: str
    tickers: list[str]
    peers: list[str]
    config: dict[str, Any]

    def training_config(self) -> TrainingConfig:
        """The configuration; its tickers were checked when the run started."""
        return parse_config(self.config, also_known=self.config["universe"]["tickers"])


def start_experiment(
    airflow_run_id: str,
    config: TrainingConfig,
    tickers: Sequence[str],
    peers: Collection[str],
    as_of: date,
    config_id: str | None = None,
) -> Experiment:
    """Record a run of ``config``, as a new version if it is not the active one, and return it.

    Starting the same Airflow run again returns the same experiment, and so does starting one that a user has
    asked for: it keeps its owner, notes and seed.

    Args:
        peers: tickers to compare with, whether they are trained or not.
        as_of: the session that counts as today.
        config_id: the version that a user has asked for.

    Raises:
        Cancelled: a user has cancelled the run between two attempts to start it.
    """
    document = document_of(config)
    with transaction() as connection:
        config_id = config_id or record_version(connection, document).id
        run = fetch_one(
            connection,
            "training/start_experiment",
            config_id=config_id,
            airflow_run_id=airflow_run_id,
            scope="all_vn30" if config.universe.use_all_vn30 else "selected",
            as_of=as_of,
            tickers=json.dumps({"tickers": list(tickers)}),
            code_version=code_version(),
            packages=json.dumps(package_versions()),
        )
        if run is None:
            raise Cancelled("The training run was cancelled.")
    compared = sorted({*tickers, *peers})
    experiment = Experiment(str(run["id"]), as_of.isoformat(), list(tickers), compared, document)
    log_line(experiment.id, "INFO", f"Started: {len(tickers)} tickers as of {as_of}")
    return experiment


def trained_already(config: TrainingConfig, tickers: Sequence[str], as_of: date) -> str | None:
    """The Airflow run that made the newest forecasts as of ``as_of``, if another would make the same.

    That is so if it succeeded with this configuration, tickers and code, and no bar has changed since.
    """
    with transaction() as connection:
        run = fetch_one(
            connection,
            "training/trained_already",
            as_of=as_of,
            config=json.dumps(document_of(config)),
            tickers=json.dumps(list(tickers)),
            code_version=code_version(),
        )
    return run["airflow_run_id"] if run else None


def current_as_of(connection: sa.Connection) -> date:
    """The platform's today as the views see it.

    Raises:
        NoPrices: no crawl has loaded prices yet.
    """
    clock = fetch_one(connection, "market/clock")
    if clock is None or clock["as_of"] is None:
        raise NoPrices("There are no prices yet. Run vn30_data_crawler first.")
    as_of: date = clock["as_of"]
    return as_of


def log_line(experiment_id: str, level: str, message: str) -> None:
    """Write one line to the run's log, in a transaction of its own, and to the process's log."""
    with transaction() as connection:
        write_line(connection, experiment_id, level, message)


def write_line(connection: sa.Connection, experiment_id: str, level: str, message: str) -> None:
    """Write one line to the run's log, in the caller's transaction, and to the process's log."""
    log.log(logging.getLevelNamesMapping()[level], "%s", message)
    execute(connection, "training/insert_experiment_log", run_id=experiment_id, level=level, message=message)


@contextmanager
def timed_step(experiment_id: str, step: str) -> Iterator[None]:
    """Record how many seconds a step of the run took, if it ends well."""
    started = perf_counter()
    yield
    seconds = round(perf_counter() - started, 3)
    with transaction() as connection:
        execute(connection, "training/record_step", run_id=experiment_id, step=step, seconds=seconds)

"""The record of training: configurations by version, runs and their logs."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.training.config import TrainingConfig, parse_config
from vn30.warehouse import execute, fetch_all, fetch_one, fetch_returned, transaction

log = logging.getLogger(__name__)


class NoPrices(WrongInput):
    """There is nothing to train on yet."""


class AlreadyTrained(Exception):
    """There is nothing to train anew: prices and configuration are those of the newest run."""


class Cancelled(WrongInput):
    """The run is over, cancelled perhaps; what was published before stays."""


@dataclass(frozen=True)
class Experiment:
    """One training run: its id, the session that counts as today, and its tickers."""

    id: str
    as_of: str
    tickers: list[str]
    config: dict[str, Any]

    def training_config(self) -> TrainingConfig:
        """The configuration; its tickers were checked when the run started."""
        return parse_config(self.config, also_known=self.config["universe"]["tickers"])


def start_experiment(
    airflow_run_id: str, config: TrainingConfig, tickers: Sequence[str], as_of: date
) -> Experiment:
    """Record a run of ``config``, as a new version if it is not the active one, and return it.

    Starting the same Airflow run again returns the same experiment.

    Args:
        as_of: the session that counts as today.

    Raises:
        Cancelled: a user has cancelled the run between two attempts to start it.
    """
    document = config.model_dump(mode="json", by_alias=True)
    with transaction() as connection:
        config_id = _version(connection, document)
        run = fetch_one(
            connection,
            "training/start_experiment",
            config_id=config_id,
            airflow_run_id=airflow_run_id,
            scope="all_vn30" if config.universe.use_all_vn30 else "selected",
            as_of=as_of,
            tickers=json.dumps({"tickers": list(tickers)}),
        )
        if run is None:
            raise Cancelled("The training run was cancelled.")
    experiment = Experiment(str(run["id"]), as_of.isoformat(), list(tickers), document)
    log_line(experiment.id, "INFO", f"Started: {len(tickers)} tickers as of {as_of}")
    return experiment


def trained_already(config: TrainingConfig, tickers: Sequence[str], as_of: date) -> str | None:
    """The Airflow run that made the newest forecasts as of ``as_of``, if another would make the same.

    That is so if it succeeded with this configuration and these tickers, and no bar has changed since.
    """
    with transaction() as connection:
        run = fetch_one(
            connection,
            "training/trained_already",
            as_of=as_of,
            config=json.dumps(config.model_dump(mode="json", by_alias=True)),
            tickers=json.dumps(list(tickers)),
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


def finish_experiment(airflow_run_id: str) -> dict[str, Any]:
    """Close the run of an Airflow run: success if every ticker has published, else failed.

    Returns:
        How many tickers are published, and the names of those that failed.

    Raises:
        Cancelled: it was cancelled, and stays so.
        WrongInput: nothing was started, or at least one ticker failed; the message names them.
    """
    with transaction() as connection:
        run = fetch_one(connection, "training/experiment_of_airflow_run", airflow_run_id=airflow_run_id)
        if run is None:
            raise WrongInput("The run was never started: the resolve task's log says why.")
        published = {
            row["ticker"] for row in fetch_all(connection, "training/published_tickers", run_id=run["id"])
        }
        tickers = run["summary_metrics"]["tickers"]
        failed = sorted(set(tickers) - published)
        scores = [dict(row) for row in fetch_all(connection, "training/experiment_scores", run_id=run["id"])]
        summary = {"tickers": tickers, "published": len(published), "failed": failed, "scores": scores}
        closed = execute(
            connection,
            "training/finish_experiment",
            run_id=run["id"],
            state="failed" if failed else "success",
            summary=json.dumps(summary, default=float),
        )
        if not closed and run["state"] == "cancelled":
            raise Cancelled("The training run was cancelled.")
        lines = [("INFO", _score_line(score)) for score in scores]
        lines.append(
            ("ERROR", f"{len(failed)} of {len(tickers)} tickers failed: {', '.join(failed)}")
            if failed
            else ("INFO", f"Finished: {len(published)} tickers published")
        )
        for level, message in lines if closed else ():
            write_line(connection, str(run["id"]), level, message)
    if failed:
        raise WrongInput(f"{lines[-1][1]}. The log of each one's train task says why.")
    return {"published": len(published), "failed": failed}


def _version(connection: sa.Connection, document: dict[str, Any]) -> Any:
    """The id of the version that holds ``document``, made and made active if it is not the active one."""
    execute(connection, "training/lock_training_configs")
    text = json.dumps(document)
    active = fetch_one(connection, "training/active_config")
    if active is not None and active["config"] == json.loads(text):
        return active["id"]
    execute(connection, "training/retire_active_config")
    made = fetch_returned(connection, "training/insert_config", config=text)
    return made["id"]


def _score_line(score: dict[str, Any]) -> str:
    return (
        f"{score['horizon_days']} sessions: MAPE {score['mape_pct']:.2f} %, naive "
        f"{score['naive_mape_pct']:.2f} %, skill {score['skill']:+.3f} over {score['test_rows']} forecasts"
    )

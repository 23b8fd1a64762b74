"""Reads from Airflow, and from the mirror while Airflow does not respond."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TypeVar

import sqlalchemy as sa

from api.core.database import writing
from api.core.errors import ApiError
from api.pipelines.schemas import Source
from vn30.i18n.localized import joined, localized
from vn30.names import (
    CRAWLER_DAG,
    FUNDAMENTALS_DAG,
    INTRADAY_DAG,
    LAKE_DAG,
    LOOKAHEAD_DAG,
    NEWS_DAG,
    RECOMMENDATIONS_DAG,
    RISK_DAG,
    TRAINING_DAG,
)
from vn30.pipelines import mirror
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused
from vn30.pipelines.airflow_api.runs import find_run
from vn30.pipelines.models import DagRun

logger = logging.getLogger(__name__)

DAGS = (
    CRAWLER_DAG,
    TRAINING_DAG,
    INTRADAY_DAG,
    FUNDAMENTALS_DAG,
    LAKE_DAG,
    LOOKAHEAD_DAG,
    RECOMMENDATIONS_DAG,
    RISK_DAG,
    NEWS_DAG,
)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Pipelines:
    """The Airflow client, if one is configured, and the database with the mirror."""

    airflow: AirflowApi | None
    engine: sa.Engine

    def read(
        self, live: Callable[[AirflowApi], Answer], mirrored: Callable[[sa.Connection], Answer]
    ) -> tuple[Answer, Source]:
        """The result of ``live``, or of ``mirrored`` if Airflow does not respond, and its source."""
        if self.airflow is not None:
            try:
                return live(self.airflow), "airflow"
            except (AirflowUnavailable, SignInRefused, AirflowRefused) as error:
                logger.warning("Read from the mirror, as Airflow failed: %s", error)
        with self.engine.connect() as connection:
            return mirrored(connection), "mirror"

    def run(self, run_id: str, dag_id: str | None) -> tuple[DagRun, Source]:
        """The run with this id.

        Raises:
            ApiError: 404 ``unknown_run``; 409 ``ambiguous_run``, several have one and no ``dag_id``.
        """
        if dag_id is not None:
            known_dag(dag_id)
        dag_ids = DAGS if dag_id is None else (dag_id,)
        with self.engine.connect() as connection:
            mirrored = mirror.find_run(connection, dag_ids, run_id)
        likely = tuple(run.dag_id for run in mirrored)

        def live(airflow: AirflowApi) -> list[DagRun]:
            # The mirror has the DAG of nearly every run, which saves requests for the other DAGs.
            return (find_run(airflow, likely, run_id) if likely else []) or find_run(airflow, dag_ids, run_id)

        runs, source = self.read(live, lambda _: mirrored)
        if not runs:
            raise ApiError(
                HTTPStatus.NOT_FOUND,
                "unknown_run",
                localized("There is no run with this id. Request the runs of its DAG."),
            )
        if len(runs) > 1:
            raise ApiError(
                HTTPStatus.CONFLICT,
                "ambiguous_run",
                localized("dagId: runs of {dags} have this id.", dags=joined(localized(" and "), *DAGS)),
            )
        return self.complete(runs)[0], source

    def complete(self, runs: list[DagRun]) -> list[DagRun]:
        """The runs of Airflow with the triggering user and the state ``cancelled``, as the mirror has them.

        The mirror is updated for ended runs whose end it missed, as during an outage of the database.
        """
        if not runs:
            return []
        with self.engine.connect() as connection:
            known = mirror.known_runs(connection, runs)
        missed = [
            run
            for run in runs
            if not run.active and (seen := known.get((run.dag_id, run.run_id))) and seen.active
        ]
        if missed:
            with writing(self.engine) as connection:
                for run in missed:
                    mirror.end_run(connection, run)
        return [_completed(run, known.get((run.dag_id, run.run_id))) for run in runs]


def known_dag(dag_id: str) -> str:
    """The id, if it is that of one of the platform's DAGs.

    Raises:
        ApiError: 404 ``unknown_dag``.
    """
    if dag_id not in DAGS:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_dag",
            localized("dagId: must be {dags}.", dags=joined(localized(" or "), *DAGS)),
        )
    return dag_id


def _completed(run: DagRun, known: mirror.Known | None) -> DagRun:
    if known is None:
        return run
    cancelled = known.cancelled and run.state == "failed"
    return replace(
        run,
        state="cancelled" if cancelled else run.state,
        triggered_by=known.username or run.triggered_by,
    )

"""Reads from Airflow, and from the mirror while Airflow does not answer."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TypeVar

import sqlalchemy as sa

from api.database import writing
from api.errors import ApiError
from api.pipelines.schemas import Source
from vn30 import mirror
from vn30.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused
from vn30.airflow_api.runs import find_run
from vn30.pipeline_facts import RunFacts
from vn30.pipelines import CRAWLER_DAG, TRAINING_DAG

logger = logging.getLogger(__name__)

DAGS = (CRAWLER_DAG, TRAINING_DAG)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Pipelines:
    """Airflow, if the API is connected to one, and the database with its mirror."""

    airflow: AirflowApi | None
    engine: sa.Engine

    def read(
        self, live: Callable[[AirflowApi], Answer], mirrored: Callable[[sa.Connection], Answer]
    ) -> tuple[Answer, Source]:
        """What Airflow says, else what the mirror says, and which of them it was."""
        if self.airflow is not None:
            try:
                return live(self.airflow), "airflow"
            except (AirflowUnavailable, SignInRefused, AirflowRefused) as error:
                logger.warning("Read from the mirror, as Airflow does not say: %s", error)
        with self.engine.connect() as connection:
            return mirrored(connection), "mirror"

    def run(self, run_id: str, dag_id: str | None) -> tuple[RunFacts, Source]:
        """The run with this id.

        Raises:
            ApiError: 404 ``unknown_run``; 409 ``ambiguous_run``, both DAGs have one and none was named.
        """
        if dag_id is not None:
            known_dag(dag_id)
        asked = DAGS if dag_id is None else (dag_id,)
        with self.engine.connect() as connection:
            mirrored = mirror.find_run(connection, asked, run_id)
        likely = tuple(run.dag_id for run in mirrored)

        def live(airflow: AirflowApi) -> list[RunFacts]:
            # The mirror knows the DAG of nearly every run, and spares the question to the other one.
            return (find_run(airflow, likely, run_id) if likely else []) or find_run(airflow, asked, run_id)

        found, source = self.read(live, lambda _: mirrored)
        if not found:
            raise ApiError(
                HTTPStatus.NOT_FOUND, "unknown_run", "There is no run with this id: see the runs of its DAG."
            )
        if len(found) > 1:
            raise ApiError(
                HTTPStatus.CONFLICT, "ambiguous_run", f"dagId: runs of {' and '.join(DAGS)} have this id."
            )
        return self.known_better(found)[0], source

    def known_better(self, runs: list[RunFacts]) -> list[RunFacts]:
        """The runs as Airflow tells of them, with what only the mirror knows: who asked, and who stopped.

        Of ends that the mirror was not told of, as the database was away, it is told now.
        """
        if not runs:
            return []
        with self.engine.connect() as connection:
            known = mirror.known_runs(connection, runs)
        untold = [
            run
            for run in runs
            if not run.active and (seen := known.get((run.dag_id, run.run_id))) and seen.active
        ]
        if untold:
            with writing(self.engine) as connection:
                for run in untold:
                    mirror.end_run(connection, run)
        return [_known_better(run, known.get((run.dag_id, run.run_id))) for run in runs]


def known_dag(dag_id: str) -> str:
    """The id, if it is that of one of the platform's DAGs.

    Raises:
        ApiError: 404 ``unknown_dag``.
    """
    if dag_id not in DAGS:
        raise ApiError(HTTPStatus.NOT_FOUND, "unknown_dag", f"dagId: there are {' and '.join(DAGS)} only.")
    return dag_id


def _known_better(run: RunFacts, known: mirror.Known | None) -> RunFacts:
    if known is None:
        return run
    cancelled = known.cancelled and run.state == "failed"
    return replace(
        run,
        state="cancelled" if cancelled else run.state,
        triggered_by=known.username or run.triggered_by,
    )

"""A training run beside another, as a response of the API."""

import logging
from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from botocore.exceptions import BotoCoreError

from api.core.errors import ApiError
from api.core.schemas import HORIZON_LABELS
from api.experiments.comparison_schemas import ComparedRun, ComparedRuns, ComparedScores, ScoreDifference
from api.experiments.starting import unknown_run
from api.experiments.summary import summary_of_run
from vn30.database.warehouse import Row, fetch_one
from vn30.evaluation.paired import MeanDifference, PairedScores
from vn30.experiments.comparison import (
    NotComparable,
    RunComparison,
    compare_runs,
    document_of_run,
    run_before,
)
from vn30.i18n.localized import localized
from vn30.settings import Settings
from vn30.storage.artifacts import open_store

logger = logging.getLogger(__name__)


def comparison(
    connection: sa.Connection, settings: Settings, run_id: UUID, other_run_id: UUID | None
) -> ComparedRuns:
    """A run beside another; beside the run before it without ``other_run_id``.

    Raises:
        ApiError: 404 ``unknown_run``; 503 ``artifacts_unavailable``.
    """
    run = _run(connection, run_id)
    other_id = run_before(connection, run_id) if other_run_id is None else other_run_id
    if other_id is None:
        problem = localized(
            "No run before this one has succeeded with the same target. Choose the run to compare with."
        )
        return _answer(run, None, problem=problem)
    other = _run(connection, other_id)
    try:
        compared = compare_runs(connection, open_store(settings), run, other)
    except NotComparable as reason:
        return _answer(run, other, problem=reason.args[0])
    except (OSError, BotoCoreError) as error:
        logger.warning("The artifact store failed for the forecasts of runs: %s", error)
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "artifacts_unavailable",
            localized("The artifact store cannot be reached right now. Try again in a moment."),
        ) from error
    return _answer(
        run,
        other,
        scores={
            HORIZON_LABELS[horizon]: _scores(compared, scores)
            for horizon, scores in compared.scores.items()
            if horizon in HORIZON_LABELS
        },
        trials=compared.trials,
        caveats=compared.caveats,
    )


def _run(connection: sa.Connection, run_id: UUID) -> Row:
    row = fetch_one(connection, "experiments/compared_run", run_id=str(run_id))
    if row is None:
        raise unknown_run()
    return row


def _answer(run: Row, other: Row | None, **found: Any) -> ComparedRuns:
    return ComparedRuns(
        **{
            "run_id": run["run_id"],
            "other": other and ComparedRun.model_validate({**other, "config_summary": summary_of_run(other)}),
            "problem": None,
            "scores": {},
            "trials": 0,
            "caveats": [],
            "config": document_of_run(run),
            "other_config": other and document_of_run(other),
            **found,
        }
    )


def _scores(compared: RunComparison, scores: PairedScores) -> ComparedScores:
    return ComparedScores(
        **{
            **{name: value for name, value in asdict(scores).items() if name != "pairs"},
            "forecasts": scores.pairs,
            "error_difference": _difference(compared, scores.error_difference),
            "rank_ic_difference": _difference(compared, scores.rank_ic_difference),
            "verdict": compared.verdict(scores),
        }
    )


def _difference(compared: RunComparison, difference: MeanDifference | None) -> ScoreDifference | None:
    if difference is None:
        return None
    return ScoreDifference(**asdict(difference), corrected_p_value=compared.p_value(difference))

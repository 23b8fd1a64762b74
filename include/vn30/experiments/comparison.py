"""Compares a training run with another one: scores on the same forecasts, and what else differs."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row, fetch_one, fetch_returned
from vn30.errors import WrongInput
from vn30.evaluation.paired import MeanDifference, PairedScores, score_pairs
from vn30.evaluation.significance import PROVEN_BELOW
from vn30.experiments.requests import wanted_document
from vn30.experiments.tested import forecasts_at, tested_forecasts
from vn30.features.feature_store import FileDamaged, FileGone
from vn30.i18n.localized import localized
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.versions import in_full

Verdict = Literal["less error", "more error", "not proven"]


class NotComparable(WrongInput):
    """The forecasts of two runs cannot be compared; the message says why."""


class RunComparison(NamedTuple):
    """The scores of a run beside those of another one.

    Attributes:
        scores: by horizon that both have forecast, on the forecasts that both have made.
        trials: configurations that were trained for the universe of the run beside that of the other run,
            at least 1, times the number of horizons: so many differences could have been the largest.
        caveats: what else than the configuration differs, one sentence each.
    """

    scores: Mapping[int, PairedScores]
    trials: int
    caveats: list[str]

    def p_value(self, difference: MeanDifference) -> float:
        """The p-value of a difference, corrected for the trials (Bonferroni)."""
        return min(1.0, difference.p_value * self.trials)

    def verdict(self, scores: PairedScores) -> Verdict:
        """``not proven`` unless the corrected p-value of the difference of the errors is below PROVEN_BELOW.

        It is above if the interval of the difference holds 0.
        """
        difference = scores.error_difference
        if difference is None or self.p_value(difference) >= PROVEN_BELOW:
            return "not proven"
        return "less error" if difference.value < 0 else "more error"


def run_before(connection: sa.Connection, run_id: UUID) -> UUID | None:
    """The newest run before this one that has succeeded with the same target and timeframe, if any."""
    row = fetch_one(connection, "experiments/run_before", run_id=str(run_id))
    return None if row is None else row["run_id"]


def compare_runs(connection: sa.Connection, store: ArtifactStore, run: Row, other: Row) -> RunComparison:
    """Compare the forecasts of the test parts of two runs, of rows of ``experiments/compared_run``.

    Raises:
        NotComparable: one has not ended, their targets or timeframes differ, files were removed or damaged,
            or they have no forecast in common.
    """
    _check(run, other)
    try:
        own, theirs = (tested_forecasts(connection, store, row["run_id"]) for row in (run, other))
    except FileGone as gone:
        raise NotComparable(
            localized(
                "Files with the forecasts of one of the runs were removed by retention. Choose a newer run."
            )
        ) from gone
    except FileDamaged as damaged:
        raise NotComparable(
            localized("A file with the forecasts of one of the runs is damaged. Train it again.")
        ) from damaged
    horizons = sorted({*own["horizon"].unique()} & {*theirs["horizon"].unique()})
    scores = {
        int(horizon): paired
        for horizon in horizons
        if (paired := score_pairs(forecasts_at(own, horizon), forecasts_at(theirs, horizon), int(horizon)))
    }
    if not scores:
        raise NotComparable(
            localized(
                "The runs have no forecast in common: no ticker, session and horizon of one test part is in "
                "the other, or their files were removed by retention. Choose another run."
            )
        )
    lines = fetch_returned(connection, "experiments/count_trials", run_id=str(run["run_id"]))["lines"]
    return RunComparison(scores, max(1, lines - 1) * len(scores), _caveats(run, other))


def document_of_run(run: Row) -> dict[str, Any]:
    """The configuration that a run of ``experiments/compared_run`` was asked for, with all defaults."""
    universe = run["config"].get("universe") or {}
    own_scope = "all_vn30" if universe.get("useAllVn30", True) else "selected"
    return in_full(
        wanted_document(
            run["config"],
            run["scope"] or own_scope,
            run["requested_tickers"],
            run["global_seed"],
            run["target_column"],
            run["parent_run_id"] and str(run["parent_run_id"]),
        )
    )


def _check(run: Row, other: Row) -> None:
    if not all(row["state"] in ("success", "failed", "cancelled") for row in (run, other)):
        raise NotComparable(localized("Scores are compared once both runs have ended."))
    if _target(run) != _target(other):
        raise NotComparable(
            localized(
                "The runs forecast different targets, whose errors are not comparable. Choose another run."
            )
        )


def _target(run: Row) -> tuple[str, str, str]:
    return run["target_kind"] or "logReturn", run["target_column"] or "close", run["timeframe"] or "1d"


def _caveats(run: Row, other: Row) -> list[str]:
    caveats: list[str] = []
    if run["as_of"] != other["as_of"]:
        caveats.append(
            localized(
                "The runs forecast as of different sessions, {as_of} and {other}: a part of the difference "
                "can come from other prices.",
                as_of=run["as_of"],
                other=other["as_of"],
            )
        )
    if run["code_version"] != other["code_version"]:
        caveats.append(
            localized("The code has changed between the runs: a part of the difference can come from that.")
        )
    return caveats

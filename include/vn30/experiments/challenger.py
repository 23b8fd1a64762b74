"""The evidence of a challenger against the champion, for the policy ``rule``."""

from dataclasses import dataclass
from uuid import UUID

import pandas as pd
import sqlalchemy as sa

from vn30.database.frames import fetch_frame
from vn30.database.warehouse import Row, fetch_returned
from vn30.evaluation.challenge import Comparison, compare
from vn30.experiments.model_versions import ModelVersion
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.experiments.tested import FORECASTS, forecasts_at, tested_forecasts
from vn30.features.feature_store import FileGone
from vn30.storage.artifacts import ArtifactStore


@dataclass(frozen=True)
class Challenge:
    """The comparison of a challenger with the champion at one horizon.

    Attributes:
        champion_id: of the version that was compared.
        is_won: whether the challenger is better (:meth:`Comparison.is_better`).
    """

    champion_id: UUID
    comparison: Comparison
    is_won: bool


def challenge(
    connection: sa.Connection,
    store: ArtifactStore,
    challenger: ModelVersion,
    champion: Row,
    policy: PromotionPolicy,
) -> Challenge | None:
    """Compare a version with the champion of another line at the champion's horizon.

    Args:
        champion: of the query ``experiments/champions``.

    Returns:
        None if they have no forecast in common, or if files of the test part were removed.
    """
    horizon = champion["horizon"]
    try:
        theirs, ours = (
            _live_forecasts(connection, challenger.universe, line, horizon)
            if policy.evidence == "live"
            else forecasts_at(tested_forecasts(connection, store, run_id), horizon)
            for line, run_id in (
                (champion["line"], champion["run_id"]),
                (challenger.line, challenger.run_id),
            )
        )
    except FileGone:
        return None
    comparison = compare(theirs, ours, horizon)
    if comparison is None:
        return None
    lines = fetch_returned(connection, "experiments/count_lines", universe=challenger.universe)["lines"]
    is_won = comparison.is_better(policy.min_sessions, challengers=lines - 1)
    return Challenge(champion["version_id"], comparison, is_won)


def _live_forecasts(connection: sa.Connection, universe: str, line: str, horizon: int) -> pd.DataFrame:
    return fetch_frame(
        connection,
        "experiments/live_forecasts_of_line",
        FORECASTS,
        universe=universe,
        line=line,
        horizon=horizon,
    )

"""The reliability of the pooled model's ranks, as a response of the API."""

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from api.core.schemas import HORIZON_LABELS, HorizonLabel
from api.models.schemas import RankScores, Reliability, ReliabilityBin
from vn30.database.warehouse import Row, fetch_all
from vn30.market.clock import read_clock


def reliability(connection: sa.Connection) -> Reliability:
    """Rank scores and reliability bins of the run that made the newest forecasts."""
    clock = read_clock(connection)
    return Reliability(
        horizons=scores_by_horizon(
            fetch_all(connection, "models/rank_scores"), fetch_all(connection, "models/reliability_bins")
        ),
        **clock._asdict(),
    )


def scores_by_horizon(scores: Iterable[Row], bins: Iterable[Row]) -> dict[HorizonLabel, RankScores]:
    """The rank scores of a run, each with the bins of its horizon in their order."""
    found: dict[int, list[ReliabilityBin]] = defaultdict(list)
    for row in bins:
        found[row["horizon_days"]].append(ReliabilityBin.model_validate(dict(row)))
    return {
        HORIZON_LABELS[row["horizon_days"]]: RankScores(**row, bins=found[row["horizon_days"]])
        for row in scores
    }

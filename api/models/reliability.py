"""The reliability of the pooled model's ranks, as a response of the API."""

from collections import defaultdict

import sqlalchemy as sa

from api.core.schemas import HORIZON_LABELS
from api.models.schemas import RankScores, Reliability, ReliabilityBin
from vn30.database.warehouse import fetch_all
from vn30.market.clock import read_clock


def reliability(connection: sa.Connection) -> Reliability:
    """Rank scores and reliability bins of the run that made the newest forecasts."""
    clock = read_clock(connection)
    bins: dict[int, list[ReliabilityBin]] = defaultdict(list)
    for row in fetch_all(connection, "models/reliability_bins"):
        bins[row["horizon_days"]].append(ReliabilityBin.model_validate(dict(row)))
    return Reliability(
        horizons={
            HORIZON_LABELS[row["horizon_days"]]: RankScores(**row, bins=bins[row["horizon_days"]])
            for row in fetch_all(connection, "models/rank_scores")
        },
        **clock._asdict(),
    )

"""The track record of the recommendations, as a response of the API."""

from collections import defaultdict

import sqlalchemy as sa

from api.recommendations.record_schemas import Grouping, GroupRecord, TrackRecord, TrackRecordQuery
from api.recommendations.service import horizon_of
from vn30.database.warehouse import Row, fetch_all, fetch_returned
from vn30.market.clock import read_clock
from vn30.users.preferences import Profile

_GROUPINGS: dict[str, Grouping] = {
    "label": "label",
    "confidence": "confidence",
    "regime": "regime",
    "model": "version",
    "origin": "origin",
    "baseline": "baseline",
}


def track_record(connection: sa.Connection, query: TrackRecordQuery, profile: Profile) -> TrackRecord:
    """What has come of the recommendations of ``profile`` at a horizon, by group."""
    wanted = {"profile": profile, "horizon": horizon_of(query.horizon)}
    rows = fetch_all(connection, "recommendations/track_record", **wanted)
    groups: dict[Grouping, list[GroupRecord]] = defaultdict(list)
    for row in rows:
        if row["dimension"] == "label":
            groups["profile"].append(_group(row, row["profile"]))
        if row["profile"] == profile:
            groups[_GROUPINGS[row["dimension"]]].append(_group(row, row["value"]))
    return TrackRecord(
        profile=profile,
        horizon=query.horizon,
        judged=sum(group.recommendations for group in groups["label"]),
        open=fetch_returned(connection, "recommendations/count_open", **wanted)["open"],
        groups=dict(groups),
        **read_clock(connection)._asdict(),
    )


def _group(row: Row, group: str) -> GroupRecord:
    return GroupRecord.model_validate({**row, "group": group})

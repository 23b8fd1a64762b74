"""The estimated end of a training before its first ticker is published."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from vn30.experiments.requests import requested_document
from vn30.experiments.run_history import recorded_runs, stored_selection
from vn30.experiments.runtime_estimate import estimate_minutes
from vn30.training_config.document import InvalidConfig, parse_config
from vn30.training_config.review.stored_data import load_stored_data


class TrainingEnds:
    """Estimates once a start of a run, by the recorded runs of then; lists are read every few seconds."""

    def __init__(self) -> None:
        self._newest: tuple[tuple[UUID, datetime], datetime | None] | None = None

    def of(
        self, connection: sa.Connection, run_id: UUID, started_at: datetime, now: datetime
    ) -> datetime | None:
        """The estimated end; None for an unknown configuration, and once it has passed."""
        start = (run_id, started_at)
        if self._newest is None or self._newest[0] != start:
            # One training runs at a time.
            self._newest = start, _estimate(connection, run_id, started_at)
        end = self._newest[1]
        return None if end is None or end <= now else end


def _estimate(connection: sa.Connection, run_id: UUID, started_at: datetime) -> datetime | None:
    document = requested_document(connection, str(run_id))
    data = load_stored_data(connection)
    try:
        config = parse_config(document, data.known)
    except InvalidConfig:
        return None
    stored = stored_selection(config, data)
    if not stored:
        return None
    estimate = estimate_minutes(config, stored, recorded_runs(connection, data))
    return started_at + timedelta(minutes=estimate.minutes)

"""What the models of a run use, as a response of the API."""

from uuid import UUID

import sqlalchemy as sa

from api.experiments.schemas import Importance, RunFeatures, SelectedFeature
from api.experiments.starting import unknown_run
from vn30.database.warehouse import fetch_all, fetch_one, fetch_returned


def run_features(connection: sa.Connection, run_id: UUID, horizon: int) -> RunFeatures:
    """Importances and selected features of a run at a horizon (sessions).

    Raises:
        ApiError: 404 ``unknown_run``.
    """
    if fetch_one(connection, "experiments/state", run_id=str(run_id)) is None:
        raise unknown_run()
    chosen = {"run_id": str(run_id), "horizon": horizon}
    fits = fetch_returned(connection, "experiments/count_selections", **chosen)
    return RunFeatures(
        importances=[
            Importance.model_validate(dict(row))
            for row in fetch_all(connection, "experiments/importances", **chosen)
        ],
        selected=[
            SelectedFeature.model_validate(dict(row))
            for row in fetch_all(connection, "experiments/selected_features", **chosen)
        ],
        **fits,
    )

"""What the models of a run use, as a response of the API."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from api.experiments.schemas import FeatureDescription, Importance, RunFeatures, SelectedFeature
from api.experiments.starting import unknown_run
from vn30.database.warehouse import fetch_all, fetch_one, fetch_returned
from vn30.errors import WrongInput
from vn30.explanation.descriptions import Description, descriptions
from vn30.training_config.document import parse_config


def run_features(connection: sa.Connection, run_id: UUID, horizon: int) -> RunFeatures:
    """Importances and selected features of a run at a horizon (sessions).

    Raises:
        ApiError: 404 ``unknown_run``.
    """
    run = fetch_one(connection, "experiments/run", run_id=str(run_id))
    if run is None:
        raise unknown_run()
    chosen = {"run_id": str(run_id), "horizon": horizon}
    fits = fetch_returned(connection, "experiments/count_selections", **chosen)
    importances = [
        Importance.model_validate(dict(row))
        for row in fetch_all(connection, "experiments/importances", **chosen)
    ]
    selected = [
        SelectedFeature.model_validate(dict(row))
        for row in fetch_all(connection, "experiments/selected_features", **chosen)
    ]
    known = _descriptions(run["config"])
    named = {row.feature for row in importances} | {row.feature for row in selected}
    return RunFeatures(
        importances=importances,
        selected=selected,
        descriptions={
            name: FeatureDescription(**known[name]._asdict()) for name in sorted(named & known.keys())
        },
        **fits,
    )


def _descriptions(document: dict[str, Any]) -> dict[str, Description]:
    """The features of a configuration in words; empty if it is not valid any more."""
    named = (document.get("universe") or {}).get("tickers") or ()
    try:
        config = parse_config(document, also_known=named)
    except WrongInput:
        return {}
    return descriptions(config.indicators, config.targets.lookback_window)

"""The features of a run's pooled model, from its stored panel."""

import pandas as pd

from vn30.features.feature_store import fill_columns
from vn30.forecasting.pooled import add_session_ranks, empty_features, pooled_columns
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.document import TrainingConfig
from vn30.typing import Float32Array


def read_features(
    store: ArtifactStore, panel_url: str, dates: pd.Series, config: TrainingConfig
) -> Float32Array:
    """:func:`vn30.forecasting.pooled.pooled_features` of a stored panel, which is never in memory as a table.

    Args:
        dates: the session of each row of the panel.

    Raises:
        FileGone: see :func:`vn30.features.feature_store.read_rows`.
        FileDamaged: see :func:`vn30.features.feature_store.read_rows`.
    """
    features = empty_features(len(dates), config)
    fill_columns(store, panel_url, pooled_columns(config), features)
    add_session_ranks(features, dates, config)
    return features

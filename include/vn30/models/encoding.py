"""Columns of categories in front of an estimator for which the distance of two ordinals means something."""

from collections.abc import Sequence

from vn30.models.base import Regressor


def one_hot(estimator: Regressor, columns: Sequence[int]) -> Regressor:
    """``estimator`` behind a column for each value of ``columns`` in place of their ordinals.

    A value that was not among the fitted rows is 0 in all of them.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder

    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    encoded = ColumnTransformer([("categories", encoder, list(columns))], remainder="passthrough")
    pipeline: Regressor = make_pipeline(encoded, estimator)
    return pipeline

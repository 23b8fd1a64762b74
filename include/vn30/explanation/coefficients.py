"""Standardised coefficients of a linear regression, with errors that overlapping labels do not shrink."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vn30.typing import BoolArray, FloatArray

DEPENDENT = 1e-3
"""A feature of which earlier ones leave a smaller share is a combination of them, but for its rounding."""


@dataclass(frozen=True)
class Coefficients:
    """Coefficients by feature, each array of shape (features,).

    Attributes:
        values: change of the label for one standard deviation of the feature; 0 of a feature that is constant
            or a linear combination of earlier ones.
        errors: standard errors, by Newey and West or by Driscoll and Kraay; NaN of such a feature.
        p_values: two-sided, after Benjamini and Hochberg's correction over the features; 1 of such a feature.
    """

    values: FloatArray
    errors: FloatArray
    p_values: FloatArray


def coefficients(
    features: FloatArray, labels: FloatArray, horizon: int, sessions: NDArray[np.intp] | None = None
) -> Coefficients:
    """Regress the labels on the standardised features.

    Labels of ``horizon`` sessions overlap, so that their errors are correlated up to that lag: W. Newey and
    K. West, "A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance
    matrix", Econometrica 55, 1987. Over several tickers the errors of a session are correlated as well: J.
    Driscoll and A. Kraay, "Consistent covariance matrix estimation with spatially dependent panel data",
    Review of Economics and Statistics 80, 1998. The p-values are corrected by Y. Benjamini and Y. Hochberg,
    "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57, 1995.

    Args:
        features: shape (rows, features), no NaN, oldest first.
        labels: shape (rows,).
        horizon: sessions from a row to the end of its label: the lag.
        sessions: the number of each row's session, if the rows are of several tickers; None: of one.
    """
    import statsmodels.api as sm
    from statsmodels.stats.multitest import multipletests

    features = np.asarray(features, dtype=np.float64)
    spread = features.std(axis=0)
    # Rounding leaves a small spread of a constant.
    varies = spread > 1e-9 * np.maximum(1.0, np.abs(features).max(axis=0, initial=0.0))
    standardised = (features - features.mean(axis=0)) / np.where(varies, spread, 1.0)
    used = _independent(standardised, varies)
    size = features.shape[1]
    values, errors, p_values = np.zeros(size), np.full(size, np.nan), np.ones(size)
    if used.any():
        order = np.arange(len(labels)) if sessions is None else np.argsort(sessions, kind="stable")
        model = sm.OLS(labels[order], sm.add_constant(standardised[order][:, used], has_constant="add"))
        if sessions is None:
            fitted = model.fit(cov_type="HAC", cov_kwds={"maxlags": horizon})
        else:
            time = np.unique(sessions[order], return_inverse=True)[1]
            fitted = model.fit(cov_type="hac-groupsum", cov_kwds={"time": time, "maxlags": horizon})
        values[used], errors[used] = fitted.params[1:], fitted.bse[1:]
        p_values[used] = multipletests(np.nan_to_num(fitted.pvalues[1:], nan=1.0), method="fdr_bh")[1]
    return Coefficients(values, errors, p_values)


def _independent(standardised: FloatArray, varies: BoolArray) -> BoolArray:
    """The columns that are no linear combination of earlier ones, as a histogram is of two lines."""
    if len(standardised) <= standardised.shape[1]:
        return varies
    independent = varies.copy()
    rest = np.abs(np.diag(np.linalg.qr(standardised[:, varies], mode="r"))) / np.sqrt(len(standardised))
    independent[varies] = rest > DEPENDENT
    return independent

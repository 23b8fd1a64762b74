"""Where and when forecasts of the test part were wrong: a histogram of errors, and errors by quarter."""

from typing import Any

import numpy as np
import pandas as pd

BINS = 21


def residuals(tested: pd.DataFrame) -> dict[str, Any]:
    """The errors of one horizon's test forecasts, as a document of JSON.

    An error is the outcome minus the forecast, in percent of the base price.

    Args:
        tested: as of :func:`vn30.evaluation.market_scores.score_market`.

    Returns:
        ``mean``, ``deviation``, ``edges`` (BINS + 1 numbers from the 1 % to the 99 % quantile; the first and
        last bin also hold what lies outside), ``counts``, and ``quarters``: the ``quarter`` of the session
        that was forecast from, its number of ``rows``, and the mean absolute ``error`` beside the
        ``naive_error``.
    """
    base = tested["base"]
    error = 100 * (tested["actual"] - tested["predicted"]) / base
    naive_error = 100 * (tested["actual"] - base) / base
    low, high = np.quantile(error, [0.01, 0.99])
    edges = np.linspace(low, high if high > low else low + 1, BINS + 1)
    counts, _ = np.histogram(error.clip(edges[0], edges[-1]), edges)
    quarters = pd.DataFrame({"error": error.abs(), "naive_error": naive_error.abs()}).groupby(
        pd.DatetimeIndex(tested["date"]).to_period("Q").astype(str)
    )
    return {
        "mean": round(float(error.mean()), 4),
        "deviation": round(float(error.std(ddof=0)), 4),
        "edges": [round(float(edge), 4) for edge in edges],
        "counts": [int(count) for count in counts],
        "quarters": [
            {
                "quarter": quarter,
                "rows": len(rows),
                "error": round(float(rows["error"].mean()), 4),
                "naive_error": round(float(rows["naive_error"].mean()), 4),
            }
            for quarter, rows in quarters
        ],
    }

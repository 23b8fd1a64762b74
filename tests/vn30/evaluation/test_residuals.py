"""The errors of test forecasts, by size and by quarter."""

import numpy as np
import pandas as pd
import pytest

from vn30.evaluation.residuals import residuals


def test_by_hand() -> None:
    tested = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-01-02", "2024-01-03", "2024-04-01", "2024-04-02"]),
            "base": [100.0, 200.0, 100.0, 100.0],
            "actual": [101.0, 196.0, 100.0, 103.0],
            "predicted": [100.0, 200.0, 101.0, 102.0],
        }
    )
    found = residuals(tested)
    # The errors are 1, -2, -1 and 1 percent.
    assert found["mean"] == pytest.approx(-0.25)
    assert found["deviation"] == pytest.approx(np.std([1, -2, -1, 1]), abs=1e-4)
    assert sum(found["counts"]) == 4
    assert found["edges"][0] == pytest.approx(-1.97)
    assert found["quarters"] == [
        {"quarter": "2024Q1", "rows": 2, "error": 1.5, "naive_error": 1.5},
        {"quarter": "2024Q2", "rows": 2, "error": 1.0, "naive_error": 1.5},
    ]


def test_without_any_error() -> None:
    row = {"date": pd.Timestamp("2024-01-02"), "base": 100.0, "actual": 100.0, "predicted": 100.0}
    found = residuals(pd.DataFrame([row]))
    assert (found["mean"], sum(found["counts"])) == (0, 1)

"""The pooled model of a run, from the panel of all tickers."""

import numpy as np
import pandas as pd
import pytest

from vn30.training.config import TrainingConfig, parse_config
from vn30.training.pooling import pooled_columns, pooled_forecasts
from vn30.training.ranking import LEAST_TICKERS
from vn30.training.splits import TooLittleData

SESSIONS = pd.bdate_range("2023-01-02", periods=120)


def panel_of(config: TrainingConfig) -> pd.DataFrame:
    """As few tickers as can be compared, with noise for bars and features."""
    random = np.random.default_rng(1)
    keys = pd.MultiIndex.from_product([[f"T{number}" for number in range(LEAST_TICKERS)], SESSIONS])
    rows = pd.DataFrame(list(keys), columns=["symbol", "date"])
    noise = pd.DataFrame(
        random.normal(size=(len(rows), len(pooled_columns(config)))), columns=pooled_columns(config)
    )
    return pd.concat([rows.assign(close=random.uniform(40_000, 60_000, len(rows))), noise], axis=1)


@pytest.mark.parametrize("start", ["2024-01-02", "2023-04-03"], ids=["no session", "54 sessions"])
def test_a_window_without_known_outcomes_is_refused_with_the_remedy(start: str) -> None:
    config = parse_config({"dataWindow": {"mode": "range", "start": start}})
    with pytest.raises(TooLittleData, match="Use a longer data window"):
        pooled_forecasts(panel_of(config), config, lambda: None)

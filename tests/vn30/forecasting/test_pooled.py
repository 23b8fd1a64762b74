"""The pooled model of a run, from the panel of all tickers."""

import numpy as np
import pandas as pd
import pytest

from vn30.evaluation.rank_ic import MIN_TICKERS
from vn30.features.series import ticker_slices
from vn30.forecasting.pooled import labelled, pooled_columns, pooled_forecasts
from vn30.model_selection.splits import TooLittleData
from vn30.training_config.document import TrainingConfig, parse_config

SESSIONS = pd.bdate_range("2023-01-02", periods=120)


def panel_of(config: TrainingConfig) -> pd.DataFrame:
    """The minimum number of tickers, with noise for bars and features."""
    random = np.random.default_rng(1)
    keys = pd.MultiIndex.from_product([[f"T{number}" for number in range(MIN_TICKERS)], SESSIONS])
    rows = pd.DataFrame(list(keys), columns=["symbol", "date"])
    noise = pd.DataFrame(
        random.normal(size=(len(rows), len(pooled_columns(config)))), columns=pooled_columns(config)
    )
    bars = rows.assign(close=random.uniform(40_000, 60_000, len(rows)), volume=1_000)
    return pd.concat([bars, noise], axis=1)


@pytest.mark.parametrize("start", ["2024-01-02", "2023-04-03"], ids=["no session", "54 sessions"])
def test_window_without_outcomes(start: str) -> None:
    """The error for a window without known outcomes names the remedy."""
    config = parse_config({"dataWindow": {"mode": "range", "start": start}})
    with pytest.raises(TooLittleData, match="Use a longer data window"):
        pooled_forecasts(panel_of(config), config, lambda: None)


def test_sessions_without_trades() -> None:
    """Rows from and to sessions without trades have no label, and no fold trains on them."""
    config = parse_config({})
    panel = panel_of(config)
    carried = ((panel["symbol"] == "T0") & panel["date"].between(SESSIONS[40], SESSIONS[59])).to_numpy()
    panel.loc[carried, "close"] = panel["close"][39]
    panel.loc[carried, "volume"] = 0
    rows, labels = labelled(panel, ticker_slices(panel), 7)
    unknown = np.zeros(len(panel), dtype=bool)
    unknown[33:60] = True
    of_t0 = (panel["symbol"] == "T0").to_numpy()
    np.testing.assert_array_equal(np.isnan(labels[of_t0])[:113], unknown[:113])
    np.testing.assert_array_equal(rows["target_date"].isna(), np.isnan(labels))

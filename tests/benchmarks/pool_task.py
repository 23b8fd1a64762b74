"""One half of the pooled model's work on simulated bars, as a task does it; prints what it took as JSON.

``pool_task panel <tickers> <file>`` computes a panel and writes it; ``pool_task fit <tickers> <file>`` fits
the pooled model of one horizon on it.
"""

import json
import resource
import sys
import time
from pathlib import Path

import pandas as pd

from tests.benchmarks.market import simulated_bars
from vn30.experiments.pooled_features import read_features
from vn30.features.cross_section import cross_section
from vn30.features.feature_store import read_rows
from vn30.features.panel import build_panel
from vn30.features.panel_io import to_parquet
from vn30.features.series import KEY_COLUMNS
from vn30.forecasting.pooled import pooled_forecasts
from vn30.forecasting.pooled_intervals import error_quantiles
from vn30.market.universe import INDICES
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.document import TrainingConfig

HORIZON = 15
CONFIG = TrainingConfig()


def write_panel(tickers: int, file: Path) -> None:
    """Write the panel of so many tickers, and of the indices' simulated bars."""
    market = _market([f"T{number:04d}" for number in range(tickers)])
    indicators = CONFIG.indicators
    panel = build_panel(market, indicators, CONFIG.targets.lookback_window, _market(sorted(INDICES)))
    file.write_bytes(to_parquet(market, [panel, cross_section(market, indicators.leakage_guard)]))


def _market(symbols: list[str]) -> pd.DataFrame:
    bars = [simulated_bars(number).assign(symbol=symbol) for number, symbol in enumerate(symbols)]
    return pd.concat(bars, ignore_index=True)[["symbol", *bars[0].columns.drop("symbol")]]


def fit(file: Path) -> None:
    """What the task ``pool`` does with a panel, without the database."""
    store, url = ArtifactStore(file.parent.as_uri()), file.as_uri()
    panel = read_rows(store, url, columns=[*KEY_COLUMNS, "close", "volume"])
    features = read_features(store, url, panel["date"], CONFIG)
    pooled = pooled_forecasts(panel, CONFIG, lambda: None, [HORIZON], features=features)
    forecasts = pooled.forecasts[str(HORIZON)]
    error_quantiles(panel, HORIZON, CONFIG.data_window, forecasts.to_numpy())


def main() -> None:
    """Do one half."""
    half, tickers, path = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    started = time.process_time()
    if half == "panel":
        write_panel(tickers, path)
    else:
        fit(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": time.process_time() - started, "peak_gb": peak / 2**20}))


if __name__ == "__main__":
    main()

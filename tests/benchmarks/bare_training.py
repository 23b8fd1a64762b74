"""The same fits as the training DAG, in a bare joblib script: no Airflow, no publishing. Prints the seconds.

Runs in a process of its own with the platform's environment (``python bare_training.py``), as a script would.
"""

import time

import pandas as pd
from joblib import Parallel, delayed

from vn30.features.panel import build_panel
from vn30.local.environment import training_slots
from vn30.training.config import TrainingConfig
from vn30.training.fit import train_ticker
from vn30.training.registry import current_as_of
from vn30.training.run import load_market
from vn30.universe import INDICES, vn30_tickers
from vn30.warehouse import engine


def fit(ticker: str, bars: pd.DataFrame, features: pd.DataFrame, config: TrainingConfig) -> float:
    """Seconds that the fits of one ticker took."""
    return sum(train_ticker(ticker, bars, features, config, lambda: None).seconds.values())


def main() -> None:
    config = TrainingConfig()
    with engine().connect() as connection:
        today = current_as_of(connection)
    started = time.perf_counter()
    market = load_market(vn30_tickers(), today).reset_index(drop=True)
    indices = load_market(INDICES, today)
    panel = build_panel(market, config.indicators, config.targets.lookback_window, indices)
    groups = market.groupby("symbol").groups
    Parallel(n_jobs=training_slots())(
        delayed(fit)(
            ticker,
            market.loc[rows].drop(columns="symbol"),
            panel.loc[rows].drop(columns="symbol"),
            config,
        )
        for ticker, rows in groups.items()
    )
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()

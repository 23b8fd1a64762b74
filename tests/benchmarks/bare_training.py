"""The same fits as the training DAG, in a bare joblib script: no Airflow, no publishing.

Runs in a process of its own with the platform's environment (``python bare_training.py``), as a script would;
with ``--plain`` on plain scikit-learn estimators of the same settings. Prints JSON: the seconds, and each
ticker's forecasts with the width of their intervals.
"""

import json
import sys
import time
from typing import Any

PLAIN = "--plain" in sys.argv
if PLAIN:
    # As where it is not installed: estimators fall back to scikit-learn's own.
    sys.modules["sklearnex.ensemble"] = None  # type: ignore[assignment]

import pandas as pd  # noqa: E402
from joblib import Parallel, delayed  # noqa: E402

from vn30.database.warehouse import engine  # noqa: E402
from vn30.experiments.record import current_as_of  # noqa: E402
from vn30.features.cross_section import cross_section  # noqa: E402
from vn30.features.panel import build_panel  # noqa: E402
from vn30.forecasting.pooled import pooled_forecasts  # noqa: E402
from vn30.forecasting.ticker import train_ticker  # noqa: E402
from vn30.local.environment import training_slots  # noqa: E402
from vn30.market.stored_bars import stored_bars  # noqa: E402
from vn30.market.universe import INDICES, vn30_tickers  # noqa: E402
from vn30.training_config.document import TrainingConfig  # noqa: E402


def fit(ticker: str, rows: pd.DataFrame, pooled: pd.DataFrame, config: TrainingConfig) -> dict[str, Any]:
    """What one ticker's models forecast, by horizon: VND, and the width of the interval."""
    forecasts = pooled.set_index("date")
    result = train_ticker(
        ticker,
        rows,
        rows,
        config,
        lambda: None,
        {horizon: forecasts[str(horizon)] for horizon in config.targets.horizons},
    )
    return {
        str(horizon): {
            "members": forecast.member_forecasts,
            "ensemble": forecast.forecast_price,
            "width": forecast.bounds and forecast.bounds[1] - forecast.bounds[0],
        }
        for horizon, forecast in result.horizons.items()
    }


def pool(table: pd.DataFrame, config: TrainingConfig, horizon: int) -> pd.DataFrame:
    """What the pooled model of one horizon says of every ticker."""
    return pooled_forecasts(table, config, lambda: None, [horizon]).forecasts[[str(horizon)]]


def main() -> None:
    config = TrainingConfig()
    with engine().connect() as connection:
        today = current_as_of(connection)
    engine().dispose()
    started = time.perf_counter()
    with engine().connect() as connection:
        market, indices = (stored_bars(connection, symbols, today) for symbols in (vn30_tickers(), INDICES))
    engine().dispose()
    panel = build_panel(market, config.indicators, config.targets.lookback_window, indices)
    ranks = cross_section(market, config.indicators.leakage_guard)
    keys = ["symbol", "date"]
    table = pd.concat([market, panel.drop(columns=keys), ranks.drop(columns=keys)], axis=1)
    # Forked: each worker has the imports of this process, and the same estimators.
    parallel = Parallel(n_jobs=training_slots(), backend="multiprocessing")
    pooled = pd.concat(
        [
            table[keys],
            *parallel(delayed(pool)(table, config, horizon) for horizon in config.targets.horizons),
        ],
        axis=1,
    )
    groups = market.groupby("symbol").groups
    forecasts = parallel(
        delayed(fit)(ticker, table.loc[rows], pooled.loc[rows], config) for ticker, rows in groups.items()
    )
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "forecasts": dict(zip(groups, forecasts, strict=True))}))


if __name__ == "__main__":
    main()

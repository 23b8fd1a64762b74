"""The pooled model of a run: from the panel of all tickers to what it forecasts for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from vn30.features.cross_section import cross_section_names
from vn30.features.panel import feature_names
from vn30.features.series import KEY_COLUMNS, ticker_slices
from vn30.training.config import TrainingConfig
from vn30.training.ensemble import Cancelled
from vn30.training.pooled import PooledModel, train_pooled
from vn30.training.ranking import LEAST_TICKERS, session_ranks
from vn30.training.splits import TooLittleData
from vn30.training.targets import log_return_ahead
from vn30.training.walk_forward import Fold, target_dates, walk_forward
from vn30.training.window import in_window

FloatArray = NDArray[np.float64]

FOLD_SESSIONS = 126
"""Half a year: how long a model is used before it is fitted anew."""
LEAST_HISTORY = 500
"""Sessions, two years, that the first model learns from; where there are fewer, two fifths of them."""


@dataclass(frozen=True)
class PooledForecasts:
    """What one pooled model a horizon says.

    Attributes:
        forecasts: ``symbol``, ``date`` and one column a horizon, ``"7"`` and so on: log returns, each by a
            model of what was known before its session, and from each ticker's last bar by the model of all
            that is known; NaN where no model forecast.
        models: by horizon, fitted on all that is known; these made the forecasts from the last bars.
    """

    forecasts: pd.DataFrame
    models: dict[int, PooledModel]


def pooled_columns(config: TrainingConfig) -> list[str]:
    """The columns of a panel that a pooled model learns from: the tickers' features and their ranks."""
    return [*feature_names(config.indicators, config.targets.lookback_window), *cross_section_names()]


def pooled_features(panel: pd.DataFrame, config: TrainingConfig) -> NDArray[np.float32]:
    """The features of a pooled model: the panel's, the rank of each in its session, and the panel's ranks.

    The latter look back farther. What is of the market, and so alike for all, ranks 0.

    Returns:
        One row a row of ``panel``.
    """
    names = feature_names(config.indicators, config.targets.lookback_window)
    columns = pooled_columns(config)
    # As precise as the panel, and half as large as in float64: this is most of what the task holds.
    features = np.empty((len(panel), len(columns) + len(names)), dtype=np.float32)
    for place, name in enumerate(columns):
        features[:, place] = panel[name]
    for place, name in enumerate(names, start=len(columns)):
        features[:, place] = session_ranks(panel["date"], panel[name])
    return features


def pooled_forecasts(
    panel: pd.DataFrame,
    config: TrainingConfig,
    cancelled: Cancelled,
    horizons: Sequence[int] | None = None,
) -> PooledForecasts:
    """Fit and test one pooled model a horizon.

    The result depends on the arguments alone.

    Args:
        panel: bars and features of all tickers, as :func:`vn30.features.store.stored_panel` stores them.
        cancelled: called before each horizon; it stops the work by raising.
        horizons: those to forecast; None: all of the configuration.

    Raises:
        TooLittleData: fewer than LEAST_TICKERS tickers, or too few sessions to test on.
    """
    slices = ticker_slices(panel)
    if len(slices) < LEAST_TICKERS:
        raise TooLittleData(
            f"{len(slices)} tickers have prices: a pooled model needs {LEAST_TICKERS} to compare"
        )
    sessions = pd.DatetimeIndex(np.sort(panel["date"].unique()))
    windowed = panel["date"].isin(sessions[in_window(sessions, config.data_window)]).to_numpy()
    last = np.zeros(len(panel), dtype=bool)
    last[[stop - 1 for _, stop in slices]] = True
    features = pooled_features(panel, config)
    made = panel[KEY_COLUMNS].copy()
    models: dict[int, PooledModel] = {}
    with threadpool_limits(limits=1):
        for horizon in sorted(horizons or config.targets.horizons):
            cancelled()
            rows, labels = _labelled(panel, slices, horizon)
            fitted = train_pooled(
                rows[windowed].reset_index(drop=True),
                features[windowed],
                labels[windowed],
                _folds(rows[windowed]),
            )
            said = np.full(len(panel), np.nan)
            said[windowed] = fitted.forecasts
            said[last] = fitted.model.predict(panel["symbol"][last], features[last])
            made[str(horizon)], models[horizon] = said, fitted.model
    return PooledForecasts(made, models)


def _labelled(
    panel: pd.DataFrame, slices: list[tuple[int, int]], horizon: int
) -> tuple[pd.DataFrame, FloatArray]:
    close, dates = panel["close"].to_numpy(dtype=np.float64), pd.DatetimeIndex(panel["date"])
    labels = np.concatenate([log_return_ahead(close[start:stop], horizon) for start, stop in slices])
    ends = np.concatenate([target_dates(dates[start:stop], horizon) for start, stop in slices])
    return panel[KEY_COLUMNS].assign(target_date=ends), labels


def _folds(rows: pd.DataFrame) -> list[Fold]:
    sessions = pd.DatetimeIndex(np.sort(rows["date"].unique()))
    history = min(LEAST_HISTORY, 2 * len(sessions) // 5)
    if history:
        tested = len(sessions) - history
        folds = walk_forward(sessions, sessions[history], max(1, round(tested / FOLD_SESSIONS)))
        if folds[0].train(pd.DatetimeIndex(rows["target_date"])).any():
            return folds
    raise TooLittleData(
        f"none of the {len(sessions)} sessions in the data window has an outcome that is known when the "
        "pooled model's first test begins. Use a longer data window."
    )

"""The pooled model of a run: trained on the panel of all tickers, it forecasts each of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from vn30.evaluation.rank_ic import MIN_TICKERS, session_ranks
from vn30.features.cross_section import cross_section_names
from vn30.features.panel import feature_names
from vn30.features.series import KEY_COLUMNS, ticker_slices
from vn30.forecasting.targets import has_trades, log_return_ahead
from vn30.model_selection.splits import Fold, TooLittleData
from vn30.model_selection.walk_forward import target_dates, walk_forward
from vn30.models.base import TargetColumn
from vn30.models.pooled import PooledModel, train_pooled
from vn30.training_config.document import TrainingConfig
from vn30.training_config.window import in_window
from vn30.typing import CancelCheck, Float32Array, FloatArray

FOLD_SESSIONS = 126
"""Sessions, half a year, after which a model is refitted."""
MIN_HISTORY = 500
"""Sessions, two years, that the first model is trained on; at most two fifths of all sessions."""


@dataclass(frozen=True)
class PooledForecasts:
    """Forecasts and models of the pooled training, one model a horizon.

    Attributes:
        forecasts: ``symbol``, ``date`` and one column a horizon, ``"7"`` and so on: log returns. Each is by a
            model trained on earlier outcomes, that from each ticker's last bar by the model trained on all
            outcomes; NaN without a forecast.
        models: by horizon, trained on all outcomes; they made the forecasts from the last bars.
    """

    forecasts: pd.DataFrame
    models: dict[int, PooledModel]


def pooled_columns(config: TrainingConfig) -> list[str]:
    """The panel columns that a pooled model is trained on: the tickers' features and their ranks."""
    return [*feature_names(config.indicators, config.targets.lookback_window), *cross_section_names()]


def pooled_features(panel: pd.DataFrame, config: TrainingConfig) -> Float32Array:
    """The features of a pooled model: those of the panel, the panel's ranks, and each feature's session rank.

    The panel's ranks cover longer look-backs. Market features, equal for all tickers, have rank 0.

    Returns:
        float32, one row for each row of ``panel``.
    """
    names = feature_names(config.indicators, config.targets.lookback_window)
    columns = pooled_columns(config)
    # float32 is the precision of the panel, and this array is most of the memory of the task.
    features = np.empty((len(panel), len(columns) + len(names)), dtype=np.float32)
    for place, name in enumerate(columns):
        features[:, place] = panel[name]
    for place, name in enumerate(names, start=len(columns)):
        features[:, place] = session_ranks(panel["date"], panel[name])
    return features


def pooled_forecasts(
    panel: pd.DataFrame,
    config: TrainingConfig,
    cancelled: CancelCheck,
    horizons: Sequence[int] | None = None,
) -> PooledForecasts:
    """Fit and test one pooled model a horizon.

    The result depends on the arguments alone.

    Args:
        panel: bars and features of all tickers, as :func:`vn30.features.feature_store.stored_panel` stores
            them.
        cancelled: called before each horizon; it ends the computation by raising.
        horizons: sessions; None is all horizons of the configuration.

    Raises:
        TooLittleData: fewer than MIN_TICKERS tickers, or too few sessions to test on.
    """
    slices = ticker_slices(panel)
    if len(slices) < MIN_TICKERS:
        raise TooLittleData(f"{len(slices)} tickers have prices; a pooled model needs at least {MIN_TICKERS}")
    sessions = pd.DatetimeIndex(np.sort(panel["date"].unique()))
    windowed = panel["date"].isin(sessions[in_window(sessions, config.data_window)]).to_numpy()
    last = np.zeros(len(panel), dtype=bool)
    last[[stop - 1 for _, stop in slices]] = True
    features = pooled_features(panel, config)
    forecasts = panel[KEY_COLUMNS].copy()
    models: dict[int, PooledModel] = {}
    with threadpool_limits(limits=1):
        for horizon in sorted(horizons or config.targets.horizons):
            cancelled()
            rows, labels = _labelled(panel, slices, horizon, config.targets.column)
            fitted = train_pooled(
                rows[windowed].reset_index(drop=True),
                features[windowed],
                labels[windowed],
                _folds(rows[windowed]),
            )
            returns = np.full(len(panel), np.nan)
            returns[windowed] = fitted.forecasts
            returns[last] = fitted.model.predict(panel["symbol"][last], features[last])
            forecasts[str(horizon)], models[horizon] = returns, fitted.model
    return PooledForecasts(forecasts, models)


def _labelled(
    panel: pd.DataFrame, slices: list[tuple[int, int]], horizon: int, column: TargetColumn = "close"
) -> tuple[pd.DataFrame, FloatArray]:
    close, volume, price = (panel[name].to_numpy(dtype=np.float64) for name in ("close", "volume", column))
    dates = pd.DatetimeIndex(panel["date"])
    labels = np.concatenate(
        [
            log_return_ahead(
                close[start:stop],
                horizon,
                has_trades(close[start:stop], volume[start:stop]),
                price[start:stop],
            )
            for start, stop in slices
        ]
    )
    ends = np.concatenate([target_dates(dates[start:stop], horizon) for start, stop in slices])
    # A row without a label has no end of it: no fold trains on it.
    ends[np.isnan(labels)] = np.datetime64("NaT")
    return panel[KEY_COLUMNS].assign(target_date=ends), labels


def _folds(rows: pd.DataFrame) -> list[Fold]:
    sessions = pd.DatetimeIndex(np.sort(rows["date"].unique()))
    history = min(MIN_HISTORY, 2 * len(sessions) // 5)
    if history:
        tested = len(sessions) - history
        folds = walk_forward(sessions, sessions[history], max(1, round(tested / FOLD_SESSIONS)))
        if folds[0].train(pd.DatetimeIndex(rows["target_date"])).any():
            return folds
    raise TooLittleData(
        f"none of the {len(sessions)} sessions in the data window has an outcome before the first test "
        "session of the pooled model. Use a longer data window."
    )

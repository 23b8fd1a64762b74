"""The pooled model of a run: trained on the panel of all tickers, it forecasts each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from vn30.evaluation.rank_ic import MIN_TICKERS, session_ranks
from vn30.explanation.importances import FeatureImportance
from vn30.explanation.selection import Selection
from vn30.features.cross_section import cross_section_names
from vn30.features.panel import feature_names
from vn30.features.series import KEY_COLUMNS, ticker_slices
from vn30.forecasting.intervals import recent_volatility
from vn30.forecasting.pooled_explanation import PooledExplanation
from vn30.forecasting.targets import has_trades, log_return_ahead
from vn30.model_selection.splits import Fold, TooLittleData
from vn30.model_selection.walk_forward import target_dates, walk_forward
from vn30.models.base import TargetColumn
from vn30.models.lambdarank import lambdarank_scores
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
        expected: the same columns: the expected ranks behind these forecasts, about -0.5 to 0.5.
        lambdarank: the same columns: out-of-sample scores of :mod:`vn30.models.lambdarank`, NaN for all rows
            unless the configuration compares it.
        folds: of the out-of-sample forecasts.
        models: by horizon, trained on all outcomes; they made the forecasts from the last bars.
        contributions: to the forecasts from the last bars; see
            :meth:`vn30.forecasting.pooled_explanation.PooledExplanation.contributions`.
        importances: of the features, by horizon; see
            :meth:`vn30.forecasting.pooled_explanation.PooledExplanation.importances`.
        selections: the features of each fit, by horizon; empty lists without a selection.
    """

    forecasts: pd.DataFrame
    expected: pd.DataFrame
    lambdarank: pd.DataFrame
    folds: list[Fold]
    models: dict[int, PooledModel]
    contributions: pd.DataFrame
    importances: dict[int, list[FeatureImportance]]
    selections: dict[int, list[Selection]]


def pooled_columns(config: TrainingConfig) -> list[str]:
    """The panel columns that a pooled model is trained on: the tickers' features and their ranks."""
    return [*feature_names(config.indicators, config.targets.lookback_window), *cross_section_names()]


def pooled_features(panel: pd.DataFrame, config: TrainingConfig) -> Float32Array:
    """The features of a pooled model: those of the panel, the panel's ranks, and each feature's session rank.

    The panel's ranks cover longer look-backs. Market features, equal for all tickers, have rank 0.

    Returns:
        float32, one row for each row of ``panel``.
    """
    features = empty_features(len(panel), config)
    for place, name in enumerate(pooled_columns(config)):
        features[:, place] = panel[name]
    add_session_ranks(features, panel["date"], config)
    return features


def empty_features(rows: int, config: TrainingConfig) -> Float32Array:
    """Room for :func:`pooled_features`: the columns of :func:`pooled_columns`, then the session ranks."""
    ranked = len(feature_names(config.indicators, config.targets.lookback_window))
    # float32 is the precision of the panel, and this array is most of the memory of the task.
    return np.empty((rows, len(pooled_columns(config)) + ranked), dtype=np.float32)


def add_session_ranks(features: Float32Array, dates: pd.Series, config: TrainingConfig) -> None:
    """Fill the last columns of ``features``, in place, with the session ranks of the first ones."""
    columns = len(pooled_columns(config))
    for place in range(features.shape[1] - columns):
        features[:, columns + place] = session_ranks(dates, pd.Series(features[:, place], index=dates.index))


def pooled_forecasts(
    panel: pd.DataFrame,
    config: TrainingConfig,
    cancelled: CancelCheck,
    horizons: Sequence[int] | None = None,
    parent: Mapping[int, Sequence[Selection]] | None = None,
    features: Float32Array | None = None,
) -> PooledForecasts:
    """Fit and test one pooled model a horizon.

    The result depends on the arguments alone.

    Args:
        panel: bars and features of all tickers, as :func:`vn30.features.feature_store.stored_panel` stores
            them.
        cancelled: called before each horizon; it ends the computation by raising.
        horizons: sessions; None is all horizons of the configuration.
        parent: what the parent run's pooled models had selected, by horizon; None without a parent.
        features: :func:`pooled_features` of ``panel``, which then needs the bars alone; None: computed here.

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
    features = pooled_features(panel, config) if features is None else features
    volatility = volatility_of(panel, slices)
    forecasts, expected, lambdarank = (panel[KEY_COLUMNS].copy() for _ in range(3))
    models: dict[int, PooledModel] = {}
    contributions: list[pd.DataFrame] = []
    importances: dict[int, list[FeatureImportance]] = {}
    selections: dict[int, list[Selection]] = {}
    folds: list[Fold] = []
    with threadpool_limits(limits=1):
        for horizon in sorted(horizons or config.targets.horizons):
            cancelled()
            rows, labels = labelled(panel, slices, horizon, config.targets.column)
            known = rows[windowed].reset_index(drop=True)
            folds = _folds(known)
            learned = features if windowed.all() else features[windowed]
            explanation = PooledExplanation(
                config, horizon, known, learned, labels[windowed], (parent or {}).get(horizon, ())
            )
            fitted = train_pooled(
                known,
                explanation.features,
                explanation.labels,
                volatility[windowed],
                folds,
                explanation.select,
                explanation.observe,
            )
            returns, ranks = np.full(len(panel), np.nan), np.full(len(panel), np.nan)
            returns[windowed], ranks[windowed] = fitted.forecasts, fitted.expected
            ranks[last] = fitted.model.expected_ranks(panel["symbol"][last], features[last])
            returns[last] = fitted.model.slope * ranks[last]
            forecasts[str(horizon)], expected[str(horizon)] = returns, ranks
            scores = np.full(len(panel), np.nan)
            if config.models.compares_lambdarank():
                cancelled()
                scores[windowed] = lambdarank_scores(
                    known, explanation.features, explanation.labels, volatility[windowed], folds
                )
            lambdarank[str(horizon)] = scores
            models[horizon] = fitted.model
            contributions.append(explanation.contributions(fitted.model, panel[last], features[last]))
            importances[horizon] = explanation.importances()
            selections[horizon] = explanation.selections
    return PooledForecasts(
        forecasts, expected, lambdarank, folds, models, pd.concat(contributions), importances, selections
    )


def volatility_of(panel: pd.DataFrame, slices: list[tuple[int, int]]) -> FloatArray:
    """:func:`vn30.forecasting.intervals.recent_volatility` of each row of a panel, shape (rows,)."""
    close, volume = (panel[name].to_numpy(dtype=np.float64) for name in ("close", "volume"))
    return np.concatenate(
        [
            recent_volatility(close[start:stop], has_trades(close[start:stop], volume[start:stop]))
            for start, stop in slices
        ]
    )


def labelled(
    panel: pd.DataFrame, slices: list[tuple[int, int]], horizon: int, column: TargetColumn = "close"
) -> tuple[pd.DataFrame, FloatArray]:
    """The rows of a panel with ``target_date``, on which the label ends, and the labels: log returns.

    Args:
        slices: of :func:`vn30.features.series.ticker_slices`.
        horizon: sessions ahead.
        column: the price that the return leads to; it starts from the close.

    Returns:
        ``symbol``, ``date`` and ``target_date``, and the labels, shape (rows,). A row whose outcome is not
        known, or that starts or ends without trades, has NaT and NaN.
    """
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
    # Of bars within sessions, as many sessions: their bars are several times as many.
    bars = len(sessions) / max(1, sessions.normalize().nunique())
    history = min(round(MIN_HISTORY * bars), 2 * len(sessions) // 5)
    if history:
        tested = len(sessions) - history
        folds = walk_forward(sessions, sessions[history], max(1, round(tested / (FOLD_SESSIONS * bars))))
        if folds[0].train(pd.DatetimeIndex(rows["target_date"])).any():
            return folds
    raise TooLittleData(
        f"none of the {len(sessions)} sessions in the data window has an outcome before the first test "
        "session of the pooled model. Use a longer data window."
    )

"""Trains, tests and applies the models of one ticker."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from vn30.errors import WrongInput
from vn30.features.panel import feature_names
from vn30.training.config import DataWindowConfig, TrainingConfig
from vn30.training.ensemble import Cancelled, Ensemble, combined, fit_ensemble
from vn30.training.estimators import Regressor
from vn30.training.evaluate import Scores, UnscorableForecast, score
from vn30.training.splits import TooLittleData, chronological_split
from vn30.training.targets import log_return_ahead, price_after

FloatArray = NDArray[np.float64]


class MisalignedFeatures(WrongInput):
    """The features were not built from these bars; the message says what differs."""


@dataclass(frozen=True)
class HorizonResult:
    """Test and forecast of one ticker at one horizon (sessions); prices are VND.

    Attributes:
        scores: of the ensemble, on the test part.
        member_scores: of each member, on the same rows.
        test: one row a test session: ``date``, ``target_date``, ``actual``, ``predicted`` (the
            ensemble's), ``base`` (the close on ``date``, which is the naive forecast).
        forecast_return: the ensemble's log return from the as-of session to the horizon.
        forecast_price: the price it leads to.
        member_forecasts: each member's own forecast price.
    """

    horizon: int
    scores: Scores
    member_scores: dict[str, Scores]
    test: pd.DataFrame
    forecast_return: float
    forecast_price: float
    member_forecasts: dict[str, float]


@dataclass(frozen=True)
class TickerResult:
    """Everything that training one ticker yields; dicts are keyed by horizon in sessions.

    Attributes:
        as_of: session of the last bar, from which the forecasts start.
        base_price: its close in VND.
        models: members by name, refitted on all labelled rows; these made the forecasts.
        scalers: what scales their features; None when scaling is off.
        seconds: wall time of all fits, by member.
    """

    ticker: str
    as_of: date
    base_price: float
    horizons: dict[int, HorizonResult]
    models: dict[int, dict[str, Regressor]]
    scalers: dict[int, StandardScaler | None]
    seconds: dict[str, float]


def train_ticker(
    ticker: str, bars: pd.DataFrame, features: pd.DataFrame, config: TrainingConfig, cancelled: Cancelled
) -> TickerResult:
    """Test on the newest rows, then refit on all of them and forecast from the last bar.

    For each horizon the labelled rows of the data window are split chronologically with a purge; scaler
    and members are fitted on the train part alone and scored on the test part. The ensemble is the mean
    of the members' log returns. The result depends on the arguments alone, the seed included.

    Args:
        bars: a bars frame (see :mod:`vn30.prices`).
        features: ``date`` and the feature columns of the panel, for the same sessions. Rows with a NaN
            are left out.
        cancelled: called before each fit; it stops the work by raising.

    Raises:
        MisalignedFeatures: ``features`` has other sessions than ``bars``.
        TooLittleData: too few rows for a horizon, or none to forecast from.
        UnscorableForecast: the price does not move over the whole test part.
    """
    table = _training_table(ticker, bars, features, config)
    seconds: dict[str, float] = defaultdict(float)
    results: dict[int, HorizonResult] = {}
    ensembles: dict[int, Ensemble] = {}
    # The linear algebra libraries would otherwise take every core, whatever n_jobs says.
    with threadpool_limits(limits=1):
        for horizon in sorted(config.targets.horizons):
            try:
                results[horizon], tested, ensembles[horizon] = _train_horizon(
                    table, horizon, config, cancelled
                )
            except (TooLittleData, UnscorableForecast) as error:
                raise type(error)(f"{ticker}: {error}") from error
            for name in tested.members:
                seconds[name] += tested.seconds[name] + ensembles[horizon].seconds[name]
    return TickerResult(
        ticker=ticker,
        as_of=table.dates[-1].date(),
        base_price=float(table.close[-1]),
        horizons=results,
        models={horizon: ensemble.members for horizon, ensemble in ensembles.items()},
        scalers={horizon: ensemble.scaler for horizon, ensemble in ensembles.items()},
        seconds=dict(seconds),
    )


@dataclass(frozen=True)
class _Table:
    """One ticker's sessions: dates, closes, features, and which rows may be learned from or tested on."""

    dates: pd.DatetimeIndex
    close: FloatArray
    features: FloatArray
    usable: NDArray[np.bool_]


def _training_table(
    ticker: str, bars: pd.DataFrame, features: pd.DataFrame, config: TrainingConfig
) -> _Table:
    dates = pd.DatetimeIndex(bars["date"])
    if not dates.equals(pd.DatetimeIndex(features["date"])):
        raise MisalignedFeatures(
            f"{ticker}: the features cover {_span(features)} and the bars {_span(bars)}. "
            "Build the feature panel again from the bars that are trained on."
        )
    names = feature_names(config.indicators, config.targets.lookback_window)
    values = features[names].to_numpy(dtype=np.float64)
    complete = ~np.isnan(values).any(axis=1)
    if not complete.any() or not complete[-1]:
        raise TooLittleData(
            f"{ticker}: {len(bars)} sessions are too few for the indicators to forecast from the last one. "
            "Shorten the longest indicator or lookback window, or load more prices."
        )
    close = bars["close"].to_numpy(dtype=np.float64)
    return _Table(dates, close, values, complete & _in_window(dates, config.data_window))


def _span(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "no session"
    return f"{len(rows)} sessions from {rows['date'].iloc[0].date()} to {rows['date'].iloc[-1].date()}"


def _in_window(dates: pd.DatetimeIndex, window: DataWindowConfig) -> NDArray[np.bool_]:
    if window.mode == "last_n":
        return np.arange(len(dates)) >= len(dates) - window.last_sessions
    first = pd.Timestamp(window.start) if window.start else dates[0]
    last = pd.Timestamp(window.end) if window.end else dates[-1]
    return np.asarray((dates >= first) & (dates <= last))


def _train_horizon(
    table: _Table, horizon: int, config: TrainingConfig, cancelled: Cancelled
) -> tuple[HorizonResult, Ensemble, Ensemble]:
    labels = log_return_ahead(table.close, horizon)
    rows = np.flatnonzero(table.usable & ~np.isnan(labels))
    split = chronological_split(len(rows), config.targets.train_pct / 100, horizon)
    train, test = rows[split.train], rows[split.test]

    tested = fit_ensemble(config, table.features[train], labels[train], cancelled)
    returns = tested.predict(table.features[test])
    actual, base = table.close[test + horizon], table.close[test]
    predicted = price_after(base, combined(returns))

    final = fit_ensemble(config, table.features[rows], labels[rows], cancelled)
    ahead = final.predict(table.features[-1:])
    forecast_return = float(combined(ahead)[0])
    result = HorizonResult(
        horizon=horizon,
        scores=score(actual, predicted, base),
        member_scores={name: score(actual, price_after(base, one), base) for name, one in returns.items()},
        test=pd.DataFrame(
            {
                "date": table.dates[test],
                "target_date": table.dates[test + horizon],
                "actual": actual,
                "predicted": predicted,
                "base": base,
            }
        ),
        forecast_return=forecast_return,
        forecast_price=float(price_after(table.close[-1], forecast_return)),
        member_forecasts={name: float(price_after(table.close[-1], one)[0]) for name, one in ahead.items()},
    )
    return result, tested, final

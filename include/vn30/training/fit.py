"""Trains, tests and applies the models of one ticker."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from vn30.errors import WrongInput
from vn30.features.panel import feature_names
from vn30.training.backtest import Backtest, LabelledRows, backtest, with_reference
from vn30.training.config import TrainingConfig
from vn30.training.ensemble import Cancelled, Ensemble, combined, fit_ensemble
from vn30.training.estimators import Regressor
from vn30.training.evaluate import IntervalScores, Scores, UnscorableForecast, score, score_interval
from vn30.training.intervals import recent_volatility
from vn30.training.significance import Verdict, diebold_mariano, verdict
from vn30.training.splits import TooLittleData
from vn30.training.targets import log_return_ahead, price_after
from vn30.training.walk_forward import target_dates
from vn30.training.window import in_window

FloatArray = NDArray[np.float64]


class MisalignedFeatures(WrongInput):
    """The features were not built from these bars; the message says what differs."""


@dataclass(frozen=True)
class HorizonResult:
    """Test and forecast of one ticker at one horizon (sessions); prices are VND.

    Attributes:
        scores: of the ensemble, on the test part.
        member_scores: of each member, on the same rows; the naive forecast and the pooled one are among them.
        interval_scores: of the 80 % interval, on the test rows that have one; None if none has.
        p_value: see :func:`vn30.training.significance.diebold_mariano`.
        member_p_values: the same for each member.
        verdict: whether the skill is proven.
        test: one row a test session: ``date``, ``target_date``, ``actual``, ``predicted`` (the
            ensemble's), ``base`` (the close on ``date``, which is the naive forecast), and the bounds
            ``lower`` and ``upper``, NaN where too little was known to calibrate them.
        weights: by member, those of the forecast; none for a median.
        forecast_return: the ensemble's log return from the as-of session to the horizon.
        forecast_price: the price it leads to.
        lower_price: bounds of the 80 % interval around it; None if too little is known to calibrate them.
        upper_price: as ``lower_price``.
        probability_of_rise: that the price will be above the base price; None as the bounds.
        member_forecasts: each member's own forecast price.
    """

    horizon: int
    scores: Scores
    member_scores: dict[str, Scores]
    interval_scores: IntervalScores | None
    p_value: float
    member_p_values: dict[str, float]
    verdict: Verdict
    test: pd.DataFrame
    weights: dict[str, float]
    forecast_return: float
    forecast_price: float
    lower_price: float | None
    upper_price: float | None
    probability_of_rise: float | None
    member_forecasts: dict[str, float]

    @property
    def bounds(self) -> tuple[float, float] | None:
        """``lower_price`` and ``upper_price``, or None."""
        if self.lower_price is None or self.upper_price is None:
            return None
        return self.lower_price, self.upper_price


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
    ticker: str,
    bars: pd.DataFrame,
    features: pd.DataFrame,
    config: TrainingConfig,
    cancelled: Cancelled,
    pooled: Mapping[int, pd.Series] | None = None,
) -> TickerResult:
    """Test on the newest rows, then refit on all of them and forecast from the last bar.

    For each horizon the newest labelled rows of the data window are forecast walk-forward: scaler, members,
    weights and interval of each fold come from what was known before it. The result depends on the arguments
    alone, the seed included.

    Args:
        bars: a bars frame (see :mod:`vn30.prices`).
        features: ``date`` and the feature columns of the panel, for the same sessions. Rows with a NaN
            are left out.
        cancelled: called before each fit; it stops the work by raising.
        pooled: by horizon, the log returns that :func:`vn30.training.pooled.train_pooled` forecast for this
            ticker out of sample, and the one from its last bar, by date. A horizon that is not in it has no
            such member, and None has it for none.

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
                said = (pooled or {}).get(horizon)
                results[horizon], tested, ensembles[horizon] = _train_horizon(
                    table, horizon, config, cancelled, said
                )
            except (TooLittleData, UnscorableForecast) as error:
                raise type(error)(f"{ticker}: {error}") from error
            for name, taken in ensembles[horizon].seconds.items():
                seconds[name] += tested.seconds[name] + taken
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
    return _Table(dates, close, values, complete & in_window(dates, config.data_window))


def _span(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "no session"
    return f"{len(rows)} sessions from {rows['date'].iloc[0].date()} to {rows['date'].iloc[-1].date()}"


def _train_horizon(
    table: _Table, horizon: int, config: TrainingConfig, cancelled: Cancelled, pooled: pd.Series | None
) -> tuple[HorizonResult, Backtest, Ensemble]:
    labels, ends = log_return_ahead(table.close, horizon), target_dates(table.dates, horizon)
    volatility = recent_volatility(table.close)
    said = None if pooled is None else pooled.reindex(table.dates).to_numpy(dtype=np.float64)
    known = np.flatnonzero(table.usable & ~np.isnan(labels) & ~np.isnan(volatility))
    rows = LabelledRows(
        dates=table.dates[known],
        ends=ends[known],
        features=table.features[known],
        labels=labels[known],
        volatility=volatility[known],
        pooled=None if said is None else said[known],
    )
    tested = backtest(rows, horizon, config, cancelled)
    final = fit_ensemble(config, rows.features, rows.labels, cancelled)
    ahead = with_reference(final.predict(table.features[-1:]), None if said is None else said[-1:], 1)
    result = _result(
        horizon,
        tested,
        base=table.close[known[tested.test]],
        actual=table.close[known[tested.test] + horizon],
        dates=pd.DataFrame({"date": rows.dates[tested.test], "target_date": rows.ends[tested.test]}),
        ahead=ahead,
        forecast=float(combined(ahead, config.ensemble.method, tested.weights)[0]),
        last_close=float(table.close[-1]),
        last_volatility=float(volatility[-1]),
    )
    return result, tested, final


def _result(
    horizon: int,
    tested: Backtest,
    base: FloatArray,
    actual: FloatArray,
    dates: pd.DataFrame,
    ahead: dict[str, FloatArray],
    forecast: float,
    last_close: float,
    last_volatility: float,
) -> HorizonResult:
    predicted, lower, upper = (
        price_after(base, returns) for returns in (tested.ensemble, tested.lower, tested.upper)
    )
    scores = score(actual, predicted, base)
    member_prices = {name: price_after(base, said) for name, said in tested.members.items()}
    p_value, *member_p_values = (
        diebold_mariano(np.abs(actual - said), np.abs(actual - base), horizon)
        for said in (predicted, *member_prices.values())
    )
    lower_price = upper_price = probability = None
    if tested.interval is not None:
        bounds = tested.interval.bounds(forecast, last_volatility)
        lower_price, upper_price = (float(price_after(last_close, float(bound))) for bound in bounds)
        probability = float(tested.interval.probability_of_rise(forecast, last_volatility))
    return HorizonResult(
        horizon=horizon,
        scores=scores,
        member_scores={name: score(actual, said, base) for name, said in member_prices.items()},
        interval_scores=score_interval(actual, lower, upper, base),
        p_value=p_value,
        member_p_values=dict(zip(member_prices, member_p_values, strict=True)),
        verdict=verdict(scores.skill, p_value),
        test=dates.assign(actual=actual, predicted=predicted, base=base, lower=lower, upper=upper),
        weights=tested.weights,
        forecast_return=forecast,
        forecast_price=float(price_after(last_close, forecast)),
        lower_price=lower_price,
        upper_price=upper_price,
        probability_of_rise=probability,
        member_forecasts={name: float(price_after(last_close, said)[0]) for name, said in ahead.items()},
    )

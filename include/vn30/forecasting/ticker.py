"""Trains and tests the models of one ticker, and forecasts from its last bar."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from vn30.evaluation.scores import UnscorableForecast, score, score_interval
from vn30.evaluation.significance import diebold_mariano
from vn30.explanation.selection import Selection
from vn30.forecasting.direction import DirectionResult, forecast_direction
from vn30.forecasting.intervals import COVERAGE_LEVEL, ConformalInterval, recent_volatility
from vn30.forecasting.out_of_sample import (
    LabelledRows,
    OutOfSampleResult,
    as_log_returns,
    forecast_out_of_sample,
    new_members,
    new_series_models,
    with_reference,
)
from vn30.forecasting.pooled_intervals import error_quantiles, quantiles_on
from vn30.forecasting.targets import labels_of, log_return_ahead, price_after
from vn30.forecasting.ticker_explanation import TickerExplanation
from vn30.forecasting.ticker_result import HorizonResult, TickerResult
from vn30.forecasting.ticker_table import TickerTable, ticker_table
from vn30.forecasting.volatility_rank import volatility_rank
from vn30.model_selection.splits import TooLittleData
from vn30.model_selection.walk_forward import target_dates
from vn30.models.ensemble import combined, fit_ensemble
from vn30.training_config.document import TrainingConfig
from vn30.typing import CancelCheck, FloatArray


def train_ticker(
    ticker: str,
    bars: pd.DataFrame,
    features: pd.DataFrame,
    config: TrainingConfig,
    cancelled: CancelCheck,
    pooled: Mapping[int, pd.Series] | None = None,
    quantiles: Mapping[int, pd.DataFrame] | None = None,
    contributions: Mapping[int, pd.DataFrame] | None = None,
    parent: Mapping[int, Sequence[Selection]] | None = None,
) -> TickerResult:
    """Test on the newest rows, then refit on all rows and forecast from the last bar.

    For each horizon the newest labelled rows of the data window are forecast walk-forward: scaler, members,
    weights and interval of each fold are fitted on rows whose outcomes were known before it. The result
    depends on the arguments alone, among them the seed.

    Args:
        bars: a bars frame (see :mod:`vn30.market.bars`).
        features: ``date`` and the feature columns of the panel, for the same sessions. Rows with a NaN
            are left out, but for those of minutes, which become the mean of the earlier sessions.
        config: the training configuration.
        cancelled: called before each fit; it ends the computation by raising.
        pooled: by horizon, log returns of the pooled model for this ticker by date: out of sample, and from
            its last bar (see :class:`vn30.forecasting.pooled.PooledForecasts`). A horizon without an entry
            has no pooled member; None is an empty mapping.
        quantiles: by horizon, of :func:`vn30.forecasting.pooled_intervals.error_quantiles` over all tickers,
            on which the intervals are calibrated. A horizon without an entry has those of this ticker's
            naive forecasts; None is an empty mapping.
        contributions: by horizon, those to the pooled model's forecast from the last bar; None: not known.
        parent: by horizon, what the parent run's models of this ticker had selected; None without a parent.

    Raises:
        MisalignedFeatures: ``features`` has other sessions than ``bars``.
        TooLittleData: too few rows for a horizon, or none to forecast from.
        UnscorableForecast: the price does not move within the test part.
    """
    table = ticker_table(ticker, bars, features, config)
    seconds: dict[str, float] = defaultdict(float)
    trained: dict[int, _Trained] = {}
    # The linear algebra libraries would otherwise take every core, whatever n_jobs says.
    with threadpool_limits(limits=1):
        for horizon in sorted(config.targets.horizons):
            try:
                explanation = TickerExplanation(
                    config, horizon, table.features, table.dates, (parent or {}).get(horizon, ())
                )
                trained[horizon] = _train_horizon(
                    table,
                    horizon,
                    config,
                    cancelled,
                    (pooled or {}).get(horizon),
                    (quantiles or {}).get(horizon),
                    explanation,
                    (contributions or {}).get(horizon),
                )
            except (TooLittleData, UnscorableForecast) as error:
                raise type(error)(f"{ticker}: {error}") from error
            for name, taken in trained[horizon].seconds.items():
                seconds[name] += taken
    return TickerResult(
        ticker=ticker,
        last=table.dates[-1],
        base_price=float(table.close[-1]),
        horizons={horizon: outcome.result for horizon, outcome in trained.items()},
        models={horizon: outcome.models for horizon, outcome in trained.items()},
        scalers={horizon: outcome.scaler for horizon, outcome in trained.items()},
        seconds=dict(seconds),
        problems=sum((outcome.problems for outcome in trained.values()), Counter[str]()),
    )


@dataclass(frozen=True)
class _Trained:
    """What one horizon adds to a :class:`TickerResult`, by the same names."""

    result: HorizonResult
    models: dict[str, Any]
    scaler: StandardScaler | None
    seconds: dict[str, float]
    problems: Counter[str]


def _train_horizon(
    table: TickerTable,
    horizon: int,
    config: TrainingConfig,
    cancelled: CancelCheck,
    pooled: pd.Series | None,
    quantiles: pd.DataFrame | None,
    explanation: TickerExplanation,
    contributions: pd.DataFrame | None,
) -> _Trained:
    labels = log_return_ahead(table.close, horizon, table.traded, table.price)
    ends = target_dates(table.dates, horizon)
    volatility = recent_volatility(table.close, table.traded)
    if quantiles is None:
        quantiles = error_quantiles(table.bars, horizon, config.data_window, column=config.targets.column)
    intervals = quantiles_on(quantiles, table.dates)
    reference = None if pooled is None else pooled.reindex(table.dates).to_numpy(dtype=np.float64)
    known = np.flatnonzero(table.usable & ~np.isnan(labels) & ~np.isnan(volatility))
    kind = config.targets.kind
    rows = LabelledRows(
        dates=table.dates[known],
        ends=ends[known],
        features=table.features[known],
        labels=labels[known],
        volatility=volatility[known],
        half_widths=intervals[known, COVERAGE_LEVEL],
        pooled=None if reference is None else reference[known],
        history=table.history,
    )
    tested = forecast_out_of_sample(rows, horizon, config, cancelled, explanation)
    explanation.regress(rows.features, rows.labels)
    columns = explanation.select(rows.features, rows.labels, None)
    learned = labels_of(kind, rows.labels, rows.history.base_prices(rows.dates))
    final = fit_ensemble(
        new_members(config, columns), config.scaling, rows.features, learned, cancelled, columns
    )
    series_models = new_series_models(config)
    # As the other members, they learn from all outcomes that are known.
    series = rows.history.forecasts(
        series_models, rows.ends[-1] + pd.Timedelta(1, "ns"), table.dates[-1:], horizon, cancelled
    )
    own = as_log_returns(final.predict(table.features[-1:]), kind, table.close[-1:], horizon)
    ahead = with_reference({**own, **series.returns}, None if reference is None else reference[-1:], 1)
    result = _result(
        horizon,
        tested,
        base=table.close[known[tested.test]],
        actual=table.price[known[tested.test] + horizon],
        sessions=pd.DataFrame(
            {
                "date": rows.dates[tested.test],
                "target_date": rows.ends[tested.test],
                "fold": tested.folds,
                "volatility_rank": volatility_rank(table.close, table.traded)[known[tested.test]],
            }
        ),
        ahead=ahead,
        forecast=float(combined(ahead, config.ensemble.method, tested.weights)[0]),
        last_close=float(table.close[-1]),
        last_volatility=float(volatility[-1]),
        interval=ConformalInterval(intervals[-1] * tested.widening),
    )
    if kind == "logReturn":
        result = replace(
            result,
            explanation=explanation.explain(result.forecast_return, result.weights, final, contributions),
        )
    result = replace(result, importances=explanation.importances(), selections=explanation.selections)
    seconds = {
        name: tested.seconds[name] + taken for name, taken in {**final.seconds, **series.seconds}.items()
    }
    models: dict[str, Any] = {**final.members, **series_models}
    if kind == "direction":
        direction = forecast_direction(rows, table.features[-1:], horizon, config, cancelled, explanation)
        result = _with_direction(result, direction)
        models, seconds = dict(direction.classifiers.members), direction.seconds
    return _Trained(result, models, final.scaler, seconds, tested.problems + series.problems)


def _with_direction(result: HorizonResult, direction: DirectionResult) -> HorizonResult:
    """The result of the naive forecast with the classifiers' probability and hit rate."""
    scores = replace(result.scores, direction_hit_rate=direction.scores.hit_rate)
    return replace(result, scores=scores, direction=direction, probability_of_rise=direction.probability)


def _result(
    horizon: int,
    tested: OutOfSampleResult,
    base: FloatArray,
    actual: FloatArray,
    sessions: pd.DataFrame,
    ahead: dict[str, FloatArray],
    forecast: float,
    last_close: float,
    last_volatility: float,
    interval: ConformalInterval,
) -> HorizonResult:
    predicted, lower, upper = (
        price_after(base, returns) for returns in (tested.ensemble, tested.lower, tested.upper)
    )
    scores = score(actual, predicted, base)
    member_prices = {name: price_after(base, returns) for name, returns in tested.members.items()}
    p_value, *member_p_values = (
        diebold_mariano(np.abs(actual - prices), np.abs(actual - base), horizon)
        for prices in (predicted, *member_prices.values())
    )
    lower_price = upper_price = probability = None
    if not np.isnan(interval.half_width):
        bounds = interval.bounds(forecast, last_volatility)
        lower_price, upper_price = (float(price_after(last_close, float(bound))) for bound in bounds)
        probability = float(interval.probability_of_rise(forecast, last_volatility))
    return HorizonResult(
        horizon=horizon,
        scores=scores,
        member_scores={name: score(actual, prices, base) for name, prices in member_prices.items()},
        interval_scores=score_interval(actual, lower, upper, base),
        p_value=p_value,
        member_p_values=dict(zip(member_prices, member_p_values, strict=True)),
        test=sessions.assign(actual=actual, predicted=predicted, base=base, lower=lower, upper=upper),
        weights=tested.weights,
        forecast_return=forecast,
        forecast_price=float(price_after(last_close, forecast)),
        lower_price=lower_price,
        upper_price=upper_price,
        probability_of_rise=probability,
        member_forecasts={
            name: float(price_after(last_close, returns)[0]) for name, returns in ahead.items()
        },
    )

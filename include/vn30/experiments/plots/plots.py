"""Charts of one ticker's result, as PNG: the evaluation of its models, and its forecast."""

from datetime import date

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from vn30.evaluation.significance import verdict
from vn30.experiments.plots.style import (
    ACTUAL,
    BAND,
    BOTTOM,
    DASHES,
    DOWN,
    FLAT,
    FORECAST,
    INK,
    LEFT,
    MUTED,
    NAIVE,
    PROVEN,
    RIGHT,
    TOP,
    UNPROVEN,
    UP,
    Card,
    Trend,
    draw_card,
    new_figure,
    style_prices,
    to_png,
)
from vn30.forecasting.path import ForecastPath
from vn30.forecasting.ticker_result import HorizonResult, TickerResult
from vn30.names import INTERVAL_COVERAGE

HISTORY_SESSIONS = 60
HEADING, TICK_LABELS = 0.05, 0.03
INTERVAL = f"{100 * INTERVAL_COVERAGE:.0f} % interval"


def evaluation_png(result: TickerResult, steps: str = "sessions") -> bytes:
    """Chart the actual, predicted and naive prices of the test part, the intervals and the scores.

    One panel per horizon; each forecast is drawn at its target session. 1400 x 900 pixels.

    Args:
        steps: what the horizons count.
    """
    figure = new_figure(f"{result.ticker}: out-of-sample forecasts and actual prices")
    pitch = (TOP - BOTTOM) / len(result.horizons)
    for place, outcome in enumerate(result.horizons.values()):
        top = TOP - place * pitch - HEADING
        axes = figure.add_axes(
            (LEFT, top - pitch + HEADING + TICK_LABELS, RIGHT - LEFT, pitch - HEADING - TICK_LABELS)
        )
        _draw_evaluation(axes, outcome)
        figure.text(
            LEFT,
            top + 0.012,
            f"{outcome.horizon} {steps} ahead: {outcome.scores.rows} forecasts, VND",
            fontsize=15,
            color=INK,
        )
        draw_card(figure, top + 0.025, _score_card(outcome))
    return to_png(figure, axes)


def future_png(result: TickerResult, bars: pd.DataFrame, path: ForecastPath) -> bytes:
    """Chart the newest 60 sessions and the daily forecast with its interval, one card per horizon.

    1400 x 900 pixels.

    Args:
        bars: the ticker's bars frame (see :mod:`vn30.market.bars`), ending with the as-of session.
        path: the daily path of ``result``.
    """
    figure = new_figure(
        f"{result.ticker}: forecast from the close of {result.base_price:,.0f} VND on {result.as_of}"
    )
    axes = figure.add_axes((LEFT, BOTTOM + TICK_LABELS, RIGHT - LEFT, TOP - BOTTOM - TICK_LABELS))
    history = bars.tail(HISTORY_SESSIONS)
    today = len(history) - 1
    axes.plot(np.arange(len(history)), history["close"], color=ACTUAL, linewidth=2.2, label="Close")
    _draw_fan(axes, result, path, today)
    style_prices(axes, [*history["date"], *path.dates])
    axes.margins(x=0.02, y=0.08)
    for place, (horizon, outcome) in enumerate(result.horizons.items()):
        card = _forecast_card(result, outcome, path.dates[horizon - 1])
        draw_card(figure, TOP - 0.01 - place * 0.29, card)
    return to_png(figure, axes)


def skill_in_words(outcome: HorizonResult) -> tuple[str, str]:
    """What the test part says about the skill of this ticker alone, and the reason.

    The verdict needs the p-values of all tickers of the run, which are not known yet.
    """
    if _is_significant(outcome):
        return "Significant alone", "verdict: over all tickers"
    if _is_naive(outcome):
        return "No proven skill", "equal to the naive forecast"
    if outcome.scores.skill > 0:
        return "No proven skill", "better than naive, not significant"
    return "No proven skill", "naive is as good or better"


def _is_significant(outcome: HorizonResult) -> bool:
    """Whether the skill is positive and significant before the correction for the number of tickers."""
    return verdict(outcome.scores.skill, outcome.p_value) == "proven"


def _is_naive(outcome: HorizonResult) -> bool:
    """Whether every forecast equals the naive forecast, for example because it has all the weight."""
    return bool((outcome.test["predicted"] == outcome.test["base"]).all())


def _draw_evaluation(axes: Axes, outcome: HorizonResult) -> None:
    test = outcome.test
    days = np.arange(len(test))
    axes.fill_between(days, test["lower"], test["upper"], color=BAND, alpha=0.3, linewidth=0, label=INTERVAL)
    axes.plot(days, test["predicted"], color=FORECAST, linewidth=2, label="Predicted")
    axes.plot(
        days, test["base"], color=NAIVE, linewidth=1.3, linestyle=DASHES, label="Naive: close on forecast day"
    )
    axes.plot(days, test["actual"], color=ACTUAL, linewidth=1.5, label="Actual")
    style_prices(axes, list(test["target_date"]))
    axes.margins(x=0.01, y=0.06)


def _score_card(outcome: HorizonResult) -> Card:
    scores, interval = outcome.scores, outcome.interval_scores
    headline, reason = skill_in_words(outcome)
    coverage = "not known" if interval is None else f"{100 * interval.coverage:.0f} %"
    return Card(
        headline,
        reason,
        PROVEN if _is_significant(outcome) else UNPROVEN,
        [
            ("MAPE", f"{scores.mape_pct:.2f} %"),
            ("naive MAPE", f"{scores.naive_mape_pct:.2f} %"),
            ("skill", f"{scores.skill:+.3f}"),
            ("p-value, alone", f"{outcome.p_value:.3f}"),
            (
                "direction hit rate",
                "no direction" if _is_naive(outcome) else f"{100 * scores.direction_hit_rate:.0f} %",
            ),
            (f"{INTERVAL} coverage", coverage),
        ],
    )


def _draw_fan(axes: Axes, result: TickerResult, path: ForecastPath, today: int) -> None:
    """Draw naive forecast, forecast and interval from position ``today`` on, one position per session."""
    base = result.base_price
    # The as-of session comes first: position n is n sessions ahead.
    sessions = today + np.arange(len(path.prices) + 1)
    missing = (np.nan, np.nan)
    lower, upper = zip(
        (base, base), *(path.bounds.get(session, missing) for session in path.prices), strict=True
    )
    axes.fill_between(sessions, lower, upper, color=BAND, alpha=0.3, linewidth=0, label=INTERVAL)
    axes.plot(sessions, [base, *path.prices.values()], color=FORECAST, linewidth=2.4, label="Forecast")
    axes.plot(
        sessions[[0, -1]],
        [base, base],
        color=NAIVE,
        linewidth=1.8,
        linestyle=DASHES,
        label="Naive: last close",
    )
    axes.axvline(today, color=MUTED, linewidth=1, linestyle=":")
    for horizon, outcome in result.horizons.items():
        _draw_mark(axes, today + horizon, outcome, base)


def _draw_mark(axes: Axes, day: int, outcome: HorizonResult, base: float) -> None:
    trend = _trend(outcome.forecast_price / base - 1)
    top = outcome.forecast_price
    if bounds := outcome.bounds:
        axes.plot([day, day], bounds, color=FORECAST, linewidth=1.6, marker="_", markersize=14)
        top = bounds[1]
    axes.plot(
        [day],
        [outcome.forecast_price],
        marker=trend.marker,
        markersize=13,
        color=trend.colour,
        # An unfilled marker: the skill is not significant.
        markerfacecolor=trend.colour if _is_significant(outcome) else "white",
        markeredgewidth=2,
    )
    axes.annotate(
        f"{outcome.horizon}",
        (day, top),
        xytext=(0, 10),
        textcoords="offset points",
        ha="center",
        fontsize=15,
        fontweight="bold",
        color=INK,
    )


def _trend(change: float) -> Trend:
    """The trend of a relative change; flat if the change rounds to 0.0 %."""
    return FLAT if abs(change) < 0.0005 else UP if change > 0 else DOWN


def _forecast_card(result: TickerResult, outcome: HorizonResult, day: date) -> Card:
    change = outcome.forecast_price / result.base_price - 1
    trend = _trend(change)
    bounds, probability = outcome.bounds, outcome.probability_of_rise
    percent = f"{100 * change:.1f}" if trend is FLAT else f"{100 * change:+.1f}"
    skill = f"{skill_in_words(outcome)[0].lower()} {'●' if _is_significant(outcome) else '○'}"
    return Card(
        f"{outcome.horizon}: {trend.sign} {percent} %",
        f"in {outcome.horizon} sessions; {skill}",
        trend.colour,
        [
            ("on", day.isoformat()),
            ("price", f"{outcome.forecast_price:,.0f}"),
            (INTERVAL, "not known" if bounds is None else f"{bounds[0]:,.0f} to {bounds[1]:,.0f}"),
            ("probability of a rise", "not known" if probability is None else f"{100 * probability:.0f} %"),
        ],
    )

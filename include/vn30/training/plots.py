"""Pictures of one ticker's result, as PNG: how its models did, and what they forecast."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from vn30.training.drawing import (
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
from vn30.training.fit import HorizonResult, TickerResult
from vn30.training.forecast import daily_bounds, daily_path
from vn30.training.intervals import COVERAGE

HISTORY_SESSIONS = 60
HEADING, TICK_LABELS = 0.05, 0.03
INTERVAL = f"{100 * COVERAGE:.0f} % interval"


def evaluation_png(result: TickerResult) -> bytes:
    """Actual, predicted and naive prices over the test part, with the interval, and the scores beside them.

    One panel a horizon; a point stands at the session the forecast is for. 1400 x 900 pixels.
    """
    figure = new_figure(f"{result.ticker}: forecasts by models trained before them, and what came")
    pitch = (TOP - BOTTOM) / len(result.horizons)
    for place, one in enumerate(result.horizons.values()):
        top = TOP - place * pitch - HEADING
        axes = figure.add_axes(
            (LEFT, top - pitch + HEADING + TICK_LABELS, RIGHT - LEFT, pitch - HEADING - TICK_LABELS)
        )
        _draw_evaluation(axes, one)
        figure.text(
            LEFT,
            top + 0.012,
            f"{one.horizon} sessions ahead: {one.scores.rows} forecasts, VND",
            fontsize=15,
            color=INK,
        )
        draw_card(figure, top + 0.025, _score_card(one))
    return to_png(figure, axes)


def future_png(result: TickerResult, bars: pd.DataFrame, future_dates: Sequence[date]) -> bytes:
    """The newest 60 sessions and the daily forecast after them in its fan, each horizon in words beside it.

    1400 x 900 pixels.

    Args:
        bars: the ticker's bars frame (see :mod:`vn30.prices`), ending with the as-of session.
        future_dates: the sessions after the as-of session, at least as many as the longest horizon.
    """
    figure = new_figure(f"{result.ticker}: {result.base_price:,.0f} VND on {result.as_of}, and what is ahead")
    axes = figure.add_axes((LEFT, BOTTOM + TICK_LABELS, RIGHT - LEFT, TOP - BOTTOM - TICK_LABELS))
    history = bars.tail(HISTORY_SESSIONS)
    today = len(history) - 1
    axes.plot(np.arange(len(history)), history["close"], color=ACTUAL, linewidth=2.2, label="Close")
    _draw_fan(axes, result, today)
    style_prices(axes, [*history["date"], *future_dates[: max(result.horizons)]])
    axes.margins(x=0.02, y=0.08)
    for place, (horizon, one) in enumerate(result.horizons.items()):
        draw_card(figure, TOP - 0.01 - place * 0.29, _forecast_card(result, one, future_dates[horizon - 1]))
    return to_png(figure, axes)


def verdict_in_words(one: HorizonResult) -> tuple[str, str]:
    """What the test part says of the skill, and why."""
    if one.verdict == "proven":
        return "Skill is proven", "better than naive, hardly by luck"
    if _is_naive(one):
        return "No proven skill", "so it is left to the naive forecast"
    if one.scores.skill > 0:
        return "No proven skill", "better than naive, maybe by luck"
    return "No proven skill", "naive is as good or better"


def _is_naive(one: HorizonResult) -> bool:
    """Whether every forecast was the naive one, as weights without a member that earned any make it."""
    return bool((one.test["predicted"] == one.test["base"]).all())


def _draw_evaluation(axes: Axes, one: HorizonResult) -> None:
    test = one.test
    days = np.arange(len(test))
    axes.fill_between(days, test["lower"], test["upper"], color=BAND, alpha=0.3, linewidth=0, label=INTERVAL)
    axes.plot(days, test["predicted"], color=FORECAST, linewidth=2, label="Predicted")
    axes.plot(
        days, test["base"], color=NAIVE, linewidth=1.3, linestyle=DASHES, label="Naive: close when forecast"
    )
    axes.plot(days, test["actual"], color=ACTUAL, linewidth=1.5, label="Actual")
    style_prices(axes, list(test["target_date"]))
    axes.margins(x=0.01, y=0.06)


def _score_card(one: HorizonResult) -> Card:
    scores, interval = one.scores, one.interval_scores
    headline, reason = verdict_in_words(one)
    covered = "not known" if interval is None else f"{100 * interval.coverage:.0f} %"
    return Card(
        headline,
        reason,
        PROVEN if one.verdict == "proven" else UNPROVEN,
        [
            ("MAPE", f"{scores.mape_pct:.2f} %"),
            ("naive MAPE", f"{scores.naive_mape_pct:.2f} %"),
            ("skill", f"{scores.skill:+.3f}"),
            ("p-value", f"{one.p_value:.3f}"),
            (
                "direction right",
                "none said" if _is_naive(one) else f"{100 * scores.direction_hit_rate:.0f} %",
            ),
            (f"{INTERVAL} holds", covered),
        ],
    )


def _draw_fan(axes: Axes, result: TickerResult, today: int) -> None:
    """Naive, forecast and interval from position ``today`` on, one position a session."""
    base = result.base_price
    path = daily_path(base, {h: one.forecast_price for h, one in result.horizons.items()})
    bounds = daily_bounds(base, {h: _bounds(one) for h, one in result.horizons.items()})
    # The as-of session first: position n is n sessions ahead.
    sessions = today + np.arange(len(path) + 1)
    nothing = (np.nan, np.nan)
    lower, upper = zip((base, base), *(bounds.get(session, nothing) for session in path), strict=True)
    axes.fill_between(sessions, lower, upper, color=BAND, alpha=0.3, linewidth=0, label=INTERVAL)
    axes.plot(sessions, [base, *path.values()], color=FORECAST, linewidth=2.4, label="Forecast")
    axes.plot(
        sessions[[0, -1]],
        [base, base],
        color=NAIVE,
        linewidth=1.8,
        linestyle=DASHES,
        label="Naive: last close",
    )
    axes.axvline(today, color=MUTED, linewidth=1, linestyle=":")
    for horizon, one in result.horizons.items():
        _draw_mark(axes, today + horizon, one, base)


def _bounds(one: HorizonResult) -> tuple[float, float] | None:
    if one.lower_price is None or one.upper_price is None:
        return None
    return one.lower_price, one.upper_price


def _draw_mark(axes: Axes, day: int, one: HorizonResult, base: float) -> None:
    trend = _trend(one.forecast_price / base - 1)
    top = one.forecast_price
    if known := _bounds(one):
        axes.plot([day, day], known, color=FORECAST, linewidth=1.6, marker="_", markersize=14)
        top = known[1]
    axes.plot(
        [day],
        [one.forecast_price],
        marker=trend.marker,
        markersize=13,
        color=trend.colour,
        # Hollow: not proven.
        markerfacecolor=trend.colour if one.verdict == "proven" else "white",
        markeredgewidth=2,
    )
    axes.annotate(
        f"{one.horizon}",
        (day, top),
        xytext=(0, 10),
        textcoords="offset points",
        ha="center",
        fontsize=15,
        fontweight="bold",
        color=INK,
    )


def _trend(change: float) -> Trend:
    """Flat if the change reads as 0.0 %."""
    return FLAT if abs(change) < 0.0005 else UP if change > 0 else DOWN


def _forecast_card(result: TickerResult, one: HorizonResult, day: date) -> Card:
    change = one.forecast_price / result.base_price - 1
    trend = _trend(change)
    known, odds = _bounds(one), one.probability_of_rise
    percent = f"{100 * change:.1f}" if trend is FLAT else f"{100 * change:+.1f}"
    verdict = f"{verdict_in_words(one)[0].lower()} {'●' if one.verdict == 'proven' else '○'}"
    return Card(
        f"{one.horizon}: {trend.sign} {percent} %",
        f"in {one.horizon} sessions; {verdict}",
        trend.colour,
        [
            ("on", day.isoformat()),
            ("price", f"{one.forecast_price:,.0f}"),
            (INTERVAL, "not known" if known is None else f"{known[0]:,.0f} to {known[1]:,.0f}"),
            ("probability of a rise", "not known" if odds is None else f"{100 * odds:.0f} %"),
        ],
    )

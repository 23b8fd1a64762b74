"""Pictures of one ticker's result, as PNG: how its models did, and what they forecast.

Drawn with matplotlib's object interface on the Agg canvas, which keeps no state between calls.
"""

import io
from collections.abc import Sequence
from datetime import date

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from vn30.training.evaluate import Scores
from vn30.training.fit import HorizonResult, TickerResult
from vn30.training.forecast import daily_path

WIDTH_INCHES, HEIGHT_INCHES, DPI = 14, 9, 100
HISTORY_SESSIONS = 90

INK, MUTED, NAIVE, GRID = "#1f2937", "#6b7280", "#9ca3af", "#e5e7eb"
ACTUAL, FORECAST, UP, DOWN = "#1f2937", "#2563eb", "#15803d", "#b91c1c"


def evaluation_png(result: TickerResult) -> bytes:
    """Actual and predicted prices over the test part, one panel a horizon, beside the naive forecast.

    A point stands at the session the forecast is for. 1400 x 900 pixels.
    """
    figure = _figure(f"{result.ticker}: forecasts on the test part, by models trained before it")
    panels = figure.subplots(len(result.horizons), 1, squeeze=False)[:, 0]
    for axes, one in zip(panels, result.horizons.values(), strict=True):
        _draw_evaluation(axes, one)
    return _png(figure, panels[0])


def future_png(result: TickerResult, bars: pd.DataFrame, future_dates: Sequence[date]) -> bytes:
    """The newest 90 sessions and the daily forecast after them. 1400 x 900 pixels.

    Args:
        bars: the ticker's bars frame (see :mod:`vn30.prices`), ending with the as-of session.
        future_dates: the sessions after the as-of session, at least as many as the longest horizon.
    """
    path = daily_path(result.base_price, {h: one.forecast_price for h, one in result.horizons.items()})
    # The as-of session first: position n of both lists is n sessions ahead.
    days = date2num([result.as_of, *future_dates[: len(path)]])  # type: ignore[no-untyped-call]
    prices = [result.base_price, *path.values()]
    history = bars.tail(HISTORY_SESSIONS)

    figure = _figure(
        f"{result.ticker}: forecast from the close of {result.as_of}, {result.base_price:,.0f} VND"
    )
    axes = figure.subplots()
    axes.plot(days[[0, -1]], [result.base_price] * 2, color=NAIVE, linewidth=1.2, label="Naive: last close")
    axes.plot(history["date"], history["close"], color=ACTUAL, linewidth=2, label="Close")
    axes.plot(
        days, prices, color=FORECAST, linewidth=2, linestyle=(0, (4, 2)), label="Forecast (t+n: n sessions)"
    )
    axes.axvline(days[0], color=NAIVE, linewidth=1, linestyle=":")
    for horizon in result.horizons:
        _label_forecast(axes, horizon, days[horizon], prices[horizon], result.base_price)
    _style(axes)
    axes.margins(x=0.04, y=0.15)
    return _png(figure, axes)


def _draw_evaluation(axes: Axes, one: HorizonResult) -> None:
    test = one.test
    axes.plot(test["target_date"], test["base"], color=NAIVE, linewidth=1, label="Naive: close when forecast")
    axes.plot(test["target_date"], test["actual"], color=ACTUAL, linewidth=1.6, label="Actual")
    axes.plot(test["target_date"], test["predicted"], color=FORECAST, linewidth=1.4, label="Predicted")
    _style(axes)
    axes.margins(x=0.01, y=0.08)
    axes.set_title(f"{one.horizon} sessions ahead", loc="left", fontsize=12, color=INK)
    # Beside the panel and not in it: wherever a box stood inside, some ticker's prices would run under it.
    axes.text(
        1.015,
        0.98,
        _verdict(one.scores),
        transform=axes.transAxes,
        va="top",
        fontsize=11,
        color=INK,
        linespacing=1.6,
        bbox={
            "boxstyle": "round,pad=0.6",
            "facecolor": "#f9fafb",
            "edgecolor": GRID if one.scores.skill > 0 else DOWN,
        },
    )


def _verdict(scores: Scores) -> str:
    lines = [
        f"MAPE  {scores.mape_pct:.2f} %",
        f"naive MAPE  {scores.naive_mape_pct:.2f} %",
        f"skill  {scores.skill:+.3f}",
        f"direction  {100 * scores.direction_hit_rate:.0f} %",
        f"{scores.rows} sessions",
    ]
    if scores.skill <= 0:
        lines.append("no skill: naive is\nas good or better")
    return "\n".join(lines)


def _label_forecast(axes: Axes, horizon: int, day: float, price: float, base_price: float) -> None:
    change = price / base_price - 1
    rises = change >= 0
    colour = UP if rises else DOWN
    axes.plot([day], [price], marker="o", markersize=8, color=colour)
    axes.annotate(
        f"t+{horizon}\n{price:,.0f}\n{change:+.1%}",
        (day, price),
        xytext=(0, 14 if rises else -14),
        textcoords="offset points",
        ha="center",
        va="bottom" if rises else "top",
        fontsize=12,
        color=colour,
        linespacing=1.4,
    )


def _figure(title: str) -> Figure:
    figure = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES), dpi=DPI, facecolor="white")
    figure.set_layout_engine("constrained", w_pad=0.15, h_pad=0.12)
    FigureCanvasAgg(figure)
    figure.suptitle(title, x=0.012, ha="left", fontsize=16, fontweight="bold", color=INK)
    return figure


def _style(axes: Axes) -> None:
    locator = AutoDateLocator(minticks=5, maxticks=10)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.set_ylabel("VND", color=MUTED)
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=MUTED, labelsize=11, length=0)
    axes.spines[:].set_visible(False)


def _png(figure: Figure, legend_of: Axes) -> bytes:
    handles, labels = legend_of.get_legend_handles_labels()
    # In the figure's corner, where no price can run under it.
    figure.legend(handles, labels, loc="upper right", ncols=3, frameon=False, fontsize=12, labelcolor=INK)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()

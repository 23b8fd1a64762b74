"""The tear sheet as a PNG, 1400 pixels wide and as high as its tables need."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from vn30.backtesting.market import TradableMarket
from vn30.backtesting.result import SimulationResult
from vn30.backtesting.tear_sheet.tables import TextTable, tables
from vn30.backtesting.worth.assessment import Worth
from vn30.backtesting.worth.trades import ROLLING_TRADES, rolling_hit_rate
from vn30.experiments.plots.style import (
    BLUE,
    DASHES,
    DPI,
    GREEN,
    GRID,
    INK,
    MUTED,
    ORANGE,
    VERMILLION,
    month_ticks,
)
from vn30.typing import FloatArray
from vn30.version import build_version

_WIDTH = 14.0
_LEFT, _RIGHT = 0.055, 0.985
_CHART_RIGHT, _TABLE_LEFT = 0.47, 0.505
"""Fractions of the width; what is vertical is in inches from the top."""
_TOP, _LINE, _GAP = 1.0, 0.232, 0.2
_CHARTS = ((1.7, 2.85), (5.2, 1.45), (7.25, 1.25))
"""Top and height of each chart."""
_CHARTS_END = 8.8


def tear_sheet_png(
    title: str, result: SimulationResult, market: TradableMarket, held: SimulationResult, worth: Worth
) -> bytes:
    """Equity beside its benchmarks, drawdowns, the rolling hit rate, and all figures of ``worth``."""
    returns, luck, trades, costs, *periods = tables(worth)
    beside = (returns, luck, trades, costs)
    below = max(_CHARTS_END, _TOP + sum(_height(table) for table in beside))
    figure = Figure(figsize=(_WIDTH, below + sum(_height(table) for table in periods)), dpi=DPI)
    FigureCanvasAgg(figure)
    _draw_head(figure, title, worth)
    days = [day.item() for day in result.sessions]
    charts = [_chart(figure, days, top, height) for top, height in _CHARTS]
    _draw_equity(charts[0], result, market, held)
    _draw_drawdowns(charts[1], result, held)
    _draw_hit_rate(charts[2], result)
    top = _TOP
    for table in beside:
        _draw_table(figure, table, top, _TABLE_LEFT, (0.70, 0.84, _RIGHT) if table.head else (_RIGHT,))
        top += _height(table)
    top = below
    for table in periods:
        _draw_table(figure, table, top, 0.015, np.linspace(0.2, _RIGHT, len(table.head) - 1).tolist())
        top += _height(table)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": f"VN30 {build_version()}"})
    return buffer.getvalue()


def _draw_head(figure: Figure, title: str, worth: Worth) -> None:
    # A title of a person may hold a dollar sign, which would begin a formula.
    _text(figure, 0.015, 0.15, title[:90].replace("$", r"\$"), fontsize=20, fontweight="bold", color=INK)
    period = f"{worth.first} to {worth.last}, {worth.sessions:,} sessions, after costs"
    _text(figure, 0.015, 0.48, period, fontsize=13, color=MUTED)
    colour = {"above_holding": GREEN, "not_above_holding": INK}.get(worth.verdict.kind, VERMILLION)
    _text(figure, 0.015, 0.72, worth.verdict.sentence, fontsize=13, fontweight="bold", color=colour)


def _chart(figure: Figure, days: Sequence[date], top: float, height: float) -> Axes:
    total = figure.get_figheight()
    axes = figure.add_axes((_LEFT, 1 - (top + height) / total, _CHART_RIGHT - _LEFT, height / total))
    axes.set_xticks(*month_ticks(days))
    axes.set_xlim(0, len(days) - 1)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=MUTED, labelsize=11, length=0)
    axes.spines[:].set_visible(False)
    return axes


def _draw_equity(
    axes: Axes, result: SimulationResult, market: TradableMarket, held: SimulationResult
) -> None:
    axes.set_title("Return since the first session", loc="left", fontsize=13, color=INK, pad=24)
    known = np.flatnonzero(np.isfinite(market.index))
    if len(known):
        axes.plot(
            known,
            market.index[known] / market.index[known[0]] - 1,
            color=ORANGE,
            linestyle=DASHES,
            label="VN30 (cannot be traded)",
        )
    axes.plot(held.equity / held.equity[0] - 1, color=MUTED, linewidth=1.2, label="held")
    axes.plot(result.equity / result.equity[0] - 1, color=BLUE, linewidth=1.8, label="simulation")
    axes.axhline(0, color=MUTED, linewidth=0.8)
    axes.legend(
        loc="lower left", bbox_to_anchor=(-0.01, 0.985), ncols=3, frameon=False, fontsize=11, labelcolor=INK
    )


def _draw_drawdowns(axes: Axes, result: SimulationResult, held: SimulationResult) -> None:
    axes.set_title("Drawdown", loc="left", fontsize=13, color=INK)
    axes.plot(_falls(held.equity), color=MUTED, linewidth=1.2)
    falls = _falls(result.equity)
    axes.plot(falls, color=BLUE, linewidth=1.4)
    axes.fill_between(np.arange(len(falls)), falls, color=BLUE, alpha=0.15, linewidth=0)


def _draw_hit_rate(axes: Axes, result: SimulationResult) -> None:
    axes.set_title(
        f"Share of the newest {ROLLING_TRADES} sales with a gain", loc="left", fontsize=13, color=INK
    )
    sessions, rates = rolling_hit_rate(result)
    axes.plot(sessions, rates, color=BLUE, linewidth=1.4)
    axes.axhline(0.5, color=MUTED, linestyle=DASHES, linewidth=0.8)
    axes.set_ylim(0, 1)
    if not len(rates):
        axes.text(
            0.5,
            0.7,
            f"fewer than {ROLLING_TRADES} sales",
            transform=axes.transAxes,
            ha="center",
            fontsize=12,
            color=MUTED,
        )


def _falls(equity: FloatArray) -> FloatArray:
    falls: FloatArray = equity / np.maximum.accumulate(equity) - 1
    return falls


def _draw_table(figure: Figure, table: TextTable, top: float, left: float, columns: Sequence[float]) -> None:
    """Draw a table from ``top`` down, its values right-aligned at ``columns``."""
    _text(figure, left, top, table.title, fontsize=13, fontweight="bold", color=INK)
    rows = [tuple(table.head)] if table.head else []
    for number, (label, *values) in enumerate([*rows, *table.rows], 1):
        line = top + (number + 0.1) * _LINE
        _text(figure, left, line, label, fontsize=11, color=MUTED)
        colour = MUTED if number <= len(rows) else INK
        for at, text in zip(columns, values, strict=True):
            _text(figure, at, line, text, fontsize=11, color=colour, ha="right")


def _height(table: TextTable) -> float:
    return (1 + bool(table.head) + len(table.rows)) * _LINE + _GAP


def _text(figure: Figure, left: float, top: float, text: str, **style: Any) -> None:
    figure.text(left, 1 - top / figure.get_figheight(), text, va="top", **style)

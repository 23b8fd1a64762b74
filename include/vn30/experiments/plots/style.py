"""The shared style of the charts of a ticker: colours, figure, price axes, cards, PNG.

Colours are those of M. Okabe and K. Ito ("Color Universal Design", 2008), which colour-blind readers can
distinguish. Lines also differ in dashes and width, rises and falls in markers and signs.

The charts use matplotlib's object interface on the Agg canvas, which keeps no state between calls. All
positions are fixed: a layout engine would draw each chart twice.
"""

import io
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from vn30.version import build_version

WIDTH_INCHES, HEIGHT_INCHES, DPI = 14, 9, 100

INK, MUTED, GRID = "#1f2937", "#4b5563", "#e5e7eb"
ORANGE, SKY, GREEN, BLUE, VERMILLION = "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00"
ACTUAL, FORECAST, BAND, NAIVE, PROVEN, UNPROVEN = INK, BLUE, SKY, ORANGE, GREEN, VERMILLION
DASHES = (0, (3, 2))

LEFT, RIGHT, BOTTOM, TOP = 0.07, 0.735, 0.02, 0.885
"""The bounds of the charts, as fractions of the figure; the cards are to the right of the charts."""
CARD_LEFT, CARD_RIGHT = 0.76, 0.985
MAX_TICKS = 8
HEADLINE, LINE = 0.042, 0.0275
"""The heights of a card's headline and of its other lines, as fractions of the figure."""


class Trend(NamedTuple):
    """The sign, marker and colour of a rise, a fall or no change."""

    sign: str
    marker: str
    colour: str


UP, DOWN, FLAT = Trend("▲", "^", GREEN), Trend("▼", "v", VERMILLION), Trend("=", "o", MUTED)


class Card(NamedTuple):
    """The text beside a chart: a headline, its reason, and labelled figures."""

    headline: str
    reason: str
    colour: str
    figures: Sequence[tuple[str, str]]


def new_figure(title: str) -> Figure:
    """A white figure of 1400 x 900 pixels with its title."""
    figure = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    figure.text(0.015, 0.965, title, va="center", fontsize=20, fontweight="bold", color=INK)
    return figure


def style_prices(axes: Axes, dates: Sequence[date]) -> None:
    """Label the x-axis with months and the y-axis with prices in VND, over a light grid.

    Args:
        dates: the session at each position 0, 1, 2, ... of the x-axis. The positions count sessions, so that
            weekends and holidays leave no gaps.
    """
    axes.set_xticks(*month_ticks(dates))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=MUTED, labelsize=12, length=0)
    axes.spines[:].set_visible(False)


def month_ticks(dates: Sequence[date]) -> tuple[list[int], list[str]]:
    """Positions and labels of the first sessions of months, MAX_TICKS at most.

    The first label and each January include the year.
    """
    months = np.array([12 * day.year + day.month - 1 for day in dates])
    starts = np.flatnonzero(np.diff(months)) + 1
    for step in (1, 2, 3, 6, 12, 24):
        kept = [int(start) for start in starts if months[start] % step == 0]
        if len(kept) <= MAX_TICKS:
            break
    names = [f"{dates[at]:%b}" if dates[at].month > 1 else f"{dates[at]:%Y}" for at in kept]
    return kept, [f"{dates[at]:%b %Y}" for at in kept[:1]] + names[1:]


def draw_card(figure: Figure, top: float, card: Card) -> None:
    """Draw ``card`` to the right of the charts, from ``top`` (a fraction of the figure) down."""
    height = HEADLINE + (1 + len(card.figures)) * LINE
    bar = Rectangle((CARD_LEFT - 0.012, top - height), 0.004, height, color=card.colour)
    figure.add_artist(bar)
    figure.text(CARD_LEFT, top, card.headline, va="top", fontsize=22, fontweight="bold", color=card.colour)
    figure.text(CARD_LEFT, top - HEADLINE, card.reason, va="top", fontsize=13, color=INK)
    labels, values = zip(*card.figures, strict=True)
    for at, align, colour, texts in ((CARD_LEFT, "left", MUTED, labels), (CARD_RIGHT, "right", INK, values)):
        for number, text in enumerate(texts, 1):
            line = top - HEADLINE - (number + 0.15) * LINE
            figure.text(at, line, text, va="top", ha=align, fontsize=13, color=colour)


def to_png(figure: Figure, legend_of: Axes) -> bytes:
    """The figure as PNG, with the legend of ``legend_of`` between the title and the charts."""
    handles, labels = legend_of.get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="center left",
        bbox_to_anchor=(0.005, 0.92),
        ncols=len(labels),
        frameon=False,
        fontsize=14,
        labelcolor=INK,
        handlelength=2.2,
        columnspacing=1.6,
    )
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": f"VN30 {build_version()}"})
    return buffer.getvalue()

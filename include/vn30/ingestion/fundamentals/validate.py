"""Checks what a source gives as fundamentals. What fails a check has no value any more, but the reason."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from vn30.market.fundamentals import KINDS, METRICS, Figure, Fundamentals, Metric

PRICE_TOLERANCE = 3.0
"""EPS x P/E may differ from the close by this factor: a report is up to five months old. In thousands of
VND, or in millions, it differs by 1,000 and more."""

RETURN_TOLERANCE = 5.0
"""ROE may differ from P/B / P/E by this factor, as one uses the mean equity of the year. In shares of 1 in
place of percent, or the other way, it differs by 100."""

Checked = Mapping[Metric, Figure]


def validated(given: Fundamentals, close: float | None) -> tuple[Figure, ...]:
    """The figures in the order of :data:`METRICS`, without values that cannot be right.

    Earnings may be negative; a loss has no P/E. A metric that the source does not give is not in the result.

    Args:
        close: the newest raw close (VND), for the unit of the earnings; None: not known.
    """
    figures: dict[Metric, Figure] = {}
    for figure in given.figures:
        figures[figure.metric] = _in_range(figure)
    for check in (_loss, _unit_of_earnings(close), _unit_of_return):
        figures = {metric: check(figure, figures) for metric, figure in figures.items()}
    return tuple(figures[metric] for metric in METRICS if metric in figures)


def _without(figure: Figure, reason: str) -> Figure:
    return replace(figure, value=None, reason=reason, note=None)


def _in_range(figure: Figure) -> Figure:
    kind, value = KINDS[figure.metric], figure.value
    if value is None:
        return figure
    if value == 0 and not kind.zero:
        return _without(figure, "the source gives 0, which stands for none")
    # A P/E below 0 is that of a loss, which has its own reason.
    if figure.metric == "pe" and value < 0:
        return figure
    if not kind.lowest <= value <= kind.highest:
        limits = f"{kind.lowest:,g} to {kind.highest:,g} {kind.unit}"
        return _without(figure, f"{value:,.10g} {kind.unit} is not within {limits}: another unit?")
    return figure


def _loss(figure: Figure, figures: Checked) -> Figure:
    if figure.metric != "pe":
        return figure
    earnings = figures.get("eps")
    is_loss = earnings is not None and earnings.value is not None and earnings.value < 0
    if is_loss or (figure.value is not None and figure.value < 0):
        return _without(figure, "a loss: earnings per share are below 0")
    return figure


def _unit_of_earnings(close: float | None) -> Callable[[Figure, Checked], Figure]:
    def check(figure: Figure, figures: Checked) -> Figure:
        ratio = figures.get("pe")
        if figure.metric != "eps" or None in (close, figure.value) or ratio is None or ratio.value is None:
            return figure
        price = float(figure.value or 0) * ratio.value
        if not 1 / PRICE_TOLERANCE <= price / float(close or 1) <= PRICE_TOLERANCE:
            return _without(
                figure,
                f"{figure.value:,.10g} VND x P/E {ratio.value:g} is {price:,.0f} VND, and the close is "
                f"{close:,.0f} VND: another unit?",
            )
        return figure

    return check


def _unit_of_return(figure: Figure, figures: Checked) -> Figure:
    others = [figures.get("pb"), figures.get("pe")]
    book, earnings = (other.value if other else None for other in others)
    if figure.metric != "roe" or figure.value is None or not book or not earnings:
        return figure
    expected = 100 * book / earnings
    if not 1 / RETURN_TOLERANCE <= figure.value / expected <= RETURN_TOLERANCE:
        return _without(
            figure,
            f"{figure.value:,.10g} % does not go with P/B {book:g} and P/E {earnings:g}, which make "
            f"{expected:.1f} %: another unit?",
        )
    return figure

"""The result by calendar year and by regime of the market."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vn30.backtesting.result import SimulationResult
from vn30.backtesting.worth.trades import sales_of
from vn30.risk.drawdown import deepest_fall
from vn30.risk.prices import simple_returns
from vn30.risk.ratios import Ratio, sharpe
from vn30.typing import BoolArray, FloatArray


@dataclass(frozen=True)
class PeriodFigures:
    """The returns of some sessions; shares of 1, compounded.

    Attributes:
        name: the year, or the regime.
        index_return: None where the index has no close.
        sharpe: by year, with its standard error; None for fewer than two returns.
        drawdown: deepest fall from the last value before a year; None of a regime, whose sessions are not one
            span.
        hit_rate: share of the sales with a gain; None without sales.
    """

    name: str
    sessions: int
    total_return: float
    held_return: float
    index_return: float | None
    sharpe: Ratio
    drawdown: float | None
    sales: int
    hit_rate: float | None


def by_year(result: SimulationResult, held: FloatArray, index: FloatArray) -> list[PeriodFigures]:
    """The figures of each calendar year.

    Args:
        held: equity of the benchmark that is held; ``index``: closes. Both have the sessions of ``result``.
    """
    years = [str(year) for year in result.sessions.astype("datetime64[Y]")[1:]]
    return _by_name(years, result, held, index, is_span=True)


def by_regime(
    result: SimulationResult, held: FloatArray, index: FloatArray, regimes: Sequence[str | None]
) -> list[PeriodFigures]:
    """The figures of each regime. A session counts with the regime after the one before it, which was known.

    Args:
        regimes: after each session of ``result``; sessions without one are left out.
    """
    return _by_name(list(regimes[:-1]), result, held, index, is_span=False)


def _by_name(
    names: Sequence[str | None],
    result: SimulationResult,
    held: FloatArray,
    index: FloatArray,
    *,
    is_span: bool,
) -> list[PeriodFigures]:
    """``names``: one a return, that is one fewer than sessions."""
    labels = np.array(["" if name is None else name for name in names], dtype=object)
    sales = sales_of(result)
    labels_of_sales = np.array([labels[sale.session - 1] for sale in sales], dtype=object)
    is_hit = np.array([sale.gain > 0 for sale in sales], dtype=bool)
    found = []
    for name in sorted(set(labels) - {""}):
        chosen = labels == name
        hits = is_hit[labels_of_sales == name] if sales else is_hit
        returns = simple_returns(result.equity)[chosen]
        found.append(
            PeriodFigures(
                name=name,
                sessions=len(returns),
                total_return=_compounded(result.equity, chosen),
                held_return=_compounded(held, chosen),
                index_return=_known(_compounded(index, chosen)),
                sharpe=sharpe(returns) if len(returns) > 1 else Ratio(None, None),
                drawdown=_fall(result.equity, chosen) if is_span else None,
                sales=len(hits),
                hit_rate=float(hits.mean()) if len(hits) else None,
            )
        )
    return found


def _compounded(curve: FloatArray, chosen: BoolArray) -> float:
    return float(np.prod(curve[1:][chosen] / curve[:-1][chosen]) - 1)


def _fall(curve: FloatArray, chosen: BoolArray) -> float:
    positions = np.flatnonzero(chosen)
    return deepest_fall(curve[positions[0] : positions[-1] + 2])


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None

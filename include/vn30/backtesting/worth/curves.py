"""The figures of one curve of equity, and its difference to another one."""

from dataclasses import dataclass

from vn30.evaluation.block_bootstrap import mean_interval
from vn30.risk.drawdown import Drawdown, maximum_drawdown
from vn30.risk.prices import SESSIONS_A_YEAR, Closes, common_returns, simple_returns
from vn30.risk.ratios import Ratio, calmar, growth, sharpe, sortino
from vn30.risk.volatility import sample_volatility, sample_volatility_error

MIN_RETURNS = 2


@dataclass(frozen=True)
class CurveFigures:
    """Returns, volatility and drawdown are shares of 1; ratios are by year and have standard errors.

    Attributes:
        total_return: over the whole period.
        annual_return: compound, by calendar days (CAGR).
        drawdown: the deepest fall.
        final_drawdown: how far the last value is below the highest before it.
    """

    total_return: float
    annual_return: float | None
    volatility: float
    volatility_error: float
    sharpe: Ratio
    sortino: Ratio
    calmar: Ratio
    drawdown: Drawdown
    final_drawdown: float


@dataclass(frozen=True)
class Difference:
    """Mean return minus that of a benchmark, by year, with its 95 % interval by bootstrap of blocks.

    Attributes:
        low, high: None for fewer than 120 common returns.
    """

    mean_return: float
    low: float | None
    high: float | None

    @property
    def is_above(self) -> bool:
        """Whether the whole interval is above 0."""
        return self.low is not None and self.low > 0


def curve_figures(closes: Closes) -> CurveFigures:
    """The figures of a curve with two returns or more."""
    returns = simple_returns(closes.prices)
    return CurveFigures(
        total_return=float(closes.prices[-1] / closes.prices[0] - 1),
        annual_return=growth(closes),
        volatility=sample_volatility(returns),
        volatility_error=sample_volatility_error(returns),
        sharpe=sharpe(returns),
        sortino=sortino(returns),
        calmar=calmar(closes),
        drawdown=maximum_drawdown(closes),
        final_drawdown=float(1 - closes.prices[-1] / closes.prices.max()),
    )


def difference(strategy: Closes, benchmark: Closes) -> Difference:
    """The difference over the returns between common sessions, of which there is one at least."""
    ours, theirs = common_returns(strategy, benchmark)
    low, high = mean_interval(ours - theirs) or (None, None)
    return Difference(
        mean_return=float((ours - theirs).mean() * SESSIONS_A_YEAR),
        low=None if low is None else low * SESSIONS_A_YEAR,
        high=None if high is None else high * SESSIONS_A_YEAR,
    )

"""The figures of a tear sheet as tables of text, which picture and page share."""

from collections.abc import Sequence
from typing import NamedTuple

from vn30.backtesting.worth.assessment import Worth
from vn30.backtesting.worth.curves import CurveFigures, Difference
from vn30.backtesting.worth.periods import PeriodFigures
from vn30.backtesting.worth.trades import ROLLING_TRADES
from vn30.backtesting.worth.verdict import cut_probability
from vn30.risk.ratios import Ratio

NONE = "none"
_CURVE_LABELS = (
    "total return",
    "return a year",
    "volatility a year",
    "Sharpe",
    "Sortino",
    "Calmar",
    "maximum drawdown",
    "its length, sessions",
)


class TextTable(NamedTuple):
    """A table with a title; ``head`` is empty where rows are pairs of label and value."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(worth: Worth) -> list[TextTable]:
    """All figures of a result: returns, luck, trades, costs, years, and regimes if there are any."""
    found = [_returns(worth), _luck(worth), _trades(worth), _costs(worth), _periods("By year", worth.years)]
    if worth.regimes:
        found.append(_periods("By regime after the session before", worth.regimes))
    return found


def _returns(worth: Worth) -> TextTable:
    columns = [_curve(curve) for curve in (worth.strategy, worth.held, worth.index)]
    above = ("", _difference(worth.to_held), _difference(worth.to_index))
    rows = [(label, *values) for label, *values in zip(_CURVE_LABELS, *columns, strict=True)]
    rows.append(("simulation minus it, a year", *above))
    return TextTable("Return and risk", ("", "simulation", "held", "VN30"), rows)


def _curve(found: CurveFigures | None) -> Sequence[str]:
    if found is None:
        return [NONE] * len(_CURVE_LABELS)
    fall = found.drawdown
    return (
        percent(found.total_return),
        percent(found.annual_return),
        f"{percent(found.volatility)} ± {100 * found.volatility_error:.1f}",
        ratio(found.sharpe),
        ratio(found.sortino),
        ratio(found.calmar),
        percent(fall.depth),
        f"{fall.sessions:,}" + (", not over" if fall.recovered is None else ""),
    )


def _difference(found: Difference | None) -> str:
    """The difference, and its 95 % interval."""
    if found is None:
        return NONE
    if found.low is None or found.high is None:
        return percent(found.mean_return)
    return f"{percent(found.mean_return)} ({100 * found.low:.1f} to {100 * found.high:.1f})"


def _luck(worth: Worth) -> TextTable:
    luck = worth.luck
    if luck is None:
        return TextTable("Luck", (), [("the equity never changed", NONE)])
    needed = NONE if luck.needed_observations is None else f"{luck.needed_observations:,}"
    rows = [
        ("trials of the family", f"{luck.trials:,} ({luck.family})"),
        ("Sharpe of the best by luck", f"{luck.sharpe_by_luck:.2f}"),
        ("probability of a Sharpe above 0", cut_probability(luck.sharpe_above_zero)),
        ("deflated Sharpe", cut_probability(luck.deflated_sharpe)),
        ("returns needed, one trial", needed),
        ("returns", f"{luck.observations:,}"),
    ]
    return TextTable("Luck", (), rows)


def _trades(worth: Worth) -> TextTable:
    found = worth.trading
    hits = found.hit_rate
    hit_rate = percent(hits.value) + (f" ± {100 * hits.error:.1f}" if hits.error is not None else "")
    rows = [
        ("purchases, sales", f"{found.purchases:,}, {found.sales:,}"),
        ("turnover a year", f"{found.turnover:.1f} x"),
        ("mean exposure", percent(found.exposure)),
        ("sales with a gain", hit_rate),
        (f"of the newest {ROLLING_TRADES}", percent(found.recent_hit_rate)),
        ("mean gain, mean loss", f"{percent(found.mean_gain)}, {percent(found.mean_loss)}"),
        (
            "mean holding, sessions",
            NONE if found.holding_sessions is None else f"{found.holding_sessions:.1f}",
        ),
    ]
    rows += [(f"sales by {reason}", f"{count:,}") for reason, count in found.reasons.items()]
    return TextTable("Trades", (), rows)


def _costs(worth: Worth) -> TextTable:
    found = worth.costs
    rows = [
        ("fees", million(found.fees)),
        ("tax on sales", million(found.sales_tax)),
        ("tax on dividends", million(found.dividend_tax)),
        ("slippage to the decision", million(found.slippage)),
        ("fees and taxes a year", f"{percent(found.charges_by_year)} of equity"),
    ]
    return TextTable("Costs", (), rows)


def _periods(title: str, periods: Sequence[PeriodFigures]) -> TextTable:
    head = ("", "sessions", "simulation", "held", "VN30", "Sharpe", "drawdown", "sales", "with a gain")
    rows = [
        (
            period.name,
            f"{period.sessions:,}",
            percent(period.total_return),
            percent(period.held_return),
            percent(period.index_return),
            ratio(period.sharpe),
            "" if period.drawdown is None else percent(period.drawdown),
            f"{period.sales:,}",
            percent(period.hit_rate),
        )
        for period in periods
    ]
    return TextTable(title, head, rows)


def percent(value: float | None) -> str:
    """A share in percent."""
    return NONE if value is None else f"{100 * value:.1f} %"


def ratio(found: Ratio) -> str:
    """A ratio with its standard error."""
    if found.value is None:
        return NONE
    return f"{found.value:.2f}" + ("" if found.error is None else f" ± {found.error:.2f}")


def million(amount: float) -> str:
    """An amount in millions of VND."""
    return f"{amount / 1e6:,.1f} m VND"

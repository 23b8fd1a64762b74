"""An assessment as rows of the tables, in the order of their columns."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple
from datetime import date
from typing import Any

from vn30.risk.assessment import Assessment, PeriodRisk

Row = tuple[Any, ...]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "risk_states": (
        "stock_id",
        "session_date",
        "first_bar",
        "last_bar",
        "ewma_volatility",
        "realised_volatility",
        "intraday_volatility",
        "traded_value",
    ),
    "risk_measures": (
        "stock_id",
        "session_date",
        "period_sessions",
        "first_session",
        "annual_return",
        "volatility",
        "volatility_error",
        "sharpe",
        "sharpe_error",
        "sharpe_above_zero",
        "sortino",
        "sortino_error",
        "calmar",
        "calmar_error",
        "drawdown",
        "drawdown_peak",
        "drawdown_trough",
        "drawdown_recovered",
        "drawdown_sessions",
        "beta_vnindex",
        "beta_vnindex_error",
        "correlation_vnindex",
        "beta_vn30",
        "beta_vn30_error",
        "correlation_vn30",
    ),
    "var_backtests": (
        "stock_id",
        "session_date",
        "method",
        "confidence",
        "horizon_sessions",
        "value_at_risk",
        "expected_shortfall",
        "outcomes",
        "exceptions",
        "expected_exceptions",
        "kupiec_p",
        "independence_p",
        "coverage_p",
        "zone",
        "es_ratio",
        "es_ratio_error",
    ),
    "risk_losses": (
        "stock_id",
        "session_date",
        "kind",
        "name",
        "first_session",
        "last_session",
        "change",
        "index_change",
        "is_estimated",
    ),
}
"""The tables, in the order in which they are written, and their columns."""

_NO_BACKTEST = (None,) * 9


def rows_of(
    assessment: Assessment,
    stock_id: int,
    session: date,
    intraday_volatility: float | None,
    traded_value: float | None,
) -> dict[str, list[Row]]:
    """The rows of one stock and session by table, without ``computed_at``."""
    state = (
        assessment.first,
        assessment.session,
        assessment.ewma_volatility,
        assessment.realised_volatility,
        intraday_volatility,
        traded_value,
    )
    found = {
        "risk_states": [state],
        "risk_measures": [_measures(period) for period in assessment.periods],
        "var_backtests": list(_var_backtests(assessment)),
        "risk_losses": list(_losses(assessment)),
    }
    return {table: [(stock_id, session, *row) for row in rows] for table, rows in found.items()}


def _measures(period: PeriodRisk) -> Row:
    fall, betas = period.drawdown, [period.betas.get(name) for name in ("VNINDEX", "VN30")]
    return (
        period.sessions,
        period.first,
        period.annual_return,
        period.volatility,
        period.volatility_error,
        *period.sharpe,
        period.sharpe_above_zero,
        *period.sortino,
        *period.calmar,
        fall.depth,
        fall.peak,
        fall.trough,
        fall.recovered,
        fall.sessions,
        *(value for beta in betas for value in (beta or (None, None, None))),
    )


def _var_backtests(assessment: Assessment) -> Iterator[Row]:
    for tail in assessment.tails:
        tested = astuple(tail.backtest) if tail.backtest else _NO_BACKTEST
        yield tail.method, tail.confidence, tail.horizon, tail.var, tail.es, *tested


def _losses(assessment: Assessment) -> Iterator[Row]:
    for span in assessment.worst_spans:
        yield "span", str(span.sessions), span.first, span.last, span.change, None, False
    for shock in assessment.stress:
        change = shock.index_change
        yield "shock", shock.name, shock.first, shock.last, shock.change, change, shock.is_estimated

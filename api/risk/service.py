"""Reads of the stored risk of stocks."""

from http import HTTPStatus

import sqlalchemy as sa

from api.core.clock import require_market
from api.core.errors import ApiError
from api.core.schemas import PageMeta
from api.risk.schemas import (
    Backtest,
    Drawdown,
    IndexBeta,
    PeriodRisk,
    RiskList,
    RiskListQuery,
    RiskRow,
    StockRisk,
    Stress,
    TailRisk,
    WorstSpan,
)
from api.stocks.lookup import find_stock
from vn30.database.warehouse import Row, fetch_all, fetch_one, fetch_returned
from vn30.i18n.localized import localized
from vn30.names import RISK_DAG
from vn30.risk.exposure import sessions_to_sell


def risk_list(connection: sa.Connection, query: RiskListQuery) -> RiskList:
    """A page of the stocks with stored risk.

    Raises:
        ApiError: 409 ``no_market_data`` before the first crawl.
    """
    clock = require_market(connection)
    rows = fetch_all(connection, "risk/page", limit=query.page_size, skipped=query.skipped)
    total = fetch_returned(connection, "risk/count")["total"]
    return RiskList(
        data=[RiskRow.model_validate(dict(row)) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def stock_risk(connection: sa.Connection, ticker: str, position: float) -> StockRisk:
    """The newest stored risk of a stock.

    Args:
        position: VND, for the sessions to sell.

    Raises:
        ApiError: 409 before the first crawl; 404 for an unknown ticker, and ``no_risk`` for one without risk
            measures.
    """
    clock = require_market(connection)
    ticker = find_stock(connection, ticker)["ticker"]
    state = fetch_one(connection, "risk/newest", ticker=ticker)
    if state is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "no_risk",
            localized(
                "There are no risk measures of {ticker} yet. The DAG {risk_dag} computes them after each "
                "session, of stocks with more than 60 sessions.",
                ticker=ticker,
                risk_dag=RISK_DAG,
            ),
        )
    losses = fetch_all(connection, "risk/losses", ticker=ticker)
    return StockRisk(
        **state,
        ticker=ticker,
        position=position,
        sessions_to_sell=sessions_to_sell(position, state["traded_value"]),
        periods=[_period(row) for row in fetch_all(connection, "risk/measures", ticker=ticker)],
        tails=[_tail(row) for row in fetch_all(connection, "risk/var_backtests", ticker=ticker)],
        worst_spans=[_span(row) for row in losses if row["kind"] == "span"],
        stress=[_stress(row) for row in losses if row["kind"] == "shock"],
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def _period(row: Row) -> PeriodRisk:
    betas = [
        IndexBeta(
            index=index,
            value=row[f"beta_{column}"],
            error=row[f"beta_{column}_error"],
            correlation=row[f"correlation_{column}"],
        )
        for index, column in (("VNINDEX", "vnindex"), ("VN30", "vn30"))
        if row[f"beta_{column}"] is not None
    ]
    fall = Drawdown(
        depth=row["drawdown"],
        **{name: row[f"drawdown_{name}"] for name in ("peak", "trough", "recovered", "sessions")},
    )
    return PeriodRisk.model_validate({**row, "drawdown": fall, "betas": betas})


def _tail(row: Row) -> TailRisk:
    tested = None
    if row["outcomes"] is not None:
        tested = Backtest.model_validate({**row, "expected": row["expected_exceptions"]})
    return TailRisk.model_validate({**row, "horizon": row["horizon_sessions"], "backtest": tested})


def _span(row: Row) -> WorstSpan:
    first, last = row["first_session"], row["last_session"]
    return WorstSpan(sessions=int(row["name"]), first=first, last=last, change=row["change"])


def _stress(row: Row) -> Stress:
    return Stress.model_validate({**row, "first": row["first_session"], "last": row["last_session"]})

"""The risk of a portfolio that a user sends, computed at once from stored closes."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import NamedTuple, cast

import numpy as np
import pandas as pd
import sqlalchemy as sa

from api.core.clock import require_market
from api.core.errors import ApiError
from api.risk import schemas
from api.risk.portfolio_schemas import HoldingRisk, PortfolioRequest, PortfolioRisk, SectorWeight
from vn30.database.warehouse import fetch_all
from vn30.i18n.localized import joined, localized
from vn30.market.shocks import market_shocks
from vn30.market.stored_bars import stored_bars
from vn30.risk.assessment import MIN_RETURNS, Assessment, PeriodRisk, assess
from vn30.risk.exposure import sessions_to_sell
from vn30.risk.portfolio import (
    NoCommonSessions,
    common_closes,
    portfolio_closes,
    risk_shares,
    sector_weights,
    sold_in_a_session,
)
from vn30.risk.sessions import closes_of, index_closes, recent_traded_value

_ROUNDING = 1e-9


class _Weights(NamedTuple):
    stocks: Mapping[str, float]
    value: float | None


def portfolio_risk(connection: sa.Connection, request: PortfolioRequest) -> PortfolioRisk:
    """The measures of a portfolio.

    Raises:
        ApiError: 409 before the first crawl; 422, naming the field, for unknown tickers, contradictory or
            repeated holdings, and holdings that have too few sessions in common.
    """
    clock = require_market(connection)
    today = cast(date, clock.as_of)
    _check(request)
    tickers = sorted(holding.ticker.upper() for holding in request.holdings)
    sectors = {row["ticker"]: row["sector"] for row in fetch_all(connection, "risk/sectors", tickers=tickers)}
    frames = {
        str(ticker): frame
        for ticker, frame in stored_bars(connection, tickers, today).groupby("symbol", sort=True)
    }
    if unknown := sorted(set(tickers) - (frames.keys() & sectors.keys())):
        raise _refused(
            localized(
                "holdings: there are no prices of {unknown}; leave them out", unknown=", ".join(unknown)
            )
        )
    weights = _weights(request, frames)
    try:
        common = common_closes({ticker: closes_of(frame) for ticker, frame in frames.items()})
    except NoCommonSessions as error:
        raise _refused(joined(": ", "holdings", str(error))) from error
    columns = np.array([weights.stocks[ticker] for ticker in common.tickers])
    assessment = assess(
        portfolio_closes(common, columns),
        index_closes(connection, today),
        market_shocks(),
        is_simulated=clock.data_source == "simulated",
        risk_free=request.risk_free,
    )
    if assessment is None:
        raise _refused(
            localized(
                "holdings: they have {sessions} sessions in common, and risk needs {needed}",
                sessions=len(common.dates),
                needed=MIN_RETURNS + 1,
            )
        )
    shares = risk_shares(common, columns)
    traded = {ticker: recent_traded_value(frame) for ticker, frame in frames.items()}
    values = {ticker: weight * (weights.value or 0.0) for ticker, weight in weights.stocks.items()}
    return PortfolioRisk(
        **_figures_of(assessment),
        as_of=clock.as_of,
        data_source=clock.data_source,
        value=weights.value,
        cash_weight=max(0.0, 1 - float(columns.sum())),
        holdings=[
            HoldingRisk(
                ticker=ticker,
                weight=weights.stocks[ticker],
                sector=sectors[ticker],
                risk_share=None if shares is None else float(shares[column]),
                sessions_to_sell=sessions_to_sell(values[ticker], traded[ticker]) if weights.value else None,
            )
            for column, ticker in enumerate(common.tickers)
        ],
        sectors=[
            SectorWeight(sector=sector, weight=weight)
            for sector, weight in sector_weights(weights.stocks, sectors).items()
        ],
        sold_in_a_session=sold_in_a_session(values, traded) if weights.value else None,
    )


def _figures_of(assessment: Assessment) -> dict[str, object]:
    """The fields of :class:`~api.risk.schemas.RiskFigures` but for its stamp."""
    return {
        "session": assessment.session,
        "first_bar": assessment.first,
        "last_bar": assessment.session,
        "ewma_volatility": assessment.ewma_volatility,
        "realised_volatility": assessment.realised_volatility,
        "periods": [_period(period) for period in assessment.periods],
        "tails": [
            schemas.TailRisk(
                method=tail.method,
                confidence=tail.confidence,
                horizon=tail.horizon,
                value_at_risk=tail.var,
                expected_shortfall=tail.es,
                backtest=schemas.Backtest(**vars(tail.backtest)) if tail.backtest else None,
            )
            for tail in assessment.tails
        ],
        "worst_spans": [schemas.WorstSpan(**vars(span)) for span in assessment.worst_spans],
        "stress": [schemas.Stress(**vars(shock)) for shock in assessment.stress],
    }


def _period(period: PeriodRisk) -> schemas.PeriodRisk:
    return schemas.PeriodRisk(
        sessions=period.sessions,
        first_session=period.first,
        annual_return=period.annual_return,
        volatility=period.volatility,
        volatility_error=period.volatility_error,
        sharpe=period.sharpe.value,
        sharpe_error=period.sharpe.error,
        sharpe_above_zero=period.sharpe_above_zero,
        sortino=period.sortino.value,
        sortino_error=period.sortino.error,
        calmar=period.calmar.value,
        calmar_error=period.calmar.error,
        drawdown=schemas.Drawdown(**vars(period.drawdown)),
        betas=[
            schemas.IndexBeta.model_validate({"index": index, **found._asdict()})
            for index, found in sorted(period.betas.items(), reverse=True)
        ],
    )


def _check(request: PortfolioRequest) -> None:
    tickers = [holding.ticker.upper() for holding in request.holdings]
    if repeated := sorted({ticker for ticker in tickers if tickers.count(ticker) > 1}):
        raise _refused(
            localized(
                "holdings: {repeated} is there more than once; add up the holding",
                repeated=", ".join(repeated),
            )
        )
    if any((holding.weight is None) == (holding.shares is None) for holding in request.holdings):
        raise _refused(localized("holdings: each needs a weight or a number of shares, and not both"))
    weights = [holding.weight for holding in request.holdings if holding.weight is not None]
    if weights and len(weights) < len(tickers):
        raise _refused(localized("holdings: give weights to all of them, or shares to all"))
    if sum(weights) > 1 + _ROUNDING:
        raise _refused(localized("holdings: the weights add up to more than 1; lower them"))
    if weights and request.cash:
        raise _refused(localized("cash: with weights, what they lack to 1 is cash; leave it out"))
    if not weights and request.value is not None:
        raise _refused(localized("value: with shares, it follows from the closes; leave it out"))


def _weights(request: PortfolioRequest, frames: Mapping[str, pd.DataFrame]) -> _Weights:
    """The weights by ticker, those of shares by their newest closes."""
    by_weight = {holding.ticker.upper(): holding.weight for holding in request.holdings if holding.weight}
    if by_weight:
        return _Weights(by_weight, request.value)
    values = {
        holding.ticker.upper(): (holding.shares or 0)
        * float(frames[holding.ticker.upper()]["close"].iloc[-1])
        for holding in request.holdings
    }
    total = sum(values.values()) + request.cash
    return _Weights({ticker: value / total for ticker, value in values.items()}, total)


def _refused(message: str) -> ApiError:
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "validation_error", message)

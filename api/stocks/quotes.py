"""Quotes, sectors and batches of stocks, as responses of the API."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated

import sqlalchemy as sa
from fastapi import Depends, Query

from api.core.clock import require_market
from api.core.errors import ApiError
from api.stocks.lookup import find_stocks
from api.stocks.quote_schemas import (
    BatchForecast,
    BatchStock,
    Quote,
    Quotes,
    Sector,
    SectorMember,
    Sectors,
    StockBatch,
)
from api.stocks.schemas import HORIZON_KEYS, HorizonKey
from api.stocks.service import overview_of
from vn30.database.warehouse import fetch_all
from vn30.i18n.localized import localized
from vn30.market import quotes as market_quotes

MAX_SYMBOLS = 50


async def _symbols(
    symbols: Annotated[
        str,
        Query(
            min_length=1,
            max_length=400,
            pattern=r"^[A-Za-z0-9]{1,10}(,[A-Za-z0-9]{1,10})*$",
            description=f"tickers in either case, by commas: {MAX_SYMBOLS} at most",
            examples=["FPT,VCB"],
        ),
    ],
) -> list[str]:
    wanted = sorted({symbol.upper() for symbol in symbols.split(",")})
    if len(wanted) > MAX_SYMBOLS:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "validation_error",
            localized(
                "symbols: {tickers} tickers; name {max_symbols} at most, and ask again for the others",
                tickers=len(wanted),
                max_symbols=MAX_SYMBOLS,
            ),
        )
    return wanted


Symbols = Annotated[list[str], Depends(_symbols)]


def quotes(connection: sa.Connection, symbols: Sequence[str]) -> Quotes:
    """The quotes of these stocks.

    Raises:
        ApiError: 409 before the first crawl; 404 that names the unknown tickers.
    """
    clock = require_market(connection)
    find_stocks(connection, symbols)
    return Quotes(
        data=[_quote(each) for each in _of_today(connection, symbols, clock.as_of)], **clock._asdict()
    )


def batch(connection: sa.Connection, symbols: Sequence[str]) -> StockBatch:
    """Company, quote and forecasts of these stocks; the number of queries does not depend on theirs.

    Raises:
        ApiError: as of :func:`quotes`.
    """
    clock = require_market(connection)
    stocks = find_stocks(connection, symbols)
    newest = {each.ticker: _quote(each) for each in _of_today(connection, symbols, clock.as_of)}
    forecasts: dict[int, dict[HorizonKey, BatchForecast]] = defaultdict(dict)
    ids = [stock["stock_id"] for stock in stocks]
    for row in fetch_all(connection, "stocks/batch_forecasts", stock_ids=ids):
        values = BatchForecast.model_validate(dict(row))
        forecasts[row["stock_id"]][HORIZON_KEYS[row["horizon_days"]]] = values
    return StockBatch(
        data=[
            BatchStock(
                overview=overview_of(stock, clock),
                quote=newest[stock["ticker"]],
                forecasts=forecasts[stock["stock_id"]],
            )
            for stock in stocks
        ],
        **clock._asdict(),
    )


def sectors(connection: sa.Connection) -> Sectors:
    """All sectors with their members, the largest first.

    Raises:
        ApiError: 409 before the first crawl.
    """
    clock = require_market(connection)
    members: dict[str | None, list[market_quotes.Quote]] = defaultdict(list)
    for each in _of_today(connection, None, clock.as_of):
        members[each.sector].append(each)
    total = sum(_cap(quotes) for quotes in members.values())
    found = [_sector(name, quotes, total) for name, quotes in members.items()]
    found.sort(key=lambda sector: (-(sector.market_cap or 0), sector.name or ""))
    return Sectors(data=found, **clock._asdict())


def _of_today(
    connection: sa.Connection, symbols: Sequence[str] | None, today: date | None
) -> list[market_quotes.Quote]:
    return market_quotes.quotes(connection, symbols, today) if today else []


def _quote(quote: market_quotes.Quote) -> Quote:
    limits = quote.limits
    return Quote(
        ticker=quote.ticker,
        name=quote.name,
        price=quote.price,
        reference=limits.reference,
        ceiling=limits.ceiling,
        floor=limits.floor,
        change=quote.change,
        change_pct=_rounded(quote.change_pct),
        volume=quote.volume,
        session=quote.session,
        as_of=quote.as_of,
        basis=quote.basis,
        delayed=quote.delayed,
        source=quote.source,
        reason=limits.reason,
    )


def _sector(name: str | None, quotes: Sequence[market_quotes.Quote], total: float) -> Sector:
    cap = _cap(quotes)
    # What a sector has gained: the change of each member counts by its size before the session.
    before = [
        (quote.shares_outstanding * quote.limits.reference, quote.change_pct)
        for quote in quotes
        if quote.shares_outstanding and quote.limits.reference and quote.change_pct is not None
    ]
    size = sum(weight for weight, _ in before)
    by_size = sorted(quotes, key=lambda quote: (-(quote.market_cap or 0), quote.ticker))
    return Sector(
        name=name,
        market_cap=cap or None,
        weight=_rounded(cap / total) if cap else None,
        change_pct=_rounded(sum(weight * change for weight, change in before) / size) if size else None,
        session=max((quote.session for quote in quotes if quote.session), default=None),
        members=[
            SectorMember(
                ticker=quote.ticker,
                name=quote.name,
                weight=_rounded(quote.market_cap / cap) if quote.market_cap else None,
                change_pct=_rounded(quote.change_pct),
            )
            for quote in by_size
        ],
        left_out=len(quotes) - len(before),
    )


def _cap(quotes: Sequence[market_quotes.Quote]) -> float:
    return sum(quote.market_cap or 0 for quote in quotes)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

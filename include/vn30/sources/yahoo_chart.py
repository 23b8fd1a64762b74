"""Reads answers of Yahoo's chart endpoint, whose parts may be missing, null or of unequal length."""

from typing import Any

import pandas as pd
from pydantic import BaseModel, Field, ValidationError

from vn30.market.bars import BAR_COLUMNS, PRICE_COLUMNS
from vn30.market.calendar import HOSE_ZONE
from vn30.sources.base import SourceError, SourceUnavailable

_PERMANENT = {"Not Found", "Bad Request", "Unprocessable Entity"}
"""Codes of Yahoo's errors that asking again does not change."""
_MAX_REASON = 200

_Values = list[float | None]


class _Fault(BaseModel):
    code: str = ""
    description: str | None = None


class _Quote(BaseModel):
    open: _Values
    high: _Values
    low: _Values
    close: _Values
    volume: _Values


class _AdjustedClose(BaseModel):
    adjclose: _Values


class _Indicators(BaseModel):
    quote: list[_Quote] = Field(min_length=1)
    adjclose: list[_AdjustedClose] = Field(min_length=1)


class _Meta(BaseModel):
    currency: str | None = None
    symbol: str | None = None
    dataGranularity: str | None = None


class _Result(BaseModel):
    meta: _Meta
    timestamp: list[int] | None = None
    indicators: Any = None


class _Chart(BaseModel):
    result: list[_Result] | None = None
    error: _Fault | None = None


class _Answer(BaseModel):
    chart: _Chart


def bars_of_chart(content: bytes, symbol: str) -> pd.DataFrame:
    """The bars in an answer, before validation: BAR_COLUMNS in VND, adjusted by Yahoo's adjusted close.

    A bar that Yahoo leaves blank is NaN.

    Args:
        content: the body of the answer.
        symbol: Yahoo's symbol, for messages.

    Raises:
        SourceError: Yahoo does not know the symbol, has no bars of it, or none in VND.
        SourceUnavailable: the answer cannot be read, or lacks a part of the prices.
    """
    try:
        chart = _Answer.model_validate_json(content).chart
        _raise_fault(chart.error, symbol)
        if not chart.result:
            raise SourceUnavailable(f"Yahoo's answer for {symbol} has no result")
        result = chart.result[0]
        if result.meta.symbol not in (None, symbol):
            raise SourceUnavailable(f"Yahoo answered with {result.meta.symbol} instead of {symbol}")
        if result.meta.dataGranularity not in (None, "1d"):
            raise SourceUnavailable(
                f"Yahoo's bars of {symbol} are of {result.meta.dataGranularity} each instead of one session"
            )
        if result.meta.currency != "VND":
            raise SourceError(f"Yahoo's prices of {symbol} are in {result.meta.currency}, not in VND")
        if not result.timestamp:
            raise SourceError(f"Yahoo has no bars of {symbol} in this period")
        indicators = _Indicators.model_validate(result.indicators)
    except ValidationError as error:
        raise SourceUnavailable(f"Yahoo's answer for {symbol} cannot be read: {_reason(error)}") from error
    columns = {**indicators.quote[0].model_dump(), "adjclose": indicators.adjclose[0].adjclose}
    for name, values in columns.items():
        if len(values) != len(result.timestamp):
            raise SourceUnavailable(
                f"Yahoo's answer for {symbol} has {len(values)} values of {name} "
                f"for {len(result.timestamp)} sessions"
            )
    return _bars(result.timestamp, columns)


def _raise_fault(fault: _Fault | None, symbol: str) -> None:
    if fault is None:
        return
    reason = " ".join(filter(None, (fault.code, fault.description)))[:_MAX_REASON]
    if fault.code in _PERMANENT:
        raise SourceError(f"Yahoo refuses {symbol}: {reason}")
    raise SourceUnavailable(f"Yahoo answered with an error for {symbol}: {reason}")


def _reason(error: ValidationError) -> str:
    """The place and the message of the first fault."""
    fault = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, fault["loc"]))
    return f"{place}: {fault['msg']}"[:_MAX_REASON] if place else fault["msg"][:_MAX_REASON]


def _bars(timestamps: list[int], columns: dict[str, _Values]) -> pd.DataFrame:
    quotes = pd.DataFrame(columns, dtype="float64")
    opened = pd.to_datetime(pd.Series(timestamps), unit="s", utc=True, errors="coerce")
    bars = pd.DataFrame({"date": opened.dt.tz_convert(HOSE_ZONE).dt.tz_localize(None).dt.normalize()})
    factor = quotes["adjclose"] / quotes["close"]
    for column in PRICE_COLUMNS:
        bars[column] = (quotes[column] * factor).round(4)
    bars["volume"] = quotes["volume"]
    return bars[BAR_COLUMNS].astype({"date": "datetime64[ns]"})

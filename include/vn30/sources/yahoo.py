"""Yahoo's prices of the Vietnamese stocks, from its chart endpoint.

Spoken to directly: the library yfinance also calls other hosts for cookies, keeps databases in the user's
cache folder, and cannot be led to another address.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pandas as pd

from vn30.calendar import HOSE_ZONE
from vn30.prices import BAR_COLUMNS, PRICE_COLUMNS
from vn30.sources.base import NOTES, Adjustment, Market, PriceUnit, Quota, SourceError, SourceUnavailable
from vn30.sources.polite import PoliteCaller, refused

YAHOO_HOST = "query1.finance.yahoo.com"


class YahooSource:
    """Prices of ``<ticker>.VN``, adjusted for splits and dividends by Yahoo's adjusted close."""

    name = "yahoo"
    market: Market = "real"
    follows_wall_clock = True
    unit: PriceUnit = "VND"
    adjustment: Adjustment = "splits and dividends"

    def __init__(self, timeout: float, replaced_hosts: Mapping[str, str], caller: PoliteCaller) -> None:
        self.quota: Quota | None = caller.quota
        self._timeout = timeout
        self._base_url = replaced_hosts.get(YAHOO_HOST, f"https://{YAHOO_HOST}").rstrip("/")
        self._caller = caller

    def tickers(self) -> None:
        """None: it can only be asked for each."""
        return None

    def last_session(self) -> None:
        """None: it goes on as sessions pass."""
        return None

    def indices(self) -> frozenset[str]:
        """None: Yahoo's series of the Vietnamese indices cannot be relied on."""
        return frozenset()

    def company(self, ticker: str) -> None:
        """None: it is asked for prices only."""
        return None

    def members(self) -> None:
        """None: it does not know."""
        return None

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars as :class:`vn30.sources.base.PriceSource` says; a bar that Yahoo leaves blank is all NaN.

        Raises:
            SourceError: Yahoo has none, not in VND, or refuses for good.
            SourceUnavailable: it does not answer now, after several tries.
        """
        notes: list[str] = []
        result = self._caller(lambda: self._chart(ticker, start, end), notes)
        currency = result["meta"].get("currency")
        if currency != "VND":
            raise SourceError(f"Yahoo's prices of {ticker}.VN are in {currency}, not in VND")
        if not result.get("timestamp"):
            raise SourceError(f"Yahoo has no bars of {ticker}.VN from {start} to {end}")
        bars = _bars(result)
        bars.attrs[NOTES] = notes
        return bars

    def _chart(self, ticker: str, start: date, end: date) -> dict[str, Any]:
        try:
            response = httpx.get(
                f"{self._base_url}/v8/finance/chart/{ticker}.VN",
                params={
                    "period1": _seconds(start),
                    "period2": _seconds(end + timedelta(days=1)),
                    "interval": "1d",
                    "includeAdjustedClose": "true",
                },
                # Without a browser's name Yahoo answers 429 to everything.
                headers={"User-Agent": "Mozilla/5.0"},
                timeout=self._timeout,
            )
        except httpx.TimeoutException as error:
            raise SourceUnavailable("Yahoo did not answer in time") from error
        except httpx.TransportError as error:
            raise SourceUnavailable(f"Yahoo cannot be reached: {error}") from error
        if response.status_code == HTTPStatus.NOT_FOUND:
            raise SourceError(f"Yahoo does not know {ticker}.VN")
        if response.status_code >= 400:
            raise refused("Yahoo", response.status_code, response.headers.get("Retry-After"))
        try:
            result: dict[str, Any] = response.json()["chart"]["result"][0]
            _ = result["meta"], result["indicators"]
        except (ValueError, LookupError, TypeError) as error:
            raise SourceUnavailable(f"Yahoo's answer cannot be read: {error!r}") from error
        return result


def _bars(result: dict[str, Any]) -> pd.DataFrame:
    quotes = pd.DataFrame(result["indicators"]["quote"][0]).astype("float64")
    adjusted = pd.Series(result["indicators"]["adjclose"][0]["adjclose"], dtype="float64")
    opened = pd.to_datetime(pd.Series(result["timestamp"]), unit="s", utc=True)
    bars = pd.DataFrame({"date": opened.dt.tz_convert(HOSE_ZONE).dt.tz_localize(None).dt.normalize()})
    factor = adjusted / quotes["close"]
    for column in PRICE_COLUMNS:
        bars[column] = (quotes[column] * factor).round(4)
    bars["volume"] = quotes["volume"]
    return bars[BAR_COLUMNS].astype({"date": "datetime64[ns]"})


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), tzinfo=HOSE_ZONE).timestamp())

"""Yahoo's prices of Vietnamese stocks, from its chart endpoint.

The endpoint is called directly: the library yfinance also calls other hosts for cookies, writes databases to
the user's cache folder, and cannot be redirected to another address.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from http import HTTPStatus

import pandas as pd

from vn30.market.calendar import HOSE_ZONE
from vn30.sources.base import NOTES, Adjustment, SourceError
from vn30.sources.http_get import get
from vn30.sources.prices_only import PricesOnly
from vn30.sources.retry import RetryingCaller, refused
from vn30.sources.yahoo_chart import bars_of_chart

YAHOO_HOST = "query1.finance.yahoo.com"


class YahooSource(PricesOnly):
    """Prices of ``<ticker>.VN``, adjusted for splits and dividends by Yahoo's adjusted close;
    no index series, which are unreliable there."""

    name = "yahoo"
    adjustment: Adjustment = "splits and dividends"

    def __init__(self, timeout: float, replaced_hosts: Mapping[str, str], caller: RetryingCaller) -> None:
        self.quota = caller.quota
        self._timeout = timeout
        self._base_url = replaced_hosts.get(YAHOO_HOST, f"https://{YAHOO_HOST}").rstrip("/")
        self._caller = caller

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars as specified by :class:`vn30.sources.base.PriceSource`; a bar that Yahoo leaves blank is NaN.

        Raises:
            SourceError: Yahoo has no bars, or none in VND, or rejects the request.
            SourceUnavailable: it did not serve the request in several attempts.
        """
        notes: list[str] = []
        bars = self._caller(lambda: self._bars(ticker, start, end), notes)
        bars.attrs[NOTES] = notes
        return bars

    def _bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        answer = get(
            "Yahoo",
            f"{self._base_url}/v8/finance/chart/{ticker}.VN",
            {
                "period1": _seconds(start),
                "period2": _seconds(end + timedelta(days=1)),
                "interval": "1d",
                "includeAdjustedClose": "true",
            },
            # Without the name of a browser Yahoo answers 429 to every request.
            {"User-Agent": "Mozilla/5.0"},
            self._timeout,
        )
        if answer.status == HTTPStatus.NOT_FOUND:
            raise SourceError(f"Yahoo does not know {ticker}.VN")
        if answer.status >= 400:
            raise refused("Yahoo", answer.status, answer.retry_after)
        return bars_of_chart(answer.content, f"{ticker}.VN")


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), tzinfo=HOSE_ZONE).timestamp())

"""A vendor that serves a CSV file a stock over HTTP.

``<address>/FPT.csv`` has the columns date,open,high,low,close,volume, in VND and shares.
``VN30_PRICE_SOURCE=python:examples/sources/http_csv.py`` uses it, and ``HTTP_CSV_ADDRESS`` names the vendor.
A folder of such files is one: ``python3 -m http.server 8600 --directory prices``.
"""

import io
import os
from datetime import date
from http import HTTPStatus

import pandas as pd

from vn30.settings import Settings
from vn30.sources.base import NOTES, Quota, SourceError, SourceUnavailable
from vn30.sources.http_get import get
from vn30.sources.live import callers
from vn30.sources.prices_only import PricesOnly
from vn30.sources.retry import RetryingCaller, RetryPolicy, refused

CALLS_PER_MINUTE = 600
COLUMNS = ["open", "high", "low", "close", "volume"]


class HttpCsv(PricesOnly):
    """Daily bars in VND from a vendor of CSV files."""

    name = "http_csv"

    def __init__(self, address: str, timeout: float, caller: RetryingCaller) -> None:
        self.quota = caller.quota
        self._address = address.rstrip("/")
        self._timeout = timeout
        self._caller = caller

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars of ``ticker``; the caller keeps the quota and asks again after errors that pass."""
        notes: list[str] = []
        bars = self._caller(lambda: self._bars(ticker), notes)
        bars = bars[bars["date"].between(pd.Timestamp(start), pd.Timestamp(end))].reset_index(drop=True)
        bars.attrs[NOTES] = notes
        return bars

    def _bars(self, ticker: str) -> pd.DataFrame:
        answer = get(self.name, f"{self._address}/{ticker}.csv", {}, {}, self._timeout)
        if answer.status == HTTPStatus.NOT_FOUND:
            raise SourceError(f"{self.name} does not have {ticker}")
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise refused(self.name, answer.status, answer.retry_after)
        try:
            table = pd.read_csv(io.BytesIO(answer.content), dtype=str)
        except ValueError as error:
            raise SourceUnavailable(
                f"{self.name} answered with something else than a CSV: {error}"
            ) from error
        missing = {"date", *COLUMNS} - set(table)
        if missing:
            raise SourceError(f"{ticker}.csv of {self.name} has no {', '.join(sorted(missing))}")
        # What cannot be read is NaN or NaT, which the platform's validation refuses, row by row.
        numbers = table[COLUMNS].apply(pd.to_numeric, errors="coerce")
        return numbers.assign(date=pd.to_datetime(table["date"], format="%Y-%m-%d", errors="coerce"))


def open_source(settings: Settings) -> HttpCsv:
    """The source, with retries and the quota that the processes of this machine share."""
    address = os.environ.get("HTTP_CSV_ADDRESS", "http://127.0.0.1:8600")
    caller = callers(settings, RetryPolicy())("http_csv", Quota("http_csv", CALLS_PER_MINUTE))
    return HttpCsv(address, settings.price_timeout, caller)

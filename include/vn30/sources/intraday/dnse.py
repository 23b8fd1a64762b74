"""One-minute bars of DNSE, from its chart endpoint: unofficial, without a key.

``GET chart-api/v2/ohlcs/stock?from&to&symbol&resolution=1`` answers the arrays t (seconds from 1970), o, h,
l, c (thousands of VND) and v; of an unknown symbol there is no t.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from vn30.market.bars import PRICE_COLUMNS
from vn30.names import ZONE
from vn30.sources.base import NOTES, VND_PER_UNIT, Market, PriceUnit, Quota, SourceError, SourceUnavailable
from vn30.sources.http_get import get
from vn30.sources.intraday.base import RAW_COLUMNS, as_minutes
from vn30.sources.retry import RetryingCaller, refused

DNSE_HOST = "services.entrade.com.vn"


class DnseMinutes:
    """DNSE's minutes of stocks."""

    name = "dnse"
    market: Market = "real"
    unit: PriceUnit = "kVND"

    def __init__(self, timeout: float, replaced_hosts: Mapping[str, str], caller: RetryingCaller) -> None:
        self.quota: Quota | None = caller.quota
        self._timeout = timeout
        self._base_url = replaced_hosts.get(DNSE_HOST, f"https://{DNSE_HOST}").rstrip("/")
        self._caller = caller

    def minutes(self, ticker: str, start: datetime, end: datetime) -> pd.DataFrame:
        """Bars as specified by :class:`vn30.sources.intraday.base.MinuteSource`.

        Raises:
            SourceError: DNSE does not know the ticker, has no bars, or rejects the request.
            SourceUnavailable: it did not serve the request in several attempts.
        """
        notes: list[str] = []
        bars = self._caller(lambda: self._bars(ticker, start, end), notes)
        bars.attrs[NOTES] = notes
        return bars

    def _bars(self, ticker: str, start: datetime, end: datetime) -> pd.DataFrame:
        answer = get(
            "DNSE",
            f"{self._base_url}/chart-api/v2/ohlcs/stock",
            {
                "from": int(start.timestamp()),
                "to": int(end.timestamp()),
                "symbol": ticker,
                "resolution": "1",
            },
            # Other clients than its own web page are refused.
            {"User-Agent": "Mozilla/5.0", "Origin": "https://banggia.dnse.com.vn"},
            self._timeout,
        )
        if answer.status >= 400:
            raise refused("DNSE", answer.status, answer.retry_after)
        return self._read(answer.content, ticker)

    def _read(self, content: bytes, ticker: str) -> pd.DataFrame:
        try:
            answer: Any = json.loads(content)
        except ValueError as error:
            raise SourceUnavailable("DNSE: its answer is no JSON") from error
        if not isinstance(answer, dict):
            raise SourceUnavailable(f"DNSE answered {type(answer).__name__} instead of bars")
        if not answer.get("t"):
            raise SourceError(f"DNSE has no minutes of {ticker}")
        columns = {name: answer.get(key) for name, key in zip(RAW_COLUMNS, "tohlcv", strict=True)}
        if not all(isinstance(values, list) for values in columns.values()):
            raise SourceUnavailable("DNSE: its answer has no arrays of bars")
        if len({len(values) for values in columns.values() if values is not None}) != 1:
            raise SourceUnavailable("DNSE: its arrays have unequal lengths")
        frame = pd.DataFrame(columns)
        seconds = pd.to_numeric(frame["time"], errors="coerce")
        frame["time"] = pd.to_datetime(seconds, unit="s", utc=True, errors="coerce").dt.tz_convert(ZONE)
        bars = as_minutes(frame, self.name)
        bars[PRICE_COLUMNS] = (bars[PRICE_COLUMNS] * VND_PER_UNIT[self.unit]).round(4)
        return bars

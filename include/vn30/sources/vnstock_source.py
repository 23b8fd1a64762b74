"""Vietnamese brokers' prices, through the library vnstock."""

from datetime import date
from typing import Any, Literal

import pandas as pd

from vn30.prices import BAR_COLUMNS, PRICE_COLUMNS
from vn30.sources.base import (
    VND_PER_UNIT,
    Adjustment,
    Market,
    PriceUnit,
    Quota,
    SourceError,
    SourceUnavailable,
)
from vn30.sources.polite import PoliteCaller, refused
from vn30.sources.vnstock_process import VnstockProcess

Provider = Literal["VCI", "KBS"]

GUEST_CALLS, KEY_HOLDER_CALLS = 20, 60
"""Calls a minute that vnstock's terms allow, without and with its free key."""

# When vnstock stops for its own quota without a word on how long: that counts minutes.
_QUOTA_PAUSE = 60.0


class VnstockSource:
    """One provider of vnstock; several share the process and the quota."""

    market: Market = "real"
    follows_wall_clock = True
    unit: PriceUnit = "kVND"
    adjustment: Adjustment = "splits and dividends"

    def __init__(self, provider: Provider, process: VnstockProcess, caller: PoliteCaller) -> None:
        self.name = f"vnstock:{provider}"
        self.quota: Quota | None = caller.quota
        self._provider = provider
        self._process = process
        self._caller = caller

    def tickers(self) -> None:
        """None: it can only be asked for each."""
        return None

    def last_session(self) -> None:
        """None: it goes on as sessions pass."""
        return None

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars as :class:`vn30.sources.base.PriceSource` says, in the order of vnstock.

        Raises:
            SourceError: the provider has none, or refuses for good.
            SourceUnavailable: it does not answer now, after several tries.
        """
        reply = self._caller(lambda: self._ask(ticker, start, end))
        bars = pd.DataFrame(
            {"date": pd.to_datetime(pd.Series(reply["date"], dtype=object), format="%Y-%m-%d")}
        )
        for column in PRICE_COLUMNS:
            prices = pd.Series(reply[column], dtype="float64")
            bars[column] = (prices * VND_PER_UNIT[self.unit]).round(4)
        bars["volume"] = pd.Series(reply["volume"], dtype="float64")
        # VCI is asked for a number of bars, which may reach back beyond the start.
        period = bars["date"].between(pd.Timestamp(start), pd.Timestamp(end)) | bars["date"].isna()
        bars = bars.loc[period, BAR_COLUMNS].reset_index(drop=True)
        if bars.empty:
            raise self._nothing(ticker, start, end, "")
        return bars

    def _ask(self, ticker: str, start: date, end: date) -> dict[str, Any]:
        reply = self._process.ask(self._provider, ticker, start.isoformat(), end.isoformat())
        detail = reply.get("detail", "")
        match reply.get("fault"):
            case None:
                return reply
            case "empty":
                raise self._nothing(ticker, start, end, detail)
            case "status":
                raise refused(self._provider, reply["status"], reply["retry_after"])
            case "quota":
                raise SourceUnavailable(
                    "vnstock stopped at its own quota", retry_after=reply["retry_after"] or _QUOTA_PAUSE
                )
            case "timeout":
                raise SourceUnavailable(f"{self._provider} did not answer in time")
            case fault:
                raise SourceUnavailable(f"{self._provider}: {fault} ({detail})")

    def _nothing(self, ticker: str, start: date, end: date, detail: str) -> SourceError:
        said = f" (vnstock: {detail})" if detail else ""
        return SourceError(f"{self._provider} has no bars of {ticker} from {start} to {end}{said}")

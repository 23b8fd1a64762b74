"""What Vietnamese brokers know of prices, companies and the VN30, through the library vnstock."""

from datetime import date
from typing import Any

import pandas as pd

from vn30.prices import BAR_COLUMNS, PRICE_COLUMNS
from vn30.sources.base import (
    NOTES,
    VND_PER_UNIT,
    Adjustment,
    Company,
    Market,
    PriceUnit,
    Quota,
    SourceError,
    SourceUnavailable,
)
from vn30.sources.polite import PoliteCaller, refused
from vn30.sources.vnstock_company import Provider, company_of
from vn30.sources.vnstock_process import VnstockProcess
from vn30.universe import INDICES

_MEMBERS = 30

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

    def indices(self) -> frozenset[str]:
        """All of :data:`vn30.universe.INDICES`."""
        return frozenset(INDICES)

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars as :class:`vn30.sources.base.PriceSource` says, in the order of vnstock.

        Raises:
            SourceError: the provider has none, or refuses for good.
            SourceUnavailable: it does not answer now, after several tries.
        """
        notes: list[str] = []
        wanted = f"bars of {ticker} from {start} to {end}"
        reply = self._ask(wanted, notes, "bars", ticker, start.isoformat(), end.isoformat())
        bars = pd.DataFrame(
            {"date": pd.to_datetime(pd.Series(reply["date"], dtype=object), format="%Y-%m-%d")}
        )
        # vnstock divides the prices of stocks by 1,000 and leaves the points of an index alone.
        scale = 1.0 if ticker in INDICES else VND_PER_UNIT[self.unit]
        for column in PRICE_COLUMNS:
            bars[column] = (pd.Series(reply[column], dtype="float64") * scale).round(4)
        bars["volume"] = pd.Series(reply["volume"], dtype="float64")
        # VCI is asked for a number of bars, which may reach back beyond the start.
        period = bars["date"].between(pd.Timestamp(start), pd.Timestamp(end)) | bars["date"].isna()
        bars = bars.loc[period, BAR_COLUMNS].reset_index(drop=True)
        if bars.empty:
            raise self._nothing(wanted, "")
        bars.attrs[NOTES] = notes
        return bars

    def company(self, ticker: str) -> Company:
        """What the provider's overview says of the company, in Vietnamese but for VCI's ``sector``.

        Raises:
            SourceError: the provider does not know it, or refuses for good.
            SourceUnavailable: it does not answer now, after several tries.
        """
        overview = self._ask(f"company {ticker}", [], "company", ticker)["company"]
        company = company_of(self._provider, ticker, overview)
        if company is None:
            raise SourceError(f"{self._provider} answered with another company than {ticker}")
        return company

    def members(self) -> frozenset[str]:
        """The 30 members of the VN30 as of now.

        Raises:
            SourceError: the provider names more or fewer, or refuses for good.
            SourceUnavailable: it does not answer now, after several tries.
        """
        named = frozenset(self._ask("members of the VN30", [], "members", "VN30")["members"])
        if len(named) != _MEMBERS:
            raise SourceError(f"{self._provider} names {len(named)} members of the VN30, not {_MEMBERS}")
        return named

    def _ask(self, wanted: str, notes: list[str], what: str, *arguments: str) -> dict[str, Any]:
        return self._caller(lambda: self._one_reply(wanted, what, *arguments), notes)

    def _one_reply(self, wanted: str, what: str, *arguments: str) -> dict[str, Any]:
        reply = self._process.ask(self._provider, what, *arguments)
        detail = reply.get("detail", "")
        match reply.get("fault"):
            case None:
                return reply
            case "empty":
                raise self._nothing(wanted, detail)
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

    def _nothing(self, wanted: str, detail: str) -> SourceError:
        said = f" (vnstock: {detail})" if detail else ""
        return SourceError(f"{self._provider} has no {wanted}{said}")

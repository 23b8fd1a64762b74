"""Prices, company data and VN30 members from Vietnamese brokers, through the library vnstock."""

from datetime import date
from typing import Any

import pandas as pd

from vn30.market.bars import BAR_COLUMNS, PRICE_COLUMNS
from vn30.market.calendar import SHIPPED, Calendar
from vn30.market.fundamentals import Fundamentals
from vn30.market.universe import INDICES
from vn30.sources.base import (
    NOTES,
    VND_PER_UNIT,
    Adjustment,
    Company,
    ListedActions,
    Market,
    PriceUnit,
    Quota,
    SourceError,
    SourceUnavailable,
)
from vn30.sources.contract import as_bars
from vn30.sources.retry import RetryingCaller, refused
from vn30.sources.vnstock.company import Provider, company_of
from vn30.sources.vnstock.events import UnreadableEvents, actions_of
from vn30.sources.vnstock.fundamentals import OtherCompany, UnreadableRatios, fundamentals_of
from vn30.sources.vnstock.process import VnstockProcess

_MEMBERS = 30

GUEST_CALLS, KEY_HOLDER_CALLS = 20, 60
"""Calls a minute that vnstock's terms allow, without and with its free API key."""

# Seconds to wait when vnstock stops at its own quota, a minute's, without saying for how long.
_QUOTA_PAUSE = 60.0


class VnstockReplies:
    """The replies of one provider; its faults are errors of sources."""

    def __init__(self, provider: Provider, process: VnstockProcess, caller: RetryingCaller) -> None:
        self._provider, self._process, self._caller = provider, process, caller

    def ask(self, wanted: str, notes: list[str], what: str, *arguments: str) -> dict[str, Any]:
        """The reply to ``what``; ``notes`` receives the errors that a retry overcame.

        Args:
            wanted: what is asked for, for the errors.

        Raises:
            SourceError: the provider has none, or rejects the request.
            SourceUnavailable: it did not serve the request in several attempts.
        """
        return self._caller(lambda: self._one_reply(wanted, what, *arguments), notes)

    def _one_reply(self, wanted: str, what: str, *arguments: str) -> dict[str, Any]:
        reply = self._process.ask(self._provider, what, *arguments)
        detail = reply.get("detail", "")
        match reply.get("fault"):
            case None:
                return reply
            case "empty":
                raise no_data(self._provider, wanted, detail)
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


def no_data(provider: Provider, wanted: str, detail: str = "") -> SourceError:
    """The error of an answer without rows."""
    reason = f" (vnstock: {detail})" if detail else ""
    return SourceError(f"{provider} has no {wanted}{reason}")


class VnstockSource:
    """One provider of vnstock; all providers share one process and one quota."""

    market: Market = "real"
    follows_wall_clock = True
    unit: PriceUnit = "kVND"
    adjustment: Adjustment = "splits and dividends"

    def __init__(self, provider: Provider, process: VnstockProcess, caller: RetryingCaller) -> None:
        self.name = f"vnstock:{provider}"
        self.quota: Quota | None = caller.quota
        self._provider = provider
        self._replies = VnstockReplies(provider, process, caller)

    def tickers(self) -> None:
        """None: it has no list of tickers."""
        return None

    def last_session(self, calendar: Calendar = SHIPPED) -> None:
        """None: it follows the wall clock."""
        return None

    def indices(self) -> frozenset[str]:
        """All of :data:`vn30.market.universe.INDICES`."""
        return frozenset(INDICES)

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars as specified by :class:`vn30.sources.base.PriceSource`, in the order of vnstock.

        Raises:
            SourceError: the provider has none, or rejects the request.
            SourceUnavailable: it did not serve the request in several attempts.
        """
        notes: list[str] = []
        wanted = f"bars of {ticker} from {start} to {end}"
        reply = self._replies.ask(wanted, notes, "bars", ticker, start.isoformat(), end.isoformat())
        columns = {name: pd.Series(reply.get(name, []), dtype=object) for name in BAR_COLUMNS}
        bars = as_bars(pd.DataFrame(columns), self.name)
        # vnstock divides the prices of stocks by 1,000 and leaves the points of an index alone.
        scale = 1.0 if ticker in INDICES else VND_PER_UNIT[self.unit]
        bars[PRICE_COLUMNS] = (bars[PRICE_COLUMNS] * scale).round(4)
        # VCI takes a number of bars instead of a start, so that earlier bars may be among them.
        period = bars["date"].between(pd.Timestamp(start), pd.Timestamp(end)) | bars["date"].isna()
        bars = bars.loc[period, BAR_COLUMNS].reset_index(drop=True)
        if bars.empty:
            raise no_data(self._provider, wanted)
        bars.attrs[NOTES] = notes
        return bars

    def notes(self) -> list[str]:
        """Empty: it reads all that it is asked for."""
        return []

    def company(self, ticker: str) -> Company:
        """Company data from the provider's overview, in Vietnamese but for VCI's ``sector``.

        Raises:
            SourceError: the provider lacks the company, or rejects the request.
            SourceUnavailable: it did not serve the request in several attempts.
        """
        overview = self._replies.ask(f"company {ticker}", [], "company", ticker)["company"]
        company = company_of(self._provider, ticker, overview)
        if company is None:
            raise SourceError(f"{self._provider} returned another company than {ticker}")
        return company

    def fundamentals(self, ticker: str, day: date) -> Fundamentals:
        """Fundamentals from the provider's overview and, of VCI, from its ratios: one request each.

        Raises:
            SourceError: the provider lacks the company, describes another one, or rejects the request.
            SourceUnavailable: it did not serve them in several attempts, or its ratios cannot be read.
        """
        overview = self._replies.ask(f"company {ticker}", [], "company", ticker)["company"]
        ratios = None
        if self._provider == "VCI":
            ratios = self._replies.ask(f"ratios of {ticker}", [], "ratios", ticker)["ratios"]
        try:
            return fundamentals_of(self._provider, ticker, overview, ratios, day)
        except OtherCompany as error:
            raise SourceError(str(error)) from error
        except UnreadableRatios as error:
            raise SourceUnavailable(f"{self._provider}: {error}") from error

    def actions(self, ticker: str, end: date) -> ListedActions | None:
        """Corporate actions from VCI's events. KBS lists no events of these companies: None.

        Raises:
            SourceError: the provider rejects the request.
            SourceUnavailable: it did not serve the request in several attempts, or its events cannot be read.
        """
        if self._provider != "VCI":
            return None
        events = self._replies.ask(f"events of {ticker}", [], "events", ticker)["events"]
        try:
            return actions_of(ticker, events, end, self.name)
        except UnreadableEvents as error:
            raise SourceUnavailable(f"{self._provider}: {error}") from error

    def members(self) -> frozenset[str]:
        """The 30 current members of the VN30.

        Raises:
            SourceError: the provider lists more or fewer than 30, or rejects the request.
            SourceUnavailable: it did not serve the request in several attempts.
        """
        listed = frozenset(self._replies.ask("members of the VN30", [], "members", "VN30")["members"])
        if len(listed) != _MEMBERS:
            raise SourceError(f"{self._provider} lists {len(listed)} members of the VN30, not {_MEMBERS}")
        return listed

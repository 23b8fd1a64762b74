"""One-minute bars of Vietnamese brokers, through the library vnstock."""

from datetime import datetime, time

import pandas as pd

from vn30.market.bars import PRICE_COLUMNS
from vn30.market.calendar import HOSE_ZONE
from vn30.sources.base import NOTES, VND_PER_UNIT, Market, PriceUnit, Quota, SourceError
from vn30.sources.intraday.base import RAW_COLUMNS, as_minutes
from vn30.sources.retry import RetryingCaller
from vn30.sources.vnstock.company import Provider
from vn30.sources.vnstock.process import VnstockProcess
from vn30.sources.vnstock.source import VnstockReplies

_MINUTES_OF_DAY = 300
MINUTES_BEYOND = 5
"""Bars that are asked for beside those of a part of a session, as clocks differ."""


class VnstockMinutes:
    """One provider of vnstock, which shares process and quota with its daily bars."""

    market: Market = "real"
    unit: PriceUnit = "kVND"

    def __init__(self, provider: Provider, process: VnstockProcess, caller: RetryingCaller) -> None:
        self.name = f"vnstock:{provider}"
        self.quota: Quota | None = caller.quota
        self._provider = provider
        self._replies = VnstockReplies(provider, process, caller)

    def minutes(self, ticker: str, start: datetime, end: datetime) -> pd.DataFrame:
        """Bars as specified by :class:`vn30.sources.intraday.base.MinuteSource`.

        Raises:
            SourceError: the provider has none, or rejects the request.
            SourceUnavailable: it did not serve the request in several attempts.
        """
        begins, until = start.astimezone(HOSE_ZONE), end.astimezone(HOSE_ZONE)
        notes: list[str] = []
        wanted = f"minutes of {ticker} from {begins:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M}"
        days = begins.date().isoformat(), until.date().isoformat()
        reply = self._replies.ask(wanted, notes, "minutes", ticker, *days, str(_count(begins, until)))
        columns = {name: pd.Series(reply.get(name, []), dtype=object) for name in RAW_COLUMNS}
        bars = as_minutes(pd.DataFrame(columns), self.name)
        bars[PRICE_COLUMNS] = (bars[PRICE_COLUMNS] * VND_PER_UNIT[self.unit]).round(4)
        if bars.empty:
            raise SourceError(f"{self._provider} has no {wanted}")
        bars.attrs[NOTES] = notes
        return bars


def _count(start: datetime, end: datetime) -> int:
    """The bars to ask for. By itself, vnstock asks for 255 a weekday, fewer than a session may have."""
    days = (end.date() - start.date()).days + 1
    if days > 1 or start.time() == time():
        return days * _MINUTES_OF_DAY
    return int((end - start).total_seconds() // 60) + MINUTES_BEYOND

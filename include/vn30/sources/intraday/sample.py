"""Simulated minutes, which add up to the simulated daily bars."""

from datetime import date, datetime

import pandas as pd

from vn30.market.bars import PRICE_COLUMNS
from vn30.market.calendar import HOSE_ZONE
from vn30.market.minutes import local_times
from vn30.sources.base import Market, Quota, SourceError
from vn30.sources.intraday.base import RAW_COLUMNS, as_minutes
from vn30.sources.sample.minutes import simulate_minutes
from vn30.sources.sample.source import SampleSource


class SampleMinutes:
    """The minutes of one simulated market.

    Args:
        seed: of the market.
        today: prices are adjusted for events up to this session, as the daily bars of it are.
    """

    name = "sample"
    market: Market = "simulated"
    quota: Quota | None = None

    def __init__(self, seed: int, today: date) -> None:
        self._seed, self._today = seed, today
        self._days = SampleSource(seed)

    def minutes(self, ticker: str, start: datetime, end: datetime) -> pd.DataFrame:
        """Bars as specified by :class:`vn30.sources.intraday.base.MinuteSource`.

        Raises:
            SourceError: ``ticker`` is no stock of the simulated market, or has no session in the period.
        """
        first, last = start.astimezone(HOSE_ZONE).date(), end.astimezone(HOSE_ZONE).date()
        days = self._days.traded_bars(ticker, self._today)
        days = days[days["date"].between(pd.Timestamp(first), pd.Timestamp(last))]
        if days.empty:
            raise SourceError(f"the simulated market has no session of {ticker} from {first} to {last}")
        sessions = []
        for day in days.to_dict("records"):
            minutes, bars = simulate_minutes(self._seed, ticker, day)
            # As the daily bars are adjusted and rounded.
            bars[PRICE_COLUMNS] = (bars[PRICE_COLUMNS] * day["adjustment"]).round(4)
            sessions.append(bars.assign(time=local_times(minutes)))
        bars = pd.concat(sessions, ignore_index=True)
        return as_minutes(bars[bars["time"].between(start, end)][RAW_COLUMNS], self.name)

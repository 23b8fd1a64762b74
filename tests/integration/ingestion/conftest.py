"""One series to spoil and restate, and the clock at which vendors answer."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS
from vn30.market.calendar import HOSE_ZONE


@pytest.fixture
def no_whole_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """No ticker is due for a fetch of its whole history."""
    monkeypatch.setattr("vn30.ingestion.plan.WHOLE_EVERY", 10**9)


@pytest.fixture
def truth(market: pd.DataFrame) -> pd.DataFrame:
    """The bars of FPT."""
    return market[market["symbol"] == "FPT"].reset_index(drop=True)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``at(hour, minute, day)``: the moment at which vendors answer, in Vietnam."""

    def set_clock(hour: int, minute: int = 0, day: date = SESSIONS[-1]) -> None:
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=HOSE_ZONE)

        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return moment.astimezone(tz)

        monkeypatch.setattr("vn30.ingestion.fetch.datetime", Clock)

    return set_clock

from collections import deque
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.vendors.server import Fault, VendorServer
from vn30.ingestion.validate import validate_bars
from vn30.sources.base import Quota, SourceError, SourceUnavailable
from vn30.sources.limiter import CallLimiter
from vn30.sources.polite import Patience, PoliteCaller
from vn30.sources.yahoo import YahooSource

START, END = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture
def yahoo(server: VendorServer, tmp_path: Path) -> YahooSource:
    patience = Patience(attempts=2, first_wait=0.01, longest_wait=5.0)
    return YahooSource(
        0.5,
        server.hosts,
        PoliteCaller("yahoo", Quota("yahoo", 100), CallLimiter(tmp_path / "calls"), patience),
    )


def test_bars_are_of_the_session_and_adjusted_as_the_close_is(
    yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame
) -> None:
    server.vendors.offer("FPT", truth)
    year = truth[truth["date"].dt.year == 2024].reset_index(drop=True)
    pd.testing.assert_frame_equal(yahoo.daily_bars("FPT", START, END).astype({"volume": "int64"}), year)


def test_a_blank_bar_is_left_to_the_quarantine(
    yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame
) -> None:
    blank = truth[truth["date"].dt.year == 2024].reset_index(drop=True).astype({"volume": "float64"})
    blank.loc[3, ["open", "high", "low", "close", "volume"]] = None
    server.vendors.offer("FPT", blank)
    validated = validate_bars(yahoo.daily_bars("FPT", START, END), "FPT")
    assert [row.date for row in validated.rejected] == [blank["date"][3].date()]
    assert len(validated.bars) == len(blank) - 1


def test_prices_in_another_currency_are_refused(
    yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame
) -> None:
    server.vendors.offer("FPT", truth)
    server.vendors.currency = "USD"
    with pytest.raises(SourceError, match=r"FPT\.VN are in USD"):
        yahoo.daily_bars("FPT", START, END)


def test_a_period_without_sessions_is_no_data(
    yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame
) -> None:
    server.vendors.offer("FPT", truth)
    with pytest.raises(SourceError, match=r"no bars of FPT\.VN"):
        yahoo.daily_bars("FPT", date(2024, 2, 10), date(2024, 2, 11))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(status=502), "502"),
        (Fault(silent_for=1.0), "in time"),
        (Fault(truncated=True), "cannot be read"),
    ],
    ids=["status", "time-out", "truncated"],
)
def test_a_passing_fault_is_tried_again_and_then_named(
    yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame, fault: Fault, words: str
) -> None:
    server.vendors.offer("FPT", truth)
    server.vendors.faults["yahoo"] = deque([fault])
    assert len(yahoo.daily_bars("FPT", START, END)) == 250
    server.vendors.faults["yahoo"] = deque([fault] * 2)
    with pytest.raises(SourceUnavailable, match=words):
        yahoo.daily_bars("FPT", START, END)


def test_a_refusal_is_not_tried_again(yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame) -> None:
    server.vendors.offer("FPT", truth)
    server.vendors.faults["yahoo"] = deque([Fault(status=401)])
    with pytest.raises(SourceError, match="401"):
        yahoo.daily_bars("FPT", START, END)

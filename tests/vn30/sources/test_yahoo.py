import json
from collections import deque
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.vendors.server import Fault, VendorServer
from vn30.ingestion.validate import validate_bars
from vn30.sources.base import Quota, SourceError, SourceUnavailable
from vn30.sources.rate_limiter import CallLimiter
from vn30.sources.retry import RetryingCaller, RetryPolicy
from vn30.sources.yahoo import YahooSource

START, END = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture
def yahoo(server: VendorServer, tmp_path: Path) -> YahooSource:
    policy = RetryPolicy(attempts=2, first_wait=0.01, max_wait=5.0)
    return YahooSource(
        0.5,
        server.hosts,
        RetryingCaller("yahoo", Quota("yahoo", 100), CallLimiter(tmp_path / "calls"), policy),
    )


def test_adjusted_bars(yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame) -> None:
    """All prices of a session are adjusted by the factor of its close."""
    server.vendors.offer("FPT", truth)
    year = truth[truth["date"].dt.year == 2024].reset_index(drop=True)
    pd.testing.assert_frame_equal(yahoo.daily_bars("FPT", START, END).astype({"volume": "int64"}), year)


def test_blank_bar(yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame) -> None:
    """A blank bar is served as missing, for the quarantine."""
    blank = truth[truth["date"].dt.year == 2024].reset_index(drop=True).astype({"volume": "float64"})
    blank.loc[3, ["open", "high", "low", "close", "volume"]] = None
    server.vendors.offer("FPT", blank)
    validated = validate_bars(yahoo.daily_bars("FPT", START, END), "FPT")
    assert [row.date for row in validated.rejected] == [blank["date"][3].date()]
    assert len(validated.bars) == len(blank) - 1


def test_other_currency(yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame) -> None:
    server.vendors.offer("FPT", truth)
    server.vendors.currency = "USD"
    with pytest.raises(SourceError, match=r"FPT\.VN are in USD"):
        yahoo.daily_bars("FPT", START, END)


def test_period_without_sessions(yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame) -> None:
    server.vendors.offer("FPT", truth)
    with pytest.raises(SourceError, match=r"no bars of FPT\.VN"):
        yahoo.daily_bars("FPT", date(2024, 2, 10), date(2024, 2, 11))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(status=502), "502"),
        (Fault(silent_for=1.0), "in time"),
        (Fault(drips_for=10.0), "in time"),
        (Fault(truncated=True), "cannot be read"),
        (Fault(encoding="gzip"), "cannot be unpacked"),
        (Fault(body=b" " * 16_000_001), "more than 16,000,000 bytes"),
    ],
    ids=["status", "time-out", "endless", "truncated", "not packed", "too large"],
)
def test_transient_error(
    yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame, fault: Fault, words: str
) -> None:
    """A transient error is retried, and raised after the last attempt."""
    server.vendors.offer("FPT", truth)
    server.vendors.faults["yahoo"] = deque([fault])
    assert len(yahoo.daily_bars("FPT", START, END)) == 250
    server.vendors.faults["yahoo"] = deque([fault] * 2)
    with pytest.raises(SourceUnavailable, match=words):
        yahoo.daily_bars("FPT", START, END)


def test_permanent_error(yahoo: YahooSource, server: VendorServer, truth: pd.DataFrame) -> None:
    server.vendors.offer("FPT", truth)
    server.vendors.faults["yahoo"] = deque([Fault(status=401)])
    with pytest.raises(SourceError, match="401"):
        yahoo.daily_bars("FPT", START, END)


def answer(**changes: Any) -> bytes:
    """Two bars as Yahoo serves them, with ``changes`` of the result's parts."""
    result = {
        "meta": {"currency": "VND"},
        "timestamp": [1704160800, 1704247200],
        "indicators": {
            "quote": [{name: [100.0, 101.0] for name in ("open", "high", "low", "close", "volume")}],
            "adjclose": [{"adjclose": [50.0, 50.5]}],
        },
        **changes,
    }
    return json.dumps({"chart": {"result": [result], "error": None}}).encode()


def without(*path: str | int) -> bytes:
    """:func:`answer` without the part at ``path`` of the result."""
    whole = json.loads(answer())
    part = whole["chart"]["result"][0]
    for key in path[:-1]:
        part = part[key]
    del part[path[-1]]
    return json.dumps(whole).encode()


def with_values(place: str, values: Any) -> bytes:
    """:func:`answer` with other values at a place such as ``quote.volume``."""
    whole = json.loads(answer())
    indicator, name = place.split(".")
    whole["chart"]["result"][0]["indicators"][indicator][0][name] = values
    return json.dumps(whole).encode()


def fault(code: str, text: str) -> bytes:
    return json.dumps({"chart": {"result": None, "error": {"code": code, "description": text}}}).encode()


UNREADABLE = {
    "no adjclose": (without("indicators", "adjclose"), "adjclose"),
    "empty adjclose": (
        answer(indicators={**json.loads(answer())["chart"]["result"][0]["indicators"], "adjclose": [{}]}),
        "adjclose",
    ),
    "empty quote": (answer(indicators={"quote": [{}], "adjclose": [{"adjclose": [1.0, 1.0]}]}), "open"),
    "no quote": (answer(indicators={"quote": [], "adjclose": [{"adjclose": [1.0, 1.0]}]}), "quote"),
    "null indicators": (answer(indicators=None), "cannot be read"),
    "no indicators": (without("indicators"), "cannot be read"),
    "null array": (with_values("quote.close", None), "close"),
    "short array": (with_values("quote.volume", [1.0]), "1 values of volume for 2 sessions"),
    "long array": (with_values("adjclose.adjclose", [1.0] * 3), "3 values of adjclose for 2 sessions"),
    "text in an array": (with_values("quote.open", ["n/a", 1.0]), "open"),
    "null meta": (answer(meta=None), "meta"),
    "another stock": (answer(meta={"currency": "VND", "symbol": "VNM.VN"}), "VNM.VN instead of FPT.VN"),
    "weeks": (answer(meta={"currency": "VND", "dataGranularity": "1wk"}), "of 1wk each"),
    "HTML": (b"<html><body>Will be right back</body></html>", "cannot be read"),
    "a list": (b"[]", "cannot be read"),
    "null": (b"null", "cannot be read"),
    "no chart": (b'{"finance": {}}', "chart"),
    "null result": (b'{"chart": {"result": null, "error": null}}', "no result"),
    "empty result": (b'{"chart": {"result": [], "error": null}}', "no result"),
    "result of null": (b'{"chart": {"result": [null], "error": null}}', "cannot be read"),
    "an error": (fault("Internal Server Error", "try later"), "Internal Server Error try later"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_answer(yahoo: YahooSource, server: VendorServer, name: str) -> None:
    """An answer without its parts is an error of the source that names the part, and is retried."""
    body, words = UNREADABLE[name]
    server.vendors.faults["yahoo"] = deque([Fault(body=body)] * 2)
    with pytest.raises(SourceUnavailable, match="Yahoo") as error:
        yahoo.daily_bars("FPT", START, END)
    assert words in str(error.value)
    assert len(server.vendors.requests("yahoo")) == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (answer(timestamp=[], indicators={"quote": [{}]}), "no bars"),
        (without("timestamp"), "no bars"),
        (fault("Not Found", "No data found, symbol may be delisted"), "may be delisted"),
        (answer(meta={}), "in None, not in VND"),
    ],
    ids=["empty timestamp", "no timestamp", "not found", "no currency"],
)
def test_answer_without_bars(yahoo: YahooSource, server: VendorServer, body: bytes, words: str) -> None:
    """A readable answer without bars is not asked for again."""
    server.vendors.faults["yahoo"] = deque([Fault(body=body)] * 2)
    with pytest.raises(SourceError, match=words):
        yahoo.daily_bars("FPT", START, END)
    assert len(server.vendors.requests("yahoo")) == 1

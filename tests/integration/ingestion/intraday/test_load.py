"""Minutes from vendors on loopback, through the real vnstock, into the real store: stored equals truth."""

import importlib.util
from collections import deque
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.support.made_minutes import made_minutes
from tests.vendors.server import Fault, VendorServer
from vn30 import data
from vn30.database.warehouse import transaction
from vn30.ingestion.intraday.load import MinuteReport, load_minutes_from
from vn30.ingestion.intraday.plan import MinuteJob, plan_minutes
from vn30.ingestion.intraday.report import MinutesFailed, report_minutes
from vn30.market.calendar import HOSE_ZONE, sessions_between
from vn30.market.minutes import no_minutes
from vn30.market.resampling import resample
from vn30.market.stored_minutes import stored_minutes
from vn30.names import ZONE
from vn30.sources.base import SourceError
from vn30.sources.intraday.base import MinuteSource
from vn30.sources.intraday.chain import MinuteChain

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("vnstock") is None, reason="vnstock is not installed: it is the user's choice"
)

DAYS = sessions_between(date(2024, 6, 20), date(2024, 6, 28))[-5:]
TRUTH = made_minutes("FPT", DAYS)
OF_LAST = TRUTH["time"].dt.date == DAYS[-1]
CLOCK = TRUTH["time"].dt.strftime("%H:%M")


@pytest.fixture
def platform(open_platform, platform_with_days):
    """Real prices; the daily bars are those of the truth."""
    platform = open_platform(price_source="vnstock")
    platform_with_days(resample(TRUTH, "1d"))
    return platform


@pytest.fixture
def load(
    platform, minute_chain: MinuteChain, minute_sources: dict[str, MinuteSource]
) -> Callable[..., MinuteReport]:
    """``load(first, last)``: plans a run of FPT and loads these sessions, of one vendor or of the chain."""

    def run(
        first: date = DAYS[0], last: date = DAYS[-1], name: str = "run", vendor: str | None = None
    ) -> MinuteReport:
        source = minute_sources[vendor] if vendor else minute_chain
        params = {"tickers": ["FPT"], "start": first.isoformat(), "end": last.isoformat()}
        (job,) = plan_minutes(platform.settings, name, params)
        return load_minutes_from(source, platform.store, job)

    return run


def stored(platform) -> pd.DataFrame:
    with transaction() as connection:
        return stored_minutes(connection, platform.store, ["FPT"])


@pytest.mark.parametrize("vendor", ["VCI", "KBS", "DNSE"])
@pytest.mark.parametrize("newest_first", [False, True])
def test_good(platform, server: VendorServer, load, vendor: str, newest_first: bool) -> None:
    server.vendors.offer_minutes("FPT", TRUTH, vendor)
    server.vendors.newest_first = newest_first
    report = load(vendor=vendor)
    assert (report.inserted, report.refused) == (len(TRUTH), 0)
    assert_frame_equal(stored(platform), TRUTH)
    assert set(data.minute_days("FPT")["verdict"]) == {"equal"}
    assert load(name="again", vendor=vendor).unchanged == len(TRUTH)


def planted(rows: pd.DataFrame, **values: object) -> pd.DataFrame:
    return pd.concat([TRUTH, rows.assign(**values)], ignore_index=True)


NOON = TRUTH[OF_LAST].iloc[:5]
LUNCH = pd.date_range(f"{DAYS[-1]} 12:00", periods=5, freq="min", tz=ZONE)
SATURDAY = pd.date_range("2024-06-22 10:00", periods=5, freq="min", tz=ZONE)
BAD_ROWS = {
    "a bar at lunch": (planted(NOON, time=LUNCH), 5, "5 x the time is at lunch or outside the session"),
    "duplicates": (planted(NOON), 5, "5 x repeats an identical row, which is kept"),
    "smaller duplicates": (
        planted(NOON, volume=NOON["volume"] - 100 * (NOON["volume"] > 100)),
        5,
        "the row of largest volume is kept",
    ),
    "on a Saturday": (planted(NOON, time=SATURDAY), 0, ""),
    "of the next day": (planted(NOON, time=NOON["time"] + timedelta(days=3)), 0, ""),
    "high below low": (planted(NOON, high=1_000), 5, "5 x low is above high"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
@pytest.mark.parametrize("vendor", ["VCI", "KBS", "DNSE"])
def test_bad_rows(platform, server: VendorServer, load, name: str, vendor: str) -> None:
    """They are left out, the report counts them, and the rest is stored as it is."""
    rows, refused, reason = BAD_ROWS[name]
    server.vendors.offer_minutes("FPT", rows.sort_values("time", kind="stable"), vendor)
    report = load(vendor=vendor)
    assert reason in report.message
    assert report.refused == refused
    assert_frame_equal(stored(platform), TRUTH)


def test_contradicting_duplicates(platform, server: VendorServer, load) -> None:
    """Nobody knows which is true: none is kept, and the session is not the daily bar any more."""
    server.vendors.offer_minutes("FPT", planted(NOON, close=NOON["high"], open=NOON["low"]))
    report = load()
    assert "10 x rows of the same minute have different prices: none is kept" in report.message
    expected = TRUTH[~TRUTH["time"].isin(NOON["time"])].reset_index(drop=True)
    assert_frame_equal(stored(platform), expected)
    assert "warning" in report_of(platform)


def report_of(platform, name: str = "run") -> str:
    summary = report_minutes(name)
    found = platform.rows(
        "SELECT severity, ticker, session_date, detail FROM intraday_findings AS findings "
        "JOIN intraday_runs AS runs ON runs.id = run_id WHERE airflow_run_id = :name ORDER BY findings.id",
        name=name,
    )
    return f"{summary}\n" + "\n".join(" ".join(map(str, row)) for row in found)


def test_missing_minutes(platform, server: VendorServer, load) -> None:
    """They are found by the volume of the daily bar, and are there when the vendor has them."""
    gap = OF_LAST & CLOCK.between("10:00", "10:19")
    server.vendors.offer_minutes("FPT", TRUTH[~gap].reset_index(drop=True))
    load()
    assert_frame_equal(stored(platform), TRUTH[~gap].reset_index(drop=True))
    text = report_of(platform)
    assert f"warning FPT {DAYS[-1]} Not as in the daily bar: " in text
    assert "20 minutes without a bar, 20 in a row" in text
    assert ", 0 errors, 1 warnings." not in text
    # The next run without a period asks for that session alone.
    server.vendors.offer_minutes("FPT", TRUTH)
    (job,) = plan_minutes(platform.settings, "next", {"tickers": ["FPT"]})
    assert (job.start[:10], job.end[:10]) == (str(DAYS[-1]), str(DAYS[-1]))
    load(DAYS[-1], name="next")
    assert_frame_equal(stored(platform), TRUTH)
    assert report_of(platform, "next").endswith("0 errors, 0 warnings.\n")


def test_yesterdays_session_as_todays(platform, server: VendorServer, load) -> None:
    before = TRUTH[TRUTH["time"].dt.date == DAYS[-2]]
    again = before.assign(time=before["time"] + (pd.Timestamp(DAYS[-1]) - pd.Timestamp(DAYS[-2])))
    wrong = pd.concat([TRUTH[~OF_LAST], again], ignore_index=True)
    server.vendors.offer_minutes("FPT", wrong, "VCI")
    report = load()
    assert "270 x the session repeats the one before, minute by minute" in report.message
    assert_frame_equal(stored(platform), TRUTH[~OF_LAST].reset_index(drop=True))
    assert f"warning FPT {DAYS[-1]} There are no minutes of this session" in report_of(platform)
    # Against what is stored, as well.
    with pytest.raises(SourceError, match=r"has no usable minute .* 270 minutes rejected: 270 x the session"):
        load(DAYS[-1], name="alone")
    assert_frame_equal(stored(platform), TRUTH[~OF_LAST].reset_index(drop=True))


@pytest.mark.parametrize("hours", [-7, 7])
def test_wrong_zone(platform, server: VendorServer, load, hours: int) -> None:
    server.vendors.offer_minutes("FPT", TRUTH, "VCI")
    server.vendors.wrong_zone["VCI"] = hours
    with pytest.raises(SourceError, match=r"has no usable minute .* at lunch or outside the session"):
        load()
    assert_frame_equal(stored(platform), no_minutes())
    assert platform.rows("SELECT state FROM intraday_run_tickers") == [("failed",)]
    with pytest.raises(MinutesFailed, match="1 error: FPT: FPT: vnstock:VCI has no usable minute"):
        report_minutes("run")


def test_wrong_unit(platform, server: VendorServer, load) -> None:
    """Thousands of VND where VND belong: the next vendor is asked."""
    server.vendors.offer_minutes("FPT", TRUTH)
    server.vendors.wrong_unit["VCI"] = 0.001
    report = load()
    assert report.answered_by == "vnstock:KBS"
    assert "wrong price unit?" in report.message
    assert_frame_equal(stored(platform), TRUTH)


HTML = Fault(body=b"<html><body>Service is being maintained</body></html>")
FAULTS = {
    "HTML": (HTML, 3),
    "429": (Fault(status=429, retry_after="1"), 1),
    "429 for long": (Fault(status=429, retry_after="600"), 1),
    "500": (Fault(status=500), 3),
    "truncated": (Fault(truncated=True), 3),
    "empty": (Fault(body=b"[]"), 1),
    "null": (Fault(body=b"null"), 3),
    "unequal": (
        Fault(body=b'[{"symbol": "FPT", "o": [1], "h": [], "l": [], "c": [], "v": [], "t": []}]'),
        3,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_of_one_vendor(platform, server: VendorServer, load, name: str) -> None:
    """A retry or the next vendor overcomes them; the report says so."""
    fault, times = FAULTS[name]
    server.vendors.offer_minutes("FPT", TRUTH)
    server.vendors.faults["VCI"] = deque([fault] * times)
    report = load()
    assert_frame_equal(stored(platform), TRUTH)
    assert "VCI" in report.message


@pytest.mark.parametrize(
    "fault",
    [
        HTML,
        Fault(status=429, retry_after="1"),
        Fault(truncated=True),
        Fault(body=b'{"t": [1], "o": [], "h": [], "l": [], "c": [], "v": []}'),
        Fault(body=b"[]"),
        Fault(drips_for=10.0),
        Fault(encoding="gzip"),
        Fault(body=b" " * 16_000_001),
    ],
    ids=["HTML", "429", "truncated", "unequal", "list", "endless", "not packed", "too large"],
)
def test_faults_of_dnse(platform, server: VendorServer, load, fault: Fault) -> None:
    server.vendors.offer_minutes("FPT", TRUTH, "DNSE")
    server.vendors.faults["DNSE"] = deque([fault])
    report = load()
    assert "retried" in report.message
    assert_frame_equal(stored(platform), TRUTH)


def test_no_vendor_has_it(platform, server: VendorServer, load) -> None:
    with pytest.raises(SourceError, match=r"(?s)no source has data.*VCI has no.*KBS has no.*DNSE has no"):
        load()
    assert_frame_equal(stored(platform), no_minutes())


def test_a_vendor_without_the_newest_session(platform, server: VendorServer, load) -> None:
    server.vendors.offer_minutes("FPT", TRUTH[~OF_LAST], "VCI")
    server.vendors.offer_minutes("FPT", TRUTH, "DNSE")
    report = load()
    assert report.answered_by == "dnse"
    assert "vnstock:VCI has 4 of 5 sessions" in report.message
    assert_frame_equal(stored(platform), TRUTH)


def test_the_newest_window(platform, server: VendorServer, minute_chain: MinuteChain) -> None:
    """During a session, a run asks for the newest minutes alone, and overlaps what is stored."""
    today = DAYS[-1]
    server.vendors.offer_minutes("FPT", TRUTH[CLOCK <= "10:02"])
    for clock, known in (("10:02", "10:02"), ("10:07", "10:07")):
        server.vendors.offer_minutes("FPT", TRUTH[~OF_LAST | (known >= CLOCK)].reset_index(drop=True))
        now = datetime.combine(today, time.fromisoformat(clock), HOSE_ZONE)
        (job,) = plan_minutes(platform.settings, clock, {"tickers": ["FPT"]}, now=now)
        report = load_minutes_from(minute_chain, platform.store, job)
    assert job.start == datetime.combine(today, time(9, 57), HOSE_ZONE).isoformat()
    assert (report.inserted, report.unchanged) == (5, 6)
    expected = TRUTH[OF_LAST & (CLOCK <= "10:07")].reset_index(drop=True)
    assert_frame_equal(stored(platform), expected)
    assert "the newest minutes of" in report_minutes("10:07")
    # A run that was due then and starts later asks for all of it.
    due = datetime.combine(today, time(10, 7), HOSE_ZONE)
    (job,) = plan_minutes(
        platform.settings, "late", {"tickers": ["FPT"]}, due=due, now=due + timedelta(hours=9)
    )
    assert job.end[:16] == f"{today}T23:59"
    assert isinstance(job, MinuteJob)


@pytest.mark.parametrize(
    ("day", "clock", "newest_only"),
    [
        (DAYS[-1], "09:15", False),
        (DAYS[-1], "09:16", True),
        (DAYS[-1], "16:31", False),
        (None, "10:00", False),
    ],
)
def test_when_a_session_is_running(platform, day: date | None, clock: str, newest_only: bool) -> None:
    """From its first trades until it has settled; never where the prices end long before."""
    now = datetime.combine(day or date(2025, 6, 30), time.fromisoformat(clock), HOSE_ZONE)
    plan_minutes(platform.settings, "run", {"tickers": ["FPT"]}, now=now)
    assert platform.rows("SELECT newest_only FROM intraday_runs") == [(newest_only,)]

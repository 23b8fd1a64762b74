"""The real vnstock against vendors on loopback."""

import importlib.util
import os
from collections import deque
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.vendors.fixtures import END, PATIENCE, PLENTY, RETRIES, START, TIMEOUT
from tests.vendors.server import Fault, VendorServer
from vn30.ingestion.validate import validate_bars
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.universe import vn30_tickers
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import FALLBACK_USED, NOTES, SOURCE, Company, SourceError, SourceUnavailable
from vn30.sources.chain import SourceChain
from vn30.sources.intraday.dnse import DNSE_HOST
from vn30.sources.rate_limiter import CallLimiter
from vn30.sources.retry import RetryingCaller, RetryPolicy
from vn30.sources.vnstock.process import PRICE_HOSTS, VnstockProcess
from vn30.sources.vnstock.source import VnstockSource
from vn30.sources.yahoo import YAHOO_HOST

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("vnstock") is None, reason="vnstock is not installed: it is the user's choice"
)


@pytest.fixture(autouse=True)
def fpt(server: VendorServer, truth: pd.DataFrame) -> None:
    """All vendors have FPT and answer without faults."""
    server.vendors.offer("FPT", truth)


def test_first_fetch(chain: SourceChain, server: VendorServer, truth: pd.DataFrame) -> None:
    """The first fetch is one request and returns the exact series."""
    bars = chain.daily_bars("FPT", START, END)
    pd.testing.assert_frame_equal(bars.astype({"volume": "int64"}), truth)
    assert bars.attrs[SOURCE] == "vnstock:VCI"
    assert bars.attrs[NOTES] == []
    assert [vendor for vendor, _, _ in server.vendors.received] == ["VCI"]


def test_period(chain: SourceChain) -> None:
    bars = chain.daily_bars("FPT", date(2024, 2, 1), date(2024, 2, 20))
    assert (bars["date"].min(), bars["date"].max()) == (
        pd.Timestamp("2024-02-01"),
        pd.Timestamp("2024-02-20"),
    )
    # Tet closed the exchange from the 8th to the 14th.
    assert len(bars) == 9


def test_fallback_to_kbs(chain: SourceChain, server: VendorServer, truth: pd.DataFrame) -> None:
    server.vendors.offer("HPG", truth, "KBS")
    bars = chain.daily_bars("HPG", START, END)
    pd.testing.assert_frame_equal(bars.astype({"volume": "int64"}), truth)
    assert bars.attrs[SOURCE] == "vnstock:KBS"
    [note] = bars.attrs[NOTES]
    assert note.startswith("vnstock:VCI: VCI has no bars of HPG from 2016-01-04 to 2025-12-31")


def test_fallback_to_yahoo(chain: SourceChain, server: VendorServer, truth: pd.DataFrame) -> None:
    server.vendors.offer("HPG", truth, "yahoo")
    bars = chain.daily_bars("HPG", START, END)
    pd.testing.assert_frame_equal(bars.astype({"volume": "int64"}), truth)
    assert bars.attrs[SOURCE] == "yahoo"


def test_ticker_not_found(chain: SourceChain) -> None:
    """The error for a ticker that no source has lists the errors of all."""
    with pytest.raises(
        SourceError, match=r"(?s)HPG: .*VCI has no bars.*KBS has no bars.*Yahoo does not know"
    ):
        chain.daily_bars("HPG", START, END)


def test_retry_after(chain: SourceChain, server: VendorServer) -> None:
    """A 429 is retried after the wait that it asks for."""
    server.vendors.faults["VCI"] = deque([Fault(status=429, retry_after="2")])
    bars = chain.daily_bars("FPT", START, END)
    assert bars.attrs[SOURCE] == "vnstock:VCI"
    assert bars.attrs[NOTES] == ["VCI answered 429 Too Many Requests; retried"]
    first, second = server.vendors.requests("VCI")
    assert 2.0 <= second - first < 4.0


def test_retry_after_too_long(chain: SourceChain, server: VendorServer) -> None:
    """A 429 with a long wait falls back without a retry, also for the next ticker."""
    server.vendors.faults["VCI"] = deque([Fault(status=429, retry_after="600")])
    for _ in range(2):
        assert chain.daily_bars("FPT", START, END).attrs[SOURCE] == "vnstock:KBS"
    assert len(server.vendors.requests("VCI")) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(status=503), Fault(silent_for=1.5 * TIMEOUT), Fault(truncated=True)],
    ids=str,
)
def test_transient_error(chain: SourceChain, server: VendorServer, fault: Fault) -> None:
    server.vendors.faults["VCI"] = deque([fault])
    assert chain.daily_bars("FPT", START, END).attrs[SOURCE] == "vnstock:VCI"
    assert len(server.vendors.requests("VCI")) == 2


def test_notes(chain: SourceChain, server: VendorServer) -> None:
    """Notes list every error that a retry or a fallback overcame."""
    server.vendors.faults["VCI"] = deque([Fault(status=403)])
    server.vendors.faults["KBS"] = deque([Fault(status=503)])
    assert chain.daily_bars("FPT", START, END).attrs[NOTES] == [
        "vnstock:VCI: VCI answered 403 Forbidden",
        "KBS answered 503 Service Unavailable; retried",
    ]


def test_wrong_unit(chain: SourceChain, server: VendorServer, truth: pd.DataFrame) -> None:
    """A vendor whose prices are in another unit falls back to the next."""
    server.vendors.wrong_unit = {"VCI": 0.001, "KBS": 1000.0}
    bars = chain.daily_bars("FPT", START, END)
    assert bars.attrs[SOURCE] == "yahoo"
    median = truth["close"].median()
    assert bars.attrs[NOTES] == [
        f"vnstock:VCI: the median close would be {median / 1000:,.1f} VND: wrong price unit?",
        f"vnstock:KBS: the median close would be {median * 1000:,.1f} VND: wrong price unit?",
    ]


def in_points(bars: pd.DataFrame) -> pd.DataFrame:
    """The bars as those of an index with a median of 1,200 points."""
    return bars.assign(**(bars[PRICE_COLUMNS] / bars["close"].median() * 1200).round(2))


def test_index_in_wrong_unit(chain: SourceChain, server: VendorServer, truth: pd.DataFrame) -> None:
    """So does a vendor of an index; if no vendor is left, the error lists all of them."""
    server.vendors.offer("VNINDEX", in_points(truth))
    server.vendors.wrong_unit = {"VCI": 1000.0}
    bars = chain.daily_bars("VNINDEX", START, END)
    assert bars.attrs[SOURCE] == "vnstock:KBS"
    assert bars.attrs[NOTES] == [
        "vnstock:VCI: the median close would be 1,200,000.0 points: wrong price unit?"
    ]
    server.vendors.wrong_unit["KBS"] = 0.001
    with pytest.raises(SourceError, match=r"VCI: .* 1,200,000\.0 points.*KBS: .* 1\.2 points"):
        chain.daily_bars("VNINDEX", START, END)


def test_lasting_error(chain: SourceChain, server: VendorServer) -> None:
    """A lasting error falls back after the attempts of the policy."""
    server.vendors.faults["VCI"] = deque([Fault(status=500)] * 10)
    assert chain.daily_bars("FPT", START, END).attrs[SOURCE] == "vnstock:KBS"
    assert len(server.vendors.requests("VCI")) == RETRIES.attempts


def test_permanent_error(chain: SourceChain, server: VendorServer) -> None:
    server.vendors.faults["VCI"] = deque([Fault(status=403)])
    assert chain.daily_bars("FPT", START, END).attrs[SOURCE] == "vnstock:KBS"
    assert len(server.vendors.requests("VCI")) == 1


def test_retry_later(chain: SourceChain, server: VendorServer) -> None:
    """If any source may recover, the error is transient."""
    server.vendors.faults["VCI"] = deque([Fault(status=500)] * 3)
    with pytest.raises(SourceUnavailable, match=r"VCI answered 500.*KBS has no bars.*Yahoo does not know"):
        chain.daily_bars("HPG", START, END)


def test_newest_first(chain: SourceChain, server: VendorServer, truth: pd.DataFrame) -> None:
    """Bars keep the vendor's order, and validate to the same series."""
    server.vendors.newest_first = True
    bars = chain.daily_bars("FPT", START, END)
    assert bars["date"].is_monotonic_decreasing
    pd.testing.assert_frame_equal(validate_bars(bars, "FPT").bars, truth)


def test_endless_answer(chain: SourceChain, server: VendorServer) -> None:
    # Far beyond the time-out of a test.
    """An endless answer ends the process, and the next request starts a new one."""
    server.vendors.faults["VCI"] = deque([Fault(drips_for=3600.0)])
    assert chain.daily_bars("FPT", START, END).attrs[SOURCE] == "vnstock:VCI"
    assert len(server.vendors.requests("VCI")) == 2


def test_own_quota(server: VendorServer, tmp_path: Path) -> None:
    """vnstock's own quota is a transient error that does not end the process."""
    process = VnstockProcess(tmp_path / "guest", PATIENCE, server.hosts, None)
    caller = RetryingCaller(
        "VCI", PLENTY, CallLimiter(tmp_path / "calls", 0.0), RetryPolicy(attempts=1, max_wait=0.0)
    )
    source = VnstockSource("VCI", process, caller)
    for _ in range(20):
        process.ask("VCI", "bars", "FPT", "2024-01-02", "2024-01-03")
    with pytest.raises(SourceUnavailable, match="vnstock stopped at its own quota") as stopped:
        source.daily_bars("FPT", date(2024, 1, 2), date(2024, 1, 3))
    assert 0 < (stopped.value.retry_after or 0) <= 60
    assert process.ask("KBS", "bars", "FPT", "2024-01-02", "2024-01-03")["date"] == [
        "2024-01-02",
        "2024-01-03",
    ]
    process.close()


# Runs first in vnstock's process. It records each connection that is allowed, and each attempt to change a
# file.
RECORDER = """
import os, socket, sys
record = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def note(*words):
    os.write(record, (" ".join(map(str, words)) + "\\n").encode())
look_up = socket.getaddrinfo
def noted_look_up(host, *args, **options):
    entries = look_up(host, *args, **options)
    note("host", host)
    return entries
socket.getaddrinfo = noted_look_up
def hook(event, args):
    if event in ("socket.connect", "socket.sendto"):
        note("host", args[1][0])
    elif event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        note("file", os.path.realpath(args[0]))
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.symlink"):
        note("file", os.path.realpath(args[0]))
sys.addaudithook(hook)
"""


def test_sandbox(server: VendorServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """vnstock writes in its own folder only, and connects to the price hosts only."""
    log, user, project = tmp_path / "log", tmp_path / "user", tmp_path / "project"
    for folder in (tmp_path / "recorder", user, project):
        folder.mkdir()
    (tmp_path / "recorder" / "sitecustomize.py").write_text(RECORDER.format(log=str(log)))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'recorder'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.setenv("HOME", str(user))
    monkeypatch.chdir(project)
    server.vendors.offer("HPG", server.vendors.bars["KBS"]["FPT"], "KBS")

    source = open_source(Settings(price_source="vnstock", home=tmp_path / "home", price_hosts=server.hosts))
    assert source.daily_bars("FPT", START, END).attrs[SOURCE] == "vnstock:VCI"
    assert source.daily_bars("HPG", START, END).attrs[SOURCE] == "vnstock:KBS"
    server.vendors.companies = {"VCI": {"FPT": {"ticker": "FPT"}}, "KBS": {"HPG": {"SB": "HPG"}}}
    assert source.company("FPT") == Company("FPT")
    assert source.company("HPG") == Company("HPG")
    server.vendors.members["KBS"] = list(vn30_tickers())
    assert source.members() == set(vn30_tickers())

    # The replaced hosts are all those that the process may reach without replacements.
    assert {*PRICE_HOSTS, YAHOO_HOST, DNSE_HOST} == set(server.hosts)
    noted = [line.split(" ", 1) for line in log.read_text().splitlines()]
    assert {what for kind, what in noted if kind == "host"} == {"127.0.0.1"}
    files = {Path(what) for kind, what in noted if kind == "file" and what != os.devnull}
    assert files
    assert {path for path in files if not path.is_relative_to(tmp_path / "home" / "vnstock")} == set()
    assert not any(user.iterdir())
    assert not any(project.iterdir())
    assert not any((tmp_path / "home" / "vnstock").rglob("AGENTS.md"))


STRANGE = {
    "HTML": b"<html></html>",
    "null": b"null",
    "an object": b'{"status": 500, "message": "try later"}',
    "no volume": b'[{"symbol": "FPT", "o": [1], "h": [1], "l": [1], "c": [1], "t": ["1704153600"]}]',
    "null arrays": b'[{"symbol": "FPT", "o": null, "h": null, "l": null, "c": null, "v": null, "t": null}]',
    "text": b'[{"symbol": "FPT", "o": ["a"], "h": ["a"], "l": ["a"], "c": ["a"], "v": ["a"], "t": ["x"]}]',
    "unequal arrays": b'[{"symbol": "FPT", "o": [1, 2], "h": [1], "l": [1], "c": [1], "v": [1], "t": ["1"]}]',
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_answer(chain: SourceChain, server: VendorServer, truth: pd.DataFrame, name: str) -> None:
    """An answer of another shape is an error of its vendor, and the next one is asked."""
    server.vendors.faults["VCI"] = deque([Fault(body=STRANGE[name])] * RETRIES.attempts)
    bars = chain.daily_bars("FPT", START, END)
    assert bars.attrs[SOURCE] == "vnstock:KBS"
    pd.testing.assert_frame_equal(bars.astype({"volume": "int64"}), truth)
    [note] = bars.attrs[NOTES]
    assert note.startswith("vnstock:VCI: ")


def test_short_history(chain: SourceChain, server: VendorServer, truth: pd.DataFrame) -> None:
    """The next vendor is asked if the history of the first is short; the longer one counts."""
    points = in_points(truth)
    server.vendors.offer("VNINDEX", points)
    server.vendors.offer("VNINDEX", points[-127:], "VCI")
    bars = chain.daily_bars("VNINDEX", START, END)
    pd.testing.assert_frame_equal(bars.astype({"volume": "int64"}), points)
    assert bars.attrs[SOURCE] == "vnstock:KBS"
    assert bars.attrs[NOTES] == ["vnstock:VCI has 127 of 2498 sessions, vnstock:KBS 2498"]
    assert not bars.attrs[FALLBACK_USED]


def test_late_listing(chain: SourceChain, server: VendorServer, truth: pd.DataFrame) -> None:
    """A second vendor without more confirms a short history, and no third one is asked."""
    server.vendors.offer("FPT", truth[-900:])
    assert chain.daily_bars("FPT", START, END).attrs[SOURCE] == "vnstock:VCI"
    assert [vendor for vendor, _, _ in server.vendors.received] == ["VCI", "KBS"]


def test_unconfirmed_history(chain: SourceChain, server: VendorServer, truth: pd.DataFrame) -> None:
    """A short history that no other vendor confirms counts, and is requested again."""
    server.vendors.offer("FPT", truth[-900:])
    for vendor in ("KBS", "yahoo"):
        server.vendors.bars[vendor].clear()
    bars = chain.daily_bars("FPT", START, END)
    assert len(bars) == 900
    assert bars.attrs[FALLBACK_USED]


def test_rows_of_other_days_are_no_answer(
    chain: SourceChain, server: VendorServer, truth: pd.DataFrame
) -> None:
    """A vendor that answers with the running session alone has no bars of the period."""
    for vendor in ("VCI", "KBS"):
        server.vendors.bars[vendor].clear()
    server.vendors.faults["yahoo"] = deque(
        [
            Fault(
                body=b'{"chart": {"result": [{"meta": {"currency": "VND"}, "timestamp": [1767578400], '
                b'"indicators": {"quote": [{"open": [1], "high": [1], "low": [1], "close": [1], '
                b'"volume": [1]}], "adjclose": [{"adjclose": [1]}]}}]}}'
            )
        ]
    )
    with pytest.raises(SourceError, match="yahoo: no bars"):
        chain.daily_bars("FPT", date(2024, 1, 2), date(2024, 1, 31))

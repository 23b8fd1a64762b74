"""The real vnstock against vendors on loopback."""

import importlib.util
import os
from collections import deque
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.vendors.fixtures import END, PATIENCE, PLENTY, START, TIMEOUT
from tests.vendors.server import Fault, VendorServer
from vn30.ingestion.validate import validate_bars
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import ANSWERED_BY, NOTES, Company, SourceError, SourceUnavailable
from vn30.sources.chain import SourceChain
from vn30.sources.limiter import CallLimiter
from vn30.sources.polite import Patience, PoliteCaller
from vn30.sources.vnstock_process import PRICE_HOSTS, VnstockProcess
from vn30.sources.vnstock_source import VnstockSource
from vn30.sources.yahoo import YAHOO_HOST
from vn30.universe import vn30_tickers

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("vnstock") is None, reason="vnstock is not installed: it is the user's choice"
)


@pytest.fixture(autouse=True)
def fpt(server: VendorServer, truth: pd.DataFrame) -> None:
    """All vendors have FPT and behave."""
    server.vendors.offer("FPT", truth)


def test_a_first_fetch_is_one_request_and_gives_the_exact_series(
    chain: SourceChain, server: VendorServer, truth: pd.DataFrame
) -> None:
    bars = chain.daily_bars("FPT", START, END)
    pd.testing.assert_frame_equal(bars.astype({"volume": "int64"}), truth)
    assert bars.attrs[ANSWERED_BY] == "vnstock:VCI"
    assert bars.attrs[NOTES] == []
    assert [vendor for vendor, _, _ in server.vendors.asked] == ["VCI"]


def test_nothing_outside_the_period_comes_along(chain: SourceChain) -> None:
    bars = chain.daily_bars("FPT", date(2024, 2, 1), date(2024, 2, 20))
    assert (bars["date"].min(), bars["date"].max()) == (
        pd.Timestamp("2024-02-01"),
        pd.Timestamp("2024-02-20"),
    )
    # Tet closed the exchange from the 8th to the 14th.
    assert len(bars) == 9


def test_a_ticker_that_vci_lacks_comes_from_kbs(
    chain: SourceChain, server: VendorServer, truth: pd.DataFrame
) -> None:
    server.vendors.offer("HPG", truth, "KBS")
    bars = chain.daily_bars("HPG", START, END)
    pd.testing.assert_frame_equal(bars.astype({"volume": "int64"}), truth)
    assert bars.attrs[ANSWERED_BY] == "vnstock:KBS"
    [note] = bars.attrs[NOTES]
    assert note.startswith("vnstock:VCI: VCI has no bars of HPG from 2016-01-04 to 2025-12-31")


def test_a_ticker_that_no_broker_has_comes_from_yahoo(
    chain: SourceChain, server: VendorServer, truth: pd.DataFrame
) -> None:
    server.vendors.offer("HPG", truth, "yahoo")
    bars = chain.daily_bars("HPG", START, END)
    pd.testing.assert_frame_equal(bars.astype({"volume": "int64"}), truth)
    assert bars.attrs[ANSWERED_BY] == "yahoo"


def test_a_ticker_that_nobody_has_fails_with_the_reasons_of_all(chain: SourceChain) -> None:
    with pytest.raises(
        SourceError, match=r"(?s)HPG: .*VCI has no bars.*KBS has no bars.*Yahoo does not know"
    ):
        chain.daily_bars("HPG", START, END)


def test_a_429_is_waited_out_as_long_as_it_says(chain: SourceChain, server: VendorServer) -> None:
    server.vendors.faults["VCI"] = deque([Fault(status=429, retry_after="2")])
    bars = chain.daily_bars("FPT", START, END)
    assert bars.attrs[ANSWERED_BY] == "vnstock:VCI"
    assert bars.attrs[NOTES] == ["VCI answered 429 Too Many Requests; asked again"]
    first, second = server.vendors.requests("VCI")
    assert 2.0 <= second - first < 4.0


def test_a_429_that_asks_for_too_long_falls_through_at_once_and_holds_for_the_next_ticker(
    chain: SourceChain, server: VendorServer
) -> None:
    server.vendors.faults["VCI"] = deque([Fault(status=429, retry_after="600")])
    for _ in range(2):
        assert chain.daily_bars("FPT", START, END).attrs[ANSWERED_BY] == "vnstock:KBS"
    assert len(server.vendors.requests("VCI")) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(status=503), Fault(silent_for=1.5 * TIMEOUT), Fault(truncated=True)],
    ids=str,
)
def test_a_passing_fault_is_tried_again(chain: SourceChain, server: VendorServer, fault: Fault) -> None:
    server.vendors.faults["VCI"] = deque([fault])
    assert chain.daily_bars("FPT", START, END).attrs[ANSWERED_BY] == "vnstock:VCI"
    assert len(server.vendors.requests("VCI")) == 2


def test_notes_tell_of_all_that_was_overcome_on_the_way(chain: SourceChain, server: VendorServer) -> None:
    server.vendors.faults["VCI"] = deque([Fault(status=403)])
    server.vendors.faults["KBS"] = deque([Fault(status=503)])
    assert chain.daily_bars("FPT", START, END).attrs[NOTES] == [
        "vnstock:VCI: VCI answered 403 Forbidden",
        "KBS answered 503 Service Unavailable; asked again",
    ]


def test_a_vendor_that_answers_in_another_unit_is_passed_over(
    chain: SourceChain, server: VendorServer, truth: pd.DataFrame
) -> None:
    server.vendors.wrong_unit = {"VCI": 0.001, "KBS": 1000.0}
    bars = chain.daily_bars("FPT", START, END)
    assert bars.attrs[ANSWERED_BY] == "yahoo"
    median = truth["close"].median()
    assert bars.attrs[NOTES] == [
        f"vnstock:VCI: the median close would be {median / 1000:,.1f} VND: another unit?",
        f"vnstock:KBS: the median close would be {median * 1000:,.1f} VND: another unit?",
    ]


def test_a_lasting_fault_falls_through_after_as_many_tries_as_patience_has(
    chain: SourceChain, server: VendorServer
) -> None:
    server.vendors.faults["VCI"] = deque([Fault(status=500)] * 10)
    assert chain.daily_bars("FPT", START, END).attrs[ANSWERED_BY] == "vnstock:KBS"
    assert len(server.vendors.requests("VCI")) == PATIENCE.attempts


def test_a_refusal_is_not_tried_again(chain: SourceChain, server: VendorServer) -> None:
    server.vendors.faults["VCI"] = deque([Fault(status=403)])
    assert chain.daily_bars("FPT", START, END).attrs[ANSWERED_BY] == "vnstock:KBS"
    assert len(server.vendors.requests("VCI")) == 1


def test_faults_that_may_pass_leave_the_ticker_to_be_tried_again_later(
    chain: SourceChain, server: VendorServer
) -> None:
    server.vendors.faults["VCI"] = deque([Fault(status=500)] * 3)
    with pytest.raises(SourceUnavailable, match=r"VCI answered 500.*KBS has no bars.*Yahoo does not know"):
        chain.daily_bars("HPG", START, END)


def test_newest_first_stays_in_the_vendors_order_and_validates_to_the_same_series(
    chain: SourceChain, server: VendorServer, truth: pd.DataFrame
) -> None:
    server.vendors.newest_first = True
    bars = chain.daily_bars("FPT", START, END)
    assert bars["date"].is_monotonic_decreasing
    pd.testing.assert_frame_equal(validate_bars(bars, "FPT").bars, truth)


def test_an_answer_that_never_ends_ends_the_process_and_the_next_question_gets_a_new_one(
    chain: SourceChain, server: VendorServer
) -> None:
    # Far beyond the time-out of a test.
    server.vendors.faults["VCI"] = deque([Fault(drips_for=3600.0)])
    assert chain.daily_bars("FPT", START, END).attrs[ANSWERED_BY] == "vnstock:VCI"
    assert len(server.vendors.requests("VCI")) == 2


def test_vnstocks_own_quota_is_a_passing_fault_and_not_the_end_of_the_process(
    server: VendorServer, tmp_path: Path
) -> None:
    process = VnstockProcess(tmp_path / "guest", TIMEOUT, server.hosts, None)
    caller = PoliteCaller(
        "VCI", PLENTY, CallLimiter(tmp_path / "calls", 0.0), Patience(attempts=1, longest_wait=0.0)
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


# Runs in vnstock's process before anything else there: notes what gets through to the network, and each
# attempt to change a file.
RECORDER = """
import os, socket, sys
record = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def note(*words):
    os.write(record, (" ".join(map(str, words)) + "\\n").encode())
look_up = socket.getaddrinfo
def noted_look_up(host, *args, **options):
    found = look_up(host, *args, **options)
    note("host", host)
    return found
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


def test_vnstock_writes_in_its_own_folder_only_and_reaches_nobody_but_the_price_hosts(
    server: VendorServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, user, project = tmp_path / "log", tmp_path / "user", tmp_path / "project"
    for folder in (tmp_path / "recorder", user, project):
        folder.mkdir()
    (tmp_path / "recorder" / "sitecustomize.py").write_text(RECORDER.format(log=str(log)))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'recorder'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.setenv("HOME", str(user))
    monkeypatch.chdir(project)
    server.vendors.offer("HPG", server.vendors.bars["KBS"]["FPT"], "KBS")

    source = open_source(Settings(price_source="vnstock", home=tmp_path / "home", price_hosts=server.hosts))
    assert source.daily_bars("FPT", START, END).attrs[ANSWERED_BY] == "vnstock:VCI"
    assert source.daily_bars("HPG", START, END).attrs[ANSWERED_BY] == "vnstock:KBS"
    server.vendors.companies = {"VCI": {"FPT": {"ticker": "FPT"}}, "KBS": {"HPG": {"SB": "HPG"}}}
    assert source.company("FPT") == Company("FPT")
    assert source.company("HPG") == Company("HPG")
    server.vendors.members["KBS"] = list(vn30_tickers())
    assert source.members() == set(vn30_tickers())

    # What answered here in place of the vendors is all that the process may reach when nothing is replaced.
    assert {*PRICE_HOSTS, YAHOO_HOST} == set(server.hosts)
    noted = [line.split(" ", 1) for line in log.read_text().splitlines()]
    assert {what for kind, what in noted if kind == "host"} == {"127.0.0.1"}
    files = {Path(what) for kind, what in noted if kind == "file" and what != os.devnull}
    assert files
    assert {path for path in files if not path.is_relative_to(tmp_path / "home" / "vnstock")} == set()
    assert not any(user.iterdir())
    assert not any(project.iterdir())
    assert not any((tmp_path / "home" / "vnstock").rglob("AGENTS.md"))

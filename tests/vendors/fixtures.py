"""The vendors on loopback, what they know, and the live sources that ask them."""

import importlib.util
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.vendors.server import VendorServer
from vn30.sources.base import Quota
from vn30.sources.chain import SourceChain
from vn30.sources.intraday.base import MinuteSource
from vn30.sources.intraday.chain import MinuteChain
from vn30.sources.intraday.dnse import DnseMinutes
from vn30.sources.intraday.vnstock import VnstockMinutes
from vn30.sources.rate_limiter import CallLimiter
from vn30.sources.retry import RetryingCaller, RetryPolicy
from vn30.sources.sample.source import SampleSource
from vn30.sources.vnstock.process import VnstockProcess
from vn30.sources.vnstock.source import VnstockSource
from vn30.sources.yahoo import YahooSource

START, END = date(2016, 1, 4), date(2025, 12, 31)
TIMEOUT = 3.0
"""Seconds, for tests of slow answers; the others give a busy machine PATIENCE."""
PATIENCE = 60.0
RETRIES = RetryPolicy(attempts=3, first_wait=0.05, max_wait=5.0)
PLENTY = Quota("test", 10_000)


@pytest.fixture(scope="session")
def truth() -> pd.DataFrame:
    """Ten years of back-adjusted bars of one ticker, to four decimals of a VND."""
    return SampleSource(seed=30).daily_bars("FPT", START, END)


@pytest.fixture(scope="session")
def lasting_server() -> Iterator[VendorServer]:
    with VendorServer() as server:
        yield server


@pytest.fixture
def server(lasting_server: VendorServer) -> VendorServer:
    """The vendors, with nothing to offer yet."""
    lasting_server.vendors.__init__()  # type: ignore[misc]
    return lasting_server


def running_vnstock(server: VendorServer, folder: Path, timeout: float = TIMEOUT) -> Iterator[VnstockProcess]:
    """The real vnstock, with a key: it refuses more than 60 calls of one process in a minute."""
    if importlib.util.find_spec("vnstock") is None:
        pytest.skip("vnstock is not installed: it is the user's choice")
    process = VnstockProcess(folder, timeout, server.hosts, "a key")
    yield process
    process.close()


@pytest.fixture(scope="session")
def process(
    lasting_server: VendorServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VnstockProcess]:
    """One vnstock for the tests that ask it little: each process takes seconds to start."""
    yield from running_vnstock(lasting_server, tmp_path_factory.mktemp("vnstock"))


@pytest.fixture(scope="session")
def patient_process(
    lasting_server: VendorServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VnstockProcess]:
    """Another for tests without slow answers: a busy machine does not end it, and have it started again."""
    yield from running_vnstock(lasting_server, tmp_path_factory.mktemp("patient_vnstock"), PATIENCE)


@pytest.fixture
def chain(server: VendorServer, process: VnstockProcess, tmp_path: Path) -> SourceChain:
    """VCI, KBS and Yahoo, in this order."""
    limiter = CallLimiter(tmp_path / "calls", RETRIES.max_wait)

    def caller(vendor: str) -> RetryingCaller:
        return RetryingCaller(vendor, PLENTY, limiter, RETRIES)

    providers = [VnstockSource(name, process, caller(name)) for name in ("VCI", "KBS")]
    return SourceChain("vnstock", [*providers, YahooSource(TIMEOUT, server.hosts, caller("yahoo"))])


@pytest.fixture
def minute_sources(
    server: VendorServer, patient_process: VnstockProcess, tmp_path: Path
) -> dict[str, MinuteSource]:
    """Minutes of VCI, KBS and DNSE, each by itself."""
    limiter = CallLimiter(tmp_path / "calls", RETRIES.max_wait)

    def caller(vendor: str) -> RetryingCaller:
        return RetryingCaller(vendor, PLENTY, limiter, RETRIES)

    return {
        "VCI": VnstockMinutes("VCI", patient_process, caller("VCI")),
        "KBS": VnstockMinutes("KBS", patient_process, caller("KBS")),
        "DNSE": DnseMinutes(TIMEOUT, server.hosts, caller("DNSE")),
    }


@pytest.fixture
def minute_chain(minute_sources: dict[str, MinuteSource]) -> MinuteChain:
    """All of them, in this order."""
    return MinuteChain("vnstock", list(minute_sources.values()))

"""Fundamentals: the real vnstock against vendors on loopback, on good days and on bad ones."""

from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.vendors.fixtures import running_vnstock
from tests.vendors.server import Fault, VendorServer
from vn30.ingestion.fundamentals.validate import validated
from vn30.market.fundamentals import METRICS, Figure, Fundamentals
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.sources.chain import SourceChain
from vn30.sources.sample.source import SampleSource
from vn30.sources.vnstock.process import VnstockProcess

DAY = date(2026, 11, 30)
CLOSE = 95_000.0
DETAILS = {
    "ticker": "FPT",
    "viOrganName": "Công ty Cổ phần FPT",
    "numberOfSharesMktCap": 1_703_511_265,
    "foreignerPercentage": 0.269,
    "maximumForeignPercentage": 0.49,
}
REPORT = {
    "ticker": "FPT",
    "ratioType": "RATIO_TTM",
    "yearReport": 2026,
    "quarter": 3,
    "marketCap": 161_833_570_175_000,
    "numberOfSharesMktCap": 1_703_511_265,
    "pe": 19.0,
    "pb": 4.75,
    "roe": 0.27,
    "dividendYield": 0.0211,
}
KBS = {"SB": "FPT", "KLCPLH": 1_703_511_265}
GOOD = {
    "shares_outstanding": 1_703_511_265,
    "eps": 5_000.0,
    "pe": 19.0,
    "pb": 4.75,
    "roe": 27.0,
    "dividend_yield": 2.11,
    "foreign_ownership": 26.9,
    "foreign_limit": 49.0,
    "foreign_room": 22.1,
}


@pytest.fixture(scope="module")
def process(
    lasting_server: VendorServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VnstockProcess]:
    """A process of its own: with the calls of these tests, the others' would exceed vnstock's own limit."""
    yield from running_vnstock(lasting_server, tmp_path_factory.mktemp("vnstock_of_fundamentals"))


def offer(server: VendorServer, details: dict[str, Any], *reports: dict[str, Any]) -> None:
    server.vendors.companies["VCI"]["FPT"] = details
    server.vendors.ratios["FPT"] = list(reports)


def figures(given: Fundamentals | None) -> dict[str, Figure]:
    assert given is not None
    return {figure.metric: figure for figure in validated(given, CLOSE)}


def values(given: Fundamentals | None) -> dict[str, float | None]:
    return {metric: figure.value for metric, figure in figures(given).items()}


def test_good_answers(chain: SourceChain, server: VendorServer) -> None:
    """Each value has the unit of its metric and its period; the newest report of four quarters counts."""
    later = {**REPORT, "quarter": 4, "pe": 18.0}
    of_year = {**REPORT, "quarter": 5, "ratioType": "RATIO_YEAR", "pe": 17.0}
    offer(server, DETAILS, {**REPORT, "quarter": 2, "pe": 16.0}, later, of_year, REPORT)
    given = chain.fundamentals("FPT", DAY)
    assert given is not None
    assert given.source == "vnstock:VCI"
    assert values(given) == pytest.approx(GOOD)
    found = figures(given)
    period = "four quarters to 2026-Q3"
    assert {name for name, figure in found.items() if figure.period == period} == {
        "eps",
        "pe",
        "pb",
        "roe",
        "dividend_yield",
    }
    assert found["eps"].note == "market capitalisation / shares / P/E of the report"
    assert [(vendor, ticker) for vendor, _, ticker in server.vendors.received] == [("VCI", "FPT")] * 2


@pytest.mark.parametrize(
    ("metric", "reason", "changes"),
    [
        ("pe", "the vendor gives none", {"pe": None}),
        ("pb", "'N/A' is no number", {"pb": "N/A"}),
        ("pe", "gives 0, which stands for none", {"pe": 0}),
        ("roe", "does not go with P/B", {"roe": 0.0027}),
        ("roe", "2,700 % is not within -200 to 200 %", {"roe": 27}),
        ("dividend_yield", "211 % is not within 0 to 50 %", {"dividendYield": 2.11}),
        ("eps", "and the close is 95,000 VND: another unit", {"marketCap": 161_833_570_175}),
        ("eps", "and the close is 95,000 VND: another unit", {"eps": 5.0}),
        ("eps", "gives neither it nor", {"marketCap": None}),
        ("pb", "inf|no number|none", {"pb": "Infinity"}),
    ],
)
def test_bad_reports(
    chain: SourceChain, server: VendorServer, metric: str, reason: str, changes: dict[str, Any]
) -> None:
    """A value that is missing, unreadable or in another unit has a reason in its place, and never 0."""
    offer(server, DETAILS, {**REPORT, **changes})
    figure = figures(chain.fundamentals("FPT", DAY))[metric]
    assert figure.value is None
    assert figure.reason is not None
    assert any(part in figure.reason for part in reason.split("|"))


@pytest.mark.parametrize(
    ("metric", "changes"),
    [
        ("shares_outstanding", {"numberOfSharesMktCap": 1_703}),
        ("foreign_ownership", {"foreignerPercentage": 26.9}),
        ("foreign_limit", {"maximumForeignPercentage": 49}),
        ("foreign_room", {"foreignerPercentage": "n/a"}),
    ],
)
def test_bad_details(chain: SourceChain, server: VendorServer, metric: str, changes: dict[str, Any]) -> None:
    offer(server, {**DETAILS, **changes}, REPORT)
    found = figures(chain.fundamentals("FPT", DAY))
    assert found[metric].value is None
    assert found[metric].reason
    assert found["pe"].value == 19.0


def test_a_loss_has_earnings_and_no_ratio(chain: SourceChain, server: VendorServer) -> None:
    """As vendors give it: a P/E below 0, or none beside earnings below 0; and zero where it is a value."""
    offer(server, DETAILS, {**REPORT, "pe": -19.0, "roe": -0.27, "dividendYield": 0})
    found = values(chain.fundamentals("FPT", DAY))
    assert (found["eps"], found["pe"], found["roe"], found["dividend_yield"]) == (-5_000, None, -27.0, 0)
    offer(server, DETAILS, {**REPORT, "pe": None, "eps": -4_000})
    loss = figures(chain.fundamentals("FPT", DAY))
    assert (loss["eps"].value, loss["pe"].value) == (-4_000, None)
    assert loss["pe"].reason == "a loss: earnings per share are below 0"


def test_no_report_yet(chain: SourceChain, server: VendorServer) -> None:
    """A report of a quarter that has not ended counts for nothing."""
    offer(server, DETAILS, {**REPORT, "quarter": 4})
    found = figures(chain.fundamentals("FPT", DAY))
    assert found["pe"].reason == "VCI has no report of four quarters up to 2026-11-30"
    assert found["foreign_room"].value == 22.1


@pytest.mark.parametrize(
    "fault", [Fault(status=429, retry_after="60"), Fault(status=503), Fault(body=b"<html>Busy</html>")]
)
def test_fallback(chain: SourceChain, server: VendorServer, fault: Fault) -> None:
    """KBS gives the shares while VCI does not answer, and says nothing of the rest."""
    server.vendors.companies["KBS"]["FPT"] = KBS
    server.vendors.faults["VCI"] = deque([fault] * 3)
    given = chain.fundamentals("FPT", DAY)
    assert given == Fundamentals("FPT", "vnstock:KBS", (Figure("shares_outstanding", 1_703_511_265.0),))


def test_other_company_and_renamed_fields(chain: SourceChain, server: VendorServer) -> None:
    """Neither is stored: with the other sources down, the reason of each is in the error."""
    offer(server, DETAILS, {**REPORT, "ticker": "FPTS"})
    with pytest.raises(SourceError, match="VCI returned FPTS instead of FPT"):
        chain.fundamentals("FPT", DAY)
    offer(server, {**DETAILS, "ticker": "FRT"}, REPORT)
    with pytest.raises(SourceError, match="VCI returned FRT instead of FPT"):
        chain.fundamentals("FPT", DAY)
    offer(server, DETAILS, {"ticker": "FPT", "priceToEarnings": 19, "yearReport": 2026, "quarter": 3})
    with pytest.raises(SourceUnavailable, match="the ratios have no pe, pb"):
        chain.fundamentals("FPT", DAY)


def test_simulated_fundamentals() -> None:
    """The same on every request, whole, possible, and without a part in them of what comes later."""
    sample = SampleSource(seed=30)
    day = date(2025, 5, 20)
    for ticker in ("FPT", "VCB", "VHM"):
        given = sample.fundamentals(ticker, day)
        assert given == SampleSource(seed=30).fundamentals(ticker, day)
        assert given.source == "sample"
        close = float(sample.traded_bars(ticker, day)["close"].iloc[-1])
        found = {figure.metric: figure for figure in validated(given, close)}
        assert set(found) == set(METRICS)
        assert all(figure.value is not None or "loss" in str(figure.reason) for figure in found.values())
        assert found["eps"].period == "four quarters to 2025-Q1"
        if found["pe"].value:
            assert found["pe"].value * float(found["eps"].value or 0) == pytest.approx(close, rel=1e-3)

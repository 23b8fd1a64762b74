"""Index series, companies and membership: the real vnstock against vendors on loopback."""

from collections import deque
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.vendors.fixtures import END, START
from tests.vendors.server import Fault, VendorServer
from vn30.ingestion.validate import validate_bars
from vn30.market.universe import INDICES, vn30_tickers
from vn30.sources.base import SOURCE, Company, SourceError, SourceUnavailable
from vn30.sources.chain import SourceChain
from vn30.sources.sample.source import SampleSource
from vn30.sources.vnstock.company import Provider, company_of

VCI_FPT = {
    "ticker": "FPT",
    "organCode": "FPT",
    "viOrganName": "Công ty Cổ phần FPT",
    "viOrganShortName": "FPT Corp",
    "enOrganName": "FPT Corporation",
    "sector": "Technology",
    "sectorVn": "Công nghệ Thông tin",
    "comGroupCode": "VNINDEX",
    "profile": "<p>Phần mềm &amp; viễn thông,</p>\n <b>giáo dục</b> &lt;script&gt;x&lt;/script&gt;",
    "enProfile": "<p>Software</p>",
    "listingDate": "2006-12-13T00:00:00",
    "numberOfSharesMktCap": 1_703_511_265,
    "marketCap": 161_833_570_175_000,
    "currentPrice": 95_000,
}
KBS_FPT = {
    "SB": "FPT",
    "SM": "<ul><li>Phần mềm</li><li>Viễn thông</li></ul>",
    "CC": 17_035,
    "FV": 10_000,
    "EX": "HSX",
    "VL": 1_704,
    "URL": "https://fpt.com",
    "HS": "<p>Thành lập năm 1988.</p>",
    "KLCPNY": 17_035_112_650_000,
    "SFV": 10_000,
    "KLCPLH": 1_703_511_265,
    "BRANCH": [{"NM": "Hà Nội"}],
    "LaborStructure": [{"Name": "Đại học", "Value": 40_000}],
}


@pytest.fixture(scope="module")
def points() -> dict[str, pd.DataFrame]:
    """Bars of the index series."""
    return {index: SampleSource(seed=30).daily_bars(index, START, END) for index in INDICES}


@pytest.mark.parametrize("index", INDICES)
@pytest.mark.parametrize("vendor", ["VCI", "KBS"])
def test_index(
    chain: SourceChain, server: VendorServer, points: dict[str, pd.DataFrame], vendor: str, index: str
) -> None:
    """An index comes in points, by one request."""
    server.vendors.offer(index, points[index], vendor)
    bars = chain.daily_bars(index, START, END)
    pd.testing.assert_frame_equal(validate_bars(bars, index).bars, points[index])
    assert bars.attrs[SOURCE] == f"vnstock:{vendor}"
    assert [ticker for name, _, ticker in server.vendors.received if name == vendor] == [index]


def test_index_not_from_yahoo(chain: SourceChain, server: VendorServer) -> None:
    assert chain.indices() == set(INDICES)
    with pytest.raises(SourceError, match=r"VNINDEX: .*VCI has no bars.*KBS has no bars"):
        chain.daily_bars("VNINDEX", date(2024, 1, 2), date(2024, 1, 31))
    assert not server.vendors.requests("yahoo")


def test_company_from_vci(chain: SourceChain, server: VendorServer) -> None:
    server.vendors.companies["VCI"]["FPT"] = VCI_FPT
    assert chain.company("FPT") == Company(
        ticker="FPT",
        name="Công ty Cổ phần FPT",
        sector="Technology",
        exchange="HOSE",
        description="Phần mềm & viễn thông, giáo dục x",
        shares_outstanding=1_703_511_265,
    )
    assert [(vendor, ticker) for vendor, _, ticker in server.vendors.received] == [("VCI", "FPT")]


def test_company_from_kbs(chain: SourceChain, server: VendorServer) -> None:
    """A company that VCI lacks comes from KBS, by one request to each."""
    server.vendors.companies["KBS"]["FPT"] = KBS_FPT
    company = chain.company("FPT")
    assert company
    assert (company.exchange, company.website) == ("HOSE", "https://fpt.com")
    assert company.shares_outstanding == 1_703_511_265
    assert company.description == "- Phần mềm - Viễn thông"
    assert (company.name, company.sector) == (None, None)
    assert [(vendor, ticker) for vendor, _, ticker in server.vendors.received] == [
        ("VCI", "FPT"),
        ("KBS", "FPT"),
    ]


def test_company_not_found(chain: SourceChain, server: VendorServer) -> None:
    """A company that all sources lack is a permanent error; if one source is down, a transient one."""
    with pytest.raises(
        SourceError, match=r"company of FPT: .*VCI has no company FPT.*KBS has no company FPT"
    ):
        chain.company("FPT")
    server.vendors.faults["KBS"] = deque([Fault(status=500)] * 3)
    with pytest.raises(SourceUnavailable, match="KBS answered 500"):
        chain.company("FPT")


def test_other_company(chain: SourceChain, server: VendorServer) -> None:
    """An answer about another company falls back to the next source."""
    server.vendors.companies["VCI"]["FPT"] = {**VCI_FPT, "ticker": "FPTS"}
    server.vendors.companies["KBS"]["FPT"] = KBS_FPT
    company = chain.company("FPT")
    assert company
    assert company.website == "https://fpt.com"


@pytest.mark.parametrize("vendor", ["VCI", "KBS"])
def test_members(chain: SourceChain, server: VendorServer, vendor: str) -> None:
    server.vendors.members[vendor] = list(vn30_tickers())
    assert chain.members() == set(vn30_tickers())
    assert [ticker for name, _, ticker in server.vendors.received if name == vendor] == ["VN30"]


def test_members_of_wrong_size(chain: SourceChain, server: VendorServer) -> None:
    server.vendors.members = {"VCI": list(vn30_tickers())[:29], "KBS": []}
    with pytest.raises(SourceError, match=r"VCI lists 29 members of the VN30, not 30.*KBS lists 0 members"):
        chain.members()


@pytest.mark.parametrize(
    ("provider", "overview", "field", "value"),
    [
        ("KBS", {"website": "javascript:alert(1)"}, "website", None),
        ("KBS", {"website": "ftp://fpt.com"}, "website", None),
        ("KBS", {"website": "www.fpt.com"}, "website", None),
        ("KBS", {"website": "http://[fpt"}, "website", None),
        ("KBS", {"website": " HTTP://fpt.com/vi "}, "website", "http://fpt.com/vi"),
        ("KBS", {"outstanding_shares": 1_704}, "shares_outstanding", None),
        ("KBS", {"outstanding_shares": "1703511265.0"}, "shares_outstanding", 1_703_511_265),
        ("KBS", {"outstanding_shares": 1703511264.9999998}, "shares_outstanding", 1_703_511_265),
        ("VCI", {"issue_share": float("nan")}, "shares_outstanding", None),
        ("VCI", {"com_group_code": "UpcomIndex"}, "exchange", "UPCOM"),
        ("VCI", {"com_group_code": "another"}, "exchange", None),
        ("VCI", {"company_profile": "P/E < 10 và ROE > 20 %"}, "description", "P/E < 10 và ROE > 20 %"),
        ("KBS", {"business_model": "<p> </p>", "history": "1988"}, "description", "1988"),
    ],
)
def test_implausible_values(provider: Provider, overview: dict[str, Any], field: str, value: object) -> None:
    """Implausible values of the overview are unknown."""
    company = company_of(provider, "FPT", overview)
    assert company == Company("FPT", **{field: value})

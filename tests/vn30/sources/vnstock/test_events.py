"""Corporate actions from VCI's events: the real vnstock against the vendor on loopback."""

from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.vendors.fixtures import PATIENCE
from tests.vendors.server import Fault, VendorServer
from vn30.market.corporate_actions import CorporateAction
from vn30.sources.base import ListedActions, SourceUnavailable
from vn30.sources.chain import SourceChain
from vn30.sources.vnstock.process import VnstockProcess

END = date(2026, 6, 30)
SOURCE = "vnstock:VCI"


@pytest.fixture(scope="module")
def process(
    process: VnstockProcess, lasting_server: VendorServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VnstockProcess]:
    """A process of these tests' own: vnstock counts the calls of each, and the other tests need theirs."""
    own = VnstockProcess(tmp_path_factory.mktemp("vnstock"), PATIENCE, lasting_server.hosts, "a key")
    yield own
    own.close()


def dividend(number: int, day: str, value: object, **others: Any) -> dict[str, Any]:
    return {
        "id": f"a{number}",
        "ticker": "FPT",
        "organCode": "FPT",
        "eventCode": "DIV",
        "category": "DIVIDEND",
        "eventTitleVi": "Trả cổ tức bằng tiền mặt",
        "publicDate": "2024-05-20T00:00:00",
        "exrightDate": f"{day}T00:00:00",
        "recordDate": None,
        "valuePerShare": value,
        "exerciseRatio": 0,
        "issueMethodCode": None,
        **others,
    }


def issue(number: int, day: str, method: str | None, ratio: object, **others: Any) -> dict[str, Any]:
    terms = {"eventCode": "ISS", "issueMethodCode": method, "exerciseRatio": ratio}
    return dividend(number, day, None, **terms, **others)


def cash(day: date, value: float) -> CorporateAction:
    return CorporateAction("FPT", day, "cash_dividend", SOURCE, cash=value, is_from_vendor=True)


def test_dividends_and_issues(chain: SourceChain, server: VendorServer) -> None:
    """Events that give holders something become actions; those listed twice count once, others add up."""
    server.vendors.events["FPT"] = [
        dividend(1, "2024-06-13", 1000),
        issue(2, "2024-06-13", "DIV", 0.15),
        dividend(3, "2025-12-02", 1000.0),
        dividend(4, "2025-12-02", 1000.0),
        dividend(4, "2025-12-02", 1000.0),
        issue(5, "2023-07-03", "Bonus", "0.2"),
        issue(6, "2025-03-03", "EMPL", 0.005),
        dividend(7, "2026-07-01", 2000),
        dividend(8, "2026-01-05", 10, eventCode="DDIND"),
    ]
    day = date(2024, 6, 13)
    assert chain.actions("FPT", END) == ListedActions(
        (
            CorporateAction("FPT", date(2023, 7, 3), "bonus_issue", SOURCE, ratio=0.2, is_from_vendor=True),
            cash(day, 1000.0),
            CorporateAction("FPT", day, "stock_dividend", SOURCE, ratio=0.15, is_from_vendor=True),
            cash(date(2025, 12, 2), 2000.0),
        )
    )
    assert not server.vendors.requests("KBS")


def test_incomplete_events(chain: SourceChain, server: VendorServer) -> None:
    """Of a day with terms that are missing or impossible nothing is listed, and the fault is named."""
    server.vendors.events["FPT"] = [
        dividend(1, "2024-06-13", 1000),
        issue(2, "2024-06-13", "Rights", 0.5),
        dividend(3, "2024-09-02", 0.1),
        issue(4, "2024-09-03", "DIV", 0),
        issue(5, "2024-09-04", "BBOD", 0.1),
        dividend(6, "2024-06-15", 500),
        dividend(7, "1753-01-01", 500),
        dividend(8, "2024-10-01", 500, ticker="VCB"),
        dividend(9, "2024-11-01", 700, exrightDate=None),
        dividend(10, "2025-06-13", 1200),
    ]
    listed = chain.actions("FPT", END)
    assert listed is not None
    assert listed.actions == (cash(date(2025, 6, 13), 1200.0),)
    assert [fault.partition(":")[0] for fault in listed.left_out[:-1]] == [
        "2024-06-13",
        "2024-06-15",
        "2024-09-02",
        "2024-09-03",
        "2024-09-04",
    ]
    assert "rights issue, whose price the vendor does not say" in listed.left_out[0]
    assert listed.left_out[-1] == "an event of VCB was listed"


def test_company_without_events(chain: SourceChain, server: VendorServer) -> None:
    assert chain.actions("FPT", END) == ListedActions(())


@pytest.mark.parametrize(
    "fault",
    [
        Fault(body=b"<html>maintenance</html>"),
        Fault(truncated=True),
        Fault(status=429, retry_after="0"),
    ],
    ids=["HTML", "truncated", "429"],
)
def test_bad_answers(chain: SourceChain, server: VendorServer, fault: Fault) -> None:
    """An answer that cannot be read is asked for again."""
    server.vendors.events["FPT"] = [dividend(1, "2024-06-13", 1000)]
    server.vendors.faults["VCI"] = deque([fault])
    assert chain.actions("FPT", END) == ListedActions((cash(date(2024, 6, 13), 1000.0),))


@pytest.mark.parametrize(
    ("fault", "times", "reason"),
    [
        (Fault(status=502), 3, "502"),
        (
            Fault(body=b'{"data": {"content": [{"id": 1, "title": "x"}]}}'),
            1,
            "no event_code, exright_date",
        ),
    ],
    ids=["down", "other fields"],
)
def test_no_answer(chain: SourceChain, server: VendorServer, fault: Fault, times: int, reason: str) -> None:
    """A vendor that does not serve its events is an error, and no empty list."""
    server.vendors.faults["VCI"] = deque([fault] * times)
    with pytest.raises(SourceUnavailable, match=reason):
        chain.actions("FPT", END)

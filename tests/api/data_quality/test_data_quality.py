"""The state of the stored prices, as data scientists see it."""

import json
from datetime import date
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from vn30.database.warehouse import make_engine
from vn30.ingestion.corporate_actions import put_action
from vn30.market.corporate_actions import CorporateAction
from vn30.settings import Settings


def test_newest_report(data_scientist: httpx.Client) -> None:
    """The newest report comes with findings, series and events."""
    answer = data_scientist.get("/api/v1/data-quality").json()
    assert (answer["asOf"], answer["dataSource"]) == ("2025-03-31", "csv")
    assert answer["report"]["runId"] == "crawl"
    assert answer["report"]["tickersPlanned"] == 3
    assert [finding["severity"] for finding in answer["findings"]] == ["error", "warning"]
    complete = {series["ticker"]: series["completenessPct"] for series in answer["series"]}
    assert complete == {"FPT": 100.0, "HPG": 98.333, "VNM": 100.0}
    (event,) = answer["restatements"]
    assert (event["ticker"], event["factor"], event["likelyCause"]) == ("FPT", 0.5, "a split")


def test_completeness_by_month(data_scientist: httpx.Client, sessions: list[date]) -> None:
    """HPG lacks one session, and VNM, whose listing nobody knows, begins with its own first bar."""
    answer = data_scientist.get("/api/v1/data-quality/completeness").raise_for_status().json()
    months = [f"{day:%Y-%m}" for day in sessions]
    assert answer["months"] == sorted(set(months))
    expected = [months.count(month) for month in answer["months"]]
    series = {row["ticker"]: row for row in answer["data"]}
    assert list(series) == ["FPT", "HPG", "VCB", "VNM"]
    assert series["FPT"]["expected"] == series["FPT"]["stored"] == expected
    lacking = answer["months"].index(f"{sessions[52]:%Y-%m}")
    assert series["HPG"]["missing"] == [int(place == lacking) for place in range(len(expected))]
    assert sum(series["VNM"]["expected"]) == 10
    since = {"from": sessions[-3].isoformat(), "to": "2040-01-01"}
    part = data_scientist.get("/api/v1/data-quality/completeness", params=since).json()
    assert [row["expected"] for row in part["data"]] == [[3]] * 4
    assert data_scientist.get("/api/v1/data-quality/completeness?series=minutes").json()["data"] == []


def test_gap_until_it_is_explained(
    data_scientist: httpx.Client, sessions: list[date], market_url: str
) -> None:
    """A recorded absence changes the state of the session, and no kept answer outlives it."""
    whole = "/api/v1/data-quality/completeness"
    etag = data_scientist.get(whole).headers["ETag"]
    assert data_scientist.get(whole, headers={"If-None-Match": etag}).status_code == 304
    cell = {"ticker": "hpg", "month": f"{sessions[52]:%Y-%m}"}
    engine = make_engine(Settings(database_url=SecretStr(market_url)))

    def gap() -> dict[str, Any]:
        ((found,),) = [data_scientist.get("/api/v1/data-quality/gaps", params=cell).json()["data"]]
        return found

    assert (gap()["state"], gap()["reason"]) == ("missing", "It was not requested yet.")
    values = {"day": sessions[52]}
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO session_absences SELECT id, :day, 2, 'high below low', now() FROM stocks "
                "WHERE ticker = 'HPG'"
            ),
            values,
        )
    try:
        found = gap()
        assert (found["session"], found["state"]) == (sessions[52].isoformat(), "absent")
        assert (found["reason"], found["timesAsked"]) == ("Rejected: high below low.", 2)
        renewed = data_scientist.get(whole, headers={"If-None-Match": etag})
        assert renewed.status_code == 200
        (hpg,) = [row for row in renewed.json()["data"] if row["ticker"] == "HPG"]
        assert (sum(hpg["absent"]), sum(hpg["missing"])) == (1, 0)
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM session_absences WHERE session_date = :day"), values)
        engine.dispose()
    assert gap()["state"] == "missing"
    assert data_scientist.get(whole, headers={"If-None-Match": renewed.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("completeness?series=hours", 422, "series"),
        ("completeness?from=2025-03-02&to=2025-03-01", 422, "from: 2025-03-02 is after to"),
        ("completeness?series=minutes&from=2010-01-01&to=2025-03-01", 422, "more than 10 years"),
        ("completeness?series=minutes&from=2010-01-01", 422, "more than 10 years"),
        ("gaps?ticker=FPT&month=2025-13", 422, "month"),
        ("gaps?ticker=XYZ&month=2025-03", 404, "no series 'XYZ'"),
        ("quarantine?page=0", 422, "page"),
        ("findings?severity=fatal", 422, "severity"),
    ],
)
def test_bad_requests(data_scientist: httpx.Client, path: str, status: int, said: str) -> None:
    answer = data_scientist.get(f"/api/v1/data-quality/{path}")
    assert answer.status_code == status
    assert said in answer.json()["message"]


def test_lists_over_all_series(data_scientist: httpx.Client, sessions: list[date], market_url: str) -> None:
    """Each list is filtered by ticker; what a source served stays text."""
    engine = make_engine(Settings(database_url=SecretStr(market_url)))
    raw = {"high": "<img src=x onerror=alert(1)>", "low": None, "volume": 12, "note": "x" * 600}
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO price_quarantine (crawl_id, ticker, price_date, reason, raw_values, source) "
                "SELECT id, 'HPG', NULL, 'unreadable date', cast(:raw AS JSONB), 'csv' FROM crawl_runs"
            ),
            {"raw": json.dumps(raw)},
        )
        put_action(connection, CorporateAction("HPG", sessions[3], "cash_dividend", "HOSE", cash=500.0))
        put_action(connection, CorporateAction("VNM", sessions[2], "cash_dividend", "HOSE", cash=900.0))
        put_action(connection, CorporateAction("FPT", date(2099, 1, 5), "split", "HOSE", ratio=1.0))

    def listed(name: str, **query: str) -> list[dict[str, Any]]:
        answer = data_scientist.get(f"/api/v1/data-quality/{name}", params=query).raise_for_status().json()
        assert answer["meta"]["total"] == len(answer["data"])
        return list(answer["data"])

    try:
        assert listed("quarantine", ticker="FPT") == []
        (rejected,) = listed("quarantine", ticker="hpg")
        values = {value["name"]: value["value"] for value in rejected["rawValues"]}
        assert values == {"high": raw["high"], "low": "null", "volume": "12", "note": "x" * 500}
        # An action of a later day is not known yet.
        (action, other) = listed("actions")
        assert listed("actions", sortBy="cash") == [other, action]
        assert listed("actions", sortBy="cash", sortDir="asc") == [action, other]
        assert listed("actions", sortBy="issue_price") == [action, other]
        assert (action["ticker"], action["cash"], action["origin"]) == ("HPG", 500.0, "declared")
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM price_quarantine"))
            connection.execute(sa.text("DELETE FROM corporate_actions"))
        engine.dispose()
    assert [row["exDate"] for row in listed("restatements", ticker="FPT")] == [sessions[30].isoformat()]
    assert listed("restatements", ticker="HPG") == []
    assert listed("restatements", sortBy="ex_date") == listed("restatements")
    assert [row["ticker"] for row in listed("findings")] == ["VNM", "HPG"]
    assert [row["detail"] for row in listed("findings", severity="warning")] == ["gap"]
    (report,) = listed("reports")
    assert (report["runId"], report["errors"]) == ("crawl", 1)

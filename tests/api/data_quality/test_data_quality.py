"""The state of the stored prices, as data scientists see it."""

import httpx


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

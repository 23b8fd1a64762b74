"""The record of alerts, as data scientists see it."""

import httpx

from vn30.alerts.repository import record, resolve
from vn30.alerts.rules import AlertEvent
from vn30.database.warehouse import make_engine
from vn30.settings import Settings


def test_pages(data_scientist: httpx.Client, market_settings: Settings) -> None:
    """Alerts come in pages, newest first, filtered by state and kind."""
    engine = make_engine(market_settings)
    with engine.begin() as connection:
        for run in ("one", "two"):
            event = AlertEvent(
                "failure", "vn30_data_crawler", run, f"{run} failed", ("load FPT: gone",), ("FPT",)
            )
            record(connection, event)
        record(connection, AlertEvent("stale_models", "models", "", "1 model is stale", members=("VCB",)))
        resolve(connection, "stale_models", "models", "no model is stale any more")

    def ask(**query: str | int) -> list[tuple[str, str, str | None]]:
        page = data_scientist.get("/api/v1/alerts", params=query).raise_for_status().json()
        return [(alert["title"], alert["state"], alert["resolution"]) for alert in page["data"]]

    stale = ("1 model is stale", "resolved", "no model is stale any more")
    superseded = ("one failed", "resolved", "superseded")
    still = ("two failed", "open", None)
    assert ask() == [stale, still, superseded]
    assert ask(page=2, pageSize=1) == [still]
    assert ask(state="open") == [still]
    assert ask(kind="failure", state="resolved") == [superseded]
    (alert,) = data_scientist.get("/api/v1/alerts?state=open").json()["data"]
    assert (alert["members"], alert["details"], alert["isWaiting"]) == (["FPT"], ["load FPT: gone"], True)
    assert "clear the failed tasks" in alert["remedy"]
    assert data_scientist.get("/api/v1/alerts?kind=moon").status_code == 422
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alerts")
    engine.dispose()

"""``/model-versions`` over HTTP: reads, promotion, roll-back and deletion, with their audit entries."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.support.model_runs import publish_run, store_rank_scores
from tests.support.stored_market import SESSIONS, store_market
from vn30.database.warehouse import make_engine
from vn30.experiments.champions import record_run
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts

VERSIONS = "/api/v1/model-versions"
PERSON = PromotionPolicy("person")
NO_STORE: Any = None


@pytest.fixture
def people(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> dict[str, httpx.Client]:
    """A data scientist and an administrator before three versions: v1 is champion, v2 and v3 challenge it."""
    url = make_database("versions")
    engine = make_engine(Settings(database_url=url))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection)
    for day, alpha in ((SESSIONS[-20], 1.0), (SESSIONS[-20], 2.0), (SESSIONS[-1], 3.0)):
        with engine.begin() as connection:
            run_id = publish_run(connection, day, alpha=alpha, promotion="person")
            record_run(connection, NO_STORE, run_id, PERSON, {7: _residuals()}, {7: _slices()})
            store_rank_scores(connection, run_id)
    engine.dispose()
    anonymous = serve(api_settings(url))
    return {name: sign_in(anonymous, name) for name in ("ds1", "admin1")}


def _residuals() -> dict[str, Any]:
    quarter = {"quarter": "2024Q1", "rows": 3, "error": 1.5, "naive_error": 1.6}
    return {"mean": 0.1, "deviation": 2.0, "edges": [-1, 0, 1], "counts": [1, 2], "quarters": [quarter]}


def _slices() -> list[dict[str, Any]]:
    fold = {"kind": "fold", "name": "1", "first": "2024-01-02", "last": "2024-03-29", "sessions": 60}
    figures = {
        "rows": 180,
        "tickers": 3,
        "error": 1.5,
        "naive_error": 1.6,
        "skill": 0.06,
        "skill_error": 0.05,
    }
    unknown = dict.fromkeys(("rank_ic", "rank_ic_error", "coverage", "coverage_error"))
    return [{**fold, **figures, **unknown}]


def _decision(seen: str) -> dict[str, Any]:
    return {"horizons": ["7d"], "note": "a better order", "expected": {"7d": seen}}


def test_list_and_detail(people: dict[str, httpx.Client]) -> None:
    """The list has the newest version first; a version shows its scores, residuals and tenures."""
    client = people["ds1"]
    listed = client.get(VERSIONS).raise_for_status().json()["data"]
    assert [(row["version"], row["line"], row["championAt"]) for row in listed] == [
        ("v3", "v3", []),
        ("v2", "v2", []),
        ("v1", "v1", ["7d", "15d", "30d"]),
    ]
    detail = client.get(f"{VERSIONS}/v1").raise_for_status().json()
    assert detail["scores"]["7d"]["rankIcError"] == pytest.approx((2 * 30 / 7) ** -0.5)
    assert detail["residuals"]["7d"]["quarters"][0]["error"] == 1.5
    (fold,) = detail["slices"]["7d"]
    assert (fold["kind"], fold["skill"], fold["skillError"], fold["rankIc"]) == ("fold", 0.06, 0.05, None)
    assert detail["ranks"]["7d"]["bins"][0]["observedShare"] == 0.48
    assert (detail["isResearch"], detail["targetColumn"]) == (False, None)
    assert detail["live"]["7d"]["forecasts"] == detail["live"]["7d"]["served"] == 3
    assert [tenure["reason"] for tenure in detail["tenures"]] == ["first"] * 3
    assert client.get(f"{VERSIONS}/v9").status_code == 404
    assert client.get(f"{VERSIONS}/1 OR 1").status_code == 422


def test_served_and_challengers(people: dict[str, httpx.Client]) -> None:
    """Of a stock on a day: the served forecast, and what the challenger said."""
    answer = people["ds1"].get("/api/v1/champions/fpt", params={"day": str(SESSIONS[-10])}).json()
    assert (answer["ticker"], answer["asOf"]) == ("FPT", str(SESSIONS[-20]))
    seven = [row for row in answer["data"] if row["horizon"] == "7d"]
    assert [(row["version"], row["isServed"]) for row in seven] == [("v1", True), ("v2", False)]
    assert seven[0]["realisedPrice"] > 0


def test_promotion_and_rollback(people: dict[str, httpx.Client]) -> None:
    """A promotion and a roll-back change what is served, once each, and are in the audit trail."""
    client = people["ds1"]
    status = "/api/v1/stocks/FPT/predictions"
    before = client.get(status)
    promotion = _decision("v1")
    answer = client.post(f"{VERSIONS}/v3/promote", json=promotion).raise_for_status()
    assert answer.json() == {"replaced": [{"horizon": "7d", "before": "v1", "after": "v3"}]}
    assert client.post(f"{VERSIONS}/v3/promote", json=promotion).json() == {"replaced": []}
    after = client.get(status, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.json() != before.json()
    late = client.post(f"{VERSIONS}/v2/promote", json=promotion)
    assert (late.status_code, late.json()["code"]) == (409, "champion_changed")
    never = client.post(f"{VERSIONS}/v2/roll-back", json=_decision("v3"))
    assert (never.status_code, never.json()["code"]) == (409, "never_champion")
    client.post(f"{VERSIONS}/v1/roll-back", json=_decision("v3")).raise_for_status()
    assert client.get(status).json() == before.json()
    history = client.get("/api/v1/champions", params={"horizon": "7d"}).json()["data"]
    assert [(row["version"], row["reason"], row["decidedBy"]) for row in history] == [
        ("v1", "rollback", "ds1"),
        ("v3", "person", "ds1"),
        ("v1", "first", None),
    ]
    entries = people["admin1"].get("/api/v1/audit").raise_for_status().json()["data"]
    actions = [entry["action"] for entry in entries if entry["subject"] in ("v1", "v3")]
    assert actions == ["roll_back_model", "promote_model"]


def test_deletion(people: dict[str, httpx.Client]) -> None:
    """Only an administrator deletes a version, who types its name; a champion stays."""
    url = f"{VERSIONS}/v3"
    assert people["ds1"].delete(url, params={"confirm": "v3"}).status_code == 403
    admin = people["admin1"]
    unconfirmed = admin.delete(url, params={"confirm": "v2"})
    assert (unconfirmed.status_code, unconfirmed.json()["code"]) == (422, "not_confirmed")
    champion = admin.delete(f"{VERSIONS}/v1", params={"confirm": "v1"})
    assert (champion.status_code, champion.json()["code"]) == (409, "still_champion")
    assert admin.delete(url, params={"confirm": "v3"}).status_code == 204
    assert admin.get(url).status_code == 404
    assert admin.delete(url, params={"confirm": "v3"}).status_code == 404


def test_note_is_required(people: dict[str, httpx.Client]) -> None:
    """A decision without a reason is refused, with the field."""
    answer = people["ds1"].post(f"{VERSIONS}/v3/promote", json={**_decision("v1"), "note": ""})
    assert answer.status_code == 422
    assert answer.json()["message"].startswith("note:")

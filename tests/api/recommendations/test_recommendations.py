"""``/recommendations`` over HTTP: lists, details, record and replays, for those who have consented."""

from collections.abc import Callable

import httpx
import pytest

from tests.support.stored_market import SESSIONS, store_market
from tests.support.stored_recommendations import recommendation_id, store_recommendations
from vn30.database.warehouse import make_engine
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts
from vn30.users.consent import NOTICE

RECOMMENDATIONS = "/api/v1/recommendations"
OLDER, NEWEST = SESSIONS[-20], SESSIONS[-1]


@pytest.fixture(scope="module")
def runs() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def people(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    runs: dict[str, str],
) -> dict[str, httpx.Client]:
    """Users before recommendations of two sessions; all but enduser2 have consented."""
    url = make_database("recommendations")
    engine = make_engine(Settings(database_url=url))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection)
        runs |= store_recommendations(connection, OLDER, NEWEST)
    engine.dispose()
    anonymous = serve(api_settings(url))
    clients = {name: sign_in(anonymous, name) for name in ("enduser1", "enduser2", "ds1")}
    for name in ("enduser1", "ds1"):
        consent = clients[name].get("/api/v1/account/consent").raise_for_status().json()
        body = {"version": consent["version"]}
        clients[name].post("/api/v1/account/consent", json=body).raise_for_status()
    return clients


@pytest.mark.parametrize(
    "path",
    ["", "/history?ticker=FPT", "/track-record", "/replays", f"/{recommendation_id('x', 'a', 'FPT', 7)}"],
)
def test_consent(people: dict[str, httpx.Client], path: str) -> None:
    """Nothing is shown to a user who has not accepted the risk text."""
    refused = people["enduser2"].get(RECOMMENDATIONS + path)
    assert (refused.status_code, refused.json()["code"]) == (403, "consent_required")


def test_list(people: dict[str, httpx.Client]) -> None:
    """The newest session of the user's profile; filters; BUY and SELL first; the record beside each."""
    client = people["enduser1"]
    answer = client.get(RECOMMENDATIONS).raise_for_status()
    body = answer.json()
    assert body["notice"] == NOTICE
    assert body["meta"]["profile"] == "moderate"
    assert body["meta"]["session"] == NEWEST.isoformat()
    assert [row["label"] for row in body["data"]] == 3 * ["BUY"] + 3 * ["SELL"] + 3 * ["HOLD"]
    first = body["data"][0]
    assert (first["ticker"], first["stopLoss"], first["confidence"]) == ("FPT", 56_000, 0.52)
    assert first["record"] == {
        "recommendations": 120,
        "sessions": 60,
        "hitRate": 0.5,
        "hitRateError": 0.03,
        "gainPct": -0.12,
        "gainErrorPct": 0.24,
    }
    narrowed = client.get(RECOMMENDATIONS, params={"horizon": "15d", "ticker": "hpg,VCB", "pageSize": 1})
    assert narrowed.json()["meta"]["total"] == 2
    assert [row["ticker"] for row in narrowed.json()["data"]] == ["VCB"]
    for ascending in (True, False):
        order = {"sortBy": "confidence", "sortDir": "asc" if ascending else "desc"}
        pages = [
            client.get(RECOMMENDATIONS, params={**order, "pageSize": 5, "page": page}) for page in (1, 2)
        ]
        found = [row["confidence"] for page in pages for row in page.raise_for_status().json()["data"]]
        known = [row["confidence"] for row in body["data"]]
        assert found == sorted(known, reverse=not ascending)
    # HOLD and SELL have no entry price.
    by_entry = client.get(RECOMMENDATIONS, params={"sortBy": "entry_price", "sortDir": "asc"}).json()["data"]
    assert [row["entryPrice"] is None for row in by_entry] == 3 * [False] + 6 * [True]
    none = client.get(RECOMMENDATIONS, params={"label": "BUY", "ticker": "VCB"}).json()
    assert (none["data"], none["meta"]["total"]) == ([], 0)
    assert client.get(RECOMMENDATIONS, params={"ticker": "F'PT"}).status_code == 422
    known = client.get(RECOMMENDATIONS, headers={"If-None-Match": answer.headers["ETag"]})
    assert known.status_code == 304


def test_profile_of_settings(people: dict[str, httpx.Client]) -> None:
    """The profile of the settings is the default, and a cached answer of another profile is not returned."""
    client = people["ds1"]
    before = client.get(RECOMMENDATIONS).raise_for_status()
    client.patch("/api/v1/account/settings", json={"preferredProfile": "aggressive"}).raise_for_status()
    after = client.get(RECOMMENDATIONS, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.json()["meta"]["profile"]) == (200, "aggressive")
    assert people["enduser1"].get(RECOMMENDATIONS).json()["meta"]["profile"] == "moderate"


def test_history_and_detail(people: dict[str, httpx.Client], runs: dict[str, str]) -> None:
    """Past ones have outcomes; a detail has reasons, snapshot and origin; a replay is not of record."""
    client = people["enduser1"]
    past = client.get(f"{RECOMMENDATIONS}/history", params={"ticker": "hpg", "horizon": "7d"}).json()
    assert [(row["session"], row["label"]) for row in past["data"]] == [
        (NEWEST.isoformat(), "HOLD"),
        (OLDER.isoformat(), "BUY"),
    ]
    assert past["data"][0]["outcome"] is None
    assert past["data"][1]["outcome"]["cameTrue"] is True
    detail = client.get(f"{RECOMMENDATIONS}/{past['data'][1]['id']}").raise_for_status().json()
    assert detail["reasons"]["worstCase"]["floorSessions"] == 3
    assert detail["snapshot"]["prices"] == {"rawClose": 60_000}
    assert detail["origin"]["profileVersion"] == 1
    replayed = recommendation_id(runs["replay"], "moderate", "HPG", 7)
    assert client.get(f"{RECOMMENDATIONS}/{replayed}").json()["code"] == "unknown_recommendation"
    assert client.get(f"{RECOMMENDATIONS}/history", params={"ticker": "NONE"}).status_code == 404


def test_track_record(people: dict[str, httpx.Client]) -> None:
    """Groups with errors, both baselines, and the labels of all profiles."""
    record = people["enduser1"].get(f"{RECOMMENDATIONS}/track-record", params={"horizon": "15d"}).json()
    assert (record["profile"], record["horizon"]) == ("moderate", "15d")
    # Three labels of 120; three stocks of two sessions of which one is judged.
    assert (record["judged"], record["open"]) == (360, 3)
    groups = record["groups"]
    assert [row["group"] for row in groups["baseline"]] == ["all HOLD", "last month's winners"]
    assert [row["group"] for row in groups["profile"]][::3] == ["conservative", "moderate", "aggressive"]
    assert {row["group"]: row["hitRate"] for row in groups["confidence"]} == {
        "0.45-0.50": 0.44,
        "0.50-0.55": 0.55,
    }


def test_replays(people: dict[str, httpx.Client], runs: dict[str, str]) -> None:
    """A replay that differs names the fields, labels first."""
    client = people["enduser1"]
    listed = client.get(f"{RECOMMENDATIONS}/replays").raise_for_status().json()["data"]
    assert [(row["session"], row["isIdentical"]) for row in listed] == [(OLDER.isoformat(), False)]
    assert (listed[0]["changedRecommendations"], listed[0]["changedLabels"]) == (18, 18)
    detail = client.get(f"{RECOMMENDATIONS}/replays/{runs['replay']}").raise_for_status().json()
    first = detail["differences"][0]
    assert (first["ticker"], first["field"], first["original"], first["replayed"]) == (
        "FPT",
        "label",
        "HOLD",
        "BUY",
    )
    assert client.get(f"{RECOMMENDATIONS}/replays/{runs['older']}").status_code == 404


def test_profiles(people: dict[str, httpx.Client]) -> None:
    """Everybody reads the thresholds with their schema, consent or not; end users change nothing."""
    active = people["enduser2"].get("/api/v1/profiles").raise_for_status().json()
    assert (active["version"], active["author"]) == (1, "ds1")
    names = active["jsonSchema"]["$defs"]["Profile"]["properties"]
    assert names.keys() == active["profiles"]["moderate"].keys()
    versions = people["ds1"].get("/api/v1/profiles/versions").raise_for_status().json()
    assert [row["version"] for row in versions["data"]] == [1]
    assert people["enduser1"].get("/api/v1/profiles/versions").status_code == 403
    refused = people["enduser1"].put("/api/v1/profiles", json=active["profiles"])
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")

"""``/events`` and ``/news-and-events``: what was stored comes back, in order and no later than today."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from tests.support.stored_news import store_article
from vn30.database.warehouse import make_engine
from vn30.settings import Settings

LAST = date(2025, 3, 31)


@pytest.fixture(scope="module")
def reader(
    new_market: Callable[[], tuple[str, Path]],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> httpx.Client:
    """An end user at a market with two events of FPT, one after today, and two articles that name it."""
    url, _ = new_market()
    engine = make_engine(Settings(database_url=SecretStr(url)))
    with engine.begin() as connection:
        for session, kind, value, baseline in (
            (LAST, "ceiling", 25_900.0, 24_250.0),
            (date(2025, 3, 28), "volume_spike", 4e6, 1.1e6),
            (date(2025, 4, 1), "floor", 24_100.0, 25_900.0),
        ):
            connection.execute(
                sa.text(
                    "INSERT INTO price_events SELECT id, :session, :kind, :value, :baseline FROM stocks "
                    "WHERE ticker = 'FPT'"
                ),
                {"session": session, "kind": kind, "value": value, "baseline": baseline},
            )
        for number, published in enumerate(
            # 14:44 and 14:45 on a Wednesday in Vietnam: the second is known after the closing auction.
            (datetime(2025, 3, 19, 7, 44, tzinfo=UTC), datetime(2025, 3, 19, 7, 45, tzinfo=UTC))
        ):
            store_article(connection, f"<b>FPT</b> {number}", published)
    engine.dispose()
    return sign_in(serve(api_settings(url)), "enduser1")


def read(client: httpx.Client, path: str, **query: Any) -> Any:
    return client.get(f"/api/v1/{path}", params=query).raise_for_status().json()


def test_events(reader: httpx.Client) -> None:
    page = read(reader, "events", symbol="fpt")
    assert [(event["session"], event["kind"]) for event in page["data"]] == [
        ("2025-03-31", "ceiling"),
        ("2025-03-31", "restatement"),
        ("2025-03-28", "volume_spike"),
    ]
    assert page["data"][0] == {
        "ticker": "FPT",
        "session": "2025-03-31",
        "at": "2025-03-31T08:00:00Z",
        "kind": "ceiling",
        "value": 25_900.0,
        "unit": "VND",
        "baseline": 24_250.0,
        "detail": None,
    }
    assert (page["meta"]["total"], page["asOf"]) == (3, "2025-03-31")
    assert read(reader, "events", kind="ceiling")["meta"]["total"] == 1
    assert read(reader, "events", **{"from": "2025-03-31"}, symbol="FPT")["meta"]["total"] == 2
    assert reader.get("/api/v1/events", params={"symbol": "NONE"}).status_code == 404
    assert reader.get("/api/v1/events", params={"kind": "rumour"}).status_code == 422


def test_news_and_events(reader: httpx.Client) -> None:
    """One list, newest first, in pages; text of a feed stays text."""
    page = read(reader, "news-and-events", symbol="FPT", limit=4)
    titles = [item["article"]["title"] if item["article"] else item["event"]["kind"] for item in page["data"]]
    assert titles == ["ceiling", "restatement", "volume_spike", "<b>FPT</b> 1"]
    assert page["meta"] == {"page": 1, "pageSize": 4, "total": 5}
    second = read(reader, "news-and-events", symbol="FPT", limit=4, page=2)
    assert [item["article"]["title"] for item in second["data"]] == ["<b>FPT</b> 0"]
    for kind, total in (("article", 2), ("event", 3), ("ceiling", 1)):
        part = read(reader, "news-and-events", symbol="FPT", kind=kind)
        assert (part["meta"]["total"], len(part["data"])) == (total, total)


def test_moves_after_an_article(reader: httpx.Client) -> None:
    """By hand from the closes that the API shows: to the close of the first session, and of the seventh."""
    points = read(reader, "stocks/FPT/chart", historicalRange="30d")["points"]
    closes = {point["date"]: point["actualPrice"] for point in points if point["actualPrice"] is not None}
    days = sorted(closes)
    for article in read(reader, "news", symbol="FPT")["data"]:
        (move,) = article["moves"]
        first = "2025-03-19" if article["title"].endswith("0") else "2025-03-20"
        place = days.index(first)
        before = closes[days[place - 1]]
        assert move["session"] == first
        assert move["vn30Change1"] is None
        assert move["change1"] == pytest.approx(closes[first] / before - 1)
        assert move["change7"] == pytest.approx(closes[days[place + 6]] / before - 1)

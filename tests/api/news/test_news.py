"""Stored articles as the API returns them: plain text, bounded, with an ETag of its own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from tests.support.stored_market import store_market
from vn30 import data
from vn30.database.warehouse import make_engine
from vn30.ingestion.news.articles_writer import store_articles
from vn30.market.calendar import HOSE_ZONE
from vn30.settings import Settings
from vn30.sources.news.base import Article
from vn30.users.accounts import seed_demo_accounts

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
ARTICLES = [
    Article(f"Tin số {hour} của FPT", None, f"https://one.example/{hour}", NOW - timedelta(hours=hour))
    for hour in range(1, 6)
]
MARKUP = Article("1 < 2 & <b>đậm</b>", "<script>", "https://one.example/x?a=1&b=2", None)


class News(NamedTuple):
    client: httpx.Client
    engine: sa.Engine
    url: str

    def get(self, **query: str | int) -> dict:
        return self.client.get("/api/v1/news", params=query).raise_for_status().json()


@pytest.fixture(scope="module")
def news(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> Iterator[News]:
    """An end user at a market with six articles, of which two feeds have the newest dated one."""
    url = make_database("news")
    engine = make_engine(Settings(database_url=SecretStr(url)))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection)
        connection.execute(sa.text("UPDATE market_state SET follows_wall_clock = TRUE, market = 'real'"))
        for feed in ("One", "Two"):
            statement = sa.text("INSERT INTO news_feeds (feed, url) VALUES (:feed, 'x')")
            connection.execute(statement, {"feed": feed})
        store_articles(connection, "One", [*ARTICLES, MARKUP], NOW, 730)
        store_articles(connection, "Two", [ARTICLES[0]], NOW, 730)
    yield News(sign_in(serve(api_settings(url)), "enduser1"), engine, url)
    engine.dispose()


def test_newest_first(news: News) -> None:
    """Texts are those that were stored, and JSON needs no markup of theirs."""
    body = news.get()
    newest, first, *_ = body["data"]
    assert (newest["title"], newest["summary"], newest["url"]) == (MARKUP.title, MARKUP.summary, MARKUP.url)
    assert (newest["datedBy"], newest["publishedAt"]) == ("first_seen", "2026-11-28T12:00:00Z")
    assert first == {
        "id": first["id"],
        "title": "Tin số 1 của FPT",
        "url": "https://one.example/1",
        "summary": None,
        "publishedAt": "2026-11-28T11:00:00Z",
        "datedBy": "feed",
        "sources": ["One", "Two"],
        "tickers": first["tickers"],
        "moves": first["moves"],
    }
    assert [article["url"][-1] for article in body["data"][1:]] == list("12345")
    assert body["meta"] == {"page": 1, "pageSize": 20, "total": 6}
    assert body["refreshedAt"] is None


def test_pages_and_stocks(news: News) -> None:
    with news.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM news_article_tickers"))
        connection.execute(
            sa.text(
                "INSERT INTO news_article_tickers SELECT id, 'FPT', 'FPT', 'stock' FROM news_articles "
                "WHERE canonical_url LIKE '%/2' OR canonical_url LIKE '%/4'"
            )
        )
        connection.execute(sa.text("UPDATE news_feeds SET answered_at = now()"))
    pages = [news.get(limit=2, page=page)["data"] for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 2, 0]
    found = news.get(symbol="fpt")
    assert [article["url"][-1] for article in found["data"]] == ["2", "4"]
    assert {tuple(article["tickers"]) for article in found["data"]} == {("FPT",)}
    assert found["meta"]["total"] == 2
    assert found["refreshedAt"] is not None


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ({"symbol": "XXX"}, 404, "XXX"),
        ({"symbol": "F\x00T"}, 422, "symbol"),
        ({"limit": 101}, 422, "limit"),
        ({"page": 0}, 422, "page"),
        ({"pageSize": 5}, 422, "pageSize"),
    ],
)
def test_refused(news: News, query: dict, status: int, field: str) -> None:
    refused = news.client.get("/api/v1/news", params=query)
    assert refused.status_code == status
    assert field in refused.json()["message"]


def test_a_new_article_has_a_new_etag(news: News) -> None:
    path = "/api/v1/news?limit=1"
    first = news.client.get(path)
    again = news.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with news.engine.begin() as connection:
        late = Article("Tin muộn", None, "https://one.example/late", NOW + timedelta(minutes=1))
        store_articles(connection, "One", [late], NOW + timedelta(hours=1), 730)
    changed = news.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.json()["data"][0]["title"] == "Tin muộn"
    with news.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM news_articles WHERE title = 'Tin muộn'"))


def test_nothing_from_after_today(news: News) -> None:
    """A platform whose today is fixed, or ends with a file, knows no news from after that day."""
    with news.engine.begin() as connection:
        today = connection.execute(sa.text("SELECT as_of_date FROM current_as_of")).scalar_one()
        ends = datetime(today.year, today.month, today.day, 23, 59, 59, tzinfo=HOSE_ZONE)
        for number, moment in enumerate((ends, ends + timedelta(seconds=1))):
            article = Article(f"Cuối ngày {number}", None, f"https://two.example/{number}", moment)
            store_articles(connection, "Two", [article], moment, 10_000)
    # Of reading from Python: as of a day, and by default of today.
    frame = data.news(as_of=today, url=news.url)
    assert frame["title"].tolist() == ["Cuối ngày 0"]
    assert (frame["sources"][0], frame["tickers"][0]) == (["Two"], [])
    assert data.news("FPT", as_of=today, url=news.url).empty
    with news.engine.begin() as connection:
        connection.execute(sa.text("UPDATE market_state SET follows_wall_clock = FALSE"))
        connection.execute(sa.text("UPDATE market_state SET as_of_date = :day"), {"day": today})
        known = connection.execute(sa.text("SELECT title FROM known_news")).scalars().all()
        connection.rollback()
    assert known == ["Cuối ngày 0"]

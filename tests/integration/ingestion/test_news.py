"""The crawler of news on a real database, with publishers on loopback: stored equals what they wrote."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.vendors.feeds import Page, Publishers, feed, item
from tests.vendors.fixtures import PATIENCE, PLENTY, RETRIES
from tests.vendors.server import Fault, VendorServer
from vn30.database.warehouse import transaction
from vn30.ingestion.news import company_load
from vn30.ingestion.news.company_load import load_company_news
from vn30.ingestion.news.load import FeedPaused, load_feed
from vn30.ingestion.news.plan import Feed, NewsJob, plan_news
from vn30.ingestion.news.report import FeedsFailed, NotPlanned, report_news
from vn30.ingestion.news.retention import expire
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.sources.news.company_news import CompanyNews
from vn30.sources.rate_limiter import CallLimiter
from vn30.sources.retry import RetryingCaller
from vn30.sources.vnstock.process import VnstockProcess

NOW = datetime.now(UTC).replace(microsecond=0)
AN_HOUR_AGO, YESTERDAY = NOW - timedelta(hours=1), NOW - timedelta(days=1)
RESULTS = "FPT (HOSE: FPT) báo lãi quý III tăng 20% so với cùng kỳ"
NAMES = ("One", "Two", "Three")


@pytest.fixture(scope="module")
def publishers() -> Iterator[Publishers]:
    with Publishers() as server:
        yield server
        server.shutdown()


class Crawler:
    """Runs of the crawler with the feeds ``NAMES``, each at the path of its name."""

    def __init__(self, platform: Any, publishers: Publishers) -> None:
        self.platform, self.publishers, self.runs = platform, publishers, 0
        publishers.pages.clear()
        publishers.received.clear()

    def publish(self, name: str, *items: str, **headers: str) -> None:
        named = {header.replace("_", "-"): value for header, value in headers.items()}
        self.publishers.pages[f"/{name}"] = Page(feed(*items).encode(), headers=named)

    def fail(self, name: str, status: int, **headers: str) -> None:
        named = {header.replace("_", "-"): value for header, value in headers.items()}
        self.publishers.pages[f"/{name}"] = Page(status=status, headers=named)

    def plan(self, now: datetime | None = None) -> list[NewsJob]:
        self.runs += 1
        feeds = [Feed(name, self.publishers.url(f"/{name}")) for name in NAMES]
        return plan_news(self.platform.settings, f"run {self.runs}", feeds, company_news=True, now=now)

    def crawl(self) -> dict[str, Exception]:
        """Load all feeds that are due; the errors by feed."""
        errors = {}
        for job in self.plan():
            try:
                load_feed(self.platform.settings, job)
            except (SourceError, SourceUnavailable) as error:
                errors[job.feed] = error
        return errors

    def report(self, now: datetime | None = None) -> str:
        return report_news(f"run {self.runs}", now)

    def stored(self) -> list[tuple[Any, ...]]:
        rows = self.platform.rows(
            "SELECT title, summary, published_at, dated_by, "
            "(SELECT array_agg(feed ORDER BY feed) FROM news_article_sources WHERE article_id = id), "
            "(SELECT array_agg(ticker ORDER BY ticker) FROM news_article_tickers WHERE article_id = id) "
            "FROM news_articles ORDER BY published_at, title"
        )
        return [tuple(row) for row in rows]

    def state(self, name: str) -> Any:
        (row,) = self.platform.rows("SELECT * FROM news_feeds WHERE feed = :name", name=name)
        return row


@pytest.fixture
def crawler(open_platform: Callable[..., Any], publishers: Publishers) -> Crawler:
    return Crawler(open_platform(), publishers)


def test_one_article_of_three_feeds(crawler: Crawler) -> None:
    """By its link, and by a near-equal title; a second crawl, and the same answers again, add nothing."""
    crawler.publish(
        "One",
        item(RESULTS, "https://one.example/a.htm?utm_source=rss", AN_HOUR_AGO, "Doanh thu tăng."),
        item("Masan và Vinamilk chốt ngày trả cổ tức", "https://one.example/b.htm", YESTERDAY),
        ETag='"1"',
    )
    crawler.publish("Two", item(RESULTS.upper(), "http://www.one.example/a.htm#top", AN_HOUR_AGO))
    crawler.publish(
        "Three",
        item(f"{RESULTS} - Three", "https://three.example/x", AN_HOUR_AGO, "Khác."),
        item("Giá gas trong nước giảm", "https://three.example/y", "ngày mai"),
        item("Thị trường hôm nay", "https://three.example/z", NOW + timedelta(days=2)),
    )
    assert crawler.crawl() == {}
    *dated, gas, market = crawler.stored()
    truth = [
        ("Masan và Vinamilk chốt ngày trả cổ tức", None, YESTERDAY, "feed", ["One"], ["MSN", "VNM"]),
        (RESULTS, "Doanh thu tăng.", AN_HOUR_AGO, "feed", ["One", "Three", "Two"], ["FPT"]),
    ]
    assert dated == truth
    for row, title in ((gas, "Giá gas trong nước giảm"), (market, "Thị trường hôm nay")):
        assert (row[0], row[3], row[4], row[5]) == (title, "first_seen", ["Three"], None)
        assert NOW <= row[2] <= datetime.now(UTC)
    assert (
        crawler.report() == "One: 2 new of 2 articles. Three: 2 new of 3 articles. Two: 0 new of 1 articles."
    )

    before = crawler.stored()
    assert crawler.crawl() == {}
    assert crawler.stored() == before
    conditional = [headers.get("if-none-match") for path, headers in crawler.publishers.received[-3:]]
    assert conditional == ['"1"', None, None]
    assert crawler.state("One").listed == 2


def test_a_changed_article(crawler: Crawler) -> None:
    """The feed that had it first may correct it; its stocks follow, its date stays."""
    crawler.publish("One", item("FPT báo lãi lớn trong quý này", "https://one.example/a", YESTERDAY))
    crawler.publish("Two", item("FPT báo lãi lớn trong quý này", "https://two.example/a", YESTERDAY))
    crawler.crawl()
    crawler.publish("One", item("Vinamilk báo lãi lớn", "https://one.example/a", AN_HOUR_AGO, "Sửa."))
    crawler.publish("Two", item("Sai", "https://two.example/a", AN_HOUR_AGO))
    crawler.crawl()
    assert crawler.stored() == [("Vinamilk báo lãi lớn", "Sửa.", YESTERDAY, "feed", ["One", "Two"], ["VNM"])]


def test_a_feed_fails_alone(crawler: Crawler) -> None:
    """The others are stored; its state says why and since when, and is empty once it answers."""
    crawler.publish("One", item(RESULTS, "https://one.example/a", AN_HOUR_AGO))
    crawler.publish("Two", item(RESULTS, "javascript:alert(1)", AN_HOUR_AGO))
    crawler.fail("Three", 404)
    assert list(crawler.crawl()) == ["Three"]
    failed = crawler.state("Three")
    assert failed.problem == "the feed answered 404 Not Found"
    assert crawler.report().startswith("One: 1 new of 1 articles. Three: failing since ")
    assert "Two: 0 new of 0 articles, 1 entries refused." in crawler.report()

    crawler.crawl()
    assert crawler.state("Three").failing_since == failed.failing_since
    crawler.report(failed.failing_since + timedelta(hours=23))
    with pytest.raises(FeedsFailed, match=r"^Three: failing since .* 404"):
        crawler.report(failed.failing_since + timedelta(hours=24))
    crawler.publish("Three")
    crawler.crawl()
    assert crawler.state("Three").problem is None


def test_no_feed_answers(crawler: Crawler) -> None:
    for name in NAMES:
        crawler.fail(name, 500)
    assert set(crawler.crawl()) == set(NAMES)
    with pytest.raises(FeedsFailed, match=r"One: .*; Three: .*; Two: "):
        crawler.report()
    with pytest.raises(NotPlanned):
        report_news("another run")


def test_a_pause_is_kept(crawler: Crawler) -> None:
    """A feed that names a time is asked again after it, a day at most, and meanwhile fails no run."""
    for name in NAMES:
        crawler.publish(name)
    crawler.fail("One", 429, Retry_After="3600")
    crawler.fail("Two", 503, Retry_After="99999999")
    errors = crawler.crawl()
    assert {name: type(error) for name, error in errors.items()} == {"One": FeedPaused, "Two": FeedPaused}
    assert [job.feed for job in crawler.plan()] == ["Three"]
    assert "One: paused until " in crawler.report()
    an_hour_later = datetime.now(UTC) + timedelta(hours=1)
    assert [job.feed for job in crawler.plan(an_hour_later)] == ["One", "Three"]
    assert len(crawler.plan(an_hour_later + timedelta(days=1))) == 3


def test_two_feeds_at_once(crawler: Crawler) -> None:
    """Feeds that are stored at the same time have one article of both, whoever is first."""
    items = [
        item(f"{RESULTS} {number}", f"https://one.example/{number}", AN_HOUR_AGO) for number in range(20)
    ]
    for name in NAMES:
        crawler.publish(name, *items)
    jobs = crawler.plan()
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda job: load_feed(crawler.platform.settings, job), jobs))
    assert [row[4] for row in crawler.stored()] == [["One", "Three", "Two"]] * 20


def test_removed_feeds_and_old_articles(crawler: Crawler) -> None:
    """State of a feed that is not listed goes, its articles stay; old ones are removed and stay away."""
    old = NOW - timedelta(days=729, hours=23)
    crawler.publish(
        "One", item("Tin cũ", "https://one.example/a", old), item("Mới", "https://one.example/b", NOW)
    )
    crawler.publish("Two", item("Quá cũ", "https://two.example/a", NOW - timedelta(days=731)))
    crawler.crawl()
    assert [row[0] for row in crawler.stored()] == ["Tin cũ", "Mới"]
    with transaction() as connection:
        assert expire(connection, 729) == 1
    plan_news(crawler.platform.settings, "later", [], company_news=False)
    assert [row[0] for row in crawler.stored()] == ["Mới"]
    assert crawler.platform.count("news_feeds") == 0
    assert report_news("later") == "All feeds are off: no feed was asked."


def test_no_simulated_news(open_platform: Callable[..., Any], publishers: Publishers) -> None:
    """With the simulated market no feed is asked, and the report says so."""
    crawler = Crawler(open_platform(price_source="sample"), publishers)
    crawler.publish("One", item(RESULTS, "https://one.example/a", AN_HOUR_AGO))
    assert crawler.plan() == []
    assert "there is no simulated news" in crawler.report()
    assert publishers.received == []
    assert crawler.stored() == []


def test_news_of_companies(
    crawler: Crawler,
    server: VendorServer,
    process: VnstockProcess,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """VCI's news through the real vnstock: under the stock that it lists them for, whatever they name."""
    server.vendors.news["FPT"] = [
        {
            "newsTitle": "Thông báo về ngày đăng ký cuối cùng",
            "newsShortContent": "<p>Tóm tắt</p>",
            "newsSourceLink": "https://vci.example/1",
            "publicDate": AN_HOUR_AGO.isoformat(),
        }
    ]
    monkeypatch.setattr(process, "_timeout", PATIENCE)
    monkeypatch.setattr(company_load, "members", lambda *_: ("ACB", "FPT", "VCB"))
    server.vendors.faults["VCI"].append(Fault(status=404))
    caller = RetryingCaller("VCI", PLENTY, CallLimiter(tmp_path / "calls"), RETRIES)
    answer, stored = load_company_news(CompanyNews(process, caller), 730, NOW)
    assert (stored.added, len(answer.articles or ())) == (1, 1)
    (row,) = crawler.stored()
    assert row == (
        "Thông báo về ngày đăng ký cuối cùng",
        "Tóm tắt",
        AN_HOUR_AGO,
        "feed",
        ["VCI"],
        ["FPT"],
    )


def test_stored_whole_or_not_at_all(crawler: Crawler) -> None:
    """An error in the middle of a feed leaves none of it, and its validators are not kept."""
    items = [item(f"Tin {number}", f"https://one.example/{number}", AN_HOUR_AGO) for number in range(5)]
    crawler.publish("One", *items, ETag='"1"')
    with transaction() as connection:
        connection.execute(sa.text("ALTER TABLE news_articles ADD CHECK (title <> 'Tin 2')"))
    (job, *_) = crawler.plan()
    with pytest.raises(sa.exc.IntegrityError):
        load_feed(crawler.platform.settings, job)
    assert crawler.stored() == []
    assert crawler.state("One").etag is None
    assert crawler.state("One").problem.startswith("unexpected: ")

"""Feeds over HTTP from publishers on loopback: good answers are read as they are, bad ones are refused."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.vendors.feeds import FOR_BROWSERS, Page, Publishers, feed, item
from vn30.settings import Settings
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.sources.news.base import MAX_ARTICLES, MAX_SUMMARY, MAX_TITLE, Answer
from vn30.sources.news.company_news import read_rows
from vn30.sources.news.feed import read_feed

NOW = datetime(2026, 11, 30, 5, 0, tzinfo=UTC)
AN_HOUR_AGO = NOW - timedelta(hours=1)
TITLE = "Cổ phiếu FPT (HOSE: FPT) vượt đỉnh lịch sử, khối ngoại gom ròng"
LINK = "https://news.example/fpt.htm"
GOOD = feed(item(TITLE, LINK, AN_HOUR_AGO, "Thanh khoản đạt 1.200 tỷ đồng."))


@pytest.fixture(scope="module")
def publishers() -> Iterator[Publishers]:
    with Publishers() as server:
        yield server
        server.shutdown()


@pytest.fixture
def read(publishers: Publishers) -> Any:
    """``read(body or page, path, **options)``: the answer of the feed with this body."""

    def read_page(page: bytes | str | Page, path: str = "/feed", **options: Any) -> Answer:
        body = page.encode() if isinstance(page, str) else page
        publishers.pages[path] = body if isinstance(body, Page) else Page(body)
        wanted = {"user_agent": Settings().news_user_agent, "timeout": 20.0, "now": NOW, **options}
        return read_feed(publishers.url(path), **wanted)

    return read_page


def windows_1258(text: str) -> bytes:
    """The encoding of old Vietnamese pages, whose tone marks follow their letter."""
    tones = "\u0300\u0301\u0303\u0309\u0323"

    def letter(character: str) -> str:
        parts = unicodedata.normalize("NFD", character)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        return base + "".join(part for part in parts if part in tones)

    return "".join(map(letter, text)).encode("cp1258")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (GOOD.encode(), "application/rss+xml"),
        (windows_1258(GOOD), "text/xml; charset=utf-8"),
        (GOOD.encode("utf-16"), "text/xml; charset=utf-8"),
        (GOOD.encode("utf-16-le"), ""),
        (GOOD.replace("utf-8", "iso-8859-1").encode(), "text/xml; charset=iso-8859-1"),
        (GOOD.encode("utf-8-sig"), "text/html"),
    ],
    ids=["utf-8", "windows-1258", "utf-16", "utf-16 without a mark", "utf-8 in fact", "with a mark"],
)
def test_encodings(read: Any, body: bytes, content_type: str) -> None:
    """The text is right whatever encoding a feed says that it has."""
    answer = read(Page(body, headers={"Content-Type": content_type}))
    (article,) = answer.articles
    assert (article.title, article.url) == (TITLE, LINK)
    assert article.summary == "Thanh khoản đạt 1.200 tỷ đồng."
    assert article.published_at == AN_HOUR_AGO


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 30 Nov 2026 11:00:00 +0700", AN_HOUR_AGO),
        ("Mon, 30 Nov 26 11:00:00 +0700", AN_HOUR_AGO),
        ("Mon, 30 Nov 2026 11:00:00 GMT+7", AN_HOUR_AGO),
        ("Mon, 30 Nov 2026 11:00:00", AN_HOUR_AGO),
        ("T2, 30 Nov 2026 11:00:00 +0700", AN_HOUR_AGO),
        ("2026-11-30T04:00:00Z", AN_HOUR_AGO),
        ("2026-11-30 11:00:00", AN_HOUR_AGO),
        (None, None),
        ("hôm qua", None),
        ("Mon, 30 Nov 2026 12:00:01 +0700", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
    ],
)
def test_dates(read: Any, written: str | None, moment: datetime | None) -> None:
    """A date without a zone is Vietnam's; one that lies ahead, or long ago, is none."""
    assert read(feed(item(TITLE, LINK, written))).articles[0].published_at == moment


def test_nothing_stays_html(read: Any) -> None:
    """Scripts leave with what they hold, also where they are escaped, and so do links that run code."""
    answer = read(
        feed(
            item(
                "Lãi <b>lớn</b><script>alert(1)</script> &lt;img src=x onerror=alert(2)&gt; R&amp;D",
                "https://news.example/a?utm_source=rss&id=7#top",
                summary='<a href="x"><img src="y"></a><style>p{}</style><p>(HOSE: <b>FPT</b>)</p>'
                "<p>P/E&nbsp;&lt; 10 &amp;lt;i&amp;gt;nay</p>\u202e",
            ),
            item("Mã độc", "javascript:alert(1)"),
            item("Mã độc", "data:text/html,<script>alert(1)</script>"),
            item("", "https://news.example/b"),
            item("Không có liên kết", None),
            item("x" * 1000, "https://news.example/c", summary="từ " * 1000),
        )
    )
    first, last = answer.articles
    assert first.title == "Lãi lớn R&D"
    assert first.url == "https://news.example/a?id=7"
    assert first.summary == "(HOSE: FPT) P/E < 10 nay"
    assert (len(last.title), last.title[-1]) == (MAX_TITLE, "…")
    assert MAX_SUMMARY - 5 < len(last.summary) <= MAX_SUMMARY
    assert answer.refused == {"without a title": 1, "without a link of http or https": 3}


def test_one_guid_for_all(read: Any) -> None:
    """The identifier is not trusted: both articles are there, and the one that is listed twice is so once."""
    items = [item(TITLE, f"https://news.example/{name}", guid="1") for name in ("a", "b", "a")]
    assert [article.url[-1] for article in read(feed(*items)).articles] == ["a", "b"]


def test_too_many_entries(read: Any) -> None:
    answer = read(
        feed(*(item("Tin", f"https://news.example/{number}") for number in range(MAX_ARTICLES + 2)))
    )
    assert len(answer.articles) == MAX_ARTICLES
    assert answer.refused == {f"beyond the first {MAX_ARTICLES}": 2}


def test_conditional_request(read: Any, publishers: Publishers) -> None:
    """The validators of the last answer are sent, and an unchanged feed sends no articles."""
    page = Page(GOOD.encode(), headers={"ETag": '"v1"', "Last-Modified": "Mon, 30 Nov 2026 04:00:00 GMT"})
    first = read(page)
    assert (first.etag, first.last_modified) == ('"v1"', "Mon, 30 Nov 2026 04:00:00 GMT")
    again = read(page, etag=first.etag, last_modified=first.last_modified)
    assert (again.articles, again.etag) == (None, '"v1"')
    _, headers = publishers.received[-1]
    assert headers["if-none-match"] == '"v1"'
    assert headers["if-modified-since"] == "Mon, 30 Nov 2026 04:00:00 GMT"


def test_for_browsers_alone(read: Any) -> None:
    """A publisher that answers 503 to all others."""
    path = f"{FOR_BROWSERS}/feed"
    assert len(read(GOOD, path).articles) == 1
    with pytest.raises(SourceUnavailable, match="503"):
        read(GOOD, path, user_agent="python-httpx")


@pytest.mark.parametrize(
    ("page", "error", "reason"),
    [
        (b"<!doctype html><html><body>closed</body></html>", SourceError, "a page in HTML"),
        (b"", SourceError, "neither RSS nor Atom"),
        (b'{"items": []}', SourceError, "neither RSS nor Atom"),
        (GOOD.encode()[:-40], SourceUnavailable, "ends before the end"),
        (b"<rss>" + b"x" * 10_000_000, SourceError, "more than 2 MB"),
        (Page(status=429, headers={"Retry-After": "1800"}), SourceUnavailable, "429"),
        (Page(status=503, headers={"Retry-After": "120"}), SourceUnavailable, "503"),
        (Page(status=404), SourceError, "404"),
        (Page(status=204), SourceError, "status 204"),
        (Page(GOOD.encode(), drips=0.05), SourceUnavailable, "in time"),
        (Page(b"not gzip", headers={"Content-Encoding": "gzip"}), SourceUnavailable, "unpacked"),
    ],
    ids=["HTML", "empty", "JSON", "truncated", "10 MB", "429", "503", "404", "204", "trickle", "not gzip"],
)
def test_bad_answers(read: Any, page: bytes | Page, error: type[Exception], reason: str) -> None:
    with pytest.raises(error, match=reason) as refused:
        read(page, timeout=1.0)
    if isinstance(page, Page) and "Retry-After" in page.headers:
        assert refused.value.retry_after == float(page.headers["Retry-After"])  # type: ignore[attr-defined]


def test_billion_laughs(read: Any) -> None:
    """Entities that grow when they are read are not read at all."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = GOOD.replace("<rss", f'<!DOCTYPE rss [<!ENTITY e0 "ha">{levels}]><rss').replace(TITLE, "&e9;")
    with pytest.raises(SourceError, match="entities of its own"):
        read(bomb)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://localhost:{port}/moved", "another site, localhost"),
        ("//news.example/rss", r"another site, news\.example"),
        ("file:///etc/passwd", "another site"),
        ("/loop", "more than 3 times"),
    ],
)
def test_refused_redirects(read: Any, publishers: Publishers, target: str, reason: str) -> None:
    """A feed whose domain was sold must not fill the platform with what its buyer publishes."""
    publishers.pages["/moved"] = Page(GOOD.encode())
    publishers.pages["/loop"] = Page(status=302, headers={"Location": "/loop"})
    with pytest.raises(SourceError, match=reason):
        read(Page(status=301, headers={"Location": target.format(port=publishers.server_port)}))
    assert publishers.received[-1][0] != "/moved"


def test_redirect_within_the_site(read: Any, publishers: Publishers) -> None:
    publishers.pages["/moved"] = Page(GOOD.encode())
    assert len(read(Page(status=308, headers={"Location": "/moved"})).articles) == 1


def test_rows_of_companies() -> None:
    """VCI's fields, each checked: dates in milliseconds or as texts, links and titles as of feeds."""
    moment = AN_HOUR_AGO.timestamp()
    rows: list[dict[str, Any]] = [
        {"news_title": "<b>Lãi</b>", "news_source_link": LINK, "public_date": int(moment * 1000)},
        {"news_title": "Lỗ", "news_source_link": f"{LINK}2", "public_date": "2026-11-30T11:00:00"},
        {"news_title": "Hòa", "news_source_link": f"{LINK}3", "public_date": "NaT"},
        {"news_title": "Mã độc", "news_source_link": "javascript:alert(1)"},
        {"news_title": 7, "news_source_link": LINK},
    ]
    articles, refused = read_rows("FPT", rows, NOW)
    assert [article.title for article in articles] == ["Lãi", "Lỗ", "Hòa"]
    assert [article.published_at for article in articles] == [AN_HOUR_AGO, AN_HOUR_AGO, None]
    assert {article.tickers for article in articles} == {("FPT",)}
    assert refused.total() == 2

"""Reads one RSS or Atom feed."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import struct_time
from typing import Any

import feedparser

from vn30.market.calendar import HOSE_ZONE
from vn30.news.links import clean_link
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.sources.news.base import MAX_ARTICLES, MAX_SUMMARY, MAX_TITLE, Answer, Article
from vn30.sources.news.encoding import decode
from vn30.sources.news.http import fetch_feed
from vn30.sources.news.plain_text import plain_text

_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_END = re.compile(r"</\s*(rss|feed|rdf:RDF)\s*>\s*(<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)
_GMT = re.compile(r"(?:GMT|UTC)([+-])(\d{1,2})(?::?00)?$", re.IGNORECASE)
_WEEKDAY = re.compile(r"^\w+\s*,\s*")
_ROOT = re.compile(r"<\s*(rss|feed|rdf:RDF)\b", re.IGNORECASE)
# An ICT is read like no zone: feedparser does not know it, and it is that of Vietnam.
_ZONED = re.compile(r"(?:Z|UTC?|GMT|[ECMP][SD]T|\d:\d{2}(?:\.\d+)?\s*[+-]\d{1,2}:?(?:\d{2})?)\s*$")


def read_feed(
    url: str,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    user_agent: str,
    timeout: float,
    now: datetime,
) -> Answer:
    """The articles of a feed, requested as by :func:`vn30.sources.news.http.fetch_feed`.

    Args:
        now: an aware time; later dates are wrong.

    Raises:
        SourceError: the feed refuses the request, or its answer is no feed.
        SourceUnavailable: there is no whole answer now.
    """
    fetched = fetch_feed(url, etag=etag, last_modified=last_modified, user_agent=user_agent, timeout=timeout)
    if fetched.body is None:
        return Answer(None, etag=fetched.etag or etag, last_modified=fetched.last_modified or last_modified)
    articles, refused = parse_feed(fetched.body, fetched.content_type, fetched.url, now)
    return Answer(articles, refused, fetched.etag, fetched.last_modified)


def parse_feed(
    body: bytes, content_type: str, url: str, now: datetime
) -> tuple[tuple[Article, ...], Counter[str]]:
    """The articles of a document, and the entries that cannot be kept, by reason.

    Raises:
        SourceError: it is no feed, or declares entities of its own, as a document does that is to grow when
            it is read.
        SourceUnavailable: it ends before its end.
    """
    text = decode(body, content_type).strip().replace("\0", "")
    root = _ROOT.search(text)
    if "<!ENTITY" in text[: root.start() if root else None].upper():
        raise SourceError("the answer declares entities of its own, which no feed needs")
    # The text is one in UTF-8 from here on, whatever its declaration says.
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    feed = feedparser.parse(io.BytesIO(text.encode()), response_headers=headers)
    if not feed.get("version"):
        what = "a page in HTML" if re.search(r"<(!doctype )?html", text[:2000], re.IGNORECASE) else "no feed"
        raise SourceError(f"the answer is {what}, neither RSS nor Atom")
    if not _END.search(text):
        raise SourceUnavailable("the answer ends before the end of the feed")
    return _articles(feed["entries"], now)


def _articles(entries: list[Mapping[str, Any]], now: datetime) -> tuple[tuple[Article, ...], Counter[str]]:
    refused: Counter[str] = Counter()
    articles: dict[str, Article] = {}
    for entry in entries:
        title = plain_text(entry.get("title"), MAX_TITLE)
        url = clean_link(entry.get("link") or "")
        if title is None or url is None:
            refused["without a title" if title is None else "without a link of http or https"] += 1
        elif url not in articles and len(articles) == MAX_ARTICLES:
            refused[f"beyond the first {MAX_ARTICLES}"] += 1
        else:
            # The identifier (guid) is not read: some feeds give the same one to every entry.
            summary = plain_text(entry.get("summary"), MAX_SUMMARY)
            articles.setdefault(url, Article(title, summary, url, published(entry, now)))
    return tuple(articles.values()), refused


def published(entry: Mapping[str, Any], now: datetime) -> datetime | None:
    """The date of an entry; None if it has none, one before 2000, or one after ``now``.

    A date without a zone is one of Vietnam.
    """
    return next((moment for moment in _dates(entry) if _FIRST <= moment <= now), None)


def _dates(entry: Mapping[str, Any]) -> Iterator[datetime]:
    for name in ("published", "updated"):
        # A plain dictionary: feedparser's own one returns one date for the other.
        plain = dict(entry.items())
        if name in plain:
            with suppress(ValueError, OverflowError):
                yield _moment(str(plain[name]), plain.get(f"{name}_parsed"))


def _moment(text: str, parsed: struct_time | None) -> datetime:
    """The date by feedparser, or else by the rules of mail headers with ``GMT+7`` and any name of the day."""
    if parsed is None:
        zone = _GMT.sub(lambda found: f"{found[1]}{int(found[2]):02}00", text.strip())
        moment = parsedate_to_datetime(_WEEKDAY.sub("", zone))
        return moment if moment.tzinfo else moment.replace(tzinfo=HOSE_ZONE)
    moment = datetime(*parsed[:6], tzinfo=UTC)
    return moment if _ZONED.search(text) else moment.replace(tzinfo=HOSE_ZONE)

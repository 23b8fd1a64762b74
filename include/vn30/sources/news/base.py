"""What a source of news returns."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

MAX_TITLE, MAX_SUMMARY = 300, 600
"""Characters. Longer texts are cut at a word, and end with an ellipsis."""

MAX_ARTICLES = 300
"""Of one answer: publishers list 20 to 100. The first ones of a longer answer are kept."""


@dataclass(frozen=True)
class Article:
    """An entry of a feed as plain text.

    Attributes:
        url: as of :func:`vn30.news.links.clean_link`.
        published_at: an aware time; None if the feed gives none that can be right.
        tickers: the stocks under which the source lists it; most sources list none.
    """

    title: str
    summary: str | None
    url: str
    published_at: datetime | None
    tickers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a feed has answered.

    Attributes:
        articles: in the order of the feed; None: nothing has changed since the last request.
        refused: entries that cannot be kept, by reason.
        etag, last_modified: the validators for the next request, as the feed sent them.
    """

    articles: tuple[Article, ...] | None
    refused: Counter[str] = field(default_factory=Counter)
    etag: str | None = None
    last_modified: str | None = None

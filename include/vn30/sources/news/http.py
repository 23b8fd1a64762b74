"""One conditional request for a feed, with limits on time, size and redirects."""

from http import HTTPStatus
from time import monotonic
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import httpx

from vn30.news.links import is_same_site
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.sources.retry import refused

MAX_FEED = 2_000_000
"""Bytes, unpacked. The feeds of Vietnamese publishers have 20,000 to 200,000."""

MAX_REDIRECTS = 3
MAX_VALIDATOR = 500

_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"


class FetchedFeed(NamedTuple):
    """The body of a feed, or None if it has not changed, and the validators that came with it."""

    body: bytes | None
    content_type: str
    url: str
    etag: str | None
    last_modified: str | None


def fetch_feed(
    url: str,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    user_agent: str,
    timeout: float,
) -> FetchedFeed:
    """Request a feed, unless it is still the one that these validators came with.

    Redirects are followed to the same publisher alone, and never from https to http: a feed whose domain was
    sold must not fill the platform with what its buyer publishes.

    Args:
        timeout: seconds for the connection, for each part of the answer, and for the whole request.

    Raises:
        SourceError: the feed refuses the request, is too large, or redirects to another site.
        SourceUnavailable: no answer in time, or a status that may pass, with its ``Retry-After``.
    """
    headers = {"User-Agent": user_agent, "Accept": _ACCEPT, "Accept-Language": "vi, en;q=0.5"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    deadline = monotonic() + timeout
    try:
        with httpx.Client(headers=headers, timeout=timeout) as client:
            for _ in range(MAX_REDIRECTS + 1):
                with client.stream("GET", url) as response:
                    if response.has_redirect_location:
                        url = _target(url, response.headers["Location"])
                        continue
                    return _read(response, url, deadline)
    except httpx.TimeoutException as error:
        raise SourceUnavailable("did not answer in time") from error
    except httpx.TransportError as error:
        raise SourceUnavailable(f"cannot be reached: {error}") from error
    except httpx.DecodingError as error:
        raise SourceUnavailable(f"the answer cannot be unpacked: {error}") from error
    except httpx.InvalidURL as error:
        raise SourceError(f"the address is not valid: {error}") from error
    raise SourceError(f"redirects more than {MAX_REDIRECTS} times")


def _target(url: str, location: str) -> str:
    try:
        target = urljoin(url, location)
        before, after = urlsplit(url), urlsplit(target)
        host = after.hostname or ""
    except ValueError as error:
        raise SourceError("redirects to an address that is not valid") from error
    if not is_same_site(before.hostname or "", host):
        raise SourceError(
            f"redirects to another site, {host or target[:100]}: if that is the feed, set it as its address"
        )
    if after.scheme not in ("http", "https") or (before.scheme, after.scheme) == ("https", "http"):
        raise SourceError(f"redirects from {before.scheme} to {after.scheme}, which is refused")
    return target


def _read(response: httpx.Response, url: str, deadline: float) -> FetchedFeed:
    validators = [_validator(response.headers.get(name)) for name in ("ETag", "Last-Modified")]
    content_type = response.headers.get("Content-Type", "")
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return FetchedFeed(None, content_type, url, *validators)
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        raise refused("the feed", response.status_code, response.headers.get("Retry-After"))
    if response.status_code != HTTPStatus.OK:
        raise SourceError(f"answered with status {response.status_code} in place of a feed")
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > MAX_FEED:
            raise SourceError(f"the answer has more than {MAX_FEED // 1_000_000} MB, which no feed needs")
        # httpx limits the time of each part alone.
        if monotonic() > deadline:
            raise SourceUnavailable("did not answer in time")
    return FetchedFeed(bytes(body), content_type, url, *validators)


def _validator(header: str | None) -> str | None:
    return header if header and len(header) <= MAX_VALIDATOR else None

"""Links of articles: which may be kept, and when two of them lead to the same article."""

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

MAX_LINK = 2000
"""Characters. Browsers and proxies refuse longer addresses."""

_TRACKING = re.compile(
    r"utm_\w*|(fb|g|dc|ms|y|tw|zar|igs)clid|gbraid|wbraid|mc_[ce]id|_ga|_gl|zanpid|gidzl|spm|cmpid|igshid",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f<>\"`{}|\\^]")
_PORTS = {"http": 80, "https": 443}


def clean_link(url: str) -> str | None:
    """The link without parameters for tracking and without its fragment; None if it may not be kept.

    Kept are absolute links with ``http`` or ``https`` to a host, without user name and password, of at most
    ``MAX_LINK`` characters, none of which is a space, a control character or one that HTML gives a meaning.
    """
    text = url.strip()
    if not text or len(text) > MAX_LINK or _FORBIDDEN.search(text):
        return None
    parts = _split(text)
    if parts is None:
        return None
    return parts._replace(query=_query(parts.query), fragment="").geturl()


def canonical_link(url: str) -> str:
    """What all links to one article have in common: two are the same article when these are equal.

    Scheme, ``www.``, ``m.`` and ``amp.``, a default port, the slash at the end, the order of parameters,
    parameters for tracking and the fragment do not count. It identifies an article; users follow the link as
    the feed gave it.

    Args:
        url: as of :func:`clean_link`.

    Raises:
        ValueError: it is none.
    """
    parts = _split(url)
    if parts is None:
        raise ValueError(f"no link to keep: {url!r}")
    host = re.sub(r"^(www|m|amp)\.(?=.+\.)", "", parts.hostname or "")
    port = "" if parts.port in (None, *_PORTS.values()) else f":{parts.port}"
    pairs = sorted(parse_qsl(_query(parts.query), keep_blank_values=True))
    return SplitResult("https", host + port, parts.path.rstrip("/"), urlencode(pairs), "").geturl()


def is_same_site(host: str, other: str) -> bool:
    """Whether two hosts are one publisher's: equal but for ``www.``, or one is below the other.

    This needs no list of public suffixes, and errs on the strict side: two siblings are two publishers.
    """
    left, right = (name.lower().rstrip(".").removeprefix("www.") for name in (host, other))
    return left == right or left.endswith(f".{right}") or right.endswith(f".{left}")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        # The port is read, and may be refused, with this attribute alone.
        _ = parts.port
    except ValueError:
        return None
    is_plain = parts.hostname and parts.username is None and parts.password is None
    return parts if parts.scheme in _PORTS and is_plain else None


def _query(query: str) -> str:
    """The query without parameters for tracking; the others as they are written."""
    return "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(_name(part)))


def _name(part: str) -> str:
    return part.partition("=")[0]

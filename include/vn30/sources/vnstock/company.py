"""Translates vnstock's company overview, whose columns differ by provider."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal
from urllib.parse import urlsplit

from vn30.sources.base import Company

Provider = Literal["VCI", "KBS"]

# No company listed on HOSE has fewer: a smaller number is in thousands or millions, or is another quantity.
_MIN_SHARES = 1_000_000

_EXCHANGES = {
    "HOSE": "HOSE",
    "HSX": "HOSE",
    "VNINDEX": "HOSE",
    "HNX": "HNX",
    "HNXINDEX": "HNX",
    "UPCOM": "UPCOM",
    "UPCOMINDEX": "UPCOM",
}
_TAG = re.compile(r"</?[a-z!][^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class _Columns:
    """Names of the overview's columns; of ``descriptions`` the first that is not empty counts."""

    shares: str
    exchange: str
    descriptions: tuple[str, ...]
    name: str = ""
    sector: str = ""
    website: str = ""


_COLUMNS: dict[Provider, _Columns] = {
    # VCI gives the exchange as its index. issue_share is the number behind its market capitalisation.
    "VCI": _Columns(
        name="organ_name",
        sector="sector",
        exchange="com_group_code",
        descriptions=("company_profile",),
        shares="issue_share",
    ),
    # Of KBS's counts this one alone is in shares: listed_volume is in millions, free_float is the par value.
    "KBS": _Columns(
        exchange="exchange",
        descriptions=("business_model", "history"),
        website="website",
        shares="outstanding_shares",
    ),
}


def company_of(provider: Provider, ticker: str, overview: Mapping[str, Any]) -> Company | None:
    """Company data from the columns of ``overview``, or None if it describes another company."""
    if (overview.get("symbol") or ticker) != ticker:
        return None
    columns = _COLUMNS[provider]
    descriptions = (_text(overview.get(column)) for column in columns.descriptions)
    return Company(
        ticker=ticker,
        name=_text(overview.get(columns.name)),
        sector=_text(overview.get(columns.sector)),
        exchange=_EXCHANGES.get(str(overview.get(columns.exchange)).upper()),
        description=next(filter(None, descriptions), None),
        website=_url(overview.get(columns.website)),
        shares_outstanding=_shares(overview.get(columns.shares)),
    )


def _text(value: object) -> str | None:
    """Plain text in one line; vnstock's own clean-up does not remove escaped tags."""
    if not isinstance(value, str):
        return None
    return " ".join(_TAG.sub(" ", unescape(value)).split()) or None


def _url(value: object) -> str | None:
    try:
        parts = urlsplit(str(value).strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.hostname else None


def _shares(value: object) -> int | None:
    try:
        # Not cut off: binary noise may be below the whole number.
        count = round(float(str(value)))
    except (ValueError, OverflowError):
        return None
    return count if count >= _MIN_SHARES else None

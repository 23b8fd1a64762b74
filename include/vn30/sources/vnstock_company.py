"""What vnstock's overview of a company means, for each provider."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal
from urllib.parse import urlsplit

from vn30.sources.base import Company

Provider = Literal["VCI", "KBS"]

# Fewer cannot be a listed company of HOSE: then the number is in thousands or millions, or is another one.
_FEWEST_SHARES = 1_000_000

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
    """Which columns of the overview hold what; of the descriptions, the first that says anything."""

    shares: str
    exchange: str
    descriptions: tuple[str, ...]
    name: str = ""
    sector: str = ""
    website: str = ""


_COLUMNS: dict[Provider, _Columns] = {
    # VCI tells the exchange by its index. issue_share counts the shares that its market capitalisation does.
    "VCI": _Columns(
        name="organ_name",
        sector="sector",
        exchange="com_group_code",
        descriptions=("company_profile",),
        shares="issue_share",
    ),
    # Of the counts of KBS only this one is in shares: listed_volume is in millions, free_float the par value.
    "KBS": _Columns(
        exchange="exchange",
        descriptions=("business_model", "history"),
        website="website",
        shares="outstanding_shares",
    ),
}


def company_of(provider: Provider, ticker: str, overview: Mapping[str, Any]) -> Company | None:
    """The company in the columns of ``overview``, or None if they are those of another one."""
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
    """Plain text in one line; vnstock's own clean-up lets through tags that were escaped."""
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
        count = int(float(str(value)))
    except (ValueError, OverflowError):
        return None
    return count if count >= _FEWEST_SHARES else None

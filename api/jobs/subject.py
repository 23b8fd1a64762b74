"""What jobs work on, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.jobs.schemas import JobKind
from vn30.i18n.localized import joined, localized, localized_plural

MAX_NAMED = 5
"""Tickers that are named; more are counted."""


def subject_of(kind: JobKind, values: Mapping[str, Any]) -> str:
    """The subject of a job, as a localized text.

    Args:
        values: ``subject`` of the view ``jobs``.
    """
    match kind:
        case "training":
            return joined(
                ", ", _trained(values), localized("configuration {version}", version=values["version"])
            )
        case "simulations":
            size = localized_plural("{count} simulation", "{count} simulations", values["size"])
            return joined(": ", values["name"], size) if values["name"] else size
        case "walk_forward":
            size = localized_plural("{count} method", "{count} methods", values["size"])
            return joined(": ", values["name"], size)
    period = {
        "series": _named(values["tickers"], "series"),
        "first": date.fromisoformat(values["first"]),
        "last": date.fromisoformat(values["last"]),
    }
    if values["bars"] == "daily":
        return localized("Daily bars of {series}, {first} to {last}", **period)
    return localized("Minutes of {series}, {first} to {last}", **period)


def _trained(values: Mapping[str, Any]) -> str:
    if values["scope"] == "all_vn30":
        return localized("All of the VN30")
    if values["tickers"] is None:
        return localized("Stocks of the configuration")
    return _named(values["tickers"], "stocks")


def _named(tickers: Sequence[str], what: str) -> str:
    if len(tickers) <= MAX_NAMED:
        return ", ".join(tickers)
    if what == "series":
        return localized("{count} series", count=len(tickers))
    return localized("{count} stocks", count=len(tickers))

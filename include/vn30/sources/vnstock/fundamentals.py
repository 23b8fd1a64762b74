"""Translates vnstock's overview and ratios into fundamentals. vnstock passes their fields on unchecked."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

from vn30.market.fundamentals import Figure, Fundamentals, Metric
from vn30.sources.vnstock.company import Provider

Columns = Mapping[str, Any]

_SHARES = {"VCI": "issue_share", "KBS": "outstanding_shares"}
_RATIOS: dict[Metric, str] = {"pe": "pe", "pb": "pb", "roe": "roe", "dividend_yield": "dividend_yield"}
_SHARES_OF_1 = {"roe", "dividend_yield"}
"""VCI gives them as shares of 1; in percent they are kept."""
_FOUR_QUARTERS = "RATIO_TTM"


class UnreadableRatios(Exception):
    """The ratios lack the fields that each report needs; the message names them."""


class OtherCompany(Exception):
    """The answer describes another company; the message names it."""


def fundamentals_of(
    provider: Provider, ticker: str, overview: Columns, ratios: Sequence[Columns] | None, day: date
) -> Fundamentals:
    """The fundamentals of ``ticker`` that were published by ``day``.

    KBS gives the number of shares alone, and no ``ratios``: None. VCI gives no earnings per share, which
    follow from its P/E: market capitalisation / shares / P/E, all three of one report.

    Raises:
        OtherCompany: the overview or a report is of another ticker.
        UnreadableRatios: no report has a P/E, a P/B or a year.
    """
    for columns in (overview, *(ratios or ())):
        named = columns.get("ticker") or columns.get("symbol") or ticker
        if named != ticker:
            raise OtherCompany(f"{provider} returned {named} instead of {ticker}")
    figures = [_number("shares_outstanding", overview.get(_SHARES[provider]))]
    if ratios is not None:
        figures += [*_of_report(ratios, day), *_foreign(overview)]
    return Fundamentals(ticker, f"vnstock:{provider}", tuple(figures))


def _of_report(ratios: Sequence[Columns], day: date) -> list[Figure]:
    if ratios and (lacking := [name for name in ("pe", "pb") if not any(name in row for row in ratios)]):
        raise UnreadableRatios(f"the ratios have no {', '.join(lacking)}")
    if ratios and not any(_year(row) for row in ratios):
        raise UnreadableRatios("the ratios have no year")
    reports = {
        quarter: row
        for row in ratios
        if (quarter := _quarter(row)) and _ends(quarter) <= day and _is_of_four_quarters(row)
    }
    if not reports:
        reason = f"VCI has no report of four quarters up to {day}"
        return [Figure(metric, reason=reason) for metric in (*_RATIOS, "eps")]
    newest = max(reports)
    row, period = reports[newest], f"four quarters to {newest[0]}-Q{newest[1]}"
    figures = [
        _number(metric, row.get(column), 100 if metric in _SHARES_OF_1 else 1, period)
        for metric, column in _RATIOS.items()
    ]
    return [*figures, _earnings(row, period)]


def _earnings(row: Columns, period: str) -> Figure:
    if row.get("eps") is not None:
        return _number("eps", row["eps"], period=period)
    names = ("market_cap", "number_of_shares_mkt_cap", "pe")
    cap, shares, ratio = (_float(row.get(name)) for name in names)
    if not (cap and shares and ratio):
        reason = "VCI gives neither it nor market capitalisation, shares and P/E of one report"
        return Figure("eps", period=period, reason=reason)
    note = "market capitalisation / shares / P/E of the report"
    return Figure("eps", round(cap / shares / ratio, 2), period, note=note)


def _foreign(overview: Columns) -> list[Figure]:
    held = _number("foreign_ownership", overview.get("foreigner_percentage"), 100)
    limit = _number("foreign_limit", overview.get("maximum_foreign_percentage"), 100)
    if held.value is None or limit.value is None:
        reason = held.reason or limit.reason
        return [held, limit, Figure("foreign_room", reason=f"no ownership or limit: {reason}")]
    room = max(0.0, round(limit.value - held.value, 4))
    return [held, limit, Figure("foreign_room", room, note="limit - ownership, of all shares")]


def _number(metric: Metric, given: object, scale: float = 1, period: str | None = None) -> Figure:
    if given is None or given != given:
        return Figure(metric, period=period, reason="the vendor gives none")
    number = _float(given)
    if number is None:
        return Figure(metric, period=period, reason=f"{str(given)[:40]!r} is no number")
    return Figure(metric, round(number * scale, 6), period)


def _float(given: object) -> float | None:
    try:
        number = float(str(given))
    except ValueError:
        return None
    return number if isfinite(number) else None


def _year(row: Columns) -> int | None:
    given = _float(row.get("year_report", row.get("year")))
    return int(given) if given and 2000 <= given <= 2200 else None


def _quarter(row: Columns) -> tuple[int, int] | None:
    year, number = _year(row), _float(row.get("quarter", row.get("length_report")))
    return (year, int(number)) if year and number in (1, 2, 3, 4) else None


def _is_of_four_quarters(row: Columns) -> bool:
    return str(row.get("ratio_type", _FOUR_QUARTERS)).upper() == _FOUR_QUARTERS


def _ends(quarter: tuple[int, int]) -> date:
    year, number = quarter
    month, last = ((3, 31), (6, 30), (9, 30), (12, 31))[number - 1]
    return date(year, month, last)

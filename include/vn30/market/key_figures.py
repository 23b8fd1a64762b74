"""Figures of a stock that follow from its own bars and its shares: size, range of a year, usual trade."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import numpy as np
import sqlalchemy as sa

from vn30.database.warehouse import Row, fetch_one
from vn30.i18n.localized import joined, localized
from vn30.market.adjustment import Adjustment, cumulative_factors
from vn30.market.fundamentals import KINDS, METRICS, known_figures
from vn30.market.traded_prices import stored_adjustments

DerivedMetric = Literal["market_cap", "high_52_weeks", "low_52_weeks", "average_volume", "average_value"]

YEAR = timedelta(weeks=52)
RECENT = 20
"""Sessions of the usual volume and value."""

SOURCE = "computed"


@dataclass(frozen=True)
class KeyFigure:
    """A figure with its origin.

    Attributes:
        unit: ``shares``, ``VND``, ``times`` or ``%``.
        period: of the report, or the sessions that it is made of; None for what is of the day itself.
        day: the session after which it was known; None for one that is not known.
        known_from: when the platform had it; None for one that is computed on request.
        reason: why there is no value.
        note: how it is computed.
    """

    metric: str
    value: float | None
    unit: str
    period: str | None
    day: date | None
    source: str
    reason: str | None = None
    note: str | None = None
    known_from: datetime | None = None


def key_figures(connection: sa.Connection, ticker: str, day: date) -> list[KeyFigure]:
    """What is known of a stock after a session: the snapshots of its fundamentals, then :func:`derived`."""
    stored = {row["metric"]: _of_row(row) for row in known_figures(connection, [ticker], day)}
    unknown = localized("no snapshot up to {day} is stored", day=day)
    snapshots = [
        stored.get(metric, KeyFigure(metric, None, KINDS[metric].unit, None, None, "none", unknown))
        for metric in METRICS
    ]
    shares = stored.get("shares_outstanding")
    bars = fetch_one(
        connection, "market/year_of_bars", ticker=ticker, first=day - YEAR, last=day, newest=RECENT
    )
    adjustments = stored_adjustments(connection, [ticker]).get(ticker, [])
    return [*snapshots, *derived(bars, adjustments, day, shares)]


def derived(
    bars: Row | None, adjustments: Sequence[Adjustment], day: date, shares: KeyFigure | None
) -> list[KeyFigure]:
    """The figures that follow from the bars of 52 weeks up to a session.

    Prices are those of the day: the range of the year is adjusted for events up to it, as the chart is, and
    the traded value is made of prices as they were traded.

    Args:
        bars: the row of ``market/year_of_bars.sql``, in stored prices; None without bars.
        adjustments: that the stored prices contain.
        shares: the number of shares that is known on the day.
    """
    if bars is None:
        reason = localized("no bar is stored of the 52 weeks up to {day}", day=day)
        units = ("VND", "VND", "VND", "shares", "VND")
        names: tuple[DerivedMetric, ...] = DerivedMetric.__args__  # type: ignore[attr-defined]
        return [
            KeyFigure(name, None, unit, None, None, SOURCE, reason)
            for name, unit in zip(names, units, strict=True)
        ]
    dates = np.array(bars["newest_sessions"], dtype="datetime64[D]")
    newest = bars["newest_sessions"][-1]
    factors = cumulative_factors(dates, adjustments)
    close = np.array(bars["newest_closes"])
    year = localized(
        "{first} to {newest}, {sessions} sessions",
        first=bars["first_session"],
        newest=newest,
        sessions=bars["sessions"],
    )
    volumes = np.array(bars["newest_volumes"], dtype=float)
    values = volumes * close / factors
    recent = localized("{sessions} sessions to {newest}", sessions=len(volumes), newest=newest)
    adjusted = localized("of prices adjusted for dividends and splits")

    def figure(metric: DerivedMetric, value: float, unit: str, period: str, note: str) -> KeyFigure:
        return KeyFigure(metric, value, unit, period, newest, SOURCE, note=note)

    return [
        _market_cap(float(close[-1] / factors[-1]), newest, shares),
        figure(
            "high_52_weeks",
            round(float(bars["high"] / factors[-1]), 4),
            "VND",
            year,
            joined(", ", localized("highest price"), adjusted),
        ),
        figure(
            "low_52_weeks",
            round(float(bars["low"] / factors[-1]), 4),
            "VND",
            year,
            joined(", ", localized("lowest price"), adjusted),
        ),
        figure(
            "average_volume", round(float(volumes.mean())), "shares", recent, localized("mean of a session")
        ),
        figure(
            "average_value",
            round(float(np.mean(values))),
            "VND",
            recent,
            localized("mean of close as traded x volume"),
        ),
    ]


def _market_cap(close: float, newest: date, shares: KeyFigure | None) -> KeyFigure:
    if shares is None or shares.value is None:
        reason = localized("the shares outstanding are not known")
        return KeyFigure("market_cap", None, "VND", None, None, SOURCE, reason)
    note = localized("shares outstanding x close of {newest}, {close:,.0f} VND", newest=newest, close=close)
    return KeyFigure("market_cap", shares.value * close, "VND", None, newest, SOURCE, note=note)


def _of_row(row: Row) -> KeyFigure:
    return KeyFigure(
        row["metric"],
        row["value"],
        row["unit"],
        row["period"],
        row["date"],
        row["source"],
        row["reason"],
        row["note"],
        row["known_from"],
    )

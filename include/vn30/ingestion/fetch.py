"""Fetches the bars of one ticker from a source, limits them to the period, and validates them."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from vn30.ingestion.rules import NO_SESSION
from vn30.ingestion.validate import Rejection, validate_bars
from vn30.market.calendar import SHIPPED, Calendar
from vn30.sources.base import FALLBACK_USED, NOTES, SHOW_ROW, SOURCE, PriceSource, Raw
from vn30.sources.contract import as_bars
from vn30.sources.wrong_dates import refuse_wrong_dates

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """The validated answer of a source for ``start`` to ``end``.

    Attributes:
        bars: valid bars, as of :class:`vn30.ingestion.validate.Validated`.
        rejected: the other rows, with reasons.
        rejected_lines: of a source that reads text, the first rejected line of each reason, with a mark under
            the cell that shows it.
        source: name of the source that served them; of a chain, the one in it.
        fallback_used: whether a source of higher priority failed.
        notes: errors that a retry or a fallback overcame, for the report.
        fetched_at: an aware time.
    """

    ticker: str
    start: date
    end: date
    bars: pd.DataFrame
    rejected: list[Rejection]
    rejected_lines: list[str]
    source: str
    fallback_used: bool
    notes: list[str]
    fetched_at: datetime

    def spans(self, sessions: pd.Index) -> bool:
        """Whether the requested period covers all of ``sessions`` (timestamps, oldest first)."""
        return bool(self.start <= sessions[0].date() and sessions[-1].date() <= self.end)

    def false_prints(self) -> dict[date, float]:
        """By session, the closes in VND that were rejected as impossible prints."""
        return {
            row.date: row.false_print
            for row in self.rejected
            if row.date is not None and row.false_print is not None
        }

    def absences(self, first_bar: date, calendar: Calendar) -> list[tuple[date, str]]:
        """The requested sessions without a valid bar, from ``first_bar`` on, and the reason of each."""
        present = {stamp.date() for stamp in self.bars["date"]}
        rejected = {row.date for row in self.rejected}
        return [
            (session, "every row refused" if session in rejected else "no row")
            for session in calendar.sessions_between(max(self.start, first_bar), self.end)
            if session not in present
        ]


def fetch(source: PriceSource, ticker: str, start: date, end: date, calendar: Calendar = SHIPPED) -> Answer:
    """The bars of ``ticker`` from ``start`` to ``end``, both included.

    Rows of other days are left out, whatever the source promises: Yahoo adds the running session to every
    answer. In a file, rows after the newest session that most of its series have are rejected.

    Raises:
        SourceError: the dates of the series are wrong throughout; further, see
            :class:`vn30.sources.base.PriceSource`.
        SourceUnavailable: see :class:`vn30.sources.base.PriceSource`.
    """
    raw = as_bars(source.daily_bars(ticker, start, end), source.name)
    fetched_at = datetime.now(UTC)
    newest = source.last_session(calendar)
    limit = None if newest is None else max(newest, end)
    validated = validate_bars(_of_period(raw, ticker, start, end, limit), ticker, calendar, limit)
    without_session = [row.date for row in validated.rejected if row.date and row.reason == NO_SESSION]
    with_session = [stamp.date() for stamp in validated.bars["date"]]
    refuse_wrong_dates(ticker, [*with_session, *without_session], calendar)
    return Answer(
        ticker=ticker,
        start=start,
        end=end,
        bars=validated.bars,
        rejected=validated.rejected,
        rejected_lines=_lines(validated.rejected, raw.attrs.get(SHOW_ROW)),
        source=raw.attrs.get(SOURCE, source.name),
        fallback_used=raw.attrs.get(FALLBACK_USED, False),
        notes=raw.attrs.get(NOTES, []),
        fetched_at=fetched_at,
    )


def _of_period(raw: pd.DataFrame, ticker: str, start: date, end: date, limit: date | None) -> pd.DataFrame:
    """The rows from ``start`` to ``end``, without a date, and after ``limit``, which are to be rejected."""
    inside = raw["date"].between(pd.Timestamp(start), pd.Timestamp(end)) | raw["date"].isna()
    if limit is not None:
        inside |= raw["date"] > pd.Timestamp(limit)
    left_out = int((~inside).sum())
    if left_out:
        log.info("%s: %d rows outside %s to %s were left out", ticker, left_out, start, end)
    return raw[inside].reset_index(drop=True)


def _lines(rejected: list[Rejection], show: Callable[[Raw, str | None], str] | None) -> list[str]:
    if show is None:
        return []
    return [f"{row.reason}: {show(row.raw, row.column)}" for row in _first_of_each_reason(rejected).values()]


def describe_rejections(rejected: list[Rejection]) -> str:
    """One line for users: the number of rejected rows by reason, and the first row of each reason."""
    if not rejected:
        return ""
    counts = Counter(row.reason for row in rejected)
    first = _first_of_each_reason(rejected)
    parts = [f"{count} x {reason} (first {_place(first[reason])})" for reason, count in counts.most_common()]
    return f"{len(rejected)} rows rejected: {'; '.join(parts)}."


def _first_of_each_reason(rejected: list[Rejection]) -> dict[str, Rejection]:
    return {row.reason: row for row in reversed(rejected)}


def _place(row: Rejection) -> str:
    """The date of a row and, if it is from a file, its line and the text of its cell."""
    if "line" not in row.raw:
        return f"on {row.date}"
    day = f"on {row.date}, " if row.date else "in "
    cell = f": {row.raw[row.column]!r}" if row.column else ""
    return f"{day}line {row.raw['line']} of {row.raw['file']}{cell}"

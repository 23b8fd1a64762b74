"""Asks a source for the bars of one ticker and sorts them into fit and refused ones."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from vn30.calendar import sessions_between
from vn30.ingestion.validate import Rejection, validate_bars
from vn30.sources.base import ANSWERED_BY, NOTES, PASSED_OVER, PriceSource


@dataclass(frozen=True)
class Answer:
    """What a source answered for ``start`` to ``end``, validated.

    ``source`` is who really answered, ``passed_over`` whether others that come first did not.
    """

    ticker: str
    start: date
    end: date
    bars: pd.DataFrame
    rejected: list[Rejection]
    source: str
    passed_over: bool
    notes: list[str]
    fetched_at: datetime

    def spans(self, sessions: pd.Index) -> bool:
        """Whether all of ``sessions`` (timestamps, oldest first) were asked for."""
        return bool(self.start <= sessions[0].date() and sessions[-1].date() <= self.end)

    def false_prints(self) -> dict[date, float]:
        """The closes that were refused as impossible prints, by session."""
        return {
            row.date: row.false_print
            for row in self.rejected
            if row.date is not None and row.false_print is not None
        }

    def absences(self, first_bar: date) -> list[tuple[date, str]]:
        """The sessions asked for that have no fit bar, and why; before ``first_bar`` there was no listing."""
        held = {stamp.date() for stamp in self.bars["date"]}
        refused = {row.date for row in self.rejected}
        return [
            (session, "every row refused" if session in refused else "no row")
            for session in sessions_between(max(self.start, first_bar), self.end)
            if session not in held
        ]


def fetch(source: PriceSource, ticker: str, start: date, end: date) -> Answer:
    """The bars of ``ticker`` from ``start`` to ``end``, both included.

    Raises:
        SourceError, SourceUnavailable: see :class:`vn30.sources.base.PriceSource`.
    """
    raw = source.daily_bars(ticker, start, end)
    fetched_at = datetime.now(UTC)
    validated = validate_bars(raw, ticker)
    return Answer(
        ticker=ticker,
        start=start,
        end=end,
        bars=validated.bars,
        rejected=validated.rejected,
        source=raw.attrs.get(ANSWERED_BY, source.name),
        passed_over=raw.attrs.get(PASSED_OVER, False),
        notes=raw.attrs.get(NOTES, []),
        fetched_at=fetched_at,
    )


def describe_rejections(rejected: list[Rejection]) -> str:
    """One line a user understands: what was refused, why, and the first date of each reason."""
    if not rejected:
        return ""
    counts = Counter(row.reason for row in rejected)
    first = {row.reason: row.date for row in reversed(rejected)}
    parts = [f"{count} x {reason} (first on {first[reason]})" for reason, count in counts.most_common()]
    return f"{len(rejected)} rows refused: {'; '.join(parts)}."

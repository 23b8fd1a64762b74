"""Detects restatements of an adjusted series: ex-date, factor and likely cause of each.

After a split or dividend the vendor multiplies all bars before the ex-date by one factor. The ratio of the
fetched closes to the stored ones is therefore piecewise constant: each step is an event, and a level of one
or two bars is a correction of those bars.
"""

import math
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from vn30.errors import WrongInput
from vn30.market.calendar import SHIPPED, Calendar
from vn30.market.corporate_actions import Kind

MOVED = 5e-4
"""Relative difference from which a close counts as moved. Vendors round to 0.1 or to 10 VND."""
STEP = 4e-3
"""Relative: smaller steps of the ratio are rounding; the smallest usual dividend is about 1 %."""
MAX_ROUNDING = 10.0
"""VND. Some vendors round adjusted prices to it, which is 0.5 % of an early price."""
MIN_LEVEL_SESSIONS = 3
"""Fewer sessions at a level of their own are corrected bars."""
MAX_FACTOR = 50.0
"""A factor beyond it, or below its inverse, is another price unit."""
MIN_REPLACED = 0.95
"""Share of the stored sessions that a restated series must replace, or it counts as truncated."""
MIN_CASH_FACTOR = 0.92
"""A fall of more than 8 % is a stock dividend, hardly ever cash alone."""


class UnlikelyRestatement(WrongInput):
    """The fetched series cannot replace the stored one; nothing was changed."""


@dataclass(frozen=True)
class LikelyTerms:
    """The corporate action that explains a factor best: VND of cash and new shares for each share held."""

    kind: Kind
    cash: float = 0.0
    ratio: float = 0.0


@dataclass(frozen=True)
class Restatement:
    """The prices before ``ex_date`` were multiplied by ``factor``; ``bars`` counts all moved bars.

    ``terms`` is None where no corporate action explains it: a change of vendor, a correction.
    """

    ex_date: date
    factor: float
    bars: int
    likely_cause: str
    terms: LikelyTerms | None = None


def closes(bars: pd.DataFrame) -> pd.Series:
    """The closes of a bars frame by date."""
    return pd.Series(bars["close"].to_numpy(), index=pd.DatetimeIndex(bars["date"]))


def continues(stored: pd.Series, fetched: pd.Series) -> bool:
    """Whether ``fetched`` continues ``stored`` (closes by date): no common close has moved.

    False without a common session, as nothing shows that the adjustment is the same.
    """
    if stored.empty:
        return True
    ratio = _log_ratio(stored, fetched)
    return bool(len(ratio) and (ratio.abs() <= MOVED).all())


def covers(stored: pd.Series, fetched: pd.Series) -> bool:
    """Whether ``fetched`` can replace the whole of ``stored`` (closes by date)."""
    return bool(stored.index.isin(fetched.index).mean() >= MIN_REPLACED) if len(stored) else True


def moved_from(stored: pd.DataFrame, fetched: pd.Series) -> str | None:
    """Most frequent source of the moved bars in ``stored`` (``close`` and ``source`` by date), or None."""
    ratio = _log_ratio(stored["close"], fetched)
    sources = stored["source"][ratio.index[ratio.abs() > MOVED]]
    return str(sources.mode().iloc[0]) if len(sources) else None


def restatements(
    stored: pd.Series,
    fetched: pd.Series,
    vendors: tuple[str | None, str] = (None, ""),
    *,
    accept_any_factor: bool = False,
    calendar: Calendar = SHIPPED,
) -> list[Restatement]:
    """The restatements that turn ``stored`` into ``fetched`` (closes by date), oldest first.

    Args:
        vendors: source of the moved bars, and source of ``fetched``. Vendors adjust for different events and
            round differently: a difference between two vendors is one change of vendor, not dividends.
        accept_any_factor: accept even a factor that looks like another price unit.
        calendar: of the platform.

    Raises:
        UnlikelyRestatement: the factor is that of another price unit.
    """
    ratio = _log_ratio(stored, fetched)
    moved = ratio[ratio.abs() > MOVED]
    if len(moved) < MIN_LEVEL_SESSIONS:
        return []
    typical = float(math.exp(moved.median()))
    if not (accept_any_factor or 1 / MAX_FACTOR < typical < MAX_FACTOR):
        raise UnlikelyRestatement(
            f"the closes are {typical:,.4g} times the stored ones, which is another unit and no adjustment. "
            "Nothing was changed. If the stored ones are wrong, crawl the ticker with full_refresh."
        )
    step = _step(stored, fetched)
    # Bars after the last common session are on the new basis in any case.
    newer = fetched.index[fetched.index > ratio.index[-1]]
    after = newer[0].date() if len(newer) else calendar.sessions_after(ratio.index[-1].date(), 1)[0]
    before, now = vendors
    if before is not None and before != now:
        if (ratio.abs() <= step).all():
            return []
        cause = f"a change of vendor from {before} to {now}"
        return [Restatement(after, typical, len(moved), cause)]
    levels = _levels(ratio, step)
    unadjusted = (after, 0.0)
    events = []
    for (_, level), (start, next_level) in pairwise([*levels, unadjusted] if levels else []):
        if abs(level - next_level) > MOVED:
            factor = float(math.exp(level - next_level))
            last_close = float(stored[stored.index < pd.Timestamp(start)].iloc[-1])
            terms = likely_terms(factor, last_close)
            events.append(Restatement(start, factor, len(moved), likely_cause(terms), terms))
    return events or [
        Restatement(after, typical, len(moved), "a correction by the vendor, without a common factor")
    ]


def likely_terms(factor: float, last_close: float) -> LikelyTerms | None:
    """The action that multiplies earlier prices by ``factor``; ``last_close`` is the close before it (VND).

    None for a factor above 1: a reverted adjustment, or a reverse split.
    """
    if factor > 1:
        return None
    if factor > MIN_CASH_FACTOR:
        # Cash dividends are mostly a whole percent of the par value, a multiple of 100 VND.
        return LikelyTerms("cash_dividend", cash=100.0 * max(round((1 - factor) * last_close / 100), 1))
    new_shares = 100 * (1 / factor - 1)
    if abs(new_shares - round(new_shares)) < 0.15:
        return LikelyTerms("stock_dividend", ratio=round(new_shares) / 100)
    return LikelyTerms("unknown", ratio=new_shares / 100)


def likely_cause(terms: LikelyTerms | None) -> str:
    """The terms in words."""
    if terms is None:
        return "a reverted adjustment, or a reverse split"
    if terms.kind == "cash_dividend":
        return f"a cash dividend of about {terms.cash:,.0f} VND a share"
    if terms.kind == "stock_dividend":
        return f"a split or stock dividend of {100 * terms.ratio:.0f} new shares for 100 held"
    return (
        f"a split, stock dividend or rights issue of about {100 * terms.ratio:.0f} new shares for 100 held, "
        "perhaps with cash"
    )


def _log_ratio(stored: pd.Series, fetched: pd.Series) -> pd.Series:
    common = stored.index.intersection(fetched.index).sort_values()
    return (fetched[common] / stored[common]).map(math.log)


def _step(stored: pd.Series, fetched: pd.Series) -> pd.Series:
    """By date, the largest step of the log ratio that rounding alone can cause."""
    common = stored.index.intersection(fetched.index).sort_values()
    return STEP + MAX_ROUNDING / fetched[common].clip(upper=stored[common])


def _levels(ratio: pd.Series, step: pd.Series) -> list[tuple[date, float]]:
    """First session and value (a log ratio) of each constant level; none if most sessions are in short ones.

    Levels of fewer than MIN_LEVEL_SESSIONS are left out. The newest level may be short if it is unadjusted:
    an ex-date can be as late as yesterday.
    """
    number = (ratio.diff().abs() > step).cumsum()
    levels = [(part.index[0], float(part.median()), len(part)) for _, part in ratio.groupby(number)]
    kept = [
        (first, level, length)
        for position, (first, level, length) in enumerate(levels)
        if length >= MIN_LEVEL_SESSIONS or (position == len(levels) - 1 and abs(level) <= MOVED)
    ]
    if 2 * sum(length for *_, length in kept) < len(ratio):
        return []
    merged: list[tuple[date, float]] = []
    for first, level, _ in kept:
        if not merged or abs(merged[-1][1] - level) > step[first]:
            merged.append((first.date(), level))
    return merged

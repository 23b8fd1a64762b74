"""Tells when a vendor has adjusted a series anew, from when on, by which factor, and probably why.

After a split or dividend an adjusted series is multiplied, from its first bar to the last one before the
ex-date, by one factor. So the ratio of the new closes to the stored ones is a flight of stairs: its steps are
the events, and a single stone out of place is a corrected bar.
"""

import math
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from vn30.calendar import sessions_after
from vn30.errors import WrongInput

MOVED = 5e-4
"""Relative: closes further apart have moved. Vendors round to a tenth of a VND, or to ten."""
STEP = 4e-3
"""Relative: smaller steps of the ratio are rounding; the smallest usual dividend is about a percent."""
COARSEST_ROUNDING = 10.0
"""VND: some vendors round adjusted prices to it, half a percent of an old one."""
SHORTEST_STAIR = 3
"""Sessions: fewer at a level of their own are corrected bars."""
LARGEST_FACTOR = 50.0
FEWEST_REPLACED = 0.95
"""Share of the stored sessions that a restated series must replace, or it counts as cut short."""
SMALLEST_CASH_FACTOR = 0.92
"""A larger fall than 8 % is a stock dividend, hardly ever cash alone."""


class UnlikelyRestatement(WrongInput):
    """The new series cannot take the place of the stored one; nothing was changed."""


@dataclass(frozen=True)
class Restatement:
    """The prices before ``ex_date`` were multiplied by ``factor``; ``bars`` stored ones moved in all."""

    ex_date: date
    factor: float
    bars: int
    likely_cause: str


def closes(bars: pd.DataFrame) -> pd.Series:
    """The closes of a bars frame by date."""
    return pd.Series(bars["close"].to_numpy(), index=pd.DatetimeIndex(bars["date"]))


def continues(stored: pd.Series, fetched: pd.Series) -> bool:
    """Whether ``fetched`` is more of the same series as ``stored`` (closes by date): no common close moved.

    Without a common session nobody can tell, so that it does not.
    """
    if stored.empty:
        return True
    ratio = _log_ratio(stored, fetched)
    return bool(len(ratio) and (ratio.abs() <= MOVED).all())


def covers(stored: pd.Series, fetched: pd.Series) -> bool:
    """Whether ``fetched`` can take the place of all that is stored (closes by date)."""
    return bool(stored.index.isin(fetched.index).mean() >= FEWEST_REPLACED) if len(stored) else True


def moved_from(stored: pd.DataFrame, fetched: pd.Series) -> str | None:
    """The source of most stored bars (``close`` and ``source`` by date) that moved; None if none did."""
    ratio = _log_ratio(stored["close"], fetched)
    sources = stored["source"][ratio.index[ratio.abs() > MOVED]]
    return str(sources.mode().iloc[0]) if len(sources) else None


def restatements(
    stored: pd.Series,
    fetched: pd.Series,
    vendors: tuple[str | None, str] = (None, ""),
    *,
    accept_any_factor: bool = False,
) -> list[Restatement]:
    """The events between the time of ``stored`` and that of ``fetched`` (closes by date), oldest first.

    Args:
        vendors: who gave the bars that moved, and who gives them now. Two vendors adjust for different
            events and round differently: what lies between them is one change of vendor, no dividends.
        accept_any_factor: even one that looks like another unit.

    Raises:
        UnlikelyRestatement: the factor is that of another unit, not of an event.
    """
    ratio = _log_ratio(stored, fetched)
    moved = ratio[ratio.abs() > MOVED]
    if len(moved) < SHORTEST_STAIR:
        return []
    typical = float(math.exp(moved.median()))
    if not (accept_any_factor or 1 / LARGEST_FACTOR < typical < LARGEST_FACTOR):
        raise UnlikelyRestatement(
            f"the closes are {typical:,.4g} times the stored ones: another unit, not another adjustment. "
            "Nothing was changed. If the stored ones are wrong, crawl the ticker with full_refresh."
        )
    step = _step(stored, fetched)
    # What comes after the last common session is on the new basis by itself.
    newer = fetched.index[fetched.index > ratio.index[-1]]
    after = newer[0].date() if len(newer) else sessions_after(ratio.index[-1].date(), 1)[0]
    before, now = vendors
    if before is not None and before != now:
        if (ratio.abs() <= step).all():
            return []
        cause = f"a change of vendor: the series is now that of {now}, before that of {before}"
        return [Restatement(after, typical, len(moved), cause)]
    stairs = _stairs(ratio, step)
    ground = (after, 0.0)
    events = []
    for (_, level), (start, next_level) in pairwise([*stairs, ground] if stairs else []):
        if abs(level - next_level) > MOVED:
            factor = float(math.exp(level - next_level))
            last_close = float(stored[stored.index < pd.Timestamp(start)].iloc[-1])
            events.append(Restatement(start, factor, len(moved), likely_cause(factor, last_close)))
    return events or [
        Restatement(after, typical, len(moved), "no common factor: the vendor corrected its history")
    ]


def likely_cause(factor: float, last_close: float) -> str:
    """What multiplies earlier prices by ``factor``, when the last close before was ``last_close`` VND."""
    if factor > 1:
        return "an adjustment was taken back, or shares were merged"
    dividend = (1 - factor) * last_close
    new_shares = 100 * (1 / factor - 1)
    if factor > SMALLEST_CASH_FACTOR:
        # Mostly a whole percent of the par value.
        return f"a cash dividend of about {100 * max(round(dividend / 100), 1):,} VND a share"
    if abs(new_shares - round(new_shares)) < 0.15:
        return f"a split or stock dividend of {round(new_shares)} new shares for 100 held"
    return (
        f"a split, stock dividend or rights issue of about {new_shares:.0f} new shares for 100 held, "
        "perhaps with cash"
    )


def _log_ratio(stored: pd.Series, fetched: pd.Series) -> pd.Series:
    common = stored.index.intersection(fetched.index).sort_values()
    return (fetched[common] / stored[common]).map(math.log)


def _step(stored: pd.Series, fetched: pd.Series) -> pd.Series:
    """By date, how far the log ratio may move from one session to the next by rounding alone."""
    common = stored.index.intersection(fetched.index).sort_values()
    return STEP + COARSEST_ROUNDING / fetched[common].clip(upper=stored[common])


def _stairs(ratio: pd.Series, step: pd.Series) -> list[tuple[date, float]]:
    """First session and level (a log ratio) of each stair, or none if they are rubble for the most part.

    Those too short to be a stair are left out. The newest may be short if it is on the ground: an ex-date can
    be as late as yesterday.
    """
    number = (ratio.diff().abs() > step).cumsum()
    stairs = [(part.index[0], float(part.median()), len(part)) for _, part in ratio.groupby(number)]
    kept = [
        (first, level, length)
        for position, (first, level, length) in enumerate(stairs)
        if length >= SHORTEST_STAIR or (position == len(stairs) - 1 and abs(level) <= MOVED)
    ]
    if 2 * sum(length for *_, length in kept) < len(ratio):
        return []
    merged: list[tuple[date, float]] = []
    for first, level, _ in kept:
        if not merged or abs(merged[-1][1] - level) > step[first]:
            merged.append((first.date(), level))
    return merged

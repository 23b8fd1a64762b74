"""The members of the VN30 in the sessions of a simulation: those of each day, never those of today."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vn30.market.universe import Stay
from vn30.typing import BoolArray


def ever_members(stays: Sequence[Stay], first: date, last: date) -> tuple[str, ...]:
    """The tickers that were members on a day of the period, sorted."""
    known_from = min(stay.effective_from for stay in stays)
    begin, end = max(first, known_from), max(last, known_from)
    return tuple(
        sorted(
            {
                stay.ticker
                for stay in stays
                if stay.effective_from <= end and (stay.effective_to is None or stay.effective_to > begin)
            }
        )
    )


def members_by_session(
    stays: Sequence[Stay], sessions: NDArray[np.datetime64], tickers: tuple[str, ...]
) -> BoolArray:
    """Which tickers were members on each session; before the first known basket, those of that basket."""
    days = np.maximum(sessions, np.datetime64(min(stay.effective_from for stay in stays)))
    members = np.zeros((len(sessions), len(tickers)), dtype=bool)
    for stay in stays:
        if stay.ticker in tickers:
            until = np.datetime64(stay.effective_to or date.max)
            members[:, tickers.index(stay.ticker)] |= (days >= np.datetime64(stay.effective_from)) & (
                days < until
            )
    return members

"""Raw prices (as traded) from adjusted ones and back, by the factors of corporate actions.

On an ex-date the reference price of a stock falls by what its holders get: cash, or new shares. An
adjusted series has all earlier prices multiplied by the factor of that fall, for each action since. Prices
are VND.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vn30.typing import FloatArray


@dataclass(frozen=True)
class Adjustment:
    """Prices of sessions before ``ex_date`` are multiplied by ``factor``, which is above 0."""

    ex_date: date
    factor: float


@dataclass(frozen=True)
class Entitlement:
    """What a holder of one share gets on an ex-date.

    Attributes:
        cash: VND a share held.
        new_shares: free ones for each share held, of a stock dividend, a bonus issue or a split: 0.15 are 15
            for 100, 1 is a split of 1 into 2.
        offered_shares: for each share held, that can be bought in a rights issue.
        issue_price: VND a share of those.
    """

    cash: float = 0.0
    new_shares: float = 0.0
    offered_shares: float = 0.0
    issue_price: float = 0.0


def adjustment_factor(close_before: float, entitlements: Iterable[Entitlement]) -> float:
    """The factor of one ex-date: the reference price of that session by the raw close before it.

    All entitlements of the day count together, as the exchange does it: cash is not paid for new shares, and
    offered shares are taken up.

    Raises:
        ValueError: nothing, or less, would be left of the price.
    """
    together = list(entitlements)
    cash = sum(each.cash for each in together)
    paid = sum(each.offered_shares * each.issue_price for each in together)
    shares = 1 + sum(each.new_shares + each.offered_shares for each in together)
    factor = (close_before - cash + paid) / (close_before * shares)
    if not factor > 0:
        raise ValueError(f"nothing is left of {close_before:,.0f} VND after {cash:,.0f} VND of cash")
    return factor


def cumulative_factors(dates: NDArray[np.datetime64], adjustments: Sequence[Adjustment]) -> FloatArray:
    """By what the raw price of each session is multiplied in the adjusted series: one factor a session.

    Args:
        dates: the sessions, in any order.
    """
    days = dates.astype("datetime64[D]")
    factors = np.ones(len(days))
    for adjustment in adjustments:
        factors[days < np.datetime64(adjustment.ex_date)] *= adjustment.factor
    return factors


def adjusted_prices(
    raw: FloatArray, dates: NDArray[np.datetime64], adjustments: Sequence[Adjustment]
) -> FloatArray:
    """The adjusted prices of raw ones.

    Args:
        raw: one price a session, or one row a session and a column a price.
    """
    return _scaled(raw, cumulative_factors(dates, adjustments))


def raw_prices(
    adjusted: FloatArray, dates: NDArray[np.datetime64], adjustments: Sequence[Adjustment]
) -> FloatArray:
    """The raw prices of adjusted ones, not rounded to ticks: see :func:`adjusted_prices`."""
    return _scaled(adjusted, 1 / cumulative_factors(dates, adjustments))


def _scaled(prices: FloatArray, factors: FloatArray) -> FloatArray:
    scaled: FloatArray = prices * (factors if prices.ndim == 1 else factors[:, np.newaxis])
    return scaled

"""What a named shock of the market did to a series, or would do by its beta."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from vn30.market.shocks import Shock
from vn30.risk.exposure import Beta
from vn30.risk.prices import Closes


@dataclass(frozen=True)
class Stress:
    """The change of a series in a shock.

    Attributes:
        index_change: of VNINDEX, as a share.
        change: as a share; None where it is not known.
        is_estimated: whether ``change`` is beta times ``index_change``, as the prices do not reach the shock.
    """

    name: str
    first: date
    last: date
    index_change: float
    change: float | None
    is_estimated: bool


def stressed(
    closes: Closes, index_beta: Beta | None, shocks: Sequence[Shock], *, is_simulated: bool
) -> list[Stress]:
    """The change of a series in each shock.

    Args:
        index_beta: to VNINDEX, of the newest sessions.
        is_simulated: whether the prices come from the simulated market, which has no part in these shocks.
    """
    return [_stress(closes, index_beta, shock, is_simulated=is_simulated) for shock in shocks]


def _stress(closes: Closes, index_beta: Beta | None, shock: Shock, *, is_simulated: bool) -> Stress:
    first, last = np.datetime64(shock.first_session), np.datetime64(shock.last_session)
    is_covered = closes.dates[0] <= first and last <= closes.dates[-1]
    change: float | None
    if is_covered and not is_simulated:
        before, after = np.searchsorted(closes.dates, [first, last], side="right") - 1
        change, is_estimated = float(closes.prices[after] / closes.prices[before] - 1), False
    else:
        change = None if index_beta is None else index_beta.value * shock.vnindex_change
        is_estimated = True
    return Stress(
        shock.name, shock.first_session, shock.last_session, shock.vnindex_change, change, is_estimated
    )

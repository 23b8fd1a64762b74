"""How long a record must be before its Sharpe ratio can be told from another one."""

import math

from scipy.special import ndtri


def minimum_track_record(
    value: float, skewness: float, kurtosis: float, benchmark: float = 0.0, confidence: float = 0.95
) -> int | None:
    """The fewest returns with which ``value`` is above ``benchmark`` with this confidence.

    The minimum track record length of D. H. Bailey and M. Lopez de Prado, "The Sharpe Ratio Efficient
    Frontier", *Journal of Risk* 15, 2012, rounded up.

    Args:
        value, benchmark: Sharpe ratios of a session, not scaled to a year.
        kurtosis: 3 for normal returns.

    Returns:
        None if ``value`` is not above ``benchmark``: no record is long enough.
    """
    if value <= benchmark:
        return None
    spread = 1 - skewness * value + (kurtosis - 1) / 4 * value**2
    return math.ceil(1 + spread * (float(ndtri(confidence)) / (value - benchmark)) ** 2)

"""The validation of indicators with two windows."""

from vn30.config_part import fault
from vn30.i18n.localized import localized


def require_fast_below_slow(fast: int, slow: int) -> None:
    """Raise a fault of the field ``fast`` unless it is below ``slow``."""
    if fast >= slow:
        raise fault("fast", localized("must be below slow ({slow}), got {fast}", slow=slow, fast=fast))

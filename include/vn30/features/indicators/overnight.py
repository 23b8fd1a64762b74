"""The overnight return, which is a part of the return of a session's first bar."""

from functools import partial

import numpy as np

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart
from vn30.typing import FloatArray


class OvernightConfig(IndicatorPart, title="Overnight return"):
    """Return over the newest night, apart from that within the session."""

    position = 95
    group = "Price"
    optional = True
    included = False

    def features(self) -> dict[str, Feature]:
        """The return over the night before the session of each bar."""
        return {"overnight_return": partial(overnight_return)}


@described("Price", "price", "log return")
def overnight_return(bars: Bars) -> FloatArray:
    """``log(open of the session / last close before it)``, on all bars of the session.

    A missing open counts as that close.
    """
    begins = np.append(True, bars.session[1:] != bars.session[:-1])
    before = np.append(np.nan, bars.close[:-1])
    opened = np.where(np.isnan(bars.open), before, bars.open)
    first = np.maximum.accumulate(np.where(begins, np.arange(len(begins)), 0))
    overnight: FloatArray = np.log(opened / before)[first]
    return overnight

"""Simple moving averages."""

from functools import partial
from typing import Annotated

import talib
from pydantic import Field, model_validator

from vn30.config_part import fault
from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import MAX_WINDOW, SESSIONS, IndicatorPart
from vn30.i18n.localized import localized
from vn30.typing import FloatArray

Window = Annotated[int, Field(ge=2, le=MAX_WINDOW)]


class SmaConfig(IndicatorPart, title="SMA"):
    """Simple moving averages."""

    position = 10
    group = "Price"

    windows: tuple[Window, ...] = Field(
        (5, 20, 60),
        min_length=1,
        max_length=6,
        title="Windows",
        description="one average each",
        json_schema_extra={"uniqueItems": True, **SESSIONS},
    )

    @model_validator(mode="after")
    def _windows_are_usable(self) -> "SmaConfig":
        if len(set(self.windows)) < len(self.windows):
            raise fault("windows", localized("must not repeat a window"))
        return self

    def features(self) -> dict[str, Feature]:
        """The close relative to each average."""
        return {
            f"close_to_sma_{window}": partial(close_to_sma, window=window) for window in sorted(self.windows)
        }


@described("Price", "price", "share")
def close_to_sma(bars: Bars, window: int) -> FloatArray:
    """``close / SMA(close) - 1``."""
    return bars.close / talib.SMA(bars.close, window) - 1

"""The part of the training configuration that says which indicators are computed, and its base class."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

MAX_WINDOW = 250

Sessions = Annotated[int, Field(ge=2, le=MAX_WINDOW)]


class ConfigPart(BaseModel):
    """One section of a configuration document: immutable, camelCase in JSON, no unknown fields."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, allow_inf_nan=False
    )


def fault(field_path: str, message: str) -> PydanticCustomError:
    """A fault that concerns several fields, to be shown at ``field_path`` (camelCase, below the section)."""
    return PydanticCustomError("cross_field", "{message}", {"message": message, "field_path": field_path})


def _require_fast_below_slow(fast: int, slow: int) -> None:
    if fast >= slow:
        raise fault("fast", f"must be below slow ({slow}), got {fast}")


class Window(ConfigPart):
    """A look-back length in sessions."""

    window: int = Field(ge=2, le=MAX_WINDOW, title="Window", description="sessions")


class SmaConfig(ConfigPart, title="SMA"):
    """Simple moving averages."""

    windows: tuple[Sessions, ...] = Field(
        (5, 20, 60),
        min_length=1,
        max_length=6,
        title="Windows",
        description="sessions, one average each",
        json_schema_extra={"uniqueItems": True},
    )

    @model_validator(mode="after")
    def _windows_are_usable(self) -> "SmaConfig":
        if len(set(self.windows)) < len(self.windows):
            raise fault("windows", "must not repeat a window")
        return self


class EmaConfig(ConfigPart, title="EMA"):
    """Exponential moving averages."""

    fast: int = Field(12, ge=2, le=MAX_WINDOW, title="Fast", description="sessions; below slow")
    slow: int = Field(26, ge=3, le=MAX_WINDOW, title="Slow", description="sessions")

    @model_validator(mode="after")
    def _fast_is_faster(self) -> "EmaConfig":
        _require_fast_below_slow(self.fast, self.slow)
        return self


class MacdConfig(ConfigPart, title="MACD"):
    """Moving average convergence divergence."""

    fast: int = Field(12, ge=2, le=MAX_WINDOW, title="Fast", description="sessions; below slow")
    slow: int = Field(26, ge=3, le=MAX_WINDOW, title="Slow", description="sessions")
    signal: int = Field(9, ge=1, le=MAX_WINDOW, title="Signal", description="sessions")

    @model_validator(mode="after")
    def _fast_is_faster(self) -> "MacdConfig":
        _require_fast_below_slow(self.fast, self.slow)
        return self


class BollingerConfig(ConfigPart, title="Bollinger bands"):
    """The moving average plus and minus some standard deviations."""

    window: int = Field(20, ge=2, le=MAX_WINDOW, title="Window", description="sessions")
    std: float = Field(2.0, gt=0, le=5, title="Deviations", description="standard deviations each way")


class IndicatorConfig(ConfigPart, title="Indicators"):
    """Which indicators become features; windows count sessions."""

    sma: SmaConfig = SmaConfig()
    ema: EmaConfig = EmaConfig()
    roc: Window | None = Field(Window(window=10), title="ROC", description="rate of change; null: without it")
    rsi: Window = Field(Window(window=14), title="RSI", description="relative strength index")
    macd: MacdConfig = MacdConfig()
    bollinger: BollingerConfig = BollingerConfig()
    atr: Window = Field(Window(window=14), title="ATR", description="average true range")
    volume_ma: Window = Field(
        Window(window=20), title="Volume MA", description="moving average of the volume"
    )
    market_context: bool = Field(
        True, title="Market context", description="add what the indices VNINDEX and VN30 show"
    )
    leakage_guard: bool = Field(
        True,
        title="Leakage guard",
        description="enforce t-1 or earlier features; off: those of session t use its own bar too",
    )

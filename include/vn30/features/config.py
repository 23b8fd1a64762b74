"""The part of the training configuration that says which indicators are computed, and its base class."""

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

MAX_WINDOW = 250


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

    window: int = Field(ge=2, le=MAX_WINDOW)


class SmaConfig(ConfigPart):
    """Simple moving averages."""

    windows: tuple[int, ...] = Field((5, 20, 60), min_length=1, max_length=6)

    @model_validator(mode="after")
    def _windows_are_usable(self) -> "SmaConfig":
        if not all(2 <= window <= MAX_WINDOW for window in self.windows):
            raise fault("windows", f"each must lie between 2 and {MAX_WINDOW} sessions")
        if len(set(self.windows)) < len(self.windows):
            raise fault("windows", "must not repeat a window")
        return self


class EmaConfig(ConfigPart):
    """Exponential moving averages."""

    fast: int = Field(12, ge=2, le=MAX_WINDOW)
    slow: int = Field(26, ge=3, le=MAX_WINDOW)

    @model_validator(mode="after")
    def _fast_is_faster(self) -> "EmaConfig":
        _require_fast_below_slow(self.fast, self.slow)
        return self


class MacdConfig(ConfigPart):
    """Moving average convergence divergence."""

    fast: int = Field(12, ge=2, le=MAX_WINDOW)
    slow: int = Field(26, ge=3, le=MAX_WINDOW)
    signal: int = Field(9, ge=1, le=MAX_WINDOW)

    @model_validator(mode="after")
    def _fast_is_faster(self) -> "MacdConfig":
        _require_fast_below_slow(self.fast, self.slow)
        return self


class BollingerConfig(ConfigPart):
    """Bollinger bands: the moving average plus and minus ``std`` standard deviations."""

    window: int = Field(20, ge=2, le=MAX_WINDOW)
    std: float = Field(2.0, gt=0, le=5)


class IndicatorConfig(ConfigPart):
    """Which indicators become features; windows count sessions."""

    sma: SmaConfig = SmaConfig()
    ema: EmaConfig = EmaConfig()
    roc: Window | None = Window(window=10)
    rsi: Window = Window(window=14)
    macd: MacdConfig = MacdConfig()
    bollinger: BollingerConfig = BollingerConfig()
    atr: Window = Window(window=14)
    volume_ma: Window = Window(window=20)
    market_context: bool = Field(True, description="add what the indices VNINDEX and VN30 show")
    leakage_guard: bool = Field(
        True, description="features of session t use bars up to t-1 only; off: up to and including t"
    )

"""What a feature is, for people: its group, its formula, where its input comes from, and its unit."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal, NamedTuple, TypeVar

Group = Literal[
    "Price",
    "Momentum",
    "Mean reversion",
    "Volatility",
    "Volume",
    "Liquidity",
    "Minutes",
    "Market",
    "Regime",
    "Calendar",
]
Source = Literal["price", "volume", "price and volume", "minutes", "calendar"]

_ATTRIBUTE = "feature_description"
_Function = TypeVar("_Function", bound=Callable[..., Any])


class Description(NamedTuple):
    """The description of the function of a feature.

    Attributes:
        group: None if its author has not named it.
        formula: the first paragraph of the function's docstring.
        source: what it is computed from.
        unit: of its values; empty for a number without one.
    """

    group: str | None
    formula: str | None
    source: str | None
    unit: str | None


def described(group: Group, source: Source, unit: str) -> Callable[[_Function], _Function]:
    """Describe a function that computes a feature; its docstring begins with the formula."""

    def describe(function: _Function) -> _Function:
        formula = " ".join((function.__doc__ or "").split("\n\n")[0].split()).replace("``", "")
        setattr(function, _ATTRIBUTE, Description(group, formula, source, unit))
        return function

    return describe


def description_of(feature: Callable[..., Any]) -> Description:
    """The description of a feature's function, or of the function of a ``partial``."""
    function = feature.func if isinstance(feature, partial) else feature
    undescribed = Description(None, None, None, None)
    description: Description = getattr(function, _ATTRIBUTE, undescribed)
    return description

"""The base class of indicators, and their kinds of field."""

from typing import Any, ClassVar

from pydantic import Field
from pydantic.config import JsonDict

from vn30.config_part import RegisteredPart
from vn30.features.bars import Feature
from vn30.features.description import Group, description_of

MAX_WINDOW = 250
SESSIONS: JsonDict = {"x-unit": "sessions"}


class IndicatorPart(RegisteredPart):
    """The settings of one indicator, and the factory of its features.

    Attributes:
        group: the heading on the Training page.
        optional: whether a configuration may omit the indicator, by null.
        included: whether the default configuration contains an optional indicator.
    """

    group: ClassVar[Group]
    optional: ClassVar[bool] = False
    included: ClassVar[bool] = True

    def features(self) -> dict[str, Feature]:
        """The features by the name of their column, which contains the parameters."""
        raise NotImplementedError

    @classmethod
    def schema_extras(cls) -> dict[str, Any]:
        """The group and the default features, in addition to the extras of every registered part."""
        return {**super().schema_extras(), "x-group": cls.group, "x-features": cls.described_features()}

    @classmethod
    def described_features(cls) -> list[dict[str, str | None]]:
        """Name, formula, source and unit of each feature with the default parameters."""
        return [{"name": name, **described(feature)} for name, feature in cls().features().items()]


def described(feature: Feature) -> dict[str, str | None]:
    """Formula, source and unit of a feature."""
    description = description_of(feature)
    return {"formula": description.formula, "source": description.source, "unit": description.unit}


def window_field(default: int, title: str = "Window", description: str = "", minimum: int = 2) -> Any:
    """A field with a look-back length of ``minimum`` to MAX_WINDOW sessions."""
    return Field(
        default,
        ge=minimum,
        le=MAX_WINDOW,
        title=title,
        description=description or "look-back length",
        json_schema_extra=SESSIONS,
    )

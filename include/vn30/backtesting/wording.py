"""The labels of the simulations of a batch, which are stored in English, as localized texts."""

from vn30.backtesting.grid import GRID_FIELDS
from vn30.i18n.localized import Localized, joined, localized

_VALUES = {
    "all": localized("all"),
    "none": localized("none"),
    "True": localized("True"),
    "False": localized("False"),
}
# A title can be the beginning of another: "Minimum holding" is no field "Minimum".
_TITLES = sorted(set(GRID_FIELDS.values()), key=len, reverse=True)


def localized_label(label: str) -> str:
    """A label such as ``Threshold 0.5, Names 10`` as a localized text."""
    return joined(", ", *map(_part, label.split(", "))) if label else label


def _part(part: str) -> str:
    for title in _TITLES:
        if part.startswith(f"{title} "):
            value = part.removeprefix(f"{title} ")
            return joined(" ", Localized(title, None, {}), _VALUES.get(value, value))
    return part

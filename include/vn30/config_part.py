"""The parts of a training configuration: their base class, their faults, and those that one file brings.

Models (:mod:`vn30.models.estimators`) and indicators (:mod:`vn30.features.indicators`) are such parts: a new
file in one of these packages is a new part of the document, with its fields on the Training screen.
"""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, ClassVar, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, create_model
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from vn30.i18n.localized import localized


class Fault(NamedTuple):
    """What is wrong with one field, by its JSON path (``models.ridge.alpha``); "" is the whole document."""

    field_path: str
    message: str


def fault(field_path: str, message: str) -> PydanticCustomError:
    """A fault that concerns several fields, to be shown at ``field_path`` (camelCase, below the section)."""
    return PydanticCustomError("cross_field", "{message}", {"message": message, "field_path": field_path})


class ConfigPart(BaseModel):
    """One section of a configuration document: immutable, camelCase in JSON, no unknown fields."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, allow_inf_nan=False
    )


def not_installed(package: str) -> str | None:
    """That the package with this import name is missing, and the command that installs it; else None."""
    if find_spec(package) is not None:
        return None
    return localized(
        "needs the package {package}, which is not installed: pip install {package}", package=package
    )


class RegisteredPart(ConfigPart):
    """A section that one file brings. Its title is the label that users see.

    Attributes:
        position: its place among the others, on the Training screen and in the panel's columns.
        package: the import name of an optional package that it needs; None if it needs none.
    """

    position: ClassVar[int]
    package: ClassVar[str | None] = None

    @classmethod
    def unavailable(cls) -> str | None:
        """Why it cannot be switched on in this installation; None if it can."""
        return None if cls.package is None else not_installed(cls.package)

    @classmethod
    def schema_extras(cls) -> dict[str, Any]:
        """What its JSON schema says beside the fields."""
        reason = cls.unavailable()
        return {} if reason is None else {"x-unavailable": reason}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        handler.resolve_ref_schema(described).update(cls.schema_extras())
        return described


def assembled(base: type[ConfigPart], name: str, title: str, fields: Mapping[str, Any]) -> Any:
    """A section with the methods of ``base`` and the ``fields``, each a pair of type and default."""
    return create_model(
        name, __base__=base, __doc__=base.__doc__, __cls_kwargs__={"title": title}, **dict(fields)
    )


Part = TypeVar("Part", bound=RegisteredPart)


def registered(package: ModuleType, base: type[Part]) -> Mapping[str, type[Part]]:
    """The parts in the modules of ``package``, by the module's name, in the order of their positions.

    A module whose name begins with ``_`` holds what several of them share.

    Raises:
        TypeError: a module holds no subclass of ``base``, or several; the message names it.
    """
    by_name: dict[str, type[Part]] = {}
    for module in iter_modules(package.__path__):
        if module.name.startswith("_"):
            continue
        contents = import_module(f"{package.__name__}.{module.name}")
        parts = [
            part
            for part in vars(contents).values()
            if isinstance(part, type) and issubclass(part, base) and part.__module__ == contents.__name__
        ]
        if len(parts) != 1:
            raise TypeError(f"{contents.__name__} must hold one {base.__name__}, and holds {len(parts)}")
        by_name[module.name] = parts[0]
    return dict(sorted(by_name.items(), key=lambda item: (item[1].position, item[0])))

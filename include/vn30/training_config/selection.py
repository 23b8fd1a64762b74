"""The section of the training configuration that selects features, fit by fit."""

from collections.abc import Collection
from typing import Literal
from uuid import UUID

from pydantic import Field

from vn30.config_part import ConfigPart, fault
from vn30.i18n.localized import localized

Method = Literal["none", "p_value", "auto"]
FeatureNames = tuple[str, ...]


class SelectionConfig(ConfigPart, title="Feature selection"):
    """Which features a model is fitted on. Each fit selects anew, from its own training rows alone."""

    method: Method = Field(
        "none",
        title="Method",
        description="none: all features; p_value: those whose coefficient is significant; auto: the best two "
        "of each group by permutation importance",
    )
    threshold: float = Field(
        0.05,
        gt=0,
        le=1,
        title="Largest p-value",
        description="for the method p_value: after Benjamini and Hochberg's correction, by errors that "
        "allow for overlapping labels",
        json_schema_extra={"x-step": 0.01},
    )
    allow: FeatureNames = Field(
        (),
        max_length=500,
        title="Allowed features",
        description="only these, by name; empty: all",
        json_schema_extra={"uniqueItems": True},
    )
    block: FeatureNames = Field(
        (),
        max_length=500,
        title="Blocked features",
        description="never these, by name",
        json_schema_extra={"uniqueItems": True},
    )
    parent: UUID | None = Field(
        None,
        title="Parent run",
        description="id of a run: what its models had selected is used in place of the fields above; "
        "null: none",
        json_schema_extra={"x-hint": "started from the parent run's page", "x-empty": "none"},
    )
    importances: bool = Field(
        False,
        title="Permutation importances",
        description="measure, fold by fold and by market regime, what each member loses when a feature is "
        "shuffled; a run takes several times as long",
    )

    def permits(self, name: str) -> bool:
        """Whether the lists let a feature through."""
        return (not self.allow or name in self.allow) and name not in self.block

    def selects(self) -> bool:
        """Whether a fit may use fewer than all features."""
        return self.method != "none" or bool(self.allow or self.block or self.parent)


def check_features(selection: SelectionConfig, own: Collection[str], ranks: Collection[str]) -> None:
    """Check the names of the lists against the features of the configuration.

    Args:
        own: the features of a ticker's own models.
        ranks: the features that the pooled model has besides.

    Raises:
        PydanticCustomError: a name is not a feature, or none of ``own`` is left.
    """
    for field, names in (("allow", selection.allow), ("block", selection.block)):
        for name in names:
            if name not in own and name not in ranks:
                raise fault(
                    f"selection.{field}",
                    localized(
                        "{name} is not a feature of these indicators; they have {known}",
                        name=name,
                        known=", ".join([*own, *ranks]),
                    ),
                )
    if not any(selection.permits(name) for name in own):
        field = "allow" if selection.allow else "block"
        raise fault(
            f"selection.{field}",
            localized("leaves no feature to a ticker's own models; let one of them through"),
        )

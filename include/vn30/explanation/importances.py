"""Importances of the features over the folds of a walk-forward, by market regime."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from vn30.models.pooled import Features
from vn30.typing import BoolArray, FloatArray

ALL = "all"
"""The name of all rows together, beside the regimes."""

Method = Literal["contribution", "permutation", "coefficient"]


class FeatureImportance(NamedTuple):
    """The importance of one feature for one model.

    Attributes:
        model: the name of the member.
        method: ``contribution``: mean absolute contribution to the forecast; ``permutation``: increase of
            the mean absolute error; both on rows that the models were not fitted on, in ranks for the pooled
            model, else in log returns. ``coefficient``: standardised, in log returns, of the last fit.
        regime: of the market, or ALL.
        std_error: over the folds, or of the coefficient; None for a single fold.
        p_value: of a coefficient, after Benjamini and Hochberg's correction; None for the others.
    """

    model: str
    method: Method
    regime: str
    feature: str
    importance: float
    std_error: float | None
    p_value: float | None = None


@dataclass
class FoldImportances:
    """Collects importances fold by fold, and gives their mean and its error."""

    names: Sequence[str]
    found: dict[tuple[str, Method, str], list[FloatArray]] = field(default_factory=lambda: defaultdict(list))

    def add(self, model: str, method: Method, by_regime: Mapping[str, FloatArray]) -> None:
        """Add the importances of one fold, each array of shape (features,)."""
        for regime, importances in by_regime.items():
            self.found[model, method, regime].append(importances)

    def rows(self) -> list[FeatureImportance]:
        """The mean over the folds, and its standard error."""
        return [
            FeatureImportance(model, method, regime, name, float(mean), error)
            for (model, method, regime), folds in self.found.items()
            for name, mean, error in zip(
                self.names, np.mean(folds, axis=0), _errors(np.array(folds)), strict=True
            )
        ]


def _errors(folds: FloatArray) -> list[float | None]:
    if len(folds) < 2:
        return [None] * folds.shape[1]
    errors: list[float | None] = (folds.std(axis=0, ddof=1) / np.sqrt(len(folds))).tolist()
    return errors


def regimes(volatile: Features, trend: Features) -> dict[str, BoolArray]:
    """Masks of the rows by market regime, among them ALL; regimes without a row are left out.

    Args:
        volatile: above 0: volatile, below: quiet, 0: unknown; see :mod:`vn30.features.market_context`.
        trend: above 0: bull, below: bear, 0: unknown.
    """
    masks: dict[str, BoolArray] = {ALL: np.ones(len(volatile), dtype=bool)}
    for volatility, of_volatility in (("volatile", volatile > 0), ("quiet", volatile < 0)):
        for direction, of_direction in (("bull", trend > 0), ("bear", trend < 0)):
            masks[f"{volatility}, {direction}"] = of_volatility & of_direction
    return {name: mask for name, mask in masks.items() if mask.any()}


def regimes_of(rows: pd.DataFrame) -> dict[str, BoolArray]:
    """The regimes of panel rows; ALL alone without market context."""
    if "market_volatile" not in rows:
        return {ALL: np.ones(len(rows), dtype=bool)}
    return regimes(rows["market_volatile"].to_numpy(), rows["market_trend"].to_numpy())

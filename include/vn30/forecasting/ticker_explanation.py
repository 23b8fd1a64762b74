"""Selects the features of one ticker's own models, and explains its forecast and what they use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from vn30.explanation.coefficients import coefficients
from vn30.explanation.contributions import contributions_of
from vn30.explanation.descriptions import descriptions
from vn30.explanation.importances import ALL, FeatureImportance, FoldImportances, regimes_of
from vn30.explanation.permutation import permutation_importance
from vn30.explanation.selection import Selection, Selector
from vn30.features.panel import feature_names
from vn30.forecasting.pooled_explanation import BASE
from vn30.models.base import POOLED
from vn30.models.ensemble import Ensemble
from vn30.models.pooled import Columns
from vn30.training_config.document import TrainingConfig
from vn30.typing import FloatArray

LARGEST = 5
"""The number of contributions that a forecast carries."""
MEMBER_REPEATS = 2
"""The shuffles of a feature for a ticker's own models, which are slow to predict."""
LINEAR = "linear"


@dataclass(frozen=True)
class Contribution:
    """What one feature adds to a forecast.

    Attributes:
        feature: its name.
        words: what it measures.
        contribution: in the unit of the explanation.
        value: of the feature; None for a feature that is a rank alone.
        rank: its place among the ``ranked`` tickers, 1 for the highest value; None for a feature that is
            equal for all of them. Ties have their mean place.
    """

    feature: str
    words: str
    contribution: float
    value: float | None
    rank: float | None
    ranked: float | None


@dataclass(frozen=True)
class Explanation:
    """``base`` + ``contributions`` + ``rest`` = the forecast.

    Attributes:
        unit: ``log_return``. ``rank``, where no feature moves the price: of the pooled model's expected rank
            among the tickers, from -0.5 to 0.5 for the highest return.
        contributions: the largest, in descending order of their size.
        rest: all smaller contributions, and the forecasts of members that cannot be taken apart.
    """

    unit: Literal["log_return", "rank"]
    base: float
    contributions: tuple[Contribution, ...]
    rest: float


class TickerExplanation:
    """The selection and the explanation of one ticker's own models at one horizon.

    Args:
        features: of all sessions, shape (sessions, features).
        dates: of all sessions.
        parent: what the parent run's models of this ticker had selected at this horizon.
    """

    def __init__(
        self,
        config: TrainingConfig,
        horizon: int,
        features: FloatArray,
        dates: pd.DatetimeIndex,
        parent: Sequence[Selection],
    ) -> None:
        self._config, self._horizon = config, horizon
        self._seed = config.reproducibility.seed
        self._names = feature_names(config.indicators, config.targets.lookback_window)
        self._described = descriptions(config.indicators, config.targets.lookback_window)
        self._newest, self._last = features[-1:], dates[-1].date()
        self._groups = np.eye(len(self._names), dtype=bool)
        self._selector = Selector(
            config.selection, self._names, self._groups, self._described, horizon, self._seed, parent
        )
        self._selected: dict[pd.Timestamp | None, Columns | None] = {}
        self._importances = FoldImportances(self._names)
        self._coefficients: list[FeatureImportance] = []

    @property
    def selections(self) -> list[Selection]:
        """What each fit has selected."""
        return self._selector.selections

    def select(self, features: FloatArray, labels: FloatArray, first: pd.Timestamp | None) -> Columns | None:
        """The columns of a fit on these training rows; None for all.

        All fits before the same session have the same rows, and one selection: regressions and classifiers.

        Args:
            first: the first test session of the fold; None for the last fit.
        """
        if first in self._selected:
            return self._selected[first]
        before: date = self._last + timedelta(days=1) if first is None else first.date()
        sessions = np.arange(len(labels))
        self._selected[first] = self._selector.columns(
            features, labels, sessions, known_before=before, is_final=first is None
        )
        return self._selected[first]

    def observe(self, fitted: Ensemble, features: FloatArray, labels: FloatArray) -> None:
        """Measure the permutation importances of a fold's members on its test rows, if it is configured."""
        if not self._config.selection.importances:
            return
        masks = regimes_of(pd.DataFrame(features, columns=self._names))
        for name in fitted.members:
            found = permutation_importance(
                lambda rows, name=name: fitted.predict(rows, only=name)[name],  # type: ignore[misc]
                features,
                labels,
                self._groups,
                masks,
                self._seed,
                MEMBER_REPEATS,
            )
            by_regime = {regime: importance.mean for regime, importance in found.items()}
            self._importances.add(name, "permutation", by_regime)

    def regress(self, features: FloatArray, labels: FloatArray) -> None:
        """Keep the standardised coefficients of all labelled rows, if importances are configured."""
        if not self._config.selection.importances:
            return
        found = coefficients(features, labels, self._horizon)
        self._coefficients = [
            FeatureImportance(
                LINEAR,
                "coefficient",
                ALL,
                name,
                float(found.values[place]),
                None if np.isnan(found.errors[place]) else float(found.errors[place]),
                float(found.p_values[place]),
            )
            for place, name in enumerate(self._names)
        ]

    def importances(self) -> list[FeatureImportance]:
        """The importances over the folds, and the coefficients."""
        return [*self._importances.rows(), *self._coefficients]

    def explain(
        self,
        forecast: float,
        weights: Mapping[str, float],
        fitted: Ensemble,
        pooled: pd.DataFrame | None,
    ) -> Explanation | None:
        """The contributions to the ensemble's forecast; None for a median, which is no sum.

        Args:
            forecast: log return.
            weights: by member; empty for a median.
            pooled: the contributions to the pooled forecast, see
                :meth:`vn30.forecasting.pooled_explanation.PooledExplanation.contributions`.
        """
        if not weights:
            return None
        base, by_feature = self._own(weights, fitted)
        if pooled is None:
            return self._explanation("log_return", forecast, base, by_feature, None)
        weight = weights.get(POOLED, 0.0)
        parts = pooled.set_index("feature")
        for name, part in (weight * parts["contribution"]).items():
            by_feature[str(name)] = by_feature.get(str(name), 0.0) + float(part)
        base += by_feature.pop(BASE)
        if any(by_feature.values()):
            return self._explanation("log_return", forecast, base, by_feature, parts)
        order = {str(name): float(part) for name, part in parts["order"].items()}
        expected = sum(order.values())
        return self._explanation("rank", expected, order.pop(BASE), order, parts)

    def _explanation(
        self,
        unit: Literal["log_return", "rank"],
        forecast: float,
        base: float,
        by_feature: Mapping[str, float],
        pooled: pd.DataFrame | None,
    ) -> Explanation:
        shown = self._shown_alone()
        if pooled is not None:
            for name, row in pooled.iterrows():
                shown[str(name)] = _Shown(*(_known(row[column]) for column in _Shown._fields))
        largest = sorted(by_feature.items(), key=lambda item: (-abs(item[1]), item[0]))[:LARGEST]
        contributions = tuple(
            Contribution(name, self._described[name].words, float(part), *shown[name])
            for name, part in largest
            if part != 0
        )
        rest = forecast - base - sum(part.contribution for part in contributions)
        return Explanation(unit, base, contributions, rest)

    def _own(self, weights: Mapping[str, float], fitted: Ensemble) -> tuple[float, dict[str, float]]:
        """The base and the contributions of the ticker's own members that can be taken apart."""
        base, by_feature = 0.0, dict.fromkeys(self._names, 0.0)
        columns = range(len(self._names)) if fitted.columns is None else fitted.columns.tolist()
        scaled = fitted.scaled(self._newest)
        for name, member in fitted.members.items():
            weight = weights[name]
            found = contributions_of(member, scaled) if weight else None
            if found is not None:
                base += weight * float(found.base[0])
                for column, value in zip(columns, found.values[0].tolist(), strict=True):
                    by_feature[self._names[column]] += weight * value
        return base, by_feature

    def _shown_alone(self) -> "dict[str, _Shown]":
        values = zip(self._names, self._newest[0].tolist(), strict=True)
        return {name: _Shown(_known(value), None, None) for name, value in values}


class _Shown(NamedTuple):
    """How the value of a feature is shown, as in :class:`Contribution`."""

    value: float | None
    rank: float | None
    ranked: float | None


def _known(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)

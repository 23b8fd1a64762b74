"""Selects the features of a run's pooled model, and explains its forecasts and what it uses."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from vn30.evaluation.rank_ic import session_ranks
from vn30.explanation.descriptions import descriptions
from vn30.explanation.importances import ALL, FeatureImportance, FoldImportances, regimes
from vn30.explanation.permutation import permutation_importance
from vn30.explanation.pooled import by_group, rank_contributions
from vn30.explanation.selection import Selection, Selector
from vn30.features.cross_section import cross_section_names
from vn30.features.definitions import rank_twins
from vn30.features.panel import feature_names
from vn30.model_selection.splits import Fold
from vn30.models.base import POOLED
from vn30.models.pooled import Columns, Features, PooledModel
from vn30.training_config.document import TrainingConfig
from vn30.typing import BoolArray, Float32Array, FloatArray

IMPORTANCE_STRIDE = 30
"""Importances are measured on every 30th session: those between differ little, and would take long."""
BASE = ""
"""The name of the base among the contributions."""


def pooled_groups(config: TrainingConfig) -> tuple[list[str], BoolArray]:
    """The names of a pooled model's features, and the columns of each.

    A feature, its rank in the panel and its rank within the session are one. A rank of the panel whose
    feature the tickers do not have is a feature of its own.

    Returns:
        names; and a mask of shape (columns of :func:`vn30.forecasting.pooled.pooled_features`, names).
    """
    shape = (config.indicators, config.targets.lookback_window)
    own, twins = feature_names(*shape), rank_twins(*shape)
    of_columns = [*own, *(twins.get(name, name) for name in cross_section_names()), *own]
    names = list(dict.fromkeys(of_columns))
    return names, np.array([[name == of_column for name in names] for of_column in of_columns])


class PooledExplanation:
    """The selection and the explanation of the pooled model of one horizon.

    Args:
        horizon: sessions.
        rows: ``symbol``, ``date`` and ``target_date`` of the rows that the model is trained and tested on.
        features: of these rows, as :func:`vn30.forecasting.pooled.pooled_features` gives them.
        labels: of these rows, log returns; NaN if unknown.
        parent: what the parent run's pooled models had selected at this horizon.
    """

    def __init__(
        self,
        config: TrainingConfig,
        horizon: int,
        rows: pd.DataFrame,
        features: Float32Array,
        labels: FloatArray,
        parent: Sequence[Selection],
    ) -> None:
        self.features, self.labels = features, labels
        self._config, self._horizon, self._rows = config, horizon, rows
        self._names, self._groups = pooled_groups(config)
        self._seed = config.reproducibility.seed
        described = descriptions(config.indicators, config.targets.lookback_window)
        self._selector = Selector(
            config.selection, self._names, self._groups, described, horizon, self._seed, parent
        )
        self._importances = FoldImportances(self._names)
        _, self._session = np.unique(rows["date"].to_numpy(), return_inverse=True)

    @property
    def selections(self) -> list[Selection]:
        """What each fit has selected."""
        return self._selector.selections

    def select(self, known: BoolArray, fold: Fold | None) -> Columns | None:
        """The columns of a fit on the ``known`` rows; see :func:`vn30.models.pooled.train_pooled`."""
        if not self._config.selection.selects():
            return None
        dates = self._rows["date"][known]
        ranks = session_ranks(dates, pd.Series(self.labels[known], index=dates.index)).to_numpy()
        before = self._after_last() if fold is None else fold.first.date()
        return self._selector.columns(
            self.features[known],
            ranks,
            self._session[known],
            known_before=before,
            is_final=fold is None,
        )

    def observe(self, model: PooledModel, tested: BoolArray) -> None:
        """Measure the importances of a fold's model on a part of its test rows."""
        taken = tested & (self._session % IMPORTANCE_STRIDE == 0)
        if not taken.any():
            return
        symbols, features = self._rows["symbol"][taken], self.features[taken]
        masks = self._regimes(features)
        sizes = np.abs(by_group(rank_contributions(model, symbols, features), self._groups).values)
        by_regime = {name: sizes[mask].mean(axis=0) for name, mask in masks.items()}
        self._importances.add(POOLED, "contribution", by_regime)
        if self._config.selection.importances:
            self._permute(model, taken)

    def _permute(self, model: PooledModel, taken: BoolArray) -> None:
        taken = taken & ~np.isnan(self.labels)
        if not taken.any():
            return
        symbols, dates = self._rows["symbol"][taken], self._rows["date"][taken]
        ranks = session_ranks(dates, pd.Series(self.labels[taken], index=dates.index)).to_numpy()
        found = permutation_importance(
            lambda features: model.expected_ranks(symbols, features),
            self.features[taken],
            ranks,
            self._groups,
            self._regimes(self.features[taken]),
            self._seed,
        )
        by_regime = {name: importance.mean for name, importance in found.items()}
        self._importances.add(POOLED, "permutation", by_regime)

    def importances(self) -> list[FeatureImportance]:
        """The importances over the folds."""
        return self._importances.rows()

    def contributions(self, model: PooledModel, rows: pd.DataFrame, features: Float32Array) -> pd.DataFrame:
        """The contributions to the forecasts from ``rows``, the last row of each ticker.

        Returns:
            ``symbol``, ``date``, ``horizon``, ``feature``, ``contribution`` (log return), ``order`` (the
            contribution to the expected rank; times the slope it is the contribution), ``value`` of the
            feature, and its ``rank`` among the ``ranked`` tickers of the session, 1 for the highest; NaN for
            a feature that is equal for all. A row with the feature BASE has the base.
        """
        found = by_group(rank_contributions(model, rows["symbol"], features), self._groups)
        unknown = np.full(len(rows), np.nan)
        parts = [self._described(rows, BASE, found.base, model.slope, unknown, unknown)]
        for place, name in enumerate(self._names):
            columns = np.flatnonzero(self._groups[:, place])
            # The first column is the feature, the last one its rank; a rank alone is both.
            value, rank = features[:, columns[0]], features[:, columns[-1]]
            value = value if len(columns) > 1 else unknown
            parts.append(self._described(rows, name, found.values[:, place], model.slope, value, rank))
        return pd.concat(parts).sort_values("symbol", kind="stable", ignore_index=True)

    def _described(
        self,
        rows: pd.DataFrame,
        name: str,
        order: FloatArray,
        slope: float,
        value: Features,
        rank: Features,
    ) -> pd.DataFrame:
        ranked = rows.groupby("date")["symbol"].transform("count").to_numpy()
        # Ranks are (position - 0.5) / count - 0.5 from the lowest on; 0 for all if all are equal.
        differs = len(rank) > 1 and bool(np.nanmax(np.abs(rank), initial=0.0) > 0)
        position = np.full(len(rows), np.nan)
        if differs:
            # In steps of a half, since ties share their mean place.
            position = np.round(2 * (ranked - (rank + 0.5) * ranked + 0.5)) / 2
        return pd.DataFrame(
            {
                "symbol": rows["symbol"].to_numpy(),
                "date": rows["date"].to_numpy(),
                "horizon": self._horizon,
                "feature": name,
                "contribution": slope * order,
                "order": order,
                "value": np.asarray(value, dtype=np.float64),
                "rank": np.asarray(position, dtype=np.float64),
                "ranked": ranked,
            }
        )

    def _regimes(self, features: Float32Array) -> dict[str, BoolArray]:
        if "market_volatile" not in self._names:
            return {ALL: np.ones(len(features), dtype=bool)}
        volatile, trend = (
            features[:, self._names.index(name)] for name in ("market_volatile", "market_trend")
        )
        return regimes(volatile, trend)

    def _after_last(self) -> date:
        last: date = self._rows["date"].max().date()
        return last + timedelta(days=1)

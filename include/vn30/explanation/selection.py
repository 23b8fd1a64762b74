"""Selects the features of each fit from its training rows, and keeps what was selected.

A selection that saw the rows it is tested on would make every score too good. So a selector is given the rows
of one fit and nothing else. A child run, which trains on what its parent had selected, takes for each fit the
parent's newest selection that was made from no later outcomes than the fit itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vn30.explanation.coefficients import coefficients
from vn30.explanation.descriptions import Description
from vn30.explanation.permutation import permutation_importance
from vn30.models.pooled import Columns, Features
from vn30.training_config.selection import SelectionConfig
from vn30.typing import BoolArray, FloatArray

BEST_OF_GROUP = 2
HELD_OUT = 0.25
"""The share of the newest training sessions on which `auto` measures importances."""
ALPHA_PER_ROW = 0.5
"""The penalty of the ridge regression whose importances `auto` measures, per row."""


@dataclass(frozen=True)
class Selection:
    """The features of one fit.

    Attributes:
        known_before: the labels of its training rows had ended before this session.
        is_final: the fit that made the forecast, not one of a fold.
        features: their names, in the order of the columns.
    """

    known_before: date
    is_final: bool
    features: tuple[str, ...]


@dataclass
class Selector:
    """Selects for the fits of one model at one horizon, in ascending order of time.

    Attributes:
        names: the features.
        groups: whether a column belongs to a feature, shape (columns, features); a feature and its session
            rank are selected together.
        described: the features' groups, by name.
        horizon: sessions from a row to the end of its label.
        parent: the parent's selections for the same model; used in place of the method if not empty.
        selections: what was selected so far.
    """

    config: SelectionConfig
    names: Sequence[str]
    groups: BoolArray
    described: dict[str, Description]
    horizon: int
    seed: int
    parent: Sequence[Selection] = ()
    selections: list[Selection] = field(default_factory=list)

    def columns(
        self,
        features: Features,
        labels: FloatArray,
        sessions: NDArray[np.intp],
        known_before: date,
        is_final: bool,
    ) -> Columns | None:
        """The columns to fit on; None for all, where the configuration selects nothing.

        Args:
            features: of the training rows alone, shape (rows, columns); NaN counts as the mean.
            labels: shape (rows,).
            sessions: the number of each row's session; several rows may share one.
            known_before: see :class:`Selection`.
        """
        if not self.config.selects():
            return None
        selected = self._selected(features, labels, sessions, known_before)
        names = tuple(name for name, is_in in zip(self.names, selected, strict=True) if is_in)
        self.selections.append(Selection(known_before, is_final, names))
        return np.flatnonzero(self.groups[:, selected].any(axis=1))

    def _selected(
        self, features: Features, labels: FloatArray, sessions: NDArray[np.intp], known_before: date
    ) -> BoolArray:
        if self.config.parent is not None:
            return self._of_parent(known_before)
        permitted = np.array([self.config.permits(name) for name in self.names])
        if self.config.method == "none":
            return permitted
        columns = np.flatnonzero(self.groups[:, permitted].any(axis=1))
        groups = self.groups[np.ix_(columns, permitted)]
        filled = _filled(features[:, columns])
        chosen = permitted.copy()
        if self.config.method == "p_value":
            chosen[permitted] = self._significant(filled, labels, sessions, groups)
        else:
            chosen[permitted] = self._important(filled, labels, sessions, groups, permitted)
        return chosen

    def _of_parent(self, known_before: date) -> BoolArray:
        usable = [selection for selection in self.parent if selection.known_before <= known_before]
        if not usable:
            # The parent had selected nothing yet: to use what it selected later would be to look ahead.
            return np.ones(len(self.names), dtype=bool)
        newest = max(usable, key=lambda selection: (selection.known_before, selection.is_final))
        return np.array([name in newest.features for name in self.names])

    def _significant(
        self, features: FloatArray, labels: FloatArray, sessions: NDArray[np.intp], groups: BoolArray
    ) -> BoolArray:
        of_one = len(np.unique(sessions)) == len(sessions)
        p_values = coefficients(features, labels, self.horizon, None if of_one else sessions).p_values
        smallest = np.where(groups, p_values[:, None], np.inf).min(axis=0)
        # A model needs a feature: the most significant one, where none is significant.
        kept: BoolArray = smallest <= max(self.config.threshold, smallest.min())
        return kept

    def _important(
        self,
        features: FloatArray,
        labels: FloatArray,
        sessions: NDArray[np.intp],
        groups: BoolArray,
        permitted: BoolArray,
    ) -> BoolArray:
        importance = self._importance(features, labels, sessions, groups)
        names = [name for name, is_in in zip(self.names, permitted, strict=True) if is_in]
        kept = np.zeros(len(names), dtype=bool)
        for group in {self.described[name].group for name in names}:
            places = [place for place, name in enumerate(names) if self.described[name].group == group]
            best = sorted(places, key=lambda place: -importance[place])[:BEST_OF_GROUP]
            kept[[place for place in best if importance[place] > 0]] = True
        kept[np.argmax(importance)] = True
        return kept

    def _importance(
        self, features: FloatArray, labels: FloatArray, sessions: NDArray[np.intp], groups: BoolArray
    ) -> FloatArray:
        from sklearn.linear_model import Ridge
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        known = np.unique(sessions)
        first = known[int(len(known) * (1 - HELD_OUT))]
        # Labels that end in the held-out part are left out.
        train, held_out = sessions < first - self.horizon, sessions >= first
        if not train.any():
            return np.zeros(groups.shape[1])
        ridge = make_pipeline(StandardScaler(), Ridge(alpha=ALPHA_PER_ROW * train.sum()))
        ridge.fit(features[train], labels[train])
        everything = {"all": np.ones(int(held_out.sum()), dtype=bool)}
        found = permutation_importance(
            ridge.predict, features[held_out], labels[held_out], groups, everything, self.seed
        )
        return found["all"].mean


def _filled(features: Features) -> FloatArray:
    filled = np.asarray(features, dtype=np.float64)
    unknown = np.isnan(filled)
    if unknown.any():
        means = np.nan_to_num(np.nanmean(np.where(unknown.all(axis=0), 0.0, filled), axis=0))
        filled = np.where(unknown, means, filled)
    return filled

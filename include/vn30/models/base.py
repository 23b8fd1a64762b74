"""The base class of the models' settings, and the interface of estimators."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Protocol

import pandas as pd
from pydantic import Field

from vn30.config_part import Fault, RegisteredPart
from vn30.i18n.localized import localized
from vn30.typing import BoolArray, FloatArray, IntArray

NAIVE = "naive"
"""The forecast of an unchanged price, which is always a member of the ensemble."""
POOLED = "pooled"

EnsembleMethod = Literal["mean", "median", "weighted"]
Scaling = Literal["standard", "none"]
TargetKind = Literal["logReturn", "percentChange", "rawPrice", "direction"]
TargetColumn = Literal["close", "open", "high", "low"]

Enabled = Annotated[bool, Field(title="Enabled", description="it is a member of the ensemble")]
Trees = Annotated[int, Field(ge=5, le=1000, title="Trees", json_schema_extra={"x-label": "n_estimators"})]
Depth = Annotated[
    Annotated[int, Field(ge=1, le=50)] | None,
    Field(
        title="Maximum depth",
        description="splits from root to leaf; null: no limit",
        json_schema_extra={
            "x-label": "max_depth",
            "x-hint": "splits from root to leaf; empty: no limit",
            "x-empty": "no limit",
        },
    ),
]
Rate = Annotated[
    float,
    Field(
        gt=0,
        le=1,
        title="Learning rate",
        description="how much of each tree is added",
        json_schema_extra={"x-label": "learning_rate"},
    ),
]

DEEP_TREE = 8
MANY_TREES = 500
LOST_TO_NAIVE = localized("such settings scored worse than the naive forecast on VN30 prices")


class Regressor(Protocol):
    """The interface of scikit-learn's regressors."""

    def fit(self, X: FloatArray, y: FloatArray) -> Any:
        """Fit to features ``X``, shape (rows, features), and labels ``y``, shape (rows,)."""

    def predict(self, X: FloatArray) -> FloatArray:
        """One prediction per row of ``X``, shape (rows,)."""


class SeriesModel(Protocol):
    """A model that forecasts from the prices of one ticker alone; see :mod:`vn30.forecasting.series`.

    Prices are logarithms of VND by session, oldest first; rows are positions in them.

    Attributes:
        problem: what went wrong in the last fit; None if nothing did.
    """

    problem: str | None

    def fit(self, prices: "pd.Series[float]", horizon: int) -> Any:
        """Estimate the parameters for forecasts over ``horizon`` sessions. No prices make it raise."""

    def predict(self, prices: "pd.Series[float]", rows: IntArray, horizon: int) -> FloatArray:
        """The log return over ``horizon`` sessions from each row, from ``prices`` up to that row alone."""


class Classifier(Protocol):
    """The interface of scikit-learn's classifiers."""

    def fit(self, X: FloatArray, y: BoolArray) -> Any:
        """Fit to features ``X``, shape (rows, features), and classes ``y``, shape (rows,)."""

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """The probability of each class for each row of ``X``, shape (rows, classes)."""


class ModelPart(RegisteredPart):
    """The settings of one model and the factory of its estimator, a regression of log returns on features.

    Attributes:
        is_pooled: the model is fitted once for all tickers in a separate task, and :meth:`make` is not
            called.
        regimes: how it gets the regimes of the market, if they are among the features: ``ordinal``, in the
            order of their volatility, which trees split; ``one-hot``, a column a regime.
        is_series: the model forecasts from the prices alone: :meth:`make_series` is called in place of
            :meth:`make`.
        regresses: the model forecasts returns; False: it is for the target ``direction`` alone.
        classifies: the model can forecast the direction, by :meth:`make_classifier`.
        unscaled: the warning that is shown without feature scaling; None if the model does not need scaling.
        row_seconds: estimated seconds to forecast one row with a shuffled feature, on the core of
            :meth:`fit_seconds`.
    """

    is_pooled: ClassVar[bool] = False
    regimes: ClassVar[Literal["ordinal", "one-hot"]] = "ordinal"
    is_series: ClassVar[bool] = False
    regresses: ClassVar[bool] = True
    classifies: ClassVar[bool] = False
    unscaled: ClassVar[str | None] = None
    row_seconds: ClassVar[float] = 3e-6

    enabled: Enabled = True

    def make(self, seed: int) -> Regressor:
        """Create the unfitted, seeded estimator.

        It uses one core, since Airflow's executor distributes the tickers over the cores. Implementations
        import heavy libraries here, so that reading a configuration does not import them.
        """
        raise NotImplementedError

    def make_series(self, seed: int) -> SeriesModel:
        """Create the unfitted model of the prices, if ``is_series``; the rules of :meth:`make` apply."""
        raise NotImplementedError

    def make_classifier(self, seed: int) -> Classifier:
        """Create the unfitted, seeded classifier, if ``classifies``; the rules of :meth:`make` apply."""
        raise NotImplementedError

    def fit_seconds(self, rows: int, width: float) -> float:
        """Estimated seconds of one fit on one core of a small virtual machine.

        Args:
            rows: the number of labelled rows.
            width: the number of features, as a multiple of the default configuration's.
        """
        raise NotImplementedError

    def warnings(self) -> Iterator[Fault]:
        """Possible mistakes in the settings, each with the path of its field below the model."""
        yield from ()


def many_trees(count: int) -> Iterator[Fault]:
    """A warning if ``nEstimators`` is needlessly large."""
    if count > MANY_TREES:
        yield Fault(
            "nEstimators",
            localized(
                "More than {many_trees} trees take long and hardly change a forecast.", many_trees=MANY_TREES
            ),
        )


def deep_trees(max_depth: int | None) -> Iterator[Fault]:
    """A warning if ``maxDepth`` lets a tree fit noise."""
    if max_depth is None or max_depth > DEEP_TREE:
        yield Fault(
            "maxDepth", localized("Deep trees overfit: {lost_to_naive}. Try 4.", lost_to_naive=LOST_TO_NAIVE)
        )

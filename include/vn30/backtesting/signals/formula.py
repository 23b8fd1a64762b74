"""Signals of a formula over features."""

from collections.abc import Mapping

import numpy as np

from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.signals.base import Signals
from vn30.backtesting.signals.expression import evaluate, parse_formula, ranked
from vn30.backtesting.signals.feature_names import (
    MARKET_FEATURES,
    RANKED_FEATURES,
    TICKER_FEATURES,
)
from vn30.features.bars import Feature
from vn30.features.market_context import add_context
from vn30.features.series import features_of_each
from vn30.typing import FloatArray


def formula_signals(inputs: DecisionInputs, formula: str) -> Signals:
    """The values of a formula after each session, from the bars up to it.

    Raises:
        InvalidFormula: the formula cannot be read.
    """
    parsed = parse_formula(formula)
    values = evaluate(parsed, feature_values(inputs, parsed.features), inputs.members)
    return Signals(np.where(inputs.members, values, np.nan), "regressor", None, (f"formula {formula}",))


def feature_values(inputs: DecisionInputs, names: tuple[str, ...]) -> dict[str, FloatArray]:
    """Features by name, each of shape (sessions, tickers).

    Those of a session use its own bar. Ranked features are places among the members of the session.
    """
    found = _of_tickers(inputs, {name: TICKER_FEATURES[name] for name in names if name in TICKER_FEATURES})
    to_rank = {name: RANKED_FEATURES[name] for name in names if name in RANKED_FEATURES}
    found |= {name: ranked(values, inputs.members) for name, values in _of_tickers(inputs, to_rank).items()}
    for series, features in MARKET_FEATURES.items():
        found |= _of_market(inputs, series, {name: features[name] for name in names if name in features})
    return found


def _of_tickers(inputs: DecisionInputs, features: Mapping[str, Feature]) -> dict[str, FloatArray]:
    values = np.empty((len(features), len(inputs.bars)), dtype=np.float32)
    features_of_each(inputs.bars, features, delay=0, out=values)
    return {name: inputs.grid(row.astype(np.float64)) for name, row in zip(features, values, strict=True)}


def _of_market(inputs: DecisionInputs, series: str, features: Mapping[str, Feature]) -> dict[str, FloatArray]:
    values = np.empty((len(features), len(inputs.sessions)), dtype=np.float32)
    if features:
        dates = inputs.sessions.astype("datetime64[ns]")
        add_context(values, dates, inputs.indices, guarded=False, contexts={series: features})
    shape = len(inputs.sessions), len(inputs.tickers)
    return {
        name: np.broadcast_to(row.astype(np.float64)[:, None], shape)
        for name, row in zip(features, values, strict=True)
    }

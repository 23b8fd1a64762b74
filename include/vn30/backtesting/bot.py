"""The bot: a second model that learns whether a signal is right, and gives its confidence in each signal.

Meta-labelling (M. Lopez de Prado, *Advances in Financial Machine Learning*, Wiley, 2018, chapter 3): the
signal decides which stock, the bot whether to follow it. Both layers are out of sample. The signals are; the
bot is fitted every REFIT_SESSIONS sessions on the signals whose outcome had ended before, and its classifiers
are weighted, beside the base rate, by their own earlier out-of-sample confidences whose outcome had ended.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vn30.backtesting.bot_features import bot_features, recent_share_of_right
from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.signals.base import Signals
from vn30.evaluation.reliability import BrierScores, brier_scores
from vn30.features.series import ticker_slices
from vn30.forecasting.pooled import labelled
from vn30.forecasting.vn30_ranks import index_returns
from vn30.model_selection.splits import Fold
from vn30.models.base import NAIVE, Classifier
from vn30.models.classifiers import fit_classifiers
from vn30.models.ensemble import combined
from vn30.models.estimators.logistic import LogisticConfig
from vn30.models.estimators.random_forest import RandomForestConfig
from vn30.models.probability import brier_weights
from vn30.typing import BoolArray, FloatArray

REFIT_SESSIONS = 63
MIN_SIGNALS, MIN_SESSIONS = 300, 120
"""Signals with an outcome, and sessions with such signals, before the first fit."""
SEED = 0


@dataclass(frozen=True)
class Confidence:
    """The bot's confidence in the signals that buy.

    Attributes:
        values: the chance that the signal is right, shape (sessions, tickers); NaN where no signal buys, and
            before the first fit.
        scores: of the confidences with an outcome, beside the base rate; None without any.
        first: the first session with a confidence; None without any.
    """

    values: FloatArray
    scores: BrierScores | None
    first: np.datetime64 | None


def confidence(
    inputs: DecisionInputs, signals: Signals, buys: BoolArray, horizon: int, regimes: pd.DataFrame
) -> Confidence:
    """The confidence in each signal that buys, from what was known after its session.

    A forecast return is right if the return over the horizon is above 0, every other signal if it is above
    that of the VN30.

    Args:
        buys: shape (sessions, tickers).
        horizon: of the outcome, in sessions.
        regimes: of :func:`vn30.backtesting.regimes.regimes_of`.
    """
    rows = signal_rows(inputs, signals, buys, horizon)
    features = _features(inputs, signals, buys, regimes, rows)
    rows["confidence"], rows["base_rate"] = _out_of_sample(rows, features, inputs)
    values = np.full(buys.shape, np.nan)
    values[rows["row"], rows["column"]] = rows["confidence"]
    scored = rows[rows["confidence"].notna() & rows["target_date"].notna()].reset_index(drop=True)
    known = rows.loc[rows["confidence"].notna(), "date"]
    return Confidence(
        values,
        _scores(scored, horizon) if scored["date"].nunique() > 1 else None,
        None if known.empty else known.min().to_datetime64().astype("datetime64[D]"),
    )


def signal_rows(inputs: DecisionInputs, signals: Signals, buys: BoolArray, horizon: int) -> pd.DataFrame:
    """The signals that buy, in the order of their sessions, with their outcomes.

    Returns:
        ``row`` and ``column`` of the signal, ``date``, ``target_date`` (NaT: not ended), and ``right``: 1 or
        0, NaN if the outcome is not known.
    """
    bars, labels = labelled(inputs.bars, ticker_slices(inputs.bars), horizon)
    outcome = labels.copy()
    if signals.kind != "regressor":
        index = inputs.indices[inputs.indices["symbol"] == "VN30"].set_index("date")["close"]
        outcome -= index_returns(index, bars["date"], bars["target_date"])
    days = bars["date"].to_numpy().astype("datetime64[D]")
    found = pd.DataFrame(
        {
            "row": np.searchsorted(inputs.sessions, days),
            "column": np.searchsorted(np.array(inputs.tickers), bars["symbol"].to_numpy().astype(str)),
            "date": bars["date"],
            "target_date": bars["target_date"].where(~np.isnan(outcome)),
            "right": np.where(np.isnan(outcome), np.nan, outcome > 0),
        }
    )
    found = found[buys[found["row"], found["column"]]]
    return found.sort_values(["row", "column"], ignore_index=True)


def _features(
    inputs: DecisionInputs, signals: Signals, buys: BoolArray, regimes: pd.DataFrame, rows: pd.DataFrame
) -> FloatArray:
    features = bot_features(inputs, signals, buys, regimes)
    columns = [values[rows["row"], rows["column"]] for values in features.values()]
    return np.column_stack([*columns, recent_share_of_right(rows, inputs.sessions)[rows["row"]]])


def _out_of_sample(
    rows: pd.DataFrame, features: FloatArray, inputs: DecisionInputs
) -> tuple[FloatArray, FloatArray]:
    """Confidence and base rate of each row, by models and weights from the rows that had ended before."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    dates, ends = pd.DatetimeIndex(rows["date"]), pd.DatetimeIndex(rows["target_date"])
    right = rows["right"].to_numpy(dtype=np.float64) > 0
    found, base_rates = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    members: dict[str, FloatArray] = {}
    for fold in refits(rows, inputs):
        train, tested = fold.train(ends), fold.test(dates)
        if not tested.any():
            continue
        with threadpool_limits(limits=1):
            fitted = fit_classifiers(
                new_classifiers(), "standard", features[train], right[train], lambda: None
            )
            ahead = fitted.predict(features[tested])
        for name, chances in ahead.items():
            members.setdefault(name, np.full(len(rows), np.nan))[tested] = chances
        past = train & ~np.isnan(found)
        weights = brier_weights({name: chances[past] for name, chances in members.items()}, right[past])
        found[tested], base_rates[tested] = combined(ahead, "weighted", weights), ahead[NAIVE]
    return found, base_rates


def new_classifiers() -> dict[str, Classifier]:
    """The unfitted classifiers by name: a line in log odds, and shallow trees."""
    parts = {"logistic": LogisticConfig(), "random_forest": RandomForestConfig()}
    return {name: part.make_classifier(SEED) for name, part in parts.items()}


def refits(rows: pd.DataFrame, inputs: DecisionInputs) -> list[Fold]:
    """The folds: the sessions from one fit to the next. Their places do not depend on later sessions."""
    ended = rows[rows["target_date"].notna()].sort_values("target_date", kind="stable")
    enough = (np.arange(1, len(ended) + 1) >= MIN_SIGNALS) & (
        ended["date"].where(~ended["date"].duplicated()).notna().cumsum().to_numpy() >= MIN_SESSIONS
    )
    if not enough.any():
        return []
    first = ended["target_date"].iloc[int(np.argmax(enough))].to_datetime64().astype("datetime64[D]")
    start = int(np.searchsorted(inputs.sessions, first, side="right"))
    days = pd.DatetimeIndex(inputs.sessions)
    return [
        Fold(days[place], days[min(place + REFIT_SESSIONS, len(days)) - 1])
        for place in range(start, len(days), REFIT_SESSIONS)
    ]


def _scores(scored: pd.DataFrame, horizon: int) -> BrierScores:
    chances, base_rates, right = (
        scored[name].to_numpy(dtype=np.float64) for name in ("confidence", "base_rate", "right")
    )
    return brier_scores(scored["date"], chances, base_rates, right, horizon)

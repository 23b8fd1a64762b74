"""What each group of features adds to the pooled model: ``make bench PART=groups``.

Needs ``VN30_REAL_DATA``. The model is refitted each half-year up to 2022, as :mod:`tests.benchmarks.ranks`
does it, on the members of the VN30 on that day: with the default features, without each of their groups, and
with each group of those that are not in the default. No later session is read, neither as a feature nor as an
outcome. Features of minutes are left out, since the prices are daily ones. Five minutes on one core.
"""

import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table
from scipy.stats import norm
from threadpoolctl import threadpool_limits

from tests.benchmarks.accuracy import load_indices
from tests.benchmarks.ranks import HORIZONS, LOOKED_AT_ONCE, half_years_before, load, pooled_inputs
from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.evaluation.reliability import mean_error
from vn30.evaluation.significance import corrected_p_values
from vn30.features.definitions import definitions
from vn30.features.indicator_config import INDICATORS, IndicatorConfig
from vn30.features.panel import feature_names
from vn30.forecasting.pooled import labelled, pooled_columns
from vn30.market.universe import KNOWN_FROM, members_on
from vn30.model_selection.splits import Fold
from vn30.models.pooled import forecast_folds
from vn30.training_config.document import TrainingConfig
from vn30.typing import FloatArray

Columns = NDArray[np.intp]

CONTEXT_TICKER = "VCB"
NOW = TrainingConfig()
EVERY = TrainingConfig(
    indicators=IndicatorConfig(
        **{name: part() for name, part in INDICATORS.items() if part.group != "Minutes"},
        regimes=True,
        calendar=True,
        context_tickers=(CONTEXT_TICKER,),
    )
)
DEFAULT = "default"


class Column(NamedTuple):
    """One input of the pooled model: its group, and whether the default configuration has it."""

    group: str
    is_default: bool


def measure(console: Console) -> None:
    """Print the mean rank IC with each set of features, and its difference from that of the default."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("groups: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    market, indices = load(Path(folder)), load_indices(Path(folder))
    market, indices = (bars[bars["date"] < LOOKED_AT_ONCE] for bars in (market, indices))
    console.print(comparison(study(market.reset_index(drop=True), indices)))


def inputs() -> list[Column]:
    """The columns of :func:`vn30.forecasting.pooled.pooled_features` with every feature, in order."""
    shape = (EVERY.indicators, EVERY.targets.lookback_window)
    described = definitions(*shape)
    default = {column.name for column in definitions(NOW.indicators, NOW.targets.lookback_window)}
    columns = {
        column.name: Column(str(column.description.group), column.name in default) for column in described
    }
    # The session rank of each feature follows.
    return [columns[name] for name in (*pooled_columns(EVERY), *feature_names(*shape))]


def feature_sets() -> dict[str, Columns]:
    """The columns of each trial by its name; the first is the default."""
    columns = inputs()
    sets = {DEFAULT: np.flatnonzero([column.is_default for column in columns])}
    for group in dict.fromkeys(column.group for column in columns if column.is_default):
        sets[f"without {group}"] = np.flatnonzero(
            [column.is_default and column.group != group for column in columns]
        )
    for group in dict.fromkeys(column.group for column in columns if not column.is_default):
        sets[f"with optional {group}"] = np.flatnonzero(
            [column.is_default or column.group == group for column in columns]
        )
    sets["with all optional"] = np.arange(len(columns))
    return {f"{name}, {len(columns)} inputs": columns for name, columns in sets.items()}


def study(market: pd.DataFrame, indices: pd.DataFrame) -> pd.DataFrame:
    """The daily rank IC, mean over the horizons: a row a session, a column a trial."""
    found: dict[str, list[pd.DataFrame]] = {}
    with threadpool_limits(limits=1):
        for fold in track(half_years_before(market), description="half-years"):
            for name, ranks in _rank_ics(market, indices, fold).items():
                found.setdefault(name, []).append(ranks)
    return pd.DataFrame({name: pd.concat(parts).mean(axis=1) for name, parts in found.items()})


def _rank_ics(market: pd.DataFrame, indices: pd.DataFrame, fold: Fold) -> dict[str, pd.DataFrame]:
    """By trial, the rank IC of each session of the fold, a column a horizon."""
    members = members_on(max(fold.first.date(), KNOWN_FROM))
    context = market[market["symbol"] == CONTEXT_TICKER]
    series = pd.concat([indices, context]).sort_values(["symbol", "date"], ignore_index=True)
    known = pooled_inputs(market, series, members, EVERY)
    found: dict[str, dict[int, pd.Series]] = {}
    for horizon in HORIZONS:
        rows, labels = labelled(known.panel, known.slices, horizon)
        for name, columns in feature_sets().items():
            expected, _ = forecast_folds(rows, known.values[:, columns], labels, known.volatility, [fold])
            found.setdefault(name, {})[horizon] = rank_ic_of(rows, labels, expected)
    return {name: pd.DataFrame(by_horizon) for name, by_horizon in found.items()}


def rank_ic_of(rows: pd.DataFrame, labels: FloatArray, expected: FloatArray) -> pd.Series:
    """The rank IC of each session with forecasts and outcomes."""
    both = ~(np.isnan(labels) | np.isnan(expected))
    at = rows[both].assign(expected=expected[both], label=labels[both])
    return daily_rank_ic(at["date"], at["expected"], at["label"])


def comparison(daily: pd.DataFrame) -> Table:
    """The mean of each trial and its paired difference from the first one, with Newey-West errors.

    p-values are two-sided and corrected for the number of trials (Benjamini and Hochberg).

    Args:
        daily: the rank IC by session, a column a trial.
    """
    reference, *trials = daily
    sessions = daily.index.to_series()
    gains = {name: (daily[name] - daily[reference]).to_numpy() for name in trials}
    errors = {name: mean_error(sessions, gain, max(HORIZONS)) for name, gain in gains.items()}
    plain = [2 * norm.sf(abs(gains[name].mean()) / errors[name]) for name in trials]
    corrected = dict(zip(trials, corrected_p_values(np.array(plain)), strict=True))
    found = Table(
        title=f"mean rank IC over {HORIZONS} sessions, {sessions.min().date()} to {sessions.max().date()}, "
        f"{len(trials)} trials (standard error)"
    )
    for heading in ("", "mean rank IC", f"less {reference}", "p, corrected"):
        found.add_column(heading, justify="right")
    for name in daily:
        values = daily[name].to_numpy()
        cells = [f"{values.mean():+.4f} ({mean_error(sessions, values, max(HORIZONS)):.4f})"]
        if name != reference:
            cells += [f"{gains[name].mean():+.4f} ({errors[name]:.4f})", f"{corrected[name]:.2f}"]
        found.add_row(str(name), *cells)
    return found

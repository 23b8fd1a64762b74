"""The study of ranks on real prices: the pooled model, what it was before, and a wider basket.

Needs ``VN30_REAL_DATA``. The models are refitted each half-year, as the training DAG does it, on the members
of the VN30 on that day, without hindsight; "wide" adds all former members, and only the members are ranked.
Everything was chosen on sessions up to 2022 alone. Errors are Newey-West standard errors. Three minutes on
one core.
"""

import os
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track
from rich.table import Table
from threadpoolctl import threadpool_limits

from tests.benchmarks.accuracy import load_indices
from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.evaluation.reliability import brier_scores, mean_error, reliability_bins
from vn30.features.cross_section import cross_section, cross_section_names
from vn30.features.panel import build_panel, feature_names
from vn30.features.series import KEY_COLUMNS, ticker_slices
from vn30.forecasting.pooled import labelled, pooled_features, volatility_of
from vn30.forecasting.vn30_ranks import vn30_ranks
from vn30.market.universe import KNOWN_FROM, known_stays, members_on
from vn30.model_selection.splits import Fold
from vn30.model_selection.walk_forward import walk_forward
from vn30.models.pooled import forecast_folds
from vn30.training_config.document import TrainingConfig, parse_config
from vn30.typing import Float32Array, FloatArray

LOOKED_AT_ONCE = pd.Timestamp("2023-01-01")
"""Nothing was chosen by the sessions from here on."""
HORIZONS = (7, 15, 30)
HALF_YEARS_BEFORE, HALF_YEARS_AFTER = 9, 4
NOW = TrainingConfig()
GUARDED = parse_config({"indicators": {"leakageGuard": True}})
BEFORE, CHOSEN, WIDE, BLEND = "before", "chosen", "wide", "blend of chosen and wide"


def measure(console: Console) -> None:
    """Print rank ICs and the reliability of the probabilities, up to 2022 and after it."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("ranks: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    market, indices = load(Path(folder)), load_indices(Path(folder))
    forecasts = study(market, indices)
    forecasts = forecasts.assign(**{BLEND: (forecasts[CHOSEN] + forecasts[WIDE]) / 2})
    index = indices[indices["symbol"] == "VN30"].set_index("date")["close"]
    console.print(rank_ics(forecasts))
    console.print(reliability(market, forecasts, index))


def load(folder: Path) -> pd.DataFrame:
    """All tickers that ever were in the VN30, as a market frame."""
    prices = pd.read_csv(folder / "vn30_ever_prices_adjusted_to_2024.csv.gz", parse_dates=["date"])
    return prices.drop_duplicates(["symbol", "date"]).sort_values(["symbol", "date"], ignore_index=True)


def half_years(market: pd.DataFrame) -> list[Fold]:
    """The folds, of which each is forecast by models fitted before it."""
    sessions = pd.DatetimeIndex(np.sort(market["date"].unique()))
    return [*half_years_before(market), *walk_forward(sessions, LOOKED_AT_ONCE, HALF_YEARS_AFTER)]


def half_years_before(market: pd.DataFrame) -> list[Fold]:
    """Those that everything may be chosen by."""
    sessions = pd.DatetimeIndex(np.sort(market["date"].unique()))
    before = sessions[sessions < LOOKED_AT_ONCE]
    return walk_forward(before, pd.Timestamp(KNOWN_FROM), HALF_YEARS_BEFORE)


def study(
    market: pd.DataFrame, indices: pd.DataFrame, models: Collection[str] = (BEFORE, CHOSEN, WIDE)
) -> pd.DataFrame:
    """One row a member, session and horizon: the outcome, and the expected rank by each of the models."""
    outcomes = {}
    for horizon in HORIZONS:
        rows, labels = labelled(market, ticker_slices(market), horizon)
        outcomes[horizon] = rows.assign(label=labels, horizon=horizon)
    parts = []
    with threadpool_limits(limits=1):
        for fold in track(half_years(market), description="half-years"):
            day = max(fold.first.date(), KNOWN_FROM)
            members = members_on(day)
            ever = [stay.ticker for stay in known_stays() if stay.effective_from <= day]
            known, past = market[market["date"] <= fold.last], indices[indices["date"] <= fold.last]
            fits = {
                BEFORE: partial(_expected, known, past, members, members, GUARDED, fold, scaled=False),
                CHOSEN: partial(_expected, known, past, members, members, NOW, fold),
                WIDE: partial(_expected, known, past, ever, members, NOW, fold),
            }
            by_model = {name: fits[name]() for name in models}
            for horizon in HORIZONS:
                ranks = pd.DataFrame({name: expected[horizon] for name, expected in by_model.items()})
                parts.append(outcomes[horizon].merge(ranks.reset_index(), on=["symbol", "date"]))
    return pd.concat(parts, ignore_index=True)


def _expected(
    market: pd.DataFrame,
    indices: pd.DataFrame,
    basket: Collection[str],
    members: Collection[str],
    config: TrainingConfig,
    fold: Fold,
    scaled: bool = True,
) -> dict[int, pd.Series]:
    """The members' expected ranks in the fold by ticker and session, a series a horizon.

    Args:
        basket: the tickers to train on.
        scaled: whether labels are ranked in units of volatility.
    """
    known = pooled_inputs(market, indices, basket, config)
    volatility = known.volatility if scaled else np.ones(len(known.panel))
    expected = {}
    for horizon in HORIZONS:
        rows, labels = labelled(known.panel, known.slices, horizon)
        found, _ = forecast_folds(rows, known.values, labels, volatility, [fold])
        ranked = rows["symbol"].isin(members) & ~np.isnan(found)
        keys = pd.MultiIndex.from_frame(rows.loc[ranked, KEY_COLUMNS])
        expected[horizon] = pd.Series(found[ranked], index=keys)
    return expected


class PooledInputs(NamedTuple):
    """The panel of a basket, its features as the pooled model gets them, and what belongs to its rows."""

    panel: pd.DataFrame
    values: Float32Array
    slices: list[tuple[int, int]]
    volatility: FloatArray


def pooled_inputs(
    market: pd.DataFrame, indices: pd.DataFrame, basket: Collection[str], config: TrainingConfig
) -> PooledInputs:
    """What the pooled model of ``basket`` learns from."""
    bars = market[market["symbol"].isin(basket)].reset_index(drop=True)
    shape = (config.indicators, config.targets.lookback_window)
    features = build_panel(bars, *shape, indices)[feature_names(*shape)]
    ranks = cross_section(bars, config.indicators.leakage_guard)[cross_section_names()]
    panel = pd.concat([bars, features, ranks], axis=1)
    slices = ticker_slices(panel)
    return PooledInputs(panel, pooled_features(panel, config), slices, volatility_of(panel, slices))


def _periods(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    later = rows["date"] >= LOOKED_AT_ONCE
    return {"up to 2022": rows[~later], "2023-2024": rows[later]}


def rank_ics(forecasts: pd.DataFrame) -> Table:
    """Mean daily rank IC by period, model and horizon, and over the horizons, each with its error."""
    table = Table(title="mean daily rank IC (standard error)")
    horizons = (f"{horizon} sessions" for horizon in HORIZONS)
    for heading in ("period", "model", *horizons, "mean", "less before"):
        table.add_column(heading, justify="right")
    for period, rows in _periods(forecasts[forecasts["label"].notna()]).items():
        daily = {
            model: {
                horizon: daily_rank_ic(at["date"], at[model], at["label"])
                for horizon, at in rows.groupby("horizon")
            }
            for model in (BEFORE, CHOSEN, WIDE, BLEND)
        }
        means = {model: pd.DataFrame(by_horizon).mean(axis=1) for model, by_horizon in daily.items()}
        for model, by_horizon in daily.items():
            cells = [_with_error(by_horizon[horizon], horizon) for horizon in HORIZONS]
            gain = "" if model == BEFORE else _with_error(means[model] - means[BEFORE], max(HORIZONS))
            table.add_row(period, model, *cells, _with_error(means[model], max(HORIZONS)), gain)
    return table


def _with_error(values: pd.Series, horizon: int) -> str:
    error = mean_error(values.index.to_series(), values.to_numpy(), horizon)
    return f"{values.mean():+.4f} ({error:.4f})"


def reliability(market: pd.DataFrame, forecasts: pd.DataFrame, index: pd.Series) -> Table:
    """Brier scores and reliability of the chance to beat the VN30, by period and horizon."""
    table = Table(title="chance to beat the VN30, calibrated before each half-year")
    for heading in (
        "period",
        "horizon",
        "Brier",
        "base rate",
        "gain (error)",
        "forecast -> observed (error)",
    ):
        table.add_column(heading, justify="right")
    for horizon in HORIZONS:
        chosen = forecasts[forecasts["horizon"] == horizon].set_index(KEY_COLUMNS)[CHOSEN]
        expected = chosen.reindex(pd.MultiIndex.from_frame(market[KEY_COLUMNS])).to_numpy()
        past = vn30_ranks(market, expected, half_years(market), index, set(market["symbol"]), horizon).past
        for period, rows in _periods(past[past["probability"].notna()]).items():
            outcome = [rows[name].to_numpy() for name in ("probability", "base_rate", "beaten")]
            scores = brier_scores(rows["date"], *outcome, horizon)
            bins = reliability_bins(rows["date"], outcome[0], outcome[2], horizon)
            table.add_row(
                period,
                str(horizon),
                f"{scores.brier:.5f}",
                f"{scores.base_rate_brier:.5f}",
                f"{scores.base_rate_brier - scores.brier:+.5f} ({scores.gain_error:.5f})",
                ", ".join(
                    f"{found.mean_probability:.3f} -> {found.observed_share:.3f} ({found.standard_error:.3f})"
                    for found in bins
                ),
            )
    return table

"""The study on real prices: naive, every installed model and the ensembles, on the same rows of 2023-2024.

Models of the direction have a table of their own, since a probability is no price: see
:mod:`tests.benchmarks.directions`.

Needs ``VN30_REAL_DATA``. Walk-forward, as the training DAG does it: the pooled model by half-years from 2017
on, the models of each ticker by half-years from 2021 on, so that weights have a past to be learned from;
models that are not enabled by default, from 2023 on. Models, hyper-parameters and intervals were chosen on
sessions up to 2022 alone. Each figure has its standard error, by a block bootstrap over sessions. Twenty
minutes on one core; ``make bench PART=accuracy TICKERS=5`` takes the first five tickers.
"""

import os
from datetime import date
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.progress import track

from tests.benchmarks.accuracy_tables import interval_table, point_table
from tests.benchmarks.directions import direction_table, forecast_directions
from tests.benchmarks.study import SCORED_FROM, Study
from vn30.market.universe import INDICES, members_on
from vn30.training_config.document import TrainingConfig

UNIVERSE_ON = date(2024, 12, 31)


def measure(console: Console) -> None:
    """Print the tables, or how to get the prices for them."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("accuracy: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    market = load(Path(folder))
    tickers = sorted(market["symbol"].unique())[: int(os.environ.get("TICKERS", "0")) or None]
    study = Study(market, load_indices(Path(folder)), TrainingConfig())
    forecasts = pd.concat(
        [study.forecasts(horizon, tickers, track) for horizon in study.config.targets.horizons],
        ignore_index=True,
    )
    scored = forecasts[forecasts["date"] >= SCORED_FROM]
    console.print(point_table(scored, study.seconds_a_fit()))
    console.print(interval_table(scored))
    console.print(direction_table(forecast_directions(study, tickers, track), study.seconds_a_fit()))
    for name, seconds in study.too_slow.items():
        console.print(f"left out: {name}, {seconds:.1f} s a fit")


def load(folder: Path) -> pd.DataFrame:
    """The members of UNIVERSE_ON as a market frame."""
    prices = pd.read_csv(folder / "vn30_prices_adjusted_to_2024.csv.gz", parse_dates=["date"])
    members = prices[prices["symbol"].isin(members_on(UNIVERSE_ON))]
    return members.drop_duplicates(["symbol", "date"]).sort_values(["symbol", "date"], ignore_index=True)


def load_indices(folder: Path) -> pd.DataFrame:
    """The index series as a market frame."""
    parts = [
        pd.read_csv(folder / f"index_{name}_to_2024.csv.gz", parse_dates=["date"]).assign(symbol=name)
        for name in sorted(INDICES)
    ]
    indices = pd.concat(parts).drop_duplicates(["symbol", "date"])
    return indices.sort_values(["symbol", "date"], ignore_index=True)

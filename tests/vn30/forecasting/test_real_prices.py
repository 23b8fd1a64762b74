"""On real prices the scores must be those of a market that is hard to forecast."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vn30.evaluation.scores import score
from vn30.features.panel import build_panel
from vn30.forecasting.ticker import train_ticker
from vn30.market.universe import members_on
from vn30.training_config.document import parse_config

MEMBERS = members_on(date(2024, 12, 31))


@pytest.fixture(scope="module")
def market(real_data: Path) -> pd.DataFrame:
    prices = pd.read_csv(real_data / "vn30_prices_adjusted_to_2024.csv.gz", parse_dates=["date"])
    members = prices[prices["symbol"].isin(MEMBERS)]
    return members.drop_duplicates(["symbol", "date"]).sort_values(["symbol", "date"], ignore_index=True)


def test_naive_mape(market: pd.DataFrame) -> None:
    """The naive forecast has the known errors of the random walk."""
    recent = market[market["date"] >= "2019-01-01"]
    for horizon, known in ((7, 4.05), (15, 6.05), (30, 8.73)):
        base = recent.groupby("symbol")["close"].shift(horizon)
        rows = base.notna()
        actual = recent.loc[rows, "close"].to_numpy()
        naive = base[rows].to_numpy()
        assert score(actual, naive, naive).mape_pct == pytest.approx(known, rel=0.02)


def test_plausible_skill(market: pd.DataFrame) -> None:
    """The mean skill is close to zero."""
    off = {name: {"enabled": False} for name in ("randomForest", "gradientBoosting")}
    config = parse_config({"models": off})
    panel = build_panel(market, config.indicators, config.targets.lookback_window)
    skills: dict[int, list[float]] = {7: [], 15: [], 30: []}
    for ticker in MEMBERS[:5]:
        rows = market["symbol"] == ticker
        result = train_ticker(ticker, market[rows], panel[rows], config, lambda: None)
        for horizon, forecast in result.horizons.items():
            skills[horizon].append(forecast.scores.skill)
    for values in skills.values():
        assert -0.05 < np.mean(values) < 0.05

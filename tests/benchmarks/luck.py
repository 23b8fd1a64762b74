"""Luck: simulations of random signals on real prices, and whether their figures say that it was luck.

1,000 accounts buy five random stocks every ten sessions, on real prices of 2019 to 2024 (``VN30_REAL_DATA``).
They have no skill: what they bought must gain what the mean stock gains over the same time, less the costs
of the model; deflated Sharpe ratios above 0.95 must be rare, 1 % of the accounts at most; and PBO must be one
half on average. An account whose signals know the future well enough must be found among them. Two minutes on
one core.
"""

import os
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks.accuracy import load_indices
from vn30.backtesting.build_market import tradable_market
from vn30.backtesting.config import ExecutionConfig, PortfolioConfig
from vn30.backtesting.engine import simulate_prepared
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.prepared import PreparedMarket, prepared
from vn30.backtesting.result import Fill, SimulationResult
from vn30.backtesting.worth.deflated import deflated_sharpe
from vn30.backtesting.worth.luck import CONFIDENT, Moments, Trials, luck_of, moments_of
from vn30.backtesting.worth.overfitting import overfitting
from vn30.market.calendar import sessions_between
from vn30.risk.prices import SESSIONS_A_YEAR, simple_returns
from vn30.typing import FloatArray

RUNS = int(os.environ.get("LUCK_RUNS", "1000"))
NAMES, EVERY = 5, 10
FIRST, LAST = pd.Timestamp("2019-01-02"), pd.Timestamp("2024-12-31")
PANEL = 20
"""Simulations of a panel of which PBO is computed."""
EDGES = (0.1, 0.2)
"""Correlation of the scores of an account with the returns of the next ten sessions."""
EXECUTION = ExecutionConfig(volume_share=1.0)


@dataclass(frozen=True)
class Account:
    """One run. Gains are those of closed trades by year, each as a share of the equity at its purchase.

    Attributes:
        returns: of sessions.
        gain: before costs.
        expected: what the mean stock gained between the same two openings.
        charges: fees and taxes that the account has paid.
        modelled: fees and taxes by the rates alone, of all that was traded.
    """

    returns: FloatArray
    gain: float
    expected: float
    charges: float
    modelled: float


def measure(console: Console) -> None:
    """Print what random accounts earn, how many of them pass for skill, and how well an edge is found."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("luck: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    known = prepared(real_market(Path(folder)))
    accounts = [
        account(known, random_decisions(known.market, seed))
        for seed in track(range(RUNS), description="random accounts", console=console)
    ]
    edges = {edge: account(known, random_decisions(known.market, RUNS, edge)) for edge in EDGES}
    console.print(_returns(accounts))
    console.print(_luck(accounts, edges))
    console.print(_overfitting(accounts, edges))


def real_market(folder: Path) -> TradableMarket:
    """46 stocks that ever were in the VN30 since 2018. Adjusted prices stand for traded ones.

    Dividends are thereby reinvested without tax, and prices are off their ticks; 49 bars whose high or low is
    inside open and close are widened.
    """
    bars = pd.read_csv(folder / "vn30_ever_prices_adjusted_to_2024.csv.gz", parse_dates=["date"])
    bars = bars.drop_duplicates(["symbol", "date"]).sort_values(["symbol", "date"], ignore_index=True)
    prices = ["open", "high", "low", "close"]
    bars[prices] *= 1000
    bars["high"], bars["low"] = bars[prices].max(axis=1), bars[prices].min(axis=1)
    bars = bars[bars["date"] >= FIRST - pd.Timedelta(days=60)]
    index = load_indices(folder)
    sessions = sessions_between(FIRST.date(), LAST.date())
    return tradable_market(bars, {}, [], sessions, bars["symbol"].unique(), index[index["symbol"] == "VN30"])


def random_decisions(market: TradableMarket, seed: int, edge: float = 0.0) -> FloatArray:
    """Equal weights of the five highest scores every ten sessions, of the stocks that trade.

    Args:
        edge: correlation of the scores with the returns from the next open to the close ten sessions later.
    """
    random = np.random.default_rng(seed)
    decisions = np.full(market.close.shape, np.nan)
    for session in range(0, len(market.sessions) - EVERY - 1, EVERY):
        score = random.standard_normal(len(market.tickers))
        if edge:
            future = market.close[session + EVERY] / market.open[session + 1] - 1
            future = (future - np.nanmean(future)) / np.nanstd(future)
            score = np.sqrt(1 - edge**2) * score + edge * future
        score = np.where(np.isfinite(market.close[session]) & np.isfinite(score), score, -np.inf)
        decisions[session] = 0.0
        decisions[session, np.argsort(-score)[:NAMES]] = 1 / NAMES
    return decisions


def account(known: PreparedMarket, decisions: FloatArray) -> Account:
    """Simulate decisions, and compare what was traded with the mean stock."""
    market = known.market
    result = simulate_prepared(known, decisions, PortfolioConfig(), EXECUTION)
    years = float((market.sessions[-1] - market.sessions[0]).astype(int)) / 365.25
    gain = expected = charges = modelled = 0.0
    means: dict[tuple[int, int, int], float] = {}
    for bought, sold, quantity in _closed(result):
        share = quantity * bought.price / result.equity[bought.session - 1]
        span = bought.decided, bought.session, sold.session
        if span not in means:
            means[span] = _mean_gain(market, *span)
        gain += share * (sold.price / bought.price - 1)
        expected += share * means[span]
    for fill in result.fills:
        equity = result.equity[fill.session - 1]
        rate = EXECUTION.fee_pct / 100 + (market.sales_tax[fill.session] if fill.quantity < 0 else 0)
        charges += (fill.fee + fill.tax) / equity
        modelled += abs(fill.quantity) * fill.price * rate / equity
    return Account(
        simple_returns(result.equity), gain / years, expected / years, charges / years, modelled / years
    )


def _closed(result: SimulationResult) -> Iterator[tuple[Fill, Fill, int]]:
    """Purchases with the sales of their shares, the oldest first, and the number of these shares."""
    waiting: dict[int, deque[tuple[Fill, int]]] = defaultdict(deque)
    for fill in result.fills:
        if fill.quantity > 0:
            waiting[fill.ticker].append((fill, fill.quantity))
            continue
        left = -fill.quantity
        while left:
            bought, shares = waiting[fill.ticker].popleft()
            sold = min(left, shares)
            yield bought, fill, sold
            left -= sold
            if shares > sold:
                waiting[fill.ticker].appendleft((bought, shares - sold))


def _mean_gain(market: TradableMarket, decided: int, bought: int, sold: int) -> float:
    """Of the stocks that could be chosen in the session ``decided``, from one opening to another."""
    could_be = np.isfinite(market.close[decided])
    return float(np.nanmean(market.open[sold, could_be] / market.open[bought, could_be] - 1))


def _returns(accounts: list[Account]) -> Table:
    table = Table(title=f"{len(accounts):,} random accounts: gains a year, % of equity (± over the accounts)")
    table.add_column("part")
    table.add_column("mean", justify="right")
    parts = {
        "gain before costs": [one.gain for one in accounts],
        "of the mean stock, between the same openings": [one.expected for one in accounts],
        "fees and taxes paid": [one.charges for one in accounts],
        "fees and taxes of the model": [one.modelled for one in accounts],
        "gain after costs": [one.gain - one.charges for one in accounts],
        "the same minus what the model says": [
            one.gain - one.charges - (one.expected - one.modelled) for one in accounts
        ],
        "mean return of sessions after costs": [one.returns.mean() * SESSIONS_A_YEAR for one in accounts],
    }
    for name, values in parts.items():
        error = np.std(values, ddof=1) / np.sqrt(len(values))
        table.add_row(name, f"{100 * np.mean(values):.2f} ± {100 * error:.2f}")
    return table


def _luck(accounts: list[Account], edges: dict[float, Account]) -> Table:
    found = [moments_of(one.returns) for one in accounts]
    sharpes = np.array([one.sharpe for one in found], dtype=float)
    trials = Trials("formulas", len(accounts), float(sharpes.var(ddof=1)))
    lucks = [luck for one in found if (luck := luck_of(one, trials))]
    best = int(np.argmax(sharpes))
    scale = np.sqrt(SESSIONS_A_YEAR)
    table = Table(title=f"Luck of {len(accounts):,} trials")
    table.add_column("figure")
    table.add_column("value", justify="right")
    rows = {
        "Sharpe a year: mean, deviation": f"{scale * sharpes.mean():.2f}, {scale * sharpes.std(ddof=1):.2f}",
        "highest Sharpe; by luck": f"{scale * sharpes[best]:.2f}; {lucks[best].sharpe_by_luck:.2f}",
        "Sharpe above 0 by 0.95, alone": _share([luck.sharpe_above_zero for luck in lucks]),
        "deflated Sharpe above 0.95": _share([luck.deflated_sharpe for luck in lucks]),
        "the same, by the trials' variance": _share([_published(one, trials) for one in found]),
        "deflated Sharpe of the best": f"{lucks[best].deflated_sharpe:.3f}",
    }
    for edge, one in edges.items():
        planted = moments_of(one.returns)
        luck = luck_of(planted, trials)
        assert planted.sharpe is not None
        assert luck is not None
        rows[f"edge {edge}: return a year, %; Sharpe"] = (
            f"{100 * one.returns.mean() * SESSIONS_A_YEAR:.1f}; {scale * planted.sharpe:.2f}"
        )
        rows[f"edge {edge}: deflated Sharpe"] = f"{luck.deflated_sharpe:.4f}"
    for name, value in rows.items():
        table.add_row(name, value)
    return table


def _published(found: Moments, trials: Trials) -> float:
    """The deflated Sharpe ratio by the variance of the ledger, however small it is."""
    assert found.sharpe is not None
    assert found.skewness is not None
    assert found.kurtosis is not None
    shape = found.observations, found.skewness, found.kurtosis
    return deflated_sharpe(found.sharpe, *shape, trials.count, trials.variance or 0.0)


def _share(values: list[float]) -> str:
    passed = sum(value >= CONFIDENT for value in values)
    return f"{passed} of {len(values):,} ({100 * passed / len(values):.1f} %)"


def _overfitting(accounts: list[Account], edges: dict[float, Account]) -> Table:
    returns = np.column_stack([one.returns for one in accounts])
    panels = range(0, len(accounts) - PANEL + 1, PANEL)
    found = np.array([overfitting(returns[:, start : start + PANEL]).probability for start in panels])
    table = Table(title="Probability of back-test overfitting, 16 blocks")
    table.add_column("of")
    table.add_column("PBO", justify="right")
    error = found.std(ddof=1) / np.sqrt(len(found))
    table.add_row(f"{len(found)} panels of {PANEL} accounts, mean", f"{found.mean():.3f} ± {error:.3f}")
    table.add_row("the same, lowest to highest", f"{found.min():.3f} to {found.max():.3f}")
    table.add_row(f"all {len(accounts):,} accounts", f"{overfitting(returns).probability:.3f}")
    for edge, one in edges.items():
        mixed = overfitting(np.column_stack([returns[:, : PANEL - 1], one.returns])).probability
        table.add_row(f"{PANEL - 1} accounts and the edge {edge}", f"{mixed:.3f}")
    return table

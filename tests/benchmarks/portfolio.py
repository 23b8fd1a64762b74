"""Optimisation: its cost beside skfolio called bare, and what each method made of the real prices since 2015.

The second part needs ``VN30_REAL_DATA``. Nothing in it was fitted or chosen: 250 sessions of history, a
decision each 20 sessions, at most 20 % in a stock. The risk of 30 and 1,600 stocks is the part ``risk``.
"""

import os
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from tests.benchmarks.accuracy import load_indices
from tests.benchmarks.market import simulated_bars
from vn30.evaluation.block_bootstrap import ratio_error
from vn30.evaluation.significance import corrected_p_values
from vn30.market.universe import members_on, vn30_tickers
from vn30.optimisation.constraints import Constraints
from vn30.optimisation.frontier import efficient_frontier
from vn30.optimisation.methods import METHOD_NAMES, METHODS, Method
from vn30.optimisation.problem import Problem, Views
from vn30.optimisation.solve import optimise
from vn30.optimisation.views import views_of_forecasts
from vn30.optimisation.walk_forward import History, ViewsAt, WalkForward, walk_forward
from vn30.typing import BoolArray, FloatArray

STOCKS, SESSIONS, POINTS, REPEATS = 30, 500, 30, 9
ALLOWED = 1.2
LOOKBACK, BETWEEN = 250, 20
CONSTRAINTS = Constraints(max_weight=0.2)
MOMENTUM, HORIZON = 120, 20


def measure(console: Console) -> None:
    """Print the cost, and the walk-forward of each method if there are real prices."""
    console.print(_cost())
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("portfolio: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    closes, index = _real_closes(Path(folder))
    today = np.isin(closes.columns, vn30_tickers())
    members = {
        "members of each day": np.array(
            [np.isin(closes.columns, members_on(day)) for day in closes.index.date]
        ),
        "today's members (hindsight)": np.tile(today, (len(closes), 1)),
    }
    for name, chosen in members.items():
        console.print(_walked(name, closes, index, chosen))


def _seconds(call: Callable[[], object]) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started


def _cost() -> Table:
    """CPU seconds; the bare call and ours take turns, and the ratio is the median of their pairs."""
    from skfolio.optimization import MeanRisk

    closes = np.column_stack([simulated_bars(number)["close"].tail(SESSIONS + 1) for number in range(STOCKS)])
    returns = closes[1:] / closes[:-1] - 1
    tickers = tuple(f"T{number:02d}" for number in range(STOCKS))
    frame = pd.DataFrame(returns, columns=list(tickers))
    problem = Problem(tickers, returns)
    bare, ours = [], []
    for _ in range(REPEATS + 1):
        bare.append(_seconds(lambda: MeanRisk(efficient_frontier_size=POINTS).fit(frame)))
        ours.append(_seconds(lambda: efficient_frontier(problem, POINTS)))
    # The first pair imports and compiles.
    ratio = float(np.median(np.array(ours[1:]) / np.array(bare[1:])))
    table = Table(title=f"{STOCKS} stocks, {SESSIONS} sessions")
    for column in ("what", "CPU ms"):
        table.add_column(column, justify="right")
    table.add_row(f"skfolio bare, {POINTS} points", f"{1000 * np.median(bare[1:]):.0f}")
    table.add_row(f"our frontier, {POINTS} points", f"{1000 * np.median(ours[1:]):.0f}")
    table.add_row(f"ratio (allowed: {ALLOWED:g})", f"{ratio:.2f}")
    for method in METHODS:
        problem = Problem(tickers, returns, method=method)
        spent = float(np.median([_seconds(lambda: optimise(problem)) for _ in range(REPEATS)]))  # noqa: B023
        table.add_row(METHOD_NAMES[method], f"{1000 * spent:.0f}")
    table.add_row("peak MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f}")
    return table


def _real_closes(folder: Path) -> tuple[pd.DataFrame, FloatArray]:
    prices = pd.read_csv(folder / "vn30_ever_prices_adjusted_to_2024.csv.gz", parse_dates=["date"])
    closes = prices.drop_duplicates(["symbol", "date"]).pivot(index="date", columns="symbol", values="close")
    indices = load_indices(folder)
    index = indices[indices["symbol"] == "VN30"].drop_duplicates("date").set_index("date")["close"]
    return closes, index.reindex(closes.index).to_numpy(float)


@dataclass(frozen=True)
class _Momentum:
    """Views by the returns of 120 sessions, with the rank IC that they have had until then."""

    closes: pd.DataFrame

    def at(self, members: BoolArray) -> ViewsAt:
        """The views on some stocks after a row."""
        forecasts = self.closes.ffill().pct_change(MOMENTUM, fill_method=None).where(members)
        excess = forecasts.sub(forecasts.mean(axis=1), axis=0)
        outcomes = self.closes.ffill().pct_change(HORIZON, fill_method=None).shift(-HORIZON).where(members)
        skill = excess.rank(axis=1).corrwith(outcomes.rank(axis=1), axis=1).to_numpy()
        ahead = self.closes.ffill().pct_change(HORIZON, fill_method=None)
        spread = ahead.sub(ahead.where(members).mean(axis=1), axis=0)

        def views(row: int, tickers: tuple[str, ...]) -> Views | None:
            known = skill[: row - HORIZON + 1]
            known = known[~np.isnan(known)]
            error = ratio_error(known, np.ones(len(known)))
            if error is None:
                return None
            now = excess.iloc[row][list(tickers)].dropna()
            deviations = spread.iloc[row - LOOKBACK : row + 1][list(now.index)].std()
            return views_of_forecasts(
                now.to_dict(), deviations.to_dict(), HORIZON, float(known.mean()), error
            )

        return views


def _walked(name: str, closes: pd.DataFrame, index: FloatArray, members: BoolArray) -> Table:
    history = History(
        tuple(map(str, closes.columns)),
        closes.index.to_numpy().astype("datetime64[D]"),
        closes.to_numpy(float),
        index,
        members,
    )
    views = _Momentum(closes).at(members)
    found, seconds = {}, {}
    for method in METHODS:
        started = time.process_time()
        found[method] = walk_forward(
            history,
            method,
            CONSTRAINTS,
            lookback=LOOKBACK,
            rebalance_sessions=BETWEEN,
            views_at=views if method == "black_litterman" else None,
        )
        seconds[method] = time.process_time() - started
    return _table(name, found, seconds)


def _table(name: str, found: Mapping[Method, WalkForward], seconds: Mapping[Method, float]) -> Table:
    first = next(iter(found.values()))
    table = Table(
        title=f"{name}, {first.sessions[0]} to {first.sessions[-1]}, {first.rebalances} decisions, "
        f"{len(found) - 1} trials"
    )
    for column in ("portfolio", "CAGR, %", "volatility, %", "Sharpe", "drawdown, %", "turnover", "costs, %"):
        table.add_column(column, justify="right")
    for column in ("to equal weight, % a year", "p", "corrected", "to VN30, % a year", "CPU s"):
        table.add_column(column, justify="right")
    others = [method for method in found if method != "equal_weight"]
    p_values = np.array([found[method].differences["equal_weight"].p_value for method in others], dtype=float)
    corrected = dict(zip(others, corrected_p_values(p_values), strict=True))
    for method, one in found.items():
        gap, to_index = one.differences["equal_weight"], one.differences["vn30"]
        told = ("", "", "")
        if method in corrected:
            told = (_signed(gap.value, gap.error), f"{gap.p_value:.3f}", f"{corrected[method]:.3f}")
        index = _signed(to_index.value, to_index.error)
        table.add_row(METHOD_NAMES[method], *_figures(one, "method"), *told, index, f"{seconds[method]:.1f}")
    for other, words in (("buy_and_hold", "Bought and held"), ("vn30", "VN30, from 2018-08-20")):
        table.add_row(words, *_figures(first, other), *[""] * 5)
    kept = {METHOD_NAMES[method]: dict(one.kept) for method, one in found.items() if one.kept}
    table.caption = f"No solution: {kept or 'never'}"
    return table


def _figures(walked: WalkForward, portfolio: str) -> tuple[str, ...]:
    figures = walked.portfolios[portfolio]
    return (
        f"{100 * (figures.growth or 0):.1f}",
        f"{100 * (figures.volatility or 0):.1f}",
        f"{figures.sharpe or 0:.2f} ± {figures.sharpe_error or 0:.2f}",
        f"{100 * (figures.maximum_drawdown or 0):.1f}",
        f"{figures.turnover:.2f}",
        f"{100 * figures.costs:.2f}",
    )


def _signed(value: float, error: float | None) -> str:
    return f"{100 * value:+.1f}" if error is None else f"{100 * value:+.1f} ± {100 * error:.1f}"

"""Strategies on real prices of 2019 to 2024, through signals, decisions and the engine: ``PART=strategies``.

Needs ``VN30_REAL_DATA``. The pooled model is refitted each half-year on what was known then, as in
:mod:`tests.benchmarks.ranks`; champions and recommendations are made from its forecasts. The settings were
written down before the first run, and each combination is a trial; all trials count as one family. The
decisions of each, the bot's confidences among them, are made again without the future and have to be the
same. Prices are adjusted ones, taken for those traded. One process, with a line for each strategy.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from tests.benchmarks.accuracy import load_indices
from tests.benchmarks.fold_forecasts import FoldForecasts, forecasts
from tests.benchmarks.ranks import CHOSEN, load, study
from tests.benchmarks.strategy_labels import labels
from vn30.backtesting.build_market import tradable_market
from vn30.backtesting.config import (
    BotConfig,
    ExecutionConfig,
    FilterConfig,
    PortfolioConfig,
    SimulationConfig,
)
from vn30.backtesting.decide import Decisions, decide
from vn30.backtesting.engine import simulate
from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.lookahead import check_decisions, sampled_sessions
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.membership import members_by_session
from vn30.backtesting.result import SimulationResult
from vn30.backtesting.signals.base import Signals
from vn30.backtesting.signals.stored import KINDS, Measure, Wanted, measured
from vn30.backtesting.worth.assessment import Worth, assess, result_moments
from vn30.backtesting.worth.benchmarks import held_weights
from vn30.backtesting.worth.curves import Difference
from vn30.backtesting.worth.luck import Trials
from vn30.backtesting.worth.overfitting import overfitting
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.universe import known_stays, members_on
from vn30.recommendations.profiles import PROFILES
from vn30.risk.prices import simple_returns

FIRST, LAST = date(2019, 1, 2), date(2024, 12, 31)
HORIZON = 7
PORTFOLIO = PortfolioConfig(maximum_names=5, rebalance_sessions=5, buffer_names=5)
OF_LABELS = PORTFOLIO.model_copy(update={"rebalance_sessions": 1})
"""A BUY is a matter of one session: decisions every fifth one would miss four of five."""
GATES: Mapping[str, FilterConfig] = {"": FilterConfig(), "bull": FilterConfig(regimes=("bull",))}
BOTS = {"": BotConfig(), "bot": BotConfig(enabled=True)}


@dataclass(frozen=True)
class Trial:
    """One strategy with its result.

    Attributes:
        seconds: CPU of the decisions; ``checked`` of the look-ahead check.
        compared: the values of that check, which were the same without the future.
    """

    signal: str
    gate: str
    bot: str
    decisions: Decisions
    result: SimulationResult
    seconds: float
    checked: float
    compared: int


def measure(console: Console) -> None:
    """Print the table of all strategies, and the probability that the choice of the best is overfitted."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        console.print("strategies: VN30_REAL_DATA is not set; real prices are not shipped with the project")
        return
    market, indices = load(Path(folder)), load_indices(Path(folder))
    # The file has thousands of VND.
    market[PRICE_COLUMNS] *= 1000
    folds = forecasts(market, indices, study(market, indices, [CHOSEN]))
    console.print(f"forecasts of {len(folds)} half-years: {process_time():,.0f} CPU seconds")
    for table in tables(market, indices, folds, console):
        console.print(table)
    console.print(f"all together: {process_time():,.0f} CPU seconds")


def tables(
    market: pd.DataFrame, indices: pd.DataFrame, folds: list[FoldForecasts], console: Console
) -> list[Table | str]:
    """The results of all strategies, and the sentences below them."""
    inputs = inputs_of(market, indices)
    tradable = _tradable(market, indices, inputs)
    held = simulate(tradable, _held(tradable), PORTFOLIO, ExecutionConfig())
    index = indices[indices["symbol"] == "VN30"].set_index("date")["close"]
    trials = [
        trial
        for name, signals in signals_of(folds, market, index, inputs).items()
        for trial in run(name, replace(inputs, stored=signals), tradable, console)
    ]
    sharpes = [found.sharpe or 0.0 for found in (result_moments(trial.result) for trial in trials)]
    counted = Trials("forecasts", len(trials), float(np.var(sharpes, ddof=1)))
    worths = [assess(trial.result, tradable, counted, held) for trial in trials]
    returns = np.column_stack([simple_returns(trial.result.equity) for trial in trials])
    found = overfitting(returns)
    notes = {f"{trial.signal}: {note}" for trial in trials for note in trial.decisions.notes if "bot" in note}
    return [
        _table(trials, worths),
        f"PBO of {len(trials)} strategies: {found.probability:.2f} ({found.splits:,} splits); CPU "
        f"seconds of the decisions, median {np.median([trial.seconds for trial in trials]):.1f}",
        f"{len(trials)} strategies, {sum(bool(trial.bot) for trial in trials)} with the bot, decided again "
        f"without the future: {sum(trial.compared for trial in trials):,} values are the same",
        "\n".join(sorted(notes)),
    ]


def inputs_of(market: pd.DataFrame, indices: pd.DataFrame) -> DecisionInputs:
    """The whole history of all tickers that ever were in the VN30, and its members of each session."""
    bars = market[market["date"] <= pd.Timestamp(LAST)].reset_index(drop=True)
    sessions = np.unique(bars["date"].to_numpy().astype("datetime64[D]"))
    tickers = tuple(sorted(bars["symbol"].unique()))
    members = members_by_session(known_stays(), sessions, tickers)
    return DecisionInputs(sessions, tickers, bars, indices, members)


def _tradable(market: pd.DataFrame, indices: pd.DataFrame, inputs: DecisionInputs) -> TradableMarket:
    days = [day.item() for day in inputs.sessions if day >= np.datetime64(FIRST)]
    return tradable_market(market, {}, [], days, inputs.tickers, indices[indices["symbol"] == "VN30"])


def _held(market: TradableMarket) -> np.ndarray:
    """The members of the first session in equal weights, held to the end."""
    return held_weights(market, np.isin(market.tickers, members_on(FIRST)))


def signals_of(
    folds: list[FoldForecasts], market: pd.DataFrame, index: "pd.Series[float]", inputs: DecisionInputs
) -> dict[str, Signals]:
    """The signals by name: ranks and chances of the champions, and the labels of each profile."""
    wanted = Wanted(inputs.sessions, inputs.tickers)
    rows = pd.concat([fold.rows for fold in folds], ignore_index=True)
    rows = rows[rows["horizon"] == HORIZON].rename(columns={"ranked": "vn30_ranked"})
    measures: tuple[Measure, ...] = ("rank", "probability")
    found = {
        f"champion, {measure}": Signals(wanted.grid(rows, measured(rows, measure)), KINDS[measure], HORIZON)
        for measure in measures
    }
    labelled = labels(folds, market, index, HORIZON)
    for profile in PROFILES:
        of_profile = labelled[labelled["profile"] == profile]
        values = wanted.grid(of_profile, of_profile["label"].to_numpy())
        found[f"recommendations, {profile}"] = Signals(values, "label", HORIZON)
    return found


def run(name: str, inputs: DecisionInputs, market: TradableMarket, console: Console) -> list[Trial]:
    """A signal with and without gate and bot; decisions that depend on the future are refused."""
    trials = []
    portfolio = OF_LABELS if inputs.stored is not None and inputs.stored.kind == "label" else PORTFOLIO
    for gate, filters in GATES.items():
        for bot, settings in BOTS.items():
            period = {"first": FIRST, "last": LAST}
            config = SimulationConfig(**period, filters=filters, portfolio=portfolio, bot=settings)
            at = [process_time()]
            decisions = decide(inputs, config)
            at.append(process_time())
            compared = check_decisions(inputs, config, decisions, sampled_sessions(decisions, 1))
            at.append(process_time())
            weights = decisions.on(market.sessions, market.tickers)
            result = simulate(market, weights, portfolio, ExecutionConfig())
            seconds, checked = np.diff(at).tolist()
            trials.append(Trial(name, gate, bot, decisions, result, seconds, checked, compared))
            console.print(
                f"{name} {gate} {bot}: decided in {seconds:.0f}, checked in {checked:.0f} CPU seconds",
                soft_wrap=True,
            )
    return trials


def _table(trials: list[Trial], worths: list[Worth]) -> Table:
    table = Table(title=f"Strategies {FIRST} to {LAST}, after costs; {len(trials)} trials")
    for heading in (
        "signal",
        "gate", "bot", "CAGR %", "Sharpe (error)", "drawdown %", "exposure %", "turnover", "costs %",
        "sales", "hit rate", "less held % (95 %)", "less VN30 % (95 %)", "DSR",
    ):  # fmt: skip
        table.add_column(heading, justify="right")
    for trial, worth in zip(trials, worths, strict=True):
        figures, trading = worth.strategy, worth.trading
        table.add_row(
            trial.signal, trial.gate, trial.bot,
            f"{100 * (figures.annual_return or 0):.1f}",
            f"{figures.sharpe.value or 0:.2f} ({figures.sharpe.error or 0:.2f})",
            f"{100 * figures.drawdown.depth:.0f}",
            f"{100 * trading.exposure:.0f}",
            f"{trading.turnover:.1f}",
            f"{100 * worth.costs.charges_by_year:.1f}",
            str(trading.sales),
            f"{trading.hit_rate.value or 0:.2f}",
            _difference(worth.to_held),
            "" if worth.to_index is None else _difference(worth.to_index),
            "" if worth.luck is None else f"{worth.luck.deflated_sharpe:.3f}",
        )  # fmt: skip
    for name, curve in (("members of 2019, held", worths[0].held), ("VN30, not tradable", worths[0].index)):
        if curve is not None:
            table.add_row(
                name, "", "",
                f"{100 * (curve.annual_return or 0):.1f}",
                f"{curve.sharpe.value or 0:.2f} ({curve.sharpe.error or 0:.2f})",
                f"{100 * curve.drawdown.depth:.0f}",
            )  # fmt: skip
    return table


def _difference(difference: Difference) -> str:
    low, high = difference.low, difference.high
    interval = "" if low is None or high is None else f" ({100 * low:+.1f} to {100 * high:+.1f})"
    return f"{100 * difference.mean_return:+.1f}{interval}"

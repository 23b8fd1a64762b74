"""All that a result is worth, by pure functions of the result, its market and the trials of its family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vn30.backtesting.market import TradableMarket
from vn30.backtesting.result import SimulationResult
from vn30.backtesting.worth.benchmarks import index_closes
from vn30.backtesting.worth.costs import Costs, costs
from vn30.backtesting.worth.curves import MIN_RETURNS, CurveFigures, Difference, curve_figures, difference
from vn30.backtesting.worth.luck import Luck, Moments, Trials, luck_of, moments_of
from vn30.backtesting.worth.periods import PeriodFigures, by_regime, by_year
from vn30.backtesting.worth.trades import Trading, trading
from vn30.backtesting.worth.verdict import Verdict, verdict
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.risk.prices import Closes, simple_returns


@dataclass(frozen=True)
class Worth:
    """What a result is worth.

    Attributes:
        strategy: the simulation, after costs.
        held: the same tickers, bought after the first session and held, after costs.
        index: the VN30, which cannot be traded and pays no dividends; None without closes.
        to_held, to_index: mean return of the simulation minus theirs.
        moments: what its luck is computed from, to be kept with the trial.
        luck: None if the equity never changed.
    """

    first: date
    last: date
    sessions: int
    strategy: CurveFigures
    held: CurveFigures
    index: CurveFigures | None
    to_held: Difference
    to_index: Difference | None
    trading: Trading
    costs: Costs
    years: Sequence[PeriodFigures]
    regimes: Sequence[PeriodFigures]
    moments: Moments
    luck: Luck | None
    verdict: Verdict


def result_moments(result: SimulationResult) -> Moments:
    """What the ledger keeps of a result.

    Raises:
        WrongInput: it has fewer than three sessions.
    """
    _check_length(result)
    return moments_of(simple_returns(result.equity))


def assess(
    result: SimulationResult,
    market: TradableMarket,
    trials: Trials,
    held: SimulationResult,
    regimes: Sequence[str | None] = (),
) -> Worth:
    """What a result is worth.

    Args:
        market: that of the result; the sessions are the same.
        trials: of its family, this one counted.
        held: the result of :func:`vn30.backtesting.worth.benchmarks.held_weights` in the same market.
        regimes: of the market after each session; empty: no figures by regime.

    Raises:
        WrongInput: there are fewer than three sessions.
        ValueError: sessions of result, market, benchmark or regimes do not agree.
    """
    _check_length(result)
    if (
        not len(result.sessions)
        == len(market.sessions)
        == len(held.sessions)
        == len(regimes or market.sessions)
    ):
        raise ValueError("result, market, benchmark and regimes need the same sessions")
    equity, holding = Closes(result.sessions, result.equity), Closes(held.sessions, held.equity)
    index = index_closes(market)
    has_index = len(index.prices) > MIN_RETURNS
    strategy, to_held = curve_figures(equity), difference(equity, holding)
    found = result_moments(result)
    luck = luck_of(found, trials)
    return Worth(
        first=result.sessions[0].item(),
        last=result.sessions[-1].item(),
        sessions=len(result.sessions),
        strategy=strategy,
        held=curve_figures(holding),
        index=curve_figures(index) if has_index else None,
        to_held=to_held,
        to_index=difference(equity, index) if has_index else None,
        trading=trading(result),
        costs=costs(result, market),
        years=by_year(result, held.equity, market.index),
        regimes=by_regime(result, held.equity, market.index, regimes) if regimes else (),
        moments=found,
        luck=luck,
        verdict=verdict(strategy, luck, to_held),
    )


def _check_length(result: SimulationResult) -> None:
    if len(result.sessions) <= MIN_RETURNS:
        raise WrongInput(
            localized("The simulation has fewer than three sessions. Choose an earlier first day.")
        )

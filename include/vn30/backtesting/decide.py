"""The decisions of a simulation: signals, filters, regimes and the bot, then target weights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.backtesting.bot import Confidence, confidence
from vn30.backtesting.config import FormulaSignal, SimulationConfig
from vn30.backtesting.decisions import Candidates, target_weights
from vn30.backtesting.filters import thresholds, volatility_of, without_outliers
from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.regimes import in_regimes
from vn30.backtesting.signals.base import NoSignals, Signals
from vn30.backtesting.signals.formula import formula_signals
from vn30.i18n.localized import joined, localized
from vn30.typing import FloatArray


@dataclass(frozen=True)
class Decisions:
    """What is decided after each session; arrays are (sessions, tickers).

    Attributes:
        sessions: ``datetime64[D]``, those of the inputs, the history before the simulation among them.
        tickers: alphabetical.
        weights: target weights; a row of NaN is no decision. See
            :func:`vn30.backtesting.decisions.target_weights`.
        signals: that the decisions were made from.
        regimes: one row a session, see :func:`vn30.backtesting.regimes.regimes_of`.
        confidence: of the bot; None without one.
        notes: sentences about signals and bot, for the page of the run.
    """

    sessions: NDArray[np.datetime64]
    tickers: tuple[str, ...]
    weights: FloatArray
    signals: Signals
    regimes: pd.DataFrame
    confidence: Confidence | None
    notes: tuple[str, ...]

    def on(self, sessions: NDArray[np.datetime64], tickers: Sequence[str]) -> FloatArray:
        """The weights on the rows and columns of a market; NaN in sessions without a decision.

        Tickers without a decision have the weight 0 beside those that have one.
        """
        frame = pd.DataFrame(self.weights, index=pd.DatetimeIndex(self.sessions), columns=list(self.tickers))
        found = frame.reindex(index=pd.DatetimeIndex(sessions), columns=list(tickers))
        decided = found.notna().any(axis=1)
        found.loc[decided] = found.loc[decided].fillna(0.0)
        return found.to_numpy(dtype=np.float64)


def decide(inputs: DecisionInputs, config: SimulationConfig) -> Decisions:
    """Decide after each session from ``config.first`` to ``config.last``.

    Raises:
        NoSignals: no session of the simulation has a signal.
    """
    signals = without_outliers(signals_of(inputs, config), config.filters.outlier_z)
    period = _period(inputs, config)
    if np.isnan(signals.values[period]).all():
        reasons = joined(" ", *signals.notes) or localized("The history before it is too short.")
        raise NoSignals(localized("No session of the simulation has a signal. {reasons}", reasons=reasons))
    volatility, regimes = volatility_of(inputs), inputs.regimes
    threshold = thresholds(signals, config.filters, volatility)
    buys = signals.buys(threshold) & inputs.members
    bot = None
    if config.bot.enabled:
        horizon = signals.horizon or config.portfolio.rebalance_sessions
        bot = confidence(inputs, signals, buys, horizon, regimes)
        buys &= ~(bot.values < config.bot.minimum_confidence)
    buys &= in_regimes(regimes, config.filters.regimes)[:, None]
    candidates = Candidates(
        signals.values, buys, signals.keeps(threshold), inputs.members, volatility, _returns(inputs)
    )
    weights = target_weights(candidates, config.portfolio, period.start)
    weights[period.stop :] = np.nan
    notes = (*signals.notes, *_notes_of_bot(bot))
    return Decisions(inputs.sessions, inputs.tickers, weights, signals, regimes, bot, notes)


def depends_on_regimes(config: SimulationConfig) -> bool:
    """Whether a decision is made by the regimes of the market."""
    return bool(config.filters.regimes) or config.bot.enabled


def signals_of(inputs: DecisionInputs, config: SimulationConfig) -> Signals:
    """The stored signals, or the values of the formula."""
    if isinstance(config.signal, FormulaSignal):
        return formula_signals(inputs, config.signal.formula)
    if inputs.stored is None:
        raise ValueError(f"the inputs hold no signals of {config.signal.kind}")
    return inputs.stored


def _period(inputs: DecisionInputs, config: SimulationConfig) -> slice:
    start = int(np.searchsorted(inputs.sessions, np.datetime64(config.first)))
    if config.last is None:
        return slice(start, len(inputs.sessions))
    return slice(start, int(np.searchsorted(inputs.sessions, np.datetime64(config.last), side="right")))


def _returns(inputs: DecisionInputs) -> FloatArray:
    """Simple daily returns of adjusted closes, shape (sessions, tickers); NaN beside a missing bar."""
    returns = np.full(inputs.close.shape, np.nan)
    returns[1:] = inputs.close[1:] / inputs.close[:-1] - 1
    return returns


def _notes_of_bot(bot: Confidence | None) -> list[str]:
    if bot is None:
        return []
    if bot.first is None:
        return [localized("The bot had too few signals with an outcome to learn from: all trades pass.")]
    notes = [
        localized("The bot gives a confidence from {first} on; before, all trades pass.", first=bot.first)
    ]
    if bot.scores is not None:
        gain = bot.scores.base_rate_brier - bot.scores.brier
        notes.append(
            localized(
                "Brier score of the bot {brier:.4f}, of the base rate "
                "{base_rate_brier:.4f}: gain {gain:+.4f} (error {gain_error:.4f}).",
                brier=bot.scores.brier,
                base_rate_brier=bot.scores.base_rate_brier,
                gain=gain,
                gain_error=bot.scores.gain_error,
            )
        )
    return notes

"""Decisions made again from inputs that end at past sessions: planted leaks are refused and named."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.vn30.backtesting.made_inputs import START, made_inputs, with_signals
from vn30.backtesting import bot, decide, regimes
from vn30.backtesting.config import (
    BotConfig,
    FilterConfig,
    FormulaSignal,
    PortfolioConfig,
    SimulationConfig,
)
from vn30.backtesting.lookahead import check_decisions, sampled_sessions
from vn30.backtesting.signals.base import Signals
from vn30.features import returns
from vn30.features.truncation import LookAhead
from vn30.model_selection.splits import Fold

INPUTS = made_inputs()
CONFIG = SimulationConfig(
    first=START,
    signal=FormulaSignal(formula="rank(return_over_20) + day_range"),
    filters=FilterConfig(outlier_z=4, regimes=("bull", "bear"), threshold=-0.2),
    portfolio=PortfolioConfig(weights="inverse_volatility", buffer_names=1),
)
WITH_BOT = CONFIG.model_copy(update={"bot": BotConfig(enabled=True)})


def refused(config: SimulationConfig = CONFIG) -> str:
    """The message of the refusal."""
    # Regimes are kept with the inputs: others may have been computed before the leak was planted.
    inputs = replace(INPUTS)
    decisions = decide.decide(inputs, config)
    with pytest.raises(LookAhead) as found:
        check_decisions(inputs, config, decisions, sampled_sessions(decisions, 2))
    assert str(found.value).startswith("The simulation is refused")
    return str(found.value)


def test_honest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signals, filters, regimes, bot and weights depend on nothing later."""
    monkeypatch.setattr(bot, "REFIT_SESSIONS", 200)
    decisions = decide.decide(INPUTS, WITH_BOT)
    sessions = sampled_sessions(decisions, 2)
    assert len(sessions) == 2
    assert np.datetime64(sessions[0]) >= np.datetime64(START)
    assert check_decisions(INPUTS, WITH_BOT, decisions, sessions) > 10_000


def test_centred_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feature of a formula that averages the sessions around its own."""
    from vn30.backtesting.signals import formula

    def centred(bars: returns.Bars) -> returns.FloatArray:
        return pd.Series(bars.high - bars.low).rolling(5, center=True).mean().to_numpy() / bars.close

    monkeypatch.setattr(formula, "TICKER_FEATURES", {**formula.TICKER_FEATURES, "day_range": centred})
    message = refused()
    assert "The signal of " in message
    assert " with those up to " in message


def test_z_score_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outliers by mean and standard deviation of all sessions."""

    def of_all(signals: Signals, limit: float | None) -> Signals:
        values = signals.values
        distance = np.abs(values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0)
        return Signals(np.where(distance > 1.5, np.nan, values), signals.kind, signals.horizon)

    monkeypatch.setattr(decide, "without_outliers", of_all)
    assert "The signal of " in refused()


def test_bot_of_the_future(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that is fitted on outcomes that end in its own fold."""
    monkeypatch.setattr(Fold, "train", lambda fold, ends: np.asarray(ends <= fold.last))
    monkeypatch.setattr(bot, "REFIT_SESSIONS", 200)
    assert "The confidence of " in refused(WITH_BOT)


def test_smoothed_regimes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regimes that know the next sessions."""
    honest = regimes.market_regimes
    monkeypatch.setattr(
        regimes, "market_regimes", lambda bars: honest(bars).assign(trend=honest(bars)["trend"].shift(-40))
    )
    assert "The regime on " in refused()


def test_stored_signals() -> None:
    """Stored forecasts are cut with the prices: decisions by them are the same."""
    values = np.random.default_rng(5).normal(0, 0.01, INPUTS.close.shape)
    inputs = with_signals(INPUTS, values)
    config = CONFIG.model_copy(update={"signal": SimulationConfig().signal})
    decisions = decide.decide(inputs, config)
    assert check_decisions(inputs, config, decisions, sampled_sessions(decisions, 2))

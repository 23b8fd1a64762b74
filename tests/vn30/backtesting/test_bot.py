"""The bot: no gain on noise, a gain on a planted edge, and labels that are known before they are learned."""

from dataclasses import replace

import numpy as np
import pytest

from tests.vn30.backtesting.made_inputs import SESSIONS, START, TICKERS, made_inputs, with_signals
from vn30.backtesting import bot
from vn30.backtesting.bot import Confidence, confidence
from vn30.backtesting.config import BotConfig, PortfolioConfig, SimulationConfig
from vn30.backtesting.decide import decide
from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.regimes import regimes_of
from vn30.model_selection.splits import Fold

HORIZON = 5
SHAPE = len(SESSIONS), len(TICKERS)


@pytest.fixture(autouse=True)
def _few_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot, "REFIT_SESSIONS", 150)


def noise() -> DecisionInputs:
    """Signals that know nothing."""
    return with_signals(made_inputs(), np.random.default_rng(2).normal(0, 0.01, SHAPE))


def edge() -> DecisionInputs:
    """Signals of the next five sessions that are right in every other block of 40 sessions, else wrong.

    In the sessions in which they are right the market has risen before, so that its trend tells them.
    """
    random = np.random.default_rng(3)
    block = (np.arange(SHAPE[0]) // 40) % 2 == 0
    walk = made_inputs(drift=np.where(block[:, None], 0.002, -0.002))
    close = np.log(walk.close)
    ahead = np.full(SHAPE, np.nan)
    ahead[:-HORIZON] = close[HORIZON:] - close[:-HORIZON]
    known = np.where(block[:, None], ahead, -ahead)
    return with_signals(walk, np.nan_to_num(known) + random.normal(0, 0.02, SHAPE))


def learned(inputs: DecisionInputs) -> Confidence:
    signals = inputs.stored
    assert signals is not None
    regimes = regimes_of(inputs.indices, inputs.sessions)
    return confidence(inputs, signals, signals.buys(), HORIZON, regimes)


def test_noise() -> None:
    """The confidence is near the base rate, and its Brier score gains nothing over it."""
    found = learned(noise())
    assert found.scores is not None
    gain = found.scores.base_rate_brier - found.scores.brier
    assert gain < max(2 * found.scores.gain_error, 2e-4)
    assert np.nanstd(found.values) < 0.03


def test_edge() -> None:
    """The bot learns when the signal is right, and the trades that it lets pass are the better ones."""
    inputs = edge()
    found = learned(inputs)
    assert found.scores is not None
    gain = found.scores.base_rate_brier - found.scores.brier
    assert gain > 4 * found.scores.gain_error > 0
    assert inputs.stored is not None
    config = SimulationConfig(first=START, portfolio=PortfolioConfig(maximum_names=4, rebalance_sessions=5))
    returns = np.full(SHAPE, np.nan)
    returns[:-HORIZON] = inputs.close[HORIZON:] / inputs.close[:-HORIZON] - 1
    means = {}
    for enabled in (False, True):
        settings = BotConfig(enabled=enabled, minimum_confidence=0.55)
        weights = decide(inputs, config.model_copy(update={"bot": settings})).weights
        decided = ~np.isnan(weights).all(axis=1) & ~np.isnan(returns).any(axis=1)
        means[enabled] = float((weights[decided] * returns[decided]).sum(axis=1).mean())
    assert means[True] > means[False] + 0.005


def test_labels_are_purged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A confidence depends on outcomes that had ended before its fold; without the purge, on later ones."""
    inputs = noise()
    whole = learned(inputs)
    assert whole.first is not None
    cut = SESSIONS[700]
    # The newest fold begins before the cut, and some outcomes of its training sessions end in it.
    changed = inputs.bars.copy()
    later = changed["date"] > str(cut)
    changed.loc[later, ["open", "high", "low", "close"]] *= np.exp(
        np.random.default_rng(4).normal(0, 0.2, (later.sum(), 1))
    )
    other = replace(inputs, bars=changed)
    np.testing.assert_array_equal(learned(other).values[:701], whole.values[:701])
    monkeypatch.setattr(Fold, "train", lambda fold, ends: np.asarray(ends <= fold.last))
    leaking = learned(inputs).values[:701]
    assert not np.array_equal(learned(other).values[:701], leaking, equal_nan=True)


def test_too_few_signals() -> None:
    """Without enough outcomes there is no confidence, and all trades pass."""
    inputs = noise()
    assert inputs.stored is not None
    few = np.where(np.arange(SHAPE[0])[:, None] % 50 == 0, 1.0, np.nan) * np.ones(SHAPE)
    inputs = with_signals(inputs, few)
    config = SimulationConfig(first=START, bot=BotConfig(enabled=True, minimum_confidence=0.9))
    decisions = decide(inputs, config)
    assert decisions.notes == ("The bot had too few signals with an outcome to learn from: all trades pass.",)
    assert np.nansum(decisions.weights) > 0

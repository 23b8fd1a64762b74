"""Ranks among the VN30 and the probability of beating it, from made-up expected ranks."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.forecasting import vn30_ranks as module
from vn30.forecasting.vn30_ranks import Vn30Ranks, vn30_ranks
from vn30.model_selection.splits import Fold
from vn30.model_selection.walk_forward import walk_forward

HORIZON = 7
SESSIONS = pd.bdate_range("2019-01-01", periods=900)
TICKERS = [f"T{number:02}" for number in range(12)]
FOLDS = walk_forward(SESSIONS, SESSIONS[200], 6)
DAY = FOLDS[4].last
"""The prices after it are unknown."""


def market(later: float = 0.0) -> tuple[pd.DataFrame, np.ndarray, pd.Series]:
    """Bars, expected ranks that know half of the coming order, and closes of the index.

    Args:
        later: added to each daily return after DAY, times the ticker's number.
    """
    random = np.random.default_rng(1)
    shape = (len(SESSIONS), len(TICKERS))
    signal = pd.DataFrame(random.normal(size=shape)).ewm(span=40).mean().to_numpy()
    returns = random.normal(scale=0.015, size=shape) + 0.01 * np.vstack([np.zeros(shape[1]), signal[:-1]])
    returns[SESSIONS > DAY] += later * (np.arange(shape[1]) - 6)
    close = 50_000 * np.exp(returns.cumsum(axis=0))
    panel = pd.DataFrame(
        {
            "symbol": np.repeat(TICKERS, len(SESSIONS)),
            "date": np.tile(SESSIONS, len(TICKERS)),
            "close": close.T.ravel(),
            "volume": 1_000,
        }
    )
    expected = signal.T.ravel().copy()
    expected[(panel["date"] < FOLDS[0].first).to_numpy()] = np.nan
    return panel, expected, pd.Series(close.mean(axis=1), index=SESSIONS)


def ranked(later: float = 0.0, members: list[str] = TICKERS, until: pd.Timestamp | None = None) -> Vn30Ranks:
    panel, expected, index = market(later)
    known = np.asarray(panel["date"] <= (until or SESSIONS[-1]))
    return vn30_ranks(
        panel[known].reset_index(drop=True), expected[known], FOLDS, index[:until], members, HORIZON
    )


def test_ranks_of_members() -> None:
    """The members of the newest session have the ranks 1 to n, by what is expected of them."""
    panel, expected, _ = market()
    newest = ranked(members=TICKERS[:9]).newest.set_index("symbol")
    assert sorted(newest["rank"]) == list(range(1, 10))
    assert (newest["ranked"] == 9).all()
    today = pd.Series(expected, index=panel["symbol"])[(panel["date"] == SESSIONS[-1]).to_numpy()]
    assert newest["rank"].idxmin() == today[TICKERS[:9]].idxmax()
    assert newest["probability"][newest["rank"].idxmin()] == newest["probability"].max()


def test_suspended_ticker() -> None:
    """A ticker without a bar of the newest session has no rank."""
    panel, expected, index = market()
    kept = ~((panel["symbol"] == "T03") & (panel["date"] > SESSIONS[-4])).to_numpy()
    ranks = vn30_ranks(panel[kept].reset_index(drop=True), expected[kept], FOLDS, index, TICKERS, HORIZON)
    assert "T03" not in set(ranks.newest["symbol"])
    assert sorted(ranks.newest["rank"]) == list(range(1, 12))


def test_scores_of_a_known_order() -> None:
    """An order that is half known has a better Brier score than the base rate, and is seen in the bins."""
    scores = ranked().scores
    assert scores is not None
    assert scores.rank_ic > 3 * scores.rank_ic_error
    assert scores.brier.base_rate_brier - scores.brier.brier > 2 * scores.brier.gain_error
    first, last = scores.bins[0], scores.bins[-1]
    assert last.observed_share - first.observed_share > 3 * (first.standard_error + last.standard_error)


def test_too_short_a_past(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranks are given without a probability."""
    monkeypatch.setattr(module, "MIN_SESSIONS", len(SESSIONS))
    ranks = ranked()
    assert ranks.scores is None
    assert ranks.newest["probability"].isna().all()
    assert ranks.newest["rank"].max() == 12


def dependent_on_future() -> bool:
    """Whether the past up to DAY has other probabilities with other prices after it."""
    first, second = (
        ranks.past[ranks.past["date"] <= DAY][["rank", "base_rate", "probability"]].reset_index(drop=True)
        for ranks in (ranked(), ranked(later=0.02))
    )
    assert first["probability"].notna().any()
    return not first.equals(second)


def test_no_leak() -> None:
    """No past probability depends on later prices, nor does a run as of that day."""
    assert not dependent_on_future()
    then, later = (ranked(change, until=DAY).newest for change in (0.0, 0.02))
    pd.testing.assert_frame_equal(then, later)


def all_outcomes(fold: Fold, ends: pd.DatetimeIndex) -> np.ndarray:
    return np.asarray(ends.notna())


def unpurged(fold: Fold, ends: pd.DatetimeIndex) -> np.ndarray:
    return np.asarray(ends - pd.offsets.BDay(2 * HORIZON) <= fold.last)


@pytest.mark.parametrize("planted", [all_outcomes, unpurged])
def test_planted_leak(monkeypatch: pytest.MonkeyPatch, planted: Callable[..., Any]) -> None:
    """A calibration that sees outcomes of later sessions is detected."""
    monkeypatch.setattr(Fold, "train", planted)
    assert dependent_on_future()

"""Regimes of a mixture of normal distributions: fitted on the past alone, ordered by volatility, filtered."""

import numpy as np
import pandas as pd
import pytest
from sklearn.mixture import GaussianMixture

from vn30.features.indicator_config import IndicatorConfig
from vn30.features.panel import build_panel, regime_columns
from vn30.features.regimes.market import PROBABILITIES, market_regimes
from vn30.features.regimes.mixture import FIRST_FIT, REFIT_SESSIONS, smoothed
from vn30.forecasting.out_of_sample import new_members
from vn30.market.bars import MARKET_COLUMNS
from vn30.training_config.document import parse_config

SESSIONS = 900
WILD = slice(600, 700)


@pytest.fixture(scope="module")
def index() -> pd.DataFrame:
    """A series whose volatility alternates, and is highest in WILD."""
    random = np.random.default_rng(7)
    volatility = np.where(np.arange(SESSIONS) // 60 % 2, 0.012, 0.006)
    volatility[WILD] = 0.03
    close = 1_000 * np.exp(np.cumsum(random.normal(0, volatility)))
    dates = pd.bdate_range("2020-01-01", periods=SESSIONS)
    prices = dict.fromkeys(("open", "high", "low", "close"), close)
    return pd.DataFrame({"symbol": "VNINDEX", "date": dates, **prices, "volume": 1.0})[MARKET_COLUMNS]


def test_mixture_beside_scikit_learn(index: pd.DataFrame) -> None:
    """The probabilities are those of scikit-learn's mixture, fitted on the sessions before the refit."""
    start = FIRST_FIT + 2 * REFIT_SESSIONS
    returns = np.log(index["close"]).diff()
    observed = pd.DataFrame({"return": returns, "volatility": np.log((returns**2).rolling(20).mean()) / 2})
    past = observed.iloc[:start].dropna()
    mean, spread = past.mean(), past.std(ddof=0)
    standardised = ((past - mean) / spread).to_numpy()
    thirds = np.array_split(np.argsort(standardised[:, 1]), 3)
    mixture = GaussianMixture(
        3, means_init=[standardised[third].mean(axis=0) for third in thirds], max_iter=300, random_state=0
    ).fit(standardised)
    rows = observed.iloc[start : start + REFIT_SESSIONS]
    expected = mixture.predict_proba(((rows - mean) / spread).to_numpy())
    order = np.argsort(mixture.means_[:, 1])
    stored = market_regimes(index)[PROBABILITIES].iloc[start : start + REFIT_SESSIONS]
    np.testing.assert_allclose(stored, expected[:, order], atol=1e-4)


def test_states_follow_volatility(index: pd.DataFrame) -> None:
    """Unknown before the first fit; wild where the index moves most; probabilities add up to 1."""
    regimes = market_regimes(index)
    assert set(regimes["state"][:FIRST_FIT]) == {"unknown"}
    assert regimes[PROBABILITIES][:FIRST_FIT].isna().all(axis=None)
    np.testing.assert_allclose(regimes[PROBABILITIES][FIRST_FIT:].sum(axis=1), 1)
    assert (regimes["smoothed_state"][WILD][25:] == "wild").mean() > 0.9
    returns = np.log(index["close"]).diff()
    spread = returns[FIRST_FIT:].groupby(regimes["smoothed_state"]).std()
    assert spread["calm"] < spread["usual"] < spread["wild"]


def test_smoothing_looks_back() -> None:
    """The most frequent of the last five states, of several the newest one; unknown stays unknown."""
    states = np.array([-1, 0, 1, 1, 2, 0, 0, 2, 2, -1, 1])
    assert smoothed(states).tolist() == [-1, 0, 1, 1, 1, 0, 0, 2, 2, -1, 2]


def test_models_get_regimes_as_they_can_use_them(index: pd.DataFrame) -> None:
    """Ordinals for trees; a column a regime, in place of the ordinal, for linear models."""
    config = parse_config({"indicators": {"regimes": True}})
    market = index.assign(symbol="FPT")
    panel = build_panel(market, config.indicators, 60, index)
    assert set(panel["regime_of_mixture"].unique()) == {-1, 0, 1}
    first, second = regime_columns(config.indicators, 60)
    assert panel.columns[2 + first] == "regime_of_mixture"
    features = panel.iloc[300:, 2:].to_numpy(dtype=np.float64)
    labels = features[:, first] ** 2 + np.random.default_rng(1).normal(0, 0.01, len(features))
    members = new_members(config)
    for member in members.values():
        member.fit(features, labels)
    assert members["random_forest"].n_features_in_ == features.shape[1]
    values = len(np.unique(features[:, first])) + len(np.unique(features[:, second]))
    assert members["ridge"][-1].n_features_in_ == features.shape[1] - 2 + values
    plain = new_members(parse_config({}))
    assert type(plain["ridge"]).__name__ == "Ridge"


def test_off_by_default() -> None:
    assert regime_columns(IndicatorConfig(), 60) == []

import numpy as np
import pandas as pd
import pytest
from scipy.stats import percentileofscore

from vn30.forecasting.volatility_rank import RANKED_SESSIONS, volatility_rank


def test_rank_looks_back_only() -> None:
    """The rank is the percentile of a volatility among those of the past, and of no later session."""
    random = np.random.default_rng(1)
    close = 50_000 * np.exp(random.normal(scale=np.linspace(0.01, 0.02, 900)).cumsum())
    ranks = volatility_rank(close)
    squares = pd.Series(np.log(close)).diff() ** 2
    volatility = np.sqrt(squares.rolling(20).mean()).to_numpy()
    for session in (400, 700, 899):
        past = volatility[max(session - RANKED_SESSIONS + 1, 20) : session + 1]
        expected = percentileofscore(past, volatility[session], kind="weak") / 100
        assert ranks[session] == pytest.approx(expected)
    first = 20 + RANKED_SESSIONS // 2 - 1
    assert np.isnan(ranks[:first]).all()
    assert not np.isnan(ranks[first:]).any()
    np.testing.assert_array_equal(volatility_rank(close[:701]), ranks[:701])

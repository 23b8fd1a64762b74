"""LambdaRank finds a planted order, learns from earlier outcomes alone, and is the same on every run."""

import numpy as np
import pandas as pd
import pytest

from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.model_selection.splits import Fold
from vn30.models.lambdarank import lambdarank_scores
from vn30.training_config.document import InvalidConfig, parse_config

TICKERS, SESSIONS, HORIZON = 12, 200, 5
DAYS = pd.bdate_range("2022-01-03", periods=SESSIONS + HORIZON)
FOLDS = [Fold(DAYS[120], DAYS[159]), Fold(DAYS[160], DAYS[199])]


@pytest.fixture(scope="module")
def market() -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """Rows, features, labels and volatility; the first feature orders the tickers, with noise."""
    random = np.random.default_rng(11)
    rows = pd.DataFrame(
        {
            "symbol": np.repeat([f"T{n:02}" for n in range(TICKERS)], SESSIONS),
            "date": np.tile(DAYS[:SESSIONS], TICKERS),
            "target_date": np.tile(DAYS[HORIZON:], TICKERS),
        }
    )
    features = random.normal(size=(len(rows), 4)).astype(np.float32)
    features[5, 1] = np.nan
    labels = 0.02 * (features[:, 0] + random.normal(size=len(rows)))
    return rows, features, labels, np.full(len(rows), 0.02)


def test_planted_order(market) -> None:
    rows, features, labels, volatility = market
    scores = lambdarank_scores(rows, features, labels, volatility, FOLDS)
    tested = (rows["date"] >= FOLDS[0].first).to_numpy()
    assert (~np.isnan(scores) == tested).all()
    at = rows[tested].assign(score=scores[tested], label=labels[tested])
    assert daily_rank_ic(at["date"], at["score"], at["label"]).mean() > 0.4
    again = lambdarank_scores(rows, features, labels, volatility, FOLDS)
    assert scores.tobytes() == again.tobytes()


def test_later_outcomes(market) -> None:
    """Labels that end in a fold or after it do not move its scores; earlier ones do."""
    rows, features, labels, volatility = market
    before = lambdarank_scores(rows, features, labels, volatility, FOLDS[:1])
    late = (rows["target_date"] >= FOLDS[0].first).to_numpy()
    other = lambdarank_scores(rows, features, np.where(late, -labels, labels), volatility, FOLDS[:1])
    np.testing.assert_array_equal(other, before)
    early = lambdarank_scores(rows, features, np.where(late, labels, -labels), volatility, FOLDS[:1])
    assert np.nanmax(np.abs(early - before)) > 0


def test_scale_of_a_ticker(market) -> None:
    """Labels count in units of volatility: a ticker that moves ten times as much has the same place."""
    rows, features, labels, volatility = market
    wild = np.where(rows["symbol"] == "T03", 10.0, 1.0)
    before = lambdarank_scores(rows, features, labels, volatility, FOLDS)
    after = lambdarank_scores(rows, features, wild * labels, wild * volatility, FOLDS)
    np.testing.assert_allclose(after, before, rtol=1e-9)


def test_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not parse_config({}).models.compares_lambdarank()
    document = {"models": {"pooled": {"lambdaRank": True}}}
    assert parse_config(document).models.compares_lambdarank()
    monkeypatch.setattr("vn30.config_part.find_spec", lambda name: None)
    with pytest.raises(InvalidConfig, match=r"models.pooled.lambdaRank: .* pip install lightgbm"):
        parse_config(document)

import numpy as np
import pandas as pd
import pytest

from vn30.evaluation.rank_ic import daily_rank_ic, session_ranks
from vn30.forecasting.targets import log_return_ahead
from vn30.model_selection.walk_forward import target_dates, walk_forward
from vn30.models import pooled
from vn30.models.pooled import train_pooled

SESSIONS = pd.bdate_range("2018-01-01", periods=900)
FOLDS = walk_forward(SESSIONS, SESSIONS[400], 5)
HORIZON = 7
FLAT = np.full(20 * len(SESSIONS), 0.02)
"""Equal volatility of all rows."""


def market(seed: int, skill: float) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Rows, ranks and labels of 20 tickers; the first of three features moves returns by ``skill``."""
    random = np.random.default_rng(seed)
    shape = (len(SESSIONS), 20)
    # A signal that lasts, or it would be over before the horizon is.
    signal = pd.DataFrame(random.normal(size=shape)).ewm(span=60).mean().to_numpy()
    known = skill * np.vstack([np.zeros(20), signal[:-1]])
    market_return = random.normal(scale=0.01, size=(len(SESSIONS), 1))
    close = np.exp((market_return + random.normal(scale=0.02, size=shape) + known).cumsum(axis=0))
    parts = []
    for ticker in range(20):
        features = {"a": signal[:, ticker], "b": random.normal(size=900), "c": random.normal(size=900)}
        ahead = {
            "target_date": target_dates(SESSIONS, HORIZON),
            "label": log_return_ahead(close[:, ticker], HORIZON),
        }
        parts.append(pd.DataFrame({"symbol": f"T{ticker}", "date": SESSIONS, **features, **ahead}))
    rows = pd.concat(parts, ignore_index=True)
    ranks = np.column_stack([session_ranks(rows["date"], rows[name]) for name in "abc"])
    return rows, ranks, rows["label"].to_numpy()


def skill_and_rank_ic(rows: pd.DataFrame, forecasts: np.ndarray) -> tuple[float, float]:
    scored = ~np.isnan(forecasts) & ~np.isnan(rows["label"])
    label, forecast = rows["label"][scored], pd.Series(forecasts, index=rows.index)[scored]
    skill = 1 - (label - forecast).abs().mean() / label.abs().mean()
    return float(skill), float(daily_rank_ic(rows["date"][scored], forecast, label).mean())


def test_planted_ranking() -> None:
    """A planted ranking is found."""
    rows, ranks, labels = market(1, skill=0.01)
    result = train_pooled(rows, ranks, labels, FLAT, FOLDS)
    skill, rank_ic = skill_and_rank_ic(rows, result.forecasts)
    assert skill > 0.005
    assert rank_ic > 0.08
    assert result.model.slope > 0
    newest = rows["date"] == SESSIONS[-1]
    forecast = result.model.predict(rows["symbol"][newest], ranks[newest])
    assert np.corrcoef(forecast, rows["a"][newest])[0, 1] > 0.8


def test_without_skill() -> None:
    """Without skill, the forecast is the naive one within noise."""
    scores = []
    for seed in range(4):
        rows, ranks, labels = market(seed, skill=0.0)
        scores.append(skill_and_rank_ic(rows, train_pooled(rows, ranks, labels, FLAT, FOLDS).forecasts))
    skill, rank_ic = np.mean(scores, axis=0)
    assert abs(skill) < 0.001
    assert abs(rank_ic) < 0.02


def test_no_leak() -> None:
    """No forecast depends on a later price."""
    rows, ranks, labels = market(2, skill=0.01)
    before = train_pooled(rows, ranks, labels, FLAT, FOLDS).forecasts
    fold = FOLDS[3]
    unknown = ~fold.train(pd.DatetimeIndex(rows["target_date"]))
    after = train_pooled(rows, ranks, np.where(unknown, -5 * labels, labels), FLAT, FOLDS).forecasts
    until = np.asarray(rows["date"] <= fold.last)
    np.testing.assert_array_equal(before[until], after[until])
    assert (before[~until] != after[~until]).any()


def test_more_rows_than_a_fit_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fit on too many rows takes whole sessions in equal steps back from the newest, and still learns."""
    rows, ranks, labels = market(1, skill=0.01)
    fitted: list[np.ndarray] = []

    def remember(known: np.ndarray, _fold: object) -> None:
        fitted.append(known)

    monkeypatch.setattr(pooled, "MAX_ROWS", 5_000)
    result = train_pooled(rows, ranks, labels, FLAT, FOLDS, remember)
    assert max(known.sum() for known in fitted) <= 5_000
    last = rows["date"][fitted[-1]]
    assert (last.value_counts() == 20).all()
    labelled = SESSIONS[:-HORIZON]
    assert sorted(last.unique()) == sorted(labelled[::-1][::4])
    assert skill_and_rank_ic(rows, result.forecasts)[1] > 0.08


def test_first_fold() -> None:
    """The first fold is naive, and rows outside all test parts have no forecast."""
    rows, ranks, labels = market(3, skill=0.01)
    forecasts = train_pooled(rows, ranks, labels, FLAT, FOLDS).forecasts
    assert (forecasts[FOLDS[0].test(pd.DatetimeIndex(rows["date"]))] == 0).all()
    assert np.isnan(forecasts[rows["date"] < SESSIONS[400]]).all()


def test_late_label() -> None:
    """A label that ends later than others of its session moves no earlier rank."""
    rows, ranks, labels = market(4, skill=0.01)
    # A suspension of the first ticker: its label of one session ends only after the fold has begun.
    fold = FOLDS[2]
    late = int(np.flatnonzero((rows["symbol"] == "T0") & (rows["target_date"] < fold.first))[-40])
    rows.loc[late, "target_date"] = fold.last
    moved = labels.copy()
    moved[late] += 9
    before = train_pooled(rows, ranks, labels, FLAT, FOLDS[:3]).forecasts
    after = train_pooled(rows, ranks, moved, FLAT, FOLDS[:3]).forecasts
    np.testing.assert_array_equal(before, after)


def test_units_of_volatility() -> None:
    """Ranks are learned from returns in units of volatility: a wilder ticker teaches the same."""
    rows, ranks, labels = market(4, skill=0.01)
    factor = np.where(rows["symbol"].isin(["T0", "T1", "T2"]), 4.0, 1.0)
    plain = train_pooled(rows, ranks, labels, FLAT, FOLDS[:2]).expected
    wilder = train_pooled(rows, ranks, factor * labels, factor * FLAT, FOLDS[:2]).expected
    np.testing.assert_array_equal(plain, wilder)


def test_missing_and_extreme_features() -> None:
    """Missing features count as their mean, and extreme ones are clipped."""
    rows, ranks, labels = market(5, skill=0.01)
    model = train_pooled(rows, np.where(ranks > 0.45, np.nan, ranks), labels, FLAT, FOLDS).model
    ticker = pd.Series(["T3"])
    mean = model.predict(ticker, model.scaler.mean_[None])
    assert model.predict(ticker, np.full((1, 3), np.nan)) == pytest.approx(mean)
    far = model.predict(ticker, np.full((1, 3), 9.0))
    assert model.predict(ticker, np.full((1, 3), 1e9)) == pytest.approx(far)


def test_own_rows_and_new_ticker() -> None:
    """The model of a ticker uses its own rows too, that of a new ticker the rows of all."""
    rows, ranks, labels = market(6, skill=0.01)
    session_mean = pd.Series(labels).groupby(rows["date"]).transform("mean")
    turned = np.where(rows["symbol"] == "T0", 2 * session_mean - labels, labels)
    old = ((rows["symbol"] != "T1") | (rows["date"] >= SESSIONS[-100])).to_numpy()
    kept = rows[old].reset_index(drop=True)
    model = train_pooled(kept, ranks[old], turned[old], FLAT[old], FOLDS[-1:]).model
    ends = np.array([[-0.45, 0.0, 0.0], [0.45, 0.0, 0.0]])
    rise = {
        ticker: float(np.diff(model.expected_ranks(pd.Series([ticker, ticker]), ends))[0])
        for ticker in rows["symbol"].unique()
    }
    assert rise["T0"] < min(value for ticker, value in rise.items() if ticker != "T0")
    assert "T1" not in model.own
    assert rise["T1"] > 0

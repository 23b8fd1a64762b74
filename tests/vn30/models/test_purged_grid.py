import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, ElasticNetCV
from sklearn.model_selection import TimeSeriesSplit

from vn30.models.estimators._purged_grid import choose, penalties
from vn30.models.estimators.elastic_net import ElasticNetConfig
from vn30.models.estimators.lasso import LassoConfig


@pytest.fixture
def rows() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    x = random.normal(size=(600, 6))
    return x, 0.02 * x[:, 0] + random.normal(scale=0.05, size=600)


@pytest.mark.parametrize("l1_ratio", [0.1, 1.0])
def test_choice_is_that_of_scikit_learn(rows: tuple[np.ndarray, np.ndarray], l1_ratio: float) -> None:
    x, y = rows
    alphas = penalties(x, y, l1_ratio)
    cv = ElasticNetCV(l1_ratio=l1_ratio, alphas=alphas, cv=TimeSeriesSplit(3, gap=30)).fit(x, y)
    assert choose(x, y, [l1_ratio])[0] == pytest.approx(cv.alpha_)
    plain = ElasticNet(alpha=cv.alpha_, l1_ratio=l1_ratio, max_iter=5000).fit(x, y)
    model = LassoConfig() if l1_ratio == 1 else ElasticNetConfig(alpha=None)
    if l1_ratio == 1:
        np.testing.assert_allclose(model.make(1).fit(x, y).predict(x), plain.predict(x))


def test_labels_without_signal_leave_a_coefficient() -> None:
    """The heaviest penalty still keeps a feature: a forecast that never moves is the naive one's."""
    random = np.random.default_rng(1)
    x, y = random.normal(size=(600, 6)), random.normal(size=600)
    for model in (LassoConfig(), ElasticNetConfig(alpha=None)):
        assert (model.make(1).fit(x, y).coef_ != 0).any()


def test_features_without_signal() -> None:
    """They get the heaviest penalty, though the labels of neighbouring rows overlap."""
    random = np.random.default_rng(2)
    steps = random.normal(size=630)
    y = np.array([steps[row : row + 30].sum() for row in range(600)])
    x = np.column_stack([random.normal(size=600) for _ in range(3)])
    alpha, _ = choose(x, y, [1.0])
    assert alpha == pytest.approx(penalties(x, y, 1.0)[0])


def test_few_rows() -> None:
    """Too few rows to split still give a forecast."""
    random = np.random.default_rng(3)
    x = random.normal(size=(100, 6))
    assert np.isfinite(LassoConfig().make(1).fit(x, x[:, 0]).predict(x)).all()


@pytest.mark.parametrize(("x", "y"), [(np.zeros((300, 2)), np.arange(300.0)), (np.eye(300), np.zeros(300))])
def test_nothing_to_fit(x: np.ndarray, y: np.ndarray) -> None:
    """Constant features or labels give the mean of the labels."""
    np.testing.assert_allclose(LassoConfig().make(1).fit(x, y).predict(x), y.mean())

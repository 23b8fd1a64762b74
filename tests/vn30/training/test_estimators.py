import numpy as np
import pytest
from sklearn.ensemble import RandomForestRegressor

from vn30.training import estimators
from vn30.training.ensemble_config import ModelsConfig, RidgeConfig, SvrConfig
from vn30.training.estimators import make_members


def test_only_enabled_members_are_made() -> None:
    models = ModelsConfig(svr=SvrConfig(enabled=False), ridge=RidgeConfig(alpha=3))
    members = make_members(models, seed=1)
    assert list(members) == ["random_forest", "gradient_boosting", "ridge"]
    assert members["ridge"].alpha == 3


def test_accelerated_forest_is_as_good_as_the_plain_one() -> None:
    if estimators.RandomForestRegressor is RandomForestRegressor:
        pytest.skip("scikit-learn-intelex is not installed: there is only the plain forest")
    random = np.random.default_rng(0)
    x = random.normal(size=(900, 10))
    y = 0.02 * x[:, 0] - 0.03 * np.abs(x[:, 1]) + random.normal(scale=0.02, size=900)
    fast = make_members(ModelsConfig(), seed=1)["random_forest"]
    shared = RandomForestRegressor().get_params().keys()
    plain = RandomForestRegressor(**{name: v for name, v in fast.get_params().items() if name in shared})
    errors = [
        np.abs(forest.fit(x[:600], y[:600]).predict(x[600:]) - y[600:]).mean() for forest in (fast, plain)
    ]
    assert errors[0] == pytest.approx(errors[1], rel=0.03)

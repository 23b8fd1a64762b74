import subprocess
import sys

import numpy as np
import pytest
from sklearn.ensemble import RandomForestRegressor

from vn30.models.estimators.ridge import RidgeConfig
from vn30.models.estimators.svr import SvrConfig
from vn30.models.registry import ModelsConfig, make_members


def test_only_enabled_members_are_made() -> None:
    models = ModelsConfig(svr=SvrConfig(enabled=False), ridge=RidgeConfig(alpha=3))
    members = make_members(models, seed=1)
    assert list(members) == ["random_forest", "gradient_boosting", "ridge"]
    assert members["ridge"].alpha == 3


def test_accelerated_forest() -> None:
    """The accelerated forest is as accurate as that of scikit-learn."""
    fast = make_members(ModelsConfig(), seed=1)["random_forest"]
    if type(fast) is RandomForestRegressor:
        pytest.skip("scikit-learn-intelex is not installed: there is only the plain forest")
    random = np.random.default_rng(0)
    x = random.normal(size=(900, 10))
    y = 0.02 * x[:, 0] - 0.03 * np.abs(x[:, 1]) + random.normal(scale=0.02, size=900)
    shared = RandomForestRegressor().get_params().keys()
    plain = RandomForestRegressor(**{name: v for name, v in fast.get_params().items() if name in shared})
    errors = [
        np.abs(forest.fit(x[:600], y[:600]).predict(x[600:]) - y[600:]).mean() for forest in (fast, plain)
    ]
    assert errors[0] == pytest.approx(errors[1], rel=0.03)


def test_forest_writes_nothing_to_stderr() -> None:
    """Airflow records what a task writes there as errors; its root logger logs from INFO on."""
    script = (
        "import logging; logging.getLogger().setLevel(logging.INFO); logging.getLogger().handlers = [];"
        "logging.lastResort = None; import numpy as np;"
        "from vn30.models.registry import ModelsConfig, make_members;"
        "forest = make_members(ModelsConfig(), seed=1)['random_forest'];"
        "x = np.random.default_rng(0).normal(size=(90, 3)); forest.fit(x, x[:, 0]).predict(x)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""

import numpy as np

from vn30.models.estimators.elastic_net import ElasticNetConfig
from vn30.training_config.document import TrainingConfig


def test_weak_features_are_left_out() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(2000, 6))
    y = 0.1 * x[:, 0] + random.normal(scale=0.1, size=2000)
    net = ElasticNetConfig(alpha=0.03, l1_ratio=0.5).make(seed=1).fit(x, y)
    assert (net.coef_ != 0).tolist() == [True, False, False, False, False, False]
    ridge = ElasticNetConfig(alpha=0.03, l1_ratio=0).make(seed=1).fit(x, y)
    assert (ridge.coef_ != 0).all()


def test_default_and_warning() -> None:
    """The elastic net is off by default, and warns of weak regularisation."""
    assert "elastic_net" not in TrainingConfig().models.enabled()
    assert list(ElasticNetConfig(alpha=0.03).warnings()) == []
    assert [fault.field_path for fault in ElasticNetConfig(alpha=0.001).warnings()] == ["alpha"]

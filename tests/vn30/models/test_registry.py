"""Every file of vn30.models.estimators is a model of the document, the weights, the schema and forecasts."""

import sys
from pathlib import Path

import numpy as np
import pytest
from pydantic.alias_generators import to_camel

from vn30.config_part import registered
from vn30.models.base import ModelPart
from vn30.models.estimators.ridge import RidgeConfig
from vn30.models.registry import MODELS
from vn30.training_config.document import InvalidConfig, default_document, parse_config
from vn30.training_config.json_schema import config_schema

OWN = [name for name, model in MODELS.items() if model.regresses and not (model.is_pooled or model.is_series)]


def test_document_weights_and_schema_have_every_model() -> None:
    fields = [to_camel(name) for name in MODELS]
    assert list(default_document()["models"]) == fields
    definitions = config_schema()["$defs"]
    assert list(definitions["ModelsConfig"]["properties"]) == fields
    assert list(definitions["MemberWeights"]["properties"]) == ["naive", *fields]


@pytest.mark.parametrize("name", OWN)
def test_a_model_forecasts_the_same_twice(name: str) -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(300, 8))
    y = 0.02 * x[:, 0] + random.normal(scale=0.02, size=300)
    first, second = (MODELS[name]().make(seed=7).fit(x, y).predict(x[-5:]) for _ in range(2))
    assert np.isfinite(first).all()
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("name", MODELS)
def test_a_fit_costs_more_on_more_rows(name: str) -> None:
    model = MODELS[name]()
    assert 0 < model.fit_seconds(500, 1.0) <= model.fit_seconds(2500, 1.0)


def test_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model without its optional package cannot be enabled."""
    monkeypatch.setattr(RidgeConfig, "package", "no_such_package")
    with pytest.raises(InvalidConfig) as refused:
        parse_config({})
    missing = "needs the package no_such_package, which is not installed: pip install no_such_package"
    assert refused.value.faults == [("models.ridge.enabled", missing)]
    parse_config({"models": {"ridge": {"enabled": False}}})
    assert config_schema()["$defs"]["RidgeConfig"]["x-unavailable"] == missing


@pytest.mark.parametrize(
    ("parts", "count"), [("", 0), ("class A(ModelPart): pass\nclass B(ModelPart): pass\n", 2)]
)
def test_a_file_holds_one_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: str, count: int
) -> None:
    package = tmp_path / f"models_{count}"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "_shared.py").touch()
    (package / "own.py").write_text(f"from vn30.models.base import ModelPart\n{parts}")
    monkeypatch.syspath_prepend(tmp_path)
    __import__(package.name)
    with pytest.raises(TypeError, match=rf"{package.name}\.own must hold one ModelPart, and holds {count}"):
        registered(sys.modules[package.name], ModelPart)

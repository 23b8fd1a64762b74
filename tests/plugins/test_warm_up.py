"""Only the processes that fork tasks pay for the heavy imports."""

import importlib.util
from types import ModuleType

import pytest

from vn30.settings import PROJECT_ROOT


@pytest.fixture(scope="module")
def warm_up() -> ModuleType:
    spec = importlib.util.spec_from_file_location("warm_up", PROJECT_ROOT / "plugins" / "warm_up.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("airflow scheduler", True),
        ("airflow celery worker", True),
        ("airflow standalone", False),  # it starts a scheduler, which then warms up
        ("airflow celery flower", False),
        ("airflow api-server", False),
        ("airflow dag-processor", False),
        ("airflow dags trigger scheduler", False),
        ("pytest", False),
    ],
)
def test_parents_of_tasks_are_recognised(warm_up: ModuleType, command: str, expected: bool) -> None:
    assert warm_up.starts_tasks(command.split()) is expected

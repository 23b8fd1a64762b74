"""Only the processes that fork tasks pay for the heavy imports."""

import importlib.util
import subprocess
import sys
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


def test_all_other_processes_load_the_plugins_without_them() -> None:
    load = (
        "import runpy, sys\n"
        "for path in sys.argv[1:]: runpy.run_path(path)\n"
        "sys.exit(', '.join(sys.modules.keys() & {'pandas', 'pyarrow', 'sklearn', 'talib'}) or 0)"
    )
    plugins = map(str, (PROJECT_ROOT / "plugins").glob("*.py"))
    done = subprocess.run(
        [sys.executable, "-c", load, *plugins], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr

"""Reading loads neither Airflow nor the packages that train and draw; importing loads nothing heavy."""

import os
import subprocess
import sys

from tests.vn30.data.conftest import Market

NEVER = {"airflow", "sklearn", "matplotlib", "talib", "pandas_market_calendars", "scipy", "flask", "fastapi"}
AT_THE_FIRST_READ = {"pandas", "numpy", "pyarrow", "sqlalchemy", "pydantic", "psycopg2"}


def loaded_after(statement: str, **environment: str) -> set[str]:
    """The top packages that a new Python has loaded after ``statement``."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})",
        ],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_importing_loads_nothing_heavy() -> None:
    assert loaded_after("import vn30.data").isdisjoint(NEVER | AT_THE_FIRST_READ)


def test_light_imports(stored: Market) -> None:
    """Reading prices loads no Airflow and nothing that trains."""
    statement = (
        "from vn30 import data\nassert all(map(len, (data.prices('FPT'), data.forecasts(), data.scores())))"
    )
    loaded = loaded_after(statement, VN30_DATABASE_URL=stored.url)
    assert loaded >= AT_THE_FIRST_READ
    assert loaded.isdisjoint(NEVER)


def test_computing_the_panel_loads_no_airflow(stored: Market) -> None:
    loaded = loaded_after("from vn30 import data\ndata.panel('FPT')", VN30_DATABASE_URL=stored.url)
    assert loaded.isdisjoint({"airflow", "matplotlib"})

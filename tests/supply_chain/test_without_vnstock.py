"""Without vnstock, which its users install themselves, all else works."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from vn30.settings import PROJECT_ROOT, Settings
from vn30.sources.base import SourceError
from vn30.sources.vnstock.process import VnstockProcess

WITHOUT = """
    import sys

    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name.partition(".")[0] in {"vnstock", "vnai", "vnii"}:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    sys.meta_path.insert(0, Missing())
"""


def _python(program: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a program whose interpreter, and each that it starts, has no vnstock."""
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(WITHOUT))
    paths = (tmp_path, PROJECT_ROOT / "include", PROJECT_ROOT)
    base = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "VN30_HOME": str(tmp_path),
        "VN30_ENV_FILE": "/dev/null",
    }
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**base, "PYTHONPATH": ":".join(map(str, paths)), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_simulated_market_and_both_dags_do_without_it(tmp_path: Path) -> None:
    done = _python(
        """
        import sys
        from datetime import date
        from pathlib import Path
        import vn30.sources.live
        from vn30.settings import PROJECT_ROOT, Settings
        from vn30.sources import open_source
        bars = open_source(Settings()).daily_bars("FPT", date(2026, 1, 5), date(2026, 1, 9))
        assert len(bars) == 5, bars
        from airflow.dag_processing.dagbag import DagBag
        bag = DagBag(str(PROJECT_ROOT / "dags"))
        assert not bag.import_errors, bag.import_errors
        assert {"vn30_data_crawler", "vn30_model_training"} <= set(bag.dags)
        assert not [name for name in sys.modules if name.partition(".")[0] == "vnstock"]
        """,
        tmp_path,
        AIRFLOW_HOME=str(tmp_path / "airflow"),
        AIRFLOW__CORE__PLUGINS_FOLDER=str(PROJECT_ROOT / "plugins"),
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]


def test_error_without_vnstock_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(WITHOUT))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    process = VnstockProcess(tmp_path / "vnstock", Settings().price_timeout, {}, None)
    try:
        with pytest.raises(SourceError, match=r"proprietary .* install it .* VN30_PRICE_SOURCE"):
            process.ask("VCI", "bars", "FPT", "2026-01-05", "2026-01-09")
    finally:
        process.close()

"""The demo that ends by itself."""

from pathlib import Path

import pytest

from tests.e2e.conftest import PATIENCE, make_home, set_up_in
from tests.e2e.test_demo import demo_environment, start_demo, stop


@pytest.mark.timeout(2 * PATIENCE)
def test_once_with_missing_prices(tmp_path: Path) -> None:
    """With missing prices, ``--once`` ends with an error and the reason."""
    csv = tmp_path / "one.csv"
    csv.write_text(
        "symbol,date,open,high,low,close,volume\nFPT,2024-06-27,99,101,98,100,5\nFPT,2024-06-28,99,101,98,100,5\n"
    )
    source = {"VN30_PRICE_SOURCE": f"csv:{csv}", "VN30_CSV_PRICE_UNIT": "kVND"}
    with set_up_in(make_home(), price_source="yahoo") as platform:
        once = start_demo({**demo_environment(platform.home.root), **source}, "--once")
        try:
            printed, _ = once.communicate(timeout=PATIENCE)
        finally:
            stop(once)
    assert once.returncode == 1, printed
    assert "vn30_data_crawler failed" in printed
    assert "gate: 1 error: FPT: only 1 of the 2 sessions" in printed
    end = printed[printed.index("vn30_data_crawler failed") :]
    assert "http" not in end, "addresses of what has just been stopped"
    assert "Everything is stopped" in end

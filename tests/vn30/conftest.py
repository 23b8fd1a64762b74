"""Real VN30 prices, for the tests that compare with them."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder that VN30_REAL_DATA names; without it the test is skipped."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        pytest.skip("VN30_REAL_DATA is not set: real prices are not shipped with the project")
    return Path(folder)

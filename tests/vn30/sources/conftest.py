"""The vendors on loopback, and what they know."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from tests.vendors.server import VendorServer
from vn30.sources.sample import SampleSource

START, END = date(2016, 1, 4), date(2025, 12, 31)


@pytest.fixture(scope="session")
def truth() -> pd.DataFrame:
    """Ten years of back-adjusted bars of one ticker, to four decimals of a VND."""
    return SampleSource(seed=30).daily_bars("FPT", START, END)


@pytest.fixture
def server() -> Iterator[VendorServer]:
    """The vendors, with nothing to offer yet."""
    with VendorServer() as server:
        yield server

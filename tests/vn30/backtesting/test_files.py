"""The files of a simulation, read again by other libraries than those that wrote them."""

import io
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from matplotlib.image import imread

from tests.vn30.backtesting.made_results import made_market, made_result
from vn30.backtesting.files import equity_parquet, trades_csv
from vn30.backtesting.tear_sheet.page import tear_sheet_html
from vn30.backtesting.tear_sheet.picture import tear_sheet_png
from vn30.backtesting.worth.assessment import Worth, assess
from vn30.backtesting.worth.luck import Trials

MARKET = made_market()
RESULT, HELD = made_result(MARKET), made_result(MARKET, seed=3, holding=1200)
TITLE = "<script>alert('$1 & $2')</script>"


@pytest.fixture(scope="module")
def worth() -> Worth:
    regimes = ["calm" if number // 50 % 2 else "wild" for number in range(1200)]
    return assess(RESULT, MARKET, Trials("formulas", 12, 0.0004), HELD, regimes)


@pytest.fixture(scope="module")
def png(worth: Worth) -> bytes:
    return tear_sheet_png(TITLE, RESULT, MARKET, HELD, worth)


def test_trades_add_up_to_the_account() -> None:
    """Cash at the end, from the lines of the file alone."""
    content = trades_csv(RESULT, MARKET)
    trades = pd.read_csv(io.BytesIO(content))
    assert len(trades) == len(RESULT.fills)
    signs = np.where(trades["side"] == "sell", 1, -1)
    cash = RESULT.cash[0] + (signs * trades["value"] - trades["fee"] - trades["tax"]).sum()
    assert cash == pytest.approx(RESULT.cash[-1])
    sales = trades[trades["side"] == "sell"]
    assert (sales["opened"] < sales["session"]).all()
    assert trades[trades["side"] == "buy"][["opened", "gain", "gain_pct"]].isna().all(axis=None)
    # Made opens are the closes of the decisions.
    assert (trades["slippage"] == 0).all()
    assert content == trades_csv(RESULT, MARKET)


def test_equity_is_stored_to_the_last_digit() -> None:
    content = equity_parquet(RESULT, MARKET, HELD)
    frame = pd.read_parquet(io.BytesIO(content))
    assert frame["session"].iloc[0].isoformat() == "2020-01-02"
    for column, values in {"equity": RESULT.equity, "held": HELD.equity, "index": MARKET.index}.items():
        assert (frame[column].to_numpy() == values).all()
    assert frame["drawdown"].min() == 0
    assert content == equity_parquet(RESULT, MARKET, HELD)


def test_tear_sheet_is_a_picture(png: bytes) -> None:
    pixels = imread(io.BytesIO(png))
    assert pixels.shape[1] == 1400
    assert len(np.unique(pixels[..., 0])) > 100


class Page(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loaded += [str(value) for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_page_loads_and_runs_nothing(worth: Worth, png: bytes) -> None:
    content = tear_sheet_html(TITLE, worth, png).decode()
    page = Page()
    page.feed(content)
    assert "script" not in page.tags
    assert [url[:22] for url in page.loaded] == ["data:image/png;base64,"]
    assert not re.search(r"https?:", content)
    assert TITLE in page.text
    assert worth.verdict.sentence in page.text
    assert page.tags.count("tr") == 38

"""The frames have the columns that the documentation names."""

from collections.abc import Callable

import pandas as pd
import pytest

from docs.reading_data import PAGE, page
from vn30 import data
from vn30.features.cross_section import cross_section_names
from vn30.features.panel import feature_names
from vn30.training_config.document import TrainingConfig

FUNCTIONS: dict[str, Callable[..., pd.DataFrame]] = {
    "prices": lambda url, **when: data.prices(["FPT", "VCB"], url=url, **when),
    "indices": data.indices,
    "bars": lambda url, **when: data.bars("FPT", "1w", url=url, **when),
    "completeness": data.completeness,
    "minute_days": data.minute_days,
    "actions": data.actions,
    "events": data.events,
    "regimes": data.regimes,
    "risk": data.risk,
    "news": data.news,
    "fundamentals": data.fundamentals,
    "quotes": data.quotes,
    "forecasts": data.forecasts,
    "version_forecasts": data.version_forecasts,
    "scores": data.scores,
    "market_scores": data.market_scores,
    "runs": data.runs,
}
BEFORE_ALL_RUNS = "2023-06-01"


def dtypes(frame: pd.DataFrame) -> dict[str, str]:
    return {str(column): str(dtype) for column, dtype in frame.dtypes.items()}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_columns_are_those_documented(stored, name: str) -> None:
    documented = {column.name: column.dtype for column in data.COLUMNS[name]}
    frame = FUNCTIONS[name](url=stored.url)
    assert dtypes(frame) == documented
    assert list(frame.columns) == list(documented)
    assert len(frame) > 0
    assert frame.index.equals(pd.RangeIndex(len(frame)))


@pytest.mark.parametrize(
    "name",
    [
        "minute_days",
        "actions",
        "risk",
        "news",
        "fundamentals",
        "forecasts",
        "version_forecasts",
        "scores",
        "market_scores",
        "runs",
    ],
)
def test_an_empty_frame_has_the_same_columns(stored, name: str) -> None:
    frame = FUNCTIONS[name](url=stored.url, as_of=BEFORE_ALL_RUNS)
    assert frame.empty
    assert dtypes(frame) == {column.name: column.dtype for column in data.COLUMNS[name]}


def test_bars_before_the_first_one(stored) -> None:
    frame = data.bars("FPT", "1d", url=stored.url, as_of="2020-01-31")
    assert frame.empty
    assert dtypes(frame) == {column.name: column.dtype for column in data.COLUMNS["bars"]}


def test_panel_has_the_features_of_the_configuration(stored) -> None:
    config = TrainingConfig()
    frame = data.panel(["FPT", "VCB"], url=stored.url)
    features = [*feature_names(config.indicators, config.targets.lookback_window), *cross_section_names()]
    keys, (_, dtype, *_) = data.COLUMNS["panel"][:2], data.COLUMNS["panel"][2]
    assert dtypes(frame) == {
        **{column.name: column.dtype for column in keys},
        **dict.fromkeys(features, dtype),
    }


def test_objects_are_decoded(stored) -> None:
    run = data.runs(url=stored.url).iloc[-1]
    assert run["config"]["universe"]["useAllVn30"] is True
    assert run["tickers"] == ["FPT", "HPG", "VCB"]
    assert run["suspicions"] == []


def test_every_function_is_documented() -> None:
    # Those of simulations are compared in tests/integration/backtesting.
    assert set(data.COLUMNS) == {*FUNCTIONS, "panel", "simulations", "news"}
    assert set(data.COLUMNS) <= set(data.__all__)


def test_the_page_shows_these_columns() -> None:
    assert PAGE.read_text() == page(PAGE.read_text()), "the columns have changed: run `make docs`"

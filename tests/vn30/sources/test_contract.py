"""Answers that break the contract of a source."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.sources.base import NOTES, SOURCE, SourceUnavailable
from vn30.sources.chain import SourceChain
from vn30.sources.contract import as_bars
from vn30.sources.sample.source import SampleSource

START, END = date(2024, 1, 2), date(2024, 3, 29)


class Broken(SampleSource):
    """A source whose answer is ``answer``, or which raises it."""

    name = "broken"

    def __init__(self, answer: Any) -> None:
        super().__init__(seed=30)
        self._answer = answer

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"date": []},
        pd.DataFrame(),
        pd.DataFrame({"date": [], "close": []}),
        KeyError("adjclose"),
        AttributeError("'NoneType' object has no attribute 'empty'"),
    ],
    ids=["None", "dict", "empty frame", "missing columns", "KeyError", "AttributeError"],
)
def test_chain_goes_on(answer: Any) -> None:
    """An answer that breaks the contract is an error of its source, and the next one is asked."""
    bars = SourceChain("test", [Broken(answer), SampleSource(seed=30)]).daily_bars("FPT", START, END)
    assert len(bars) == len(SampleSource(seed=30).daily_bars("FPT", START, END))
    assert bars.attrs[SOURCE] == "sample"
    [note] = bars.attrs[NOTES]
    assert note.startswith("broken: ")


def test_missing_column_is_named() -> None:
    bars = SampleSource(seed=30).daily_bars("FPT", START, END).drop(columns=["open", "volume"])
    with pytest.raises(SourceUnavailable, match="has no open, volume"):
        as_bars(bars, "test")


def test_values_of_other_types() -> None:
    """Text and zones are converted; what is no number or date is missing."""
    bars = as_bars(
        pd.DataFrame(
            {
                "date": ["2024-01-02", "2024-01-03 09:15", "soon"],
                "open": ["1", None, "2.5"],
                **{name: [1, 2, 3] for name in ("high", "low", "close")},
                "volume": ["100", "n/a", 7],
            }
        ),
        "test",
    )
    assert bars["date"].tolist()[:1] == [pd.Timestamp("2024-01-02")]
    assert bars["date"].isna().tolist()[2]
    np.testing.assert_array_equal(bars["open"], [1.0, np.nan, 2.5])
    np.testing.assert_array_equal(bars["volume"], [100.0, np.nan, 7.0])
    zoned = bars.assign(date=pd.to_datetime(["2024-01-02 09:00+07:00"] * 3))
    assert as_bars(zoned, "test")["date"].unique().tolist() == [pd.Timestamp("2024-01-02")]

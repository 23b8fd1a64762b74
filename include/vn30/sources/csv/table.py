"""The rows of a file as text, and their values."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from vn30.market.bars import MARKET_COLUMNS, PRICE_COLUMNS
from vn30.market.universe import INDICES
from vn30.sources.base import VND_PER_UNIT
from vn30.sources.csv.numbers import Marks, read_numbers
from vn30.sources.csv.picture import LineReader


@dataclass(frozen=True)
class CsvTable:
    """The rows of a file.

    Attributes:
        rows: MARKET_COLUMNS as text, the symbols plain, with ``day`` (date32, null if unreadable), ``line``
            and ``fault`` (why the row cannot be read, else null).
        marks: how each column writes numbers.
        ignored: numbers of lines that are no rows of a series, such as a footer.
    """

    source: LineReader
    rows: pa.Table
    marks: dict[str, Marks]
    ignored: list[int]

    @cached_property
    def symbols(self) -> frozenset[str]:
        """The symbols of its series."""
        return frozenset(pc.unique(self.rows["symbol"]).to_pylist())

    def bars(self, symbol: str) -> pd.DataFrame:
        """All rows of a series as of :meth:`vn30.sources.base.PriceSource.daily_bars`, with ``fault``."""
        chosen = self.rows.filter(pc.equal(self.rows["symbol"], symbol))
        bars = pd.DataFrame({"date": chosen["day"].to_pandas().astype("datetime64[ns]")})
        scale = 1.0 if symbol in INDICES else VND_PER_UNIT[self.source.file.unit]
        for column in PRICE_COLUMNS:
            bars[column] = (self._numbers(chosen, column) * scale).round(4)
        bars["volume"] = self._numbers(chosen, "volume")
        bars["fault"] = chosen["fault"].to_pandas()
        raw = chosen.select([*MARKET_COLUMNS, "line"]).to_pylist()
        bars["raw"] = pd.Series([{**row, "file": self.source.file.path.name} for row in raw], dtype=object)
        return bars

    def closes(self) -> pa.Table:
        """``symbol`` and ``close`` of all rows, in the unit of the file."""
        closes = read_numbers(self.rows["close"], self.marks["close"])
        return pa.table({"symbol": self.rows["symbol"], "close": closes})

    def _numbers(self, rows: pa.Table, column: str) -> pd.Series:
        numbers = read_numbers(rows[column], self.marks[column])
        return pd.Series(numbers.to_numpy().astype(np.float64))

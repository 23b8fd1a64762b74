"""Checks each series of the files against their declared units, and finds the setting that fits."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from vn30.market.universe import INDICES, stored_series
from vn30.sources.base import VND_PER_UNIT, PriceUnit
from vn30.sources.csv.table import CsvTable
from vn30.sources.units import INDEX_CLOSES, MIN_POSSIBLE, STOCK_CLOSES, describe_close

_UNITS: tuple[PriceUnit, ...] = ("VND", "kVND")


@dataclass(frozen=True)
class _File:
    """A file, and by symbol the units in which the closes of the series are possible."""

    table: CsvTable
    units: dict[str, frozenset[PriceUnit]]

    @property
    def fitting(self) -> PriceUnit | None:
        """The unit in which all its stocks that are stored are possible, preferably the declared one; None:
        there is none."""
        stored = stored_series(self.units).difference(INDICES)
        stocks = [units for symbol, units in self.units.items() if symbol in stored]
        declared = self.table.source.file.unit
        for unit in sorted(_UNITS, key=lambda unit: unit != declared):
            if all(unit in units for units in stocks):
                return unit
        return None


def refused_series(tables: Sequence[CsvTable]) -> dict[str, str]:
    """By symbol, why a series cannot be in the unit of its file, and the remedy."""
    files = [_File(table, _possible_units(table)) for table in tables]
    return {
        symbol: f"{_fault(file.table, symbol)} {_remedy(files, file, symbol)}"
        for file in files
        for symbol, units in file.units.items()
        if file.table.source.file.unit not in units
    }


def _possible_units(table: CsvTable) -> dict[str, frozenset[PriceUnit]]:
    rows = table.closes()
    is_index = pc.is_in(rows["symbol"], pa.array(INDICES))
    is_close = pc.fill_null(pc.greater(rows["close"], 0), False)
    counted = pa.table({"symbol": rows["symbol"], "closes": pc.cast(is_close, pa.int64())})
    for unit in _UNITS:
        in_bounds = pc.if_else(
            is_index,
            _within(rows["close"], INDEX_CLOSES),
            _within(pc.multiply(rows["close"], VND_PER_UNIT[unit]), STOCK_CLOSES),
        )
        counted = counted.append_column(unit, pc.cast(pc.fill_null(in_bounds, False), pa.int64()))
    sums = counted.group_by("symbol").aggregate([(name, "sum") for name in ("closes", *_UNITS)]).to_pylist()
    return {
        row["symbol"]: frozenset(
            unit for unit in _UNITS if row[f"{unit}_sum"] >= MIN_POSSIBLE * row["closes_sum"]
        )
        for row in sums
    }


def _within(closes: pa.ChunkedArray, bounds: tuple[float, float]) -> pa.ChunkedArray:
    return pc.and_(pc.greater_equal(closes, bounds[0]), pc.less(closes, bounds[1]))


def _fault(table: CsvTable, symbol: str) -> str:
    file, is_index = table.source.file, symbol in INDICES
    rows = table.closes()
    closes = rows.filter(pc.equal(rows["symbol"], symbol))["close"].to_pandas()
    median = float(closes[closes > 0].median()) * (1.0 if is_index else VND_PER_UNIT[file.unit])
    setting = "" if is_index else f" with VN30_CSV_PRICE_UNIT={file.unit}"
    close, kind = describe_close(median, symbol), "index" if is_index else "stock of HOSE"
    return f"{file.path}: the median close of {symbol} would be {close}{setting}, which no {kind} has."


def _remedy(files: Sequence[_File], file: _File, symbol: str) -> str:
    declared = file.table.source.file.unit
    if symbol in INDICES:
        return (
            "Write its prices in points: index series are read so, whatever VN30_CSV_PRICE_UNIT says. "
            "The usual mistake is a factor of 1,000."
        )
    if file.fitting:
        return f"If the file is in {_IN_WORDS[file.fitting]}, set VN30_CSV_PRICE_UNIT={_setting(files)}."
    for unit in file.units[symbol]:
        return (
            f"It seems to be in {_IN_WORDS[unit]}, and other series of the file are not. Write its "
            f"prices in {_IN_WORDS[declared]} too, or write it to a file of its own with the unit {unit}: "
            "VN30_CSV_PRICE_UNIT takes a unit for each file, in their order."
        )
    return f"No unit fits. Convert the file to VND, and set VN30_CSV_PRICE_UNIT={_setting(files)}."


def _setting(files: Sequence[_File]) -> str:
    """The setting that fits all files: one unit, or one for each file in their order."""
    units = [file.fitting or "VND" for file in files]
    return units[0] if len(set(units)) == 1 else f"{','.join(units)} (a unit for each file, in their order)"


_IN_WORDS: dict[PriceUnit, str] = {"VND": "VND", "kVND": "thousands of VND"}

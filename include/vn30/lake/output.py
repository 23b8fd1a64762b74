"""Writes the rows of a query as a table for people, as CSV, or as JSON."""

import json
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TextIO

import pyarrow as pa

FORMATS = ("table", "csv", "json")
TABLE_ROWS = 200
"""A table ends after so many rows, and says how many there are."""


def write_rows(rows: pa.Table, format_: str, stream: TextIO) -> None:
    """Write all rows as CSV or as a JSON array of objects, or the first ``TABLE_ROWS`` as a table.

    Null is an empty value in CSV and table. Times are UTC, in ISO format. JSON has null for NaN and infinity.
    """
    if format_ == "csv":
        _write_csv(rows, stream)
    elif format_ == "json":
        documents = [
            {name: _plain(value) for name, value in row.items()}
            for batch in rows.to_batches(max_chunksize=10_000)
            for row in batch.to_pylist()
        ]
        json.dump(documents, stream, ensure_ascii=False, indent=1)
        stream.write("\n")
    else:
        _write_table(rows, stream)


def _write_csv(rows: pa.Table, stream: TextIO) -> None:
    import csv

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(rows.column_names)
    for batch in rows.to_batches(max_chunksize=10_000):
        columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns]
        writer.writerows(zip(*columns, strict=True))


def _write_table(rows: pa.Table, stream: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for field in rows.schema:
        numeric = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(Text(field.name), justify="right" if numeric else "left")
    for row in rows.slice(0, TABLE_ROWS).to_pylist():
        table.add_row(*(Text(_text(value)) for value in row.values()))
    console = Console(file=stream)
    if not console.is_terminal:
        # In a file, no column is cut to the width of a terminal.
        console.width = 10_000
    console.print(table)
    if rows.num_rows > TABLE_ROWS:
        stream.write(f"{TABLE_ROWS} of {rows.num_rows:,} rows; --format csv or json writes all\n")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(_plain(value), ensure_ascii=False)
    plain = _plain(value)
    return str(value if plain is None else plain)


def _plain(value: Any) -> Any:
    """A value that JSON has."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, timedelta | bytes):
        return str(value)
    return value

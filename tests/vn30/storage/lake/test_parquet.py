"""Files of a limited size, whose bytes depend on the rows alone."""

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vn30.storage.lake.parquet import Part, column, columns_of, write_parts

SCHEMA = pa.schema(
    [
        column("symbol", pa.string(), "", "ticker"),
        column("close", pa.float64(), "VND", "closing price"),
    ]
)
ROWS = pa.table(
    {"symbol": [f"T{number // 9}" for number in range(100)], "close": [*range(99), None]}, schema=SCHEMA
)


def write(*rows_at_once: int) -> list[Part]:
    tables, start = [], 0
    for rows in rows_at_once:
        tables.append(ROWS.slice(start, rows))
        start += rows
    return list(write_parts(tables, SCHEMA, group_rows=10, file_rows=40))


def test_rows_are_divided_into_files_and_groups() -> None:
    parts = write(100)
    assert [part.rows for part in parts] == [40, 40, 20]
    files = [pq.ParquetFile(io.BytesIO(part.content)) for part in parts]
    assert [file.num_row_groups for file in files] == [4, 4, 2]
    assert pa.concat_tables([file.read() for file in files]).equals(ROWS)


@pytest.mark.parametrize("rows_at_once", [(1, 99), (50, 50), (3,) * 33 + (1,), (0, 100, 0)])
def test_the_cut_of_the_tables_does_not_matter(rows_at_once: tuple[int, ...]) -> None:
    assert [part.sha256 for part in write(*rows_at_once)] == [part.sha256 for part in write(100)]


def test_without_rows_there_is_one_file_with_the_schema() -> None:
    (part,) = write_parts([], SCHEMA)
    assert part.rows == 0
    read = pq.read_table(io.BytesIO(part.content))
    assert [one.unit for one in columns_of(read.schema)] == ["", "VND"]
    assert columns_of(read.schema) == columns_of(SCHEMA)

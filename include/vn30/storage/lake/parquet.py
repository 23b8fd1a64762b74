"""Writes Arrow tables as Parquet files of a limited size, so that the memory that it takes is limited."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from vn30.storage.lake.manifest import Column

GROUP_ROWS = 100_000
"""From this many rows on, a row group is written: readers skip groups by their least and greatest values."""
FILE_ROWS = 1_000_000
"""From this many rows on, a file is complete."""


class Part(NamedTuple):
    """A Parquet file: its content, the SHA-256 of it in hexadecimal digits, and its rows."""

    content: bytes
    sha256: str
    rows: int


def write_parts(
    tables: Iterable[pa.Table],
    schema: pa.Schema,
    *,
    group_rows: int = GROUP_ROWS,
    file_rows: int = FILE_ROWS,
) -> Iterator[Part]:
    """The rows of ``tables`` as Parquet files. The same tables make the same bytes, however they are cut.

    Args:
        tables: with the columns of ``schema``; rows keep their order.

    Yields:
        At least one file, without rows if there are none.
    """
    buffer, rows, files = io.BytesIO(), 0, 0
    writer = _open(buffer, schema)
    for group in _groups(tables, schema, group_rows):
        if rows >= file_rows:
            yield _close(writer, buffer, rows)
            buffer, rows, files = io.BytesIO(), 0, files + 1
            writer = _open(buffer, schema)
        writer.write_table(group, row_group_size=group_rows)
        rows += group.num_rows
    if rows or not files:
        yield _close(writer, buffer, rows)


def columns_of(schema: pa.Schema) -> list[Column]:
    """The columns of a schema whose fields have ``unit`` and ``meaning`` in their metadata."""
    return [
        Column(
            name=field.name,
            type=str(field.type),
            unit=(field.metadata or {}).get(b"unit", b"").decode(),
            meaning=(field.metadata or {}).get(b"meaning", b"").decode(),
        )
        for field in schema
    ]


def column(name: str, kind: pa.DataType, unit: str, meaning: str) -> pa.Field:
    """A field with its unit and meaning."""
    return pa.field(name, kind, metadata={"unit": unit, "meaning": meaning})


def _groups(tables: Iterable[pa.Table], schema: pa.Schema, group_rows: int) -> Iterator[pa.Table]:
    """Tables of ``group_rows`` rows each, and one of the rest."""
    waiting: list[pa.Table] = []
    count = 0
    for table in tables:
        waiting.append(table)
        count += table.num_rows
        while count >= group_rows:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, group_rows).combine_chunks()
            waiting = [joined.slice(group_rows)]
            count -= group_rows
    if count:
        yield pa.concat_tables(waiting).combine_chunks()


def _open(buffer: io.BytesIO, schema: pa.Schema) -> pq.ParquetWriter:
    # Of numbers, a dictionary costs time and hardly saves space. Readers check the pages that they read.
    texts = [field.name for field in schema if pa.types.is_string(field.type)]
    return pq.ParquetWriter(
        buffer, schema, compression="zstd", use_dictionary=texts, write_page_checksum=True
    )


def _close(writer: pq.ParquetWriter, buffer: io.BytesIO, rows: int) -> Part:
    writer.close()
    content = buffer.getvalue()
    return Part(content, hashlib.sha256(content).hexdigest(), rows)

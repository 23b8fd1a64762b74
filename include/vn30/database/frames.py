"""Rows of a query as a DataFrame: PostgreSQL writes CSV, and Arrow reads it without making Python objects."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import sqlalchemy as sa

from vn30.database.warehouse import copy_query

JSON = "json"
"""Type of a column whose values are JSON documents: objects, lists."""

_ARROW = {
    "object": pa.string(),
    JSON: pa.string(),
    "bool": pa.bool_(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "datetime64[ns]": pa.timestamp("ns"),
    "datetime64[ns, UTC]": pa.timestamp("ns", tz="UTC"),
}


def fetch_frame(
    connection: sa.Connection, name: str, columns: Mapping[str, str], /, **parameters: Any
) -> pd.DataFrame:
    """All rows of the query in ``sql/queries/<name>.sql``.

    Args:
        columns: the columns of the query in their order, each with its dtype: ``object`` (text), ``bool``,
            ``int64``, ``float64``, ``datetime64[ns]``, ``datetime64[ns, UTC]``, or JSON.

    Returns:
        One column a column, of the dtype that was asked for; of JSON, ``object``. NULL is NaN, NaT, or None;
        of ``int64`` and ``bool`` it makes a column that can hold it, ``float64`` and ``object``.
    """
    types = {column: _ARROW[kind] for column, kind in columns.items()}
    content = copy_query(connection, name, **parameters)
    if content:
        table = pacsv.read_csv(
            pa.py_buffer(content),
            # Tasks are forked: a pool of threads does not survive that.
            pacsv.ReadOptions(column_names=list(columns), use_threads=False),
            pacsv.ParseOptions(newlines_in_values=True),
            pacsv.ConvertOptions(
                column_types=types,
                null_values=[""],
                true_values=["t"],
                false_values=["f"],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    else:
        table = pa.schema(list(types.items())).empty_table()
    frame: pd.DataFrame = table.to_pandas(use_threads=False, self_destruct=True)
    del table
    for column, kind in columns.items():
        if kind == JSON:
            documents = [None if text is None else json.loads(text) for text in frame[column]]
            frame[column] = pd.Series(documents, index=frame.index, dtype=object)
    return frame

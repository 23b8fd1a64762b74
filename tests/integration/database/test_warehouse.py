"""Rows that are copied into a table arrive as they are."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from vn30.database.warehouse import copy_rows, make_engine
from vn30.settings import Settings

TEXTS = [
    "",
    " ",
    "plain",
    'He said "no", twice',
    "a,b;c\td",
    "two\nlines\r\nand a third",
    "back\\slash, \\N, \\., \\t",
    "\\N",
    "\\.",
    '""',
    "NULL",
    "nan",
    "Ngân hàng 銀行",
]


@pytest.fixture
def copied(make_database: Callable[..., str]) -> Callable[..., list[Any]]:
    """``copied(type, values)``: what a column of that type holds when rows with these values are copied."""
    engine = make_engine(Settings(database_url=make_database("warehouse", migrated=False)))

    def copy(sql_type: str, values: list[Any]) -> list[Any]:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE TEMP TABLE copies (n INT, value {sql_type}) ON COMMIT DROP")
            copy_rows(connection, "copies", ("n", "value"), enumerate(values))
            return list(connection.scalars(sa.text("SELECT value FROM copies ORDER BY n")))

    return copy


def test_text(copied: Callable[..., list[Any]]) -> None:
    """Quotes, separators, line ends, backslashes and PostgreSQL's markers are text; only None is NULL."""
    assert copied("TEXT", [*TEXTS, None]) == [*TEXTS, None]


def test_text_in_a_single_column(make_database: Callable[..., str]) -> None:
    engine = make_engine(Settings(database_url=make_database("warehouse", migrated=False)))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE copies (value TEXT) ON COMMIT DROP")
        copy_rows(connection, "copies", ("value",), [(text,) for text in [*TEXTS, None]])
        values = list(connection.scalars(sa.text("SELECT value FROM copies")))
    engine.dispose()
    assert values == [*TEXTS, None]


def test_numbers(copied: Callable[..., list[Any]]) -> None:
    floats = [0.1, 1 / 3, 1e-300, -1.5e300, np.float64(2.5), None]
    assert copied("DOUBLE PRECISION", floats) == floats
    nan, none = copied("DOUBLE PRECISION", [math.nan, None])
    assert math.isnan(nan)
    assert none is None
    assert copied("NUMERIC(18, 4)", [61_300.0, 25.1234, None]) == [
        Decimal("61300.0000"),
        Decimal("25.1234"),
        None,
    ]
    assert copied("NUMERIC(18, 4)", [Decimal("0.07"), None]) == [Decimal("0.0700"), None]
    assert copied("BIGINT", [2**62, np.int64(7), None]) == [2**62, 7, None]
    assert copied("BOOLEAN", [True, False, None]) == [True, False, None]


def test_uuids(copied: Callable[..., list[Any]]) -> None:
    ids = [UUID(int=1), None, UUID(int=2**127)]
    assert copied("UUID", ids) == ids


def test_times(copied: Callable[..., list[Any]]) -> None:
    days = [date(2026, 6, 30), pd.Timestamp("2026-06-30"), None]
    assert copied("DATE", days) == [date(2026, 6, 30), date(2026, 6, 30), None]
    opens = datetime(2026, 6, 30, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert copied("TIMESTAMPTZ", [opens, None]) == [datetime(2026, 6, 30, 2, tzinfo=UTC), None]


def test_nothing(copied: Callable[..., list[Any]]) -> None:
    assert copied("TEXT", []) == []
    assert copied("TEXT", [None, None]) == [None, None]

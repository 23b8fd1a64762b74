"""Values come back from the database as they were, whatever is in them."""

from collections.abc import Callable

import pandas as pd
import pytest
import sqlalchemy as sa

from vn30.database import frames, warehouse
from vn30.database.frames import JSON, fetch_frame
from vn30.database.warehouse import make_engine
from vn30.settings import Settings

QUERY = """
SELECT * FROM (VALUES
    (1, 'a "quoted", text; with 100 % and' || chr(10) || 'two lines', 0.1::FLOAT8, TRUE, DATE '2024-06-28',
     TIMESTAMPTZ '2024-06-28 17:00:00.123456+07', '{"a": [1, null]}'::JSONB, :given),
    (2, '', 'NaN', NULL, NULL, NULL, NULL, NULL),
    (3, NULL, 1e300 / 3, FALSE, '0099-01-01'::DATE + INTERVAL '1900 years', now(), '[]', 'NULL')
) AS rows (n, text, number, flag, day, moment, document, given)
WHERE n = any(cast(:wanted AS INTEGER[])) ORDER BY n;
"""
COLUMNS = {
    "n": "int64",
    "text": "object",
    "number": "float64",
    "flag": "bool",
    "day": "datetime64[ns]",
    "moment": "datetime64[ns, UTC]",
    "document": JSON,
    "given": "object",
}


@pytest.fixture
def fetch(make_database: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., pd.DataFrame]:
    monkeypatch.setattr(warehouse, "sql", lambda name: sa.text(QUERY))

    def fetch(**parameters: object) -> pd.DataFrame:
        engine = make_engine(Settings(database_url=make_database("frames", migrated=False)))
        with engine.connect() as connection:
            frame = fetch_frame(connection, "made up", COLUMNS, **parameters)
        engine.dispose()
        return frame

    return fetch


def test_values_are_those_of_the_database(fetch: Callable[..., pd.DataFrame]) -> None:
    frame = fetch(wanted=[1, 2, 3], given="it's")
    assert frame["text"].tolist() == ['a "quoted", text; with 100 % and\ntwo lines', "", None]
    assert frame["given"].tolist() == ["it's", None, "NULL"]
    assert frame["number"].iloc[0] == 0.1
    assert frame["number"].iloc[2] == 1e300 / 3
    assert frame["flag"].tolist() == [True, None, False]
    assert frame["day"].tolist() == [pd.Timestamp("2024-06-28"), pd.NaT, pd.Timestamp("1999-01-01")]
    assert frame["moment"].iloc[0] == pd.Timestamp("2024-06-28 10:00:00.123456", tz="UTC")
    assert frame["document"].tolist() == [{"a": [1, None]}, None, []]


@pytest.mark.parametrize("wanted", [[], [1]])
def test_dtypes_are_those_asked_for(fetch: Callable[..., pd.DataFrame], wanted: list[int]) -> None:
    frame = fetch(wanted=wanted, given="x")
    dtypes = {name: "object" if dtype == frames.JSON else dtype for name, dtype in COLUMNS.items()}
    assert frame.dtypes.astype(str).to_dict() == dtypes
    assert len(frame) == len(wanted)


def test_the_frame_can_be_changed_in_place(fetch: Callable[..., pd.DataFrame]) -> None:
    frame = fetch(wanted=[1], given="x")
    for column in ("n", "number", "day", "moment", "flag"):
        frame.loc[0, column] = frame.loc[0, column]
    frame["n"] *= 2
    assert frame["n"].tolist() == [2]

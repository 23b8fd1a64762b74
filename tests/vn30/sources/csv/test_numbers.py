import math

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vn30.sources.csv.numbers import COMMA, PLAIN, POINT, marks_of, read_numbers


def read(closes: list[str | None], volumes: list[str | None] | None = None) -> list[float | None]:
    """The closes of a file with these columns, or its volumes if there are any."""
    columns = {
        "close": pa.chunked_array([pa.array(closes, pa.string())]),
        "volume": pa.chunked_array([pa.array(volumes or ["1"] * len(closes), pa.string())]),
    }
    name = "volume" if volumes else "close"
    return read_numbers(columns[name], marks_of(columns)[name]).to_pylist()


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["50302", "50302.0", "1e4", "+5", ".5", " 7 "], [50302, 50302, 10000, 5, 0.5, 7]),
        (["50,302.0", "50,683.5"], [50302, 50683.5]),
        (["50,302.0", "50683.5", "950"], [50302, 50683.5, 950]),
        (["50,302", "950", "1,050"], [50302, 950, 1050]),
        (["1,050,302", "50,683"], [1050302, 50683]),
        (["50.302,5", "950"], [50302.5, 950]),
        (["50302,5", "50,5"], [50302.5, 50.5]),
        (["1.050.302", "50.683"], [1050302, 50683]),
        (["50.302", "50.5"], [50.302, 50.5]),
        (["95,07", "95,125"], [95.07, 95.125]),
        (["50 302", "50 302,5", "1\u00a0050\u202f302"], [50302, 50302.5, 1050302]),
        (["50'302.5", "50\u2019302.5", "50\u2007302.5"], [50302.5, 50302.5, 50302.5]),
        (
            ['="50302.5"', "'50302.5", "\u200e50302.5\ufeff", "50302,5 đồng"],
            [50302.5, 50302.5, 50302.5, None],
        ),
        (["50,302.5 VND", "50.000 ₫", "950đ"], [50302.5, 50, 950]),
    ],
)
def test_marks(cells: list[str], numbers: list[float]) -> None:
    """Point or comma, with thousands separated by the other, by spaces or not at all."""
    assert read(cells) == numbers


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["50,302", "50302"], [None, 50302]),
        (["50,302.0", "50,30", "5,0302.0"], [50302, None, None]),
        (["", "-", "n/a", None, "50.0"], [None, None, None, None, 50]),
        (["12 34", "1.2.3", "5%", "50.0"], [None, None, None, 50]),
    ],
)
def test_unreadable_cells(cells: list[str | None], numbers: list[float | None]) -> None:
    """Separators of thousands in some cells alone prove nothing, and wrong groups are no numbers."""
    assert read(cells) == numbers


@pytest.mark.parametrize(
    ("volumes", "numbers"),
    [
        (["1.25M", "850.302K", "2B", "900"], [1_250_000, 850_302, 2_000_000_000, 900]),
        (["1,25m", "850,5 k"], [1_250_000, 850_500]),
        (["785.900", "501.000"], [785_900, 501_000]),
        (["785.900", "1010100"], [785.9, 1_010_100]),
        (["785.900K"], [785_900]),
        (["506599.99999999994"], [506599.99999999994]),
    ],
)
def test_volumes(volumes: list[str], numbers: list[float]) -> None:
    """Thousands, millions and billions; shares are whole, so that points in each cell separate thousands."""
    assert read(["95.5"] * len(volumes), volumes) == pytest.approx(numbers, rel=1e-12)


def test_marks_of_other_columns() -> None:
    """A column that proves nothing is written as the others are."""
    assert read(["50,302", "50302"], ["1,010,100", "785,900"]) == [1_010_100, 785_900]
    columns = {"open": ["50.302"], "close": ["50.302,5"], "volume": ["785.900"]}
    assert set(marks_of({name: pa.chunked_array([cells]) for name, cells in columns.items()}).values()) == {
        COMMA
    }
    columns = {"open": ["50,302", "50302"], "close": ["50302.5", "1"], "volume": ["785900", "1"]}
    assert marks_of({name: pa.chunked_array([cells]) for name, cells in columns.items()})["open"] == POINT
    assert PLAIN.thousands == ""


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 10**9).map(lambda number: number / 100), min_size=1, max_size=5),
    st.sampled_from([("", "."), (",", "."), (".", ","), (" ", ","), ("\u00a0", ".")]),
)
def test_written_numbers_are_read(numbers: list[float], marks: tuple[str, str]) -> None:
    """Whatever the marks, numbers with two decimals are read as they were written."""
    thousands, decimal = marks
    cells = [
        f"{number:,.2f}".translate({ord(","): thousands or None, ord("."): decimal}) for number in numbers
    ]
    assert all(math.isclose(found, number) for found, number in zip(read(cells), numbers, strict=True))

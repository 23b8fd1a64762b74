"""How complete the prices are, beside a table that pandas makes of what was planted."""

from collections.abc import Callable, Iterator

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.support.stored_gaps import HALF_DAY, LISTED, Known, store_gaps
from tests.support.stored_market import SESSIONS
from vn30 import data
from vn30.database.warehouse import make_engine
from vn30.errors import WrongInput
from vn30.settings import Settings

STATES = ["stored", "provisional", "untraded", "different", "absent", "missing"]


@pytest.fixture(scope="module")
def gaps(make_database: Callable[..., str]) -> Iterator[tuple[str, Known]]:
    url = make_database("gaps")
    engine = make_engine(Settings(database_url=url))
    with engine.begin() as connection:
        known = store_gaps(connection)
    yield url, known
    engine.dispose()


def counted(states: dict[tuple[str, object], str]) -> pd.DataFrame:
    """The planted states by symbol and month."""
    rows = pd.DataFrame(
        [(symbol, pd.Timestamp(day), state) for (symbol, day), state in states.items()],
        columns=["symbol", "date", "state"],
    )
    rows["month"] = rows["date"].dt.to_period("M").dt.to_timestamp()
    table = pd.crosstab([rows["symbol"], rows["month"]], rows["state"]).reindex(columns=STATES, fill_value=0)
    table["expected"] = table.sum(axis=1)
    return table.reset_index().rename_axis(columns=None)


@pytest.mark.parametrize("series", ["daily", "minutes"])
def test_counts_are_those_planted(gaps: tuple[str, Known], series: str) -> None:
    """From the listing until the stay or the price limits end; no session is counted twice."""
    url, known = gaps
    frame = data.completeness(series=series, url=url)
    expected = counted(getattr(known, series))
    columns = list(expected.columns)
    found = frame[columns].sort_values(["symbol", "month"], ignore_index=True)
    assert_frame_equal(found, expected, check_dtype=False)
    present = expected[["stored", "provisional", "untraded"]].sum(axis=1) / expected["expected"]
    assert frame.sort_values(["symbol", "month"])["share"].tolist() == present.tolist()


def test_some_of_it(gaps: tuple[str, Known]) -> None:
    url, _ = gaps
    vnm = data.completeness("vnm", as_of=SESSIONS[104], url=url)
    assert vnm["expected"].tolist() == [5]
    assert vnm["month"].tolist() == [pd.Timestamp(LISTED.replace(day=1))]
    part = data.completeness(["FPT", "VN30"], series="minutes", start=HALF_DAY, as_of=HALF_DAY, url=url)
    assert part[["symbol", "expected", "different", "share"]].values.tolist() == [["FPT", 1, 1, 0.0]]
    with pytest.raises(WrongInput, match="series is 'hours': it is one of daily, minutes"):
        data.completeness(series="hours", url=url)

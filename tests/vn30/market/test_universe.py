from datetime import date, timedelta
from itertools import pairwise

import pytest

from vn30.market.calendar import sessions_between
from vn30.market.universe import (
    KNOWN_FROM,
    UnknownTicker,
    check_tickers,
    did_you_mean,
    known_stays,
    known_stocks,
    members_on,
    vn30_tickers,
)

SECTORS = {
    "Aviation",
    "Banking",
    "Consumer",
    "Energy",
    "Healthcare",
    "Industrials",
    "Insurance",
    "Materials",
    "Real Estate",
    "Retail",
    "Securities",
    "Technology",
}
CHANGES = sorted(
    {stay.effective_from for stay in known_stays()}
    | {stay.effective_to for stay in known_stays() if stay.effective_to}
)
# Banks in the basket after these changes, by press reports of the time.
BANKS = {date(2019, 8, 5): 9, date(2021, 8, 2): 10, date(2023, 8, 7): 13}


def test_thirty_members() -> None:
    assert CHANGES[0] == KNOWN_FROM
    for change in CHANGES:
        assert len(set(members_on(change))) == len(members_on(change)) == 30
    assert list(vn30_tickers()) == sorted(vn30_tickers())


def test_changes_take_effect_on_sessions() -> None:
    assert set(CHANGES) <= set(sessions_between(CHANGES[0], CHANGES[-1]))


def test_stays_of_a_ticker_do_not_touch() -> None:
    for before, after in pairwise(known_stays()):
        if before.ticker == after.ticker:
            assert before.effective_to is not None
            assert before.effective_to < after.effective_from


def test_historical_members() -> None:
    """BVH left for DGC with effect from 2025-08-04; it had been in, out, and in again."""
    friday, monday = members_on(date(2025, 8, 1)), members_on(date(2025, 8, 4))
    assert set(friday) - set(monday) == {"BVH"}
    assert set(monday) - set(friday) == {"DGC"}
    was_in = [
        "BVH" in members_on(day)
        for day in (date(2019, 8, 2), date(2020, 7, 31), date(2021, 1, 29), CHANGES[5])
    ]
    assert was_in == [False, True, False, True]


def test_number_of_banks() -> None:
    """The baskets have as many banks as press reports of their time counted."""
    banks = {stock.ticker for stock in known_stocks() if stock.sector == "Banking"}
    assert {day: len(banks.intersection(members_on(day))) for day in BANKS} == BANKS


def test_before_first_basket() -> None:
    """Days before the first known basket have its members."""
    assert members_on(KNOWN_FROM - timedelta(days=1000)) == members_on(KNOWN_FROM)


def test_master_data() -> None:
    """Every stock that ever was a member has complete master data."""
    assert {stock.ticker for stock in known_stocks()} == {stay.ticker for stay in known_stays()}
    for stock in known_stocks():
        assert stock.name
        assert stock.sector in SECTORS
        assert stock.exchange == "HOSE"
        assert stock.website.startswith("https://")
        assert stock.description.endswith(".")


def test_check_tickers() -> None:
    """Requested tickers are normalised, and may be former members."""
    assert check_tickers([" vnm", "FPT", "fpt", "bvh"]) == ("BVH", "FPT", "VNM")


def test_unknown_tickers() -> None:
    """The error lists all unknown tickers, each with similar known ones."""
    with pytest.raises(UnknownTicker, match=r"2018-07-23: 'VMN' \(did you mean VNM.*'XYZ'") as refusal:
        check_tickers(["FPT", "XYZ", "VMN"])
    assert "'FPT'" not in str(refusal.value)


def test_also_known_ticker() -> None:
    """A member that only a live source lists is accepted."""
    assert check_tickers(["new"], also_known={"NEW"}) == ("NEW",)


def test_no_suggestion() -> None:
    assert did_you_mean("QQQ", ["FPT", "VNM"]) == ""

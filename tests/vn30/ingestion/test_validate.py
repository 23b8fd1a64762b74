from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vn30.ingestion.validate import Validated, validate_bars
from vn30.prices import BAR_COLUMNS, PRICE_COLUMNS
from vn30.sources.csv_file import CsvSource

TUESDAY, WEDNESDAY, THURSDAY = (pd.Timestamp(2024, 1, day) for day in (2, 3, 4))
GOOD = {"date": TUESDAY, "open": 95e3, "high": 96e3, "low": 94e3, "close": 95.5e3, "volume": 1200.0}
NEXT = {"date": WEDNESDAY, "volume": 900.0}


def validated(*changes: dict[str, Any]) -> Validated:
    return validate_bars(pd.DataFrame([GOOD | change for change in changes], columns=BAR_COLUMNS), "FPT")


def reasons(result: Validated) -> list[str]:
    return [rejection.reason for rejection in result.rejected]


def test_good_rows_become_bars_in_order() -> None:
    result = validated(NEXT, {"date": TUESDAY})
    assert not result.rejected
    assert list(result.bars.columns) == BAR_COLUMNS
    assert result.bars["date"].tolist() == [TUESDAY, WEDNESDAY]
    assert result.bars["volume"].dtype == np.int64


def test_no_rows_are_no_bars() -> None:
    result = validate_bars(pd.DataFrame(columns=BAR_COLUMNS), "FPT")
    assert result.bars.empty
    assert not result.rejected


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"date": pd.NaT}, "date cannot be read"),
        ({"date": pd.Timestamp(2024, 1, 6)}, "date is not a trading session of HOSE"),
        ({"date": pd.Timestamp(2024, 2, 12)}, "date is not a trading session of HOSE"),
        ({"date": pd.Timestamp(2014, 6, 3)}, "date is outside the HOSE calendar, 2015 to 2030"),
        ({"close": np.nan}, "close is missing or not a number"),
        ({"open": np.inf}, "open is missing or not a number"),
        ({"low": 0.0}, "low is not positive"),
        ({"low": 97e3}, "low is above high"),
        ({"open": 96.1e3}, "open is above high"),
        ({"close": 96.1e3}, "close is above high"),
        ({"open": 93.9e3}, "low is above open"),
        ({"close": 93.9e3}, "low is above close"),
        ({"volume": np.nan}, "volume is missing or not a number"),
        ({"volume": -1.0}, "volume is negative"),
        ({"volume": 0.5}, "volume is not a whole number of shares"),
        ({"volume": 1e19}, "volume is not a whole number of shares"),
    ],
)
def test_a_faulty_row_is_refused_with_its_reason(change: dict[str, Any], reason: str) -> None:
    result = validated(NEXT, change)
    assert reasons(result) == [reason]
    assert result.bars["date"].tolist() == [WEDNESDAY]


def test_half_a_vnd_is_rounding() -> None:
    assert not validated({"open": 96_000.5}).rejected
    assert reasons(validated({"open": 96_000.6})) == ["open is above high"]


def test_a_day_without_trades_is_a_bar() -> None:
    assert not validated({"volume": 0.0}).rejected


def test_an_identical_duplicate_is_refused_once() -> None:
    result = validated({}, {}, NEXT)
    assert reasons(result) == ["duplicate of an identical row, which is kept"]
    assert result.bars["date"].tolist() == [TUESDAY, WEDNESDAY]


def test_of_duplicates_with_equal_prices_the_largest_volume_stays() -> None:
    result = validated({"volume": 0.0}, {"volume": 900.0}, {"volume": 900.0}, {"volume": 5.0})
    assert result.bars["volume"].tolist() == [900]
    assert Counter(reason.split(":")[0] for reason in reasons(result)) == {
        "duplicate date with the same prices and a smaller volume": 2,
        "duplicate of an identical row, which is kept": 1,
    }


def test_conflicting_duplicates_are_all_refused() -> None:
    result = validated({}, {"close": 95.6e3}, {}, NEXT)
    assert reasons(result) == ["other rows of the same date have other prices: none can be trusted"] * 3
    assert result.bars["date"].tolist() == [WEDNESDAY]


def test_a_faulty_duplicate_does_not_cost_the_good_row() -> None:
    result = validated({"high": 1.0}, {})
    assert reasons(result) == ["low is above high"]
    assert len(result.bars) == 1


@pytest.mark.parametrize(("factor", "side"), [(1000, "over a hundred times"), (0.001, "under a hundredth")])
def test_a_stretch_in_another_unit_is_refused(factor: float, side: str) -> None:
    other_unit = {name: GOOD[name] * factor for name in PRICE_COLUMNS}
    days = pd.bdate_range("2024-03-04", "2024-04-12")
    rows = [
        {"date": day, "volume": 1000.0 + number} | (other_unit if number >= 20 else {})
        for number, day in enumerate(days)
    ]
    result = validated(*rows)
    assert len(result.bars) == 20
    assert len(result.rejected) == len(days) - 20
    assert all(side in reason for reason in reasons(result))


def test_a_fall_by_a_split_is_kept() -> None:
    halves = {name: GOOD[name] / 2 for name in PRICE_COLUMNS}
    assert not validated({}, NEXT, {"date": THURSDAY} | halves).rejected


def test_a_bar_served_again_on_later_sessions_is_refused() -> None:
    result = validated({}, {"date": WEDNESDAY}, {"date": THURSDAY})
    assert reasons(result) == ["prices and volume are those of the bar before: a stale repeat"] * 2
    assert result.bars["date"].tolist() == [TUESDAY]


def test_days_without_trades_repeat_the_last_close_and_are_bars() -> None:
    quiet = dict.fromkeys(PRICE_COLUMNS, GOOD["close"]) | {"volume": 0.0}
    assert not validated({}, quiet | {"date": WEDNESDAY}, quiet | {"date": THURSDAY}).rejected


def test_a_rejection_keeps_the_values_of_the_source() -> None:
    [rejection] = validated({"open": np.nan, "high": np.inf}).rejected
    assert rejection.date == date(2024, 1, 2)
    assert rejection.raw == {
        "date": "2024-01-02",
        "open": None,
        "high": "inf",
        "low": 94e3,
        "close": 95.5e3,
        "volume": 1200.0,
    }


def test_a_rejection_prefers_the_original_text() -> None:
    text = {"date": "2/1/24", "close": "95,500"}
    frame = pd.DataFrame([GOOD | {"date": pd.NaT, "raw": text}], columns=[*BAR_COLUMNS, "raw"])
    [rejection] = validate_bars(frame, "FPT").rejected
    assert rejection.date is None
    assert rejection.raw == text


odd_numbers = st.sampled_from([np.nan, np.inf, -np.inf, -1.0, 0.0, 0.5, 93e3, 95e3, 95.2e3, 97e3, 1e300])
odd_changes = st.dictionaries(st.sampled_from(BAR_COLUMNS[1:]), odd_numbers, max_size=2)
odd_dates = st.sampled_from(
    [pd.NaT, TUESDAY, WEDNESDAY, THURSDAY, pd.Timestamp(2024, 1, 6), pd.Timestamp(2200, 1, 1)]
)
units = st.sampled_from([1.0, 1.0, 0.001])


@st.composite
def odd_rows(draw: st.DrawFn) -> dict[str, Any]:
    unit = draw(units)
    prices = {name: GOOD[name] * unit for name in PRICE_COLUMNS}
    return GOOD | prices | draw(odd_changes) | {"date": draw(odd_dates)}


@settings(max_examples=100, deadline=None)
@given(st.lists(odd_rows(), max_size=12))
def test_every_row_is_either_a_bar_or_a_rejection(rows: list[dict[str, Any]]) -> None:
    raw = pd.DataFrame(rows, columns=BAR_COLUMNS)
    raw["raw"] = [{"row": number} for number in range(len(raw))]
    result = validate_bars(raw, "FPT")

    assert len(result.bars) + len(result.rejected) == len(raw)
    assert len({rejection.raw["row"] for rejection in result.rejected}) == len(result.rejected)
    assert result.bars["date"].is_monotonic_increasing
    assert result.bars["date"].is_unique
    given_rows = {tuple(row) for row in raw[BAR_COLUMNS].itertuples(index=False)}
    assert {tuple(row) for row in result.bars.itertuples(index=False)} <= given_rows


def validated_file(path: Path) -> dict[str, Validated]:
    source = CsvSource(path, "kVND")
    return {
        ticker: validate_bars(source.daily_bars(ticker, date(2015, 1, 1), date(2030, 12, 31)), ticker)
        for ticker in source.tickers()
    }


def counted(results: Iterable[Validated]) -> Counter[str]:
    return Counter(rejection.reason for result in results for rejection in result.rejected)


def test_real_adjusted_prices_lose_only_their_known_faults(real_data: Path) -> None:
    """The data has neither stale repeats nor impossible prints, so the rules for them must not find any."""
    results = validated_file(real_data / "vn30_prices_adjusted_to_2024.csv.gz").values()
    assert counted(results) == {
        "date is not a trading session of HOSE": 10,
        "open is above high": 21,
        "low is above open": 19,
        "low is above close": 5,
        "close is above high": 4,
    }
    faults = [rejection for result in results for rejection in result.rejected]
    closed = [rejection.date for rejection in faults if "session" in rejection.reason]
    assert set(closed) == {date(2018, 1, 23), date(2018, 1, 24)}
    assert max(rejection.date for rejection in faults) < date(2023, 1, 1)
    assert sum(len(result.bars) for result in results) == 64_876 - 59


def test_real_unadjusted_prices_keep_every_bar_after_a_split(real_data: Path) -> None:
    results = validated_file(real_data / "vn30_prices_unadjusted_5_tickers.csv.gz").values()
    assert counted(results) == {"low is above open": 14, "open is above high": 8}
    assert sum(len(result.bars) for result in results) == 11_635 - 22


def test_real_duplicates_leave_one_row_a_date(real_data: Path) -> None:
    [result] = validated_file(real_data / "GVR_unadjusted_with_duplicates.csv.gz").values()
    assert len(result.bars) == result.bars["date"].nunique() == 1_691
    assert len(result.rejected) == 531
    assert (result.bars["volume"] > 0).mean() > 0.99

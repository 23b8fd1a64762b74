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
from vn30.market.bars import BAR_COLUMNS, PRICE_COLUMNS
from vn30.sources.csv.files import CsvFile
from vn30.sources.csv.source import CsvSource

TUESDAY, WEDNESDAY, THURSDAY = (pd.Timestamp(2024, 1, day) for day in (2, 3, 4))
GOOD = {"date": TUESDAY, "open": 95e3, "high": 96e3, "low": 94e3, "close": 95.5e3, "volume": 1200.0}
NEXT = {"date": WEDNESDAY, "volume": 900.0}


def validated(*changes: dict[str, Any]) -> Validated:
    return validate_bars(pd.DataFrame([GOOD | change for change in changes], columns=BAR_COLUMNS), "FPT")


def reasons(result: Validated) -> list[str]:
    return [rejection.reason for rejection in result.rejected]


def test_valid_rows() -> None:
    """Valid rows become bars, sorted by date."""
    result = validated(NEXT, {"date": TUESDAY})
    assert not result.rejected
    assert list(result.bars.columns) == BAR_COLUMNS
    assert result.bars["date"].tolist() == [TUESDAY, WEDNESDAY]
    assert result.bars["volume"].dtype == np.int64


def test_no_rows() -> None:
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
def test_faulty_row(change: dict[str, Any], reason: str) -> None:
    result = validated(NEXT, change)
    assert reasons(result) == [reason]
    assert result.bars["date"].tolist() == [WEDNESDAY]


def test_rounding() -> None:
    """A violation of half a VND is rounding."""
    assert not validated({"open": 96_000.5}).rejected
    assert reasons(validated({"open": 96_000.6})) == ["open is above high"]


@pytest.mark.parametrize(
    ("volume", "count"),
    [
        (506599.99999999994, 506_600),
        (1200.0000001, 1200),
        (-1e-9, 0),
        (1.25 * 1e6 * (1 + 2**-52), 1_250_000),
        (2_345_678_901.0000005, 2_345_678_901),
    ],
)
def test_volume_with_binary_noise(volume: float, count: int) -> None:
    """A volume within rounding of a whole number is that number, and is stored so."""
    result = validated({"volume": volume})
    assert not result.rejected
    assert result.bars["volume"].tolist() == [count]


@pytest.mark.parametrize("volume", [1200.00001, 0.5, 506_600.001, 785_900.5])
def test_fraction_of_a_share(volume: float) -> None:
    """A difference beyond binary noise is no rounding, however large the volume."""
    assert reasons(validated({"volume": volume})) == ["volume is not a whole number of shares"]


def test_rounded_duplicates() -> None:
    """Duplicates whose prices differ by rounding are equal, those that differ by more are not."""
    noisy = {"close": GOOD["close"] + 1e-8, "volume": 1200 - 1e-9}
    assert reasons(validated({}, noisy, NEXT)) == ["duplicate of an identical row, which is kept"]
    assert reasons(validated({}, {"close": GOOD["close"] + 0.4, "volume": 5.0})) == [
        "duplicate date with the same prices and a smaller volume: the row of largest volume is kept"
    ]
    assert len(reasons(validated({}, {"close": GOOD["close"] + 0.6}))) == 2


@pytest.mark.parametrize("noise", [0.0, 1e-9, 0.4])
def test_rounded_stale_repeat(noise: float) -> None:
    """A repeat is one in spite of rounding."""
    again = {name: GOOD[name] - noise for name in PRICE_COLUMNS} | {"volume": 1200 + noise * 1e-7}
    assert reasons(validated({}, {"date": WEDNESDAY} | again)) == [
        "prices and volume repeat those of the bar before: a stale repeat"
    ]
    assert not validated({}, {"date": WEDNESDAY, "open": GOOD["open"] + 1}).rejected


def test_session_without_trades() -> None:
    assert not validated({"volume": 0.0}).rejected


def test_identical_duplicate() -> None:
    result = validated({}, {}, NEXT)
    assert reasons(result) == ["duplicate of an identical row, which is kept"]
    assert result.bars["date"].tolist() == [TUESDAY, WEDNESDAY]


def test_duplicates_with_equal_prices() -> None:
    """Of duplicates with equal prices, the row of the largest volume is kept."""
    result = validated({"volume": 0.0}, {"volume": 900.0}, {"volume": 900.0}, {"volume": 5.0})
    assert result.bars["volume"].tolist() == [900]
    assert Counter(reason.split(":")[0] for reason in reasons(result)) == {
        "duplicate date with the same prices and a smaller volume": 2,
        "duplicate of an identical row, which is kept": 1,
    }


def test_conflicting_duplicates() -> None:
    result = validated({}, {"close": 95.6e3}, {}, NEXT)
    assert reasons(result) == ["rows of the same date have different prices: none is kept"] * 3
    assert result.bars["date"].tolist() == [WEDNESDAY]


def test_faulty_duplicate() -> None:
    """A valid row is kept beside a faulty duplicate."""
    result = validated({"high": 1.0}, {})
    assert reasons(result) == ["low is above high"]
    assert len(result.bars) == 1


@pytest.mark.parametrize(("factor", "side"), [(1000, "more than 100 times"), (0.001, "less than 1/100")])
def test_period_in_other_unit(factor: float, side: str) -> None:
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


@pytest.mark.parametrize(("ticker", "right"), [("FPT", 95e3), ("VNINDEX", 1150.0)])
@pytest.mark.parametrize("factor", [1000, 0.001])
def test_most_rows_in_other_unit(ticker: str, right: float, factor: float) -> None:
    """The rows in the unit of the series are kept, even if they are fewer."""
    days = pd.bdate_range("2024-03-04", "2024-04-12")
    closes = [right * (1 if number < 10 else factor) for number in range(len(days))]
    rows = pd.DataFrame(dict.fromkeys(PRICE_COLUMNS, closes)).assign(
        date=days, volume=range(1, len(days) + 1)
    )
    result = validate_bars(rows[BAR_COLUMNS], ticker)
    assert result.bars["close"].tolist() == [right] * 10
    assert {rejection.column for rejection in result.rejected} == {"close"}


@pytest.mark.parametrize(
    ("ticker", "close"), [("FPT", 95.5), ("FPT", 95.5e6), ("VN30", 1.15), ("VN30", 1.15e6)]
)
def test_all_rows_in_other_unit(ticker: str, close: float) -> None:
    """A series of impossible closes is rejected whole."""
    rows = pd.DataFrame([GOOD | dict.fromkeys(PRICE_COLUMNS, close)], columns=BAR_COLUMNS)
    [rejection] = validate_bars(rows, ticker).rejected
    assert rejection.reason == "the series cannot have such closes: wrong price unit?"


def test_split() -> None:
    halves = {name: GOOD[name] / 2 for name in PRICE_COLUMNS}
    assert not validated({}, NEXT, {"date": THURSDAY} | halves).rejected


def test_stale_repeat() -> None:
    result = validated({}, {"date": WEDNESDAY}, {"date": THURSDAY})
    assert reasons(result) == ["prices and volume repeat those of the bar before: a stale repeat"] * 2
    assert result.bars["date"].tolist() == [TUESDAY]


def test_sessions_without_trades() -> None:
    """Sessions without trades repeat the last close, and are valid."""
    quiet = dict.fromkeys(PRICE_COLUMNS, GOOD["close"]) | {"volume": 0.0}
    assert not validated({}, quiet | {"date": WEDNESDAY}, quiet | {"date": THURSDAY}).rejected


def test_raw_values() -> None:
    """A rejection keeps the values of the source."""
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


def test_raw_text() -> None:
    """A rejection keeps the original text, if there is one."""
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
def test_bars_and_rejections(rows: list[dict[str, Any]]) -> None:
    """Every row is either a bar or a rejection."""
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
    source = CsvSource(CsvFile(path, "kVND"))
    return {
        ticker: validate_bars(source.daily_bars(ticker, date(2015, 1, 1), date(2030, 12, 31)), ticker)
        for ticker in source.tickers()
    }


def counted(results: Iterable[Validated]) -> Counter[str]:
    return Counter(rejection.reason for result in results for rejection in result.rejected)


def test_real_adjusted_prices(real_data: Path) -> None:
    """The data has neither stale repeats nor impossible prints, so that those rules must reject no row."""
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


def test_real_unadjusted_prices(real_data: Path) -> None:
    """All bars after a split are kept."""
    results = validated_file(real_data / "vn30_prices_unadjusted_5_tickers.csv.gz").values()
    assert counted(results) == {"low is above open": 14, "open is above high": 8}
    assert sum(len(result.bars) for result in results) == 11_635 - 22


def test_real_duplicates(real_data: Path) -> None:
    [result] = validated_file(real_data / "GVR_unadjusted_with_duplicates.csv.gz").values()
    assert len(result.bars) == result.bars["date"].nunique() == 1_691
    assert len(result.rejected) == 531
    assert (result.bars["volume"] > 0).mean() > 0.99

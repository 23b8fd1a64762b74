"""Which events are told from the closes before and after a vendor adjusted its history."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vn30.calendar import sessions_between
from vn30.ingestion.restate import UnlikelyRestatement, continues, covers, restatements

SESSIONS = pd.DatetimeIndex(sessions_between(date(2023, 1, 1), date(2023, 12, 31)))


@pytest.fixture
def stored() -> pd.Series:
    steps = np.random.default_rng(5).normal(0, 0.015, len(SESSIONS))
    return pd.Series((30_000 * np.exp(np.cumsum(steps))).round(-1), index=SESSIONS)


def moved(stored: pd.Series, *events: tuple[int, float]) -> pd.Series:
    fetched = stored.copy()
    for position, factor in events:
        fetched.iloc[:position] *= factor
    return fetched


def found(stored: pd.Series, fetched: pd.Series) -> list[tuple[date, float]]:
    return [(event.ex_date, round(event.factor, 3)) for event in restatements(stored, fetched)]


def at(position: int) -> date:
    return SESSIONS[position].date()


def test_nothing_moved_is_no_event(stored: pd.Series) -> None:
    assert continues(stored[:-3], stored)
    assert restatements(stored, stored) == []


def test_each_step_of_the_ratio_is_an_event(stored: pd.Series) -> None:
    fetched = moved(stored, (200, 0.97), (100, 0.5))
    assert found(stored, fetched) == [(at(100), 0.5), (at(200), 0.97)]


def test_an_event_after_all_that_is_stored_is_dated_on_the_first_new_session(stored: pd.Series) -> None:
    known = stored[:-5]
    fetched = moved(stored, (len(known) + 2, 0.8))
    assert found(known, fetched) == [(at(-5), 0.8)]
    # Nothing new yet: the ex-date is the next session at the earliest.
    assert found(known, fetched[: len(known)]) == [(at(-5), 0.8)]


def test_an_event_of_yesterday_is_told_although_one_bar_stands_on_the_new_basis(stored: pd.Series) -> None:
    assert found(stored, moved(stored, (len(stored) - 1, 0.8))) == [(at(-1), 0.8)]


def test_rounding_by_ten_vnd_does_not_hide_or_invent_an_event(stored: pd.Series) -> None:
    cheap = (stored / 8).round(-1)
    fetched = moved(stored / 8, (150, 0.9)).round(-1)
    ((day, factor),) = found(cheap, fetched)
    assert day == at(150)
    assert factor == pytest.approx(0.9, abs=0.003)


def test_a_corrected_bar_moves_and_is_no_event(stored: pd.Series) -> None:
    fetched = stored.copy()
    fetched.iloc[50] *= 1.03
    fetched.iloc[-1] *= 0.98
    assert not continues(stored, fetched)
    assert restatements(stored, fetched) == []


def test_prices_that_moved_without_a_common_factor_are_still_on_record(stored: pd.Series) -> None:
    noise = np.random.default_rng(1).uniform(0.9, 0.98, len(stored))
    (event,) = restatements(stored, stored * noise)
    assert "corrected its history" in event.likely_cause


def test_another_unit_is_no_restatement(stored: pd.Series) -> None:
    with pytest.raises(UnlikelyRestatement, match="another unit"):
        restatements(stored, stored / 1000)


def test_a_series_cut_short_does_not_cover_what_is_stored(stored: pd.Series) -> None:
    assert covers(stored, stored[5:])
    assert not covers(stored, stored[100:])


@pytest.mark.parametrize(
    ("factor", "cause"),
    [
        (0.5, "a split or stock dividend of 100 new shares for 100 held"),
        (1 / 1.15, "a split or stock dividend of 15 new shares for 100 held"),
        (0.4, "a split or stock dividend of 150 new shares for 100 held"),
        (2.0, "an adjustment was taken back, or shares were merged"),
    ],
)
def test_the_likely_cause_is_in_words(stored: pd.Series, factor: float, cause: str) -> None:
    (event,) = restatements(stored, moved(stored, (120, factor)))
    assert event.likely_cause == cause


def test_a_cash_dividend_is_named_with_its_amount(stored: pd.Series) -> None:
    stored.iloc[119] = 40_000
    (event,) = restatements(stored, moved(stored, (120, 38_500 / 40_000)))
    assert event.likely_cause == "a cash dividend of about 1,500 VND a share"


def test_real_events_are_found_between_the_unadjusted_and_the_adjusted_series(real_data: Path) -> None:
    def closes(name: str) -> pd.Series:
        bars = pd.read_csv(real_data / name, parse_dates=["date"])
        return 1000 * bars[bars["symbol"] == "TCB"].set_index("date")["close"]

    events = restatements(
        closes("vn30_prices_unadjusted_5_tickers.csv.gz"), closes("vn30_prices_adjusted_to_2024.csv.gz")
    )
    told = [(event.ex_date.isoformat(), round(event.factor, 2), event.likely_cause) for event in events[:3]]
    assert told == [
        ("2018-07-05", 0.33, "a split or stock dividend of 200 new shares for 100 held"),
        ("2024-05-21", 0.97, "a cash dividend of about 1,500 VND a share"),
        ("2024-06-20", 0.5, "a split or stock dividend of 100 new shares for 100 held"),
    ]


def test_without_a_common_session_nobody_can_tell_that_a_series_continues(stored: pd.Series) -> None:
    assert not continues(stored[:100], stored[100:])
    assert continues(stored[:0], stored)


def test_what_lies_between_two_vendors_is_no_dividend(stored: pd.Series) -> None:
    fetched = moved(stored, (200, 0.97), (100, 0.96))
    (event,) = restatements(stored, fetched, ("VCI", "KBS"))
    assert event.likely_cause == "a change of vendor: the series is now that of KBS, before that of VCI"
    # One that only rounds otherwise changes nothing worth a word.
    assert restatements(stored / 10, (stored / 10).round(-1), ("VCI", "KBS")) == []


def test_a_unit_fault_can_be_overcome_by_hand(stored: pd.Series) -> None:
    (event,) = restatements(stored, stored * 1000, accept_any_factor=True)
    assert event.factor == pytest.approx(1000)

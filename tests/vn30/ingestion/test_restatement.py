"""Events detected from the closes before and after a vendor restated its history."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vn30.ingestion.restatement import UnlikelyRestatement, continues, covers, restatements
from vn30.market.calendar import sessions_between

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


def detected(stored: pd.Series, fetched: pd.Series) -> list[tuple[date, float]]:
    return [(event.ex_date, round(event.factor, 3)) for event in restatements(stored, fetched)]


def at(position: int) -> date:
    return SESSIONS[position].date()


def test_equal_series(stored: pd.Series) -> None:
    assert continues(stored[:-3], stored)
    assert restatements(stored, stored) == []


def test_two_events(stored: pd.Series) -> None:
    """Each step of the ratio is an event."""
    fetched = moved(stored, (200, 0.97), (100, 0.5))
    assert detected(stored, fetched) == [(at(100), 0.5), (at(200), 0.97)]


def test_event_after_stored_bars(stored: pd.Series) -> None:
    """An event after all stored bars is dated on the first new session."""
    known = stored[:-5]
    fetched = moved(stored, (len(known) + 2, 0.8))
    assert detected(known, fetched) == [(at(-5), 0.8)]
    # Without a new bar the ex-date is the next session.
    assert detected(known, fetched[: len(known)]) == [(at(-5), 0.8)]


def test_event_before_last_bar(stored: pd.Series) -> None:
    """An event is detected with a single bar on the new basis."""
    assert detected(stored, moved(stored, (len(stored) - 1, 0.8))) == [(at(-1), 0.8)]


def test_rounding(stored: pd.Series) -> None:
    """Rounding to 10 VND neither hides nor creates an event."""
    cheap = (stored / 8).round(-1)
    fetched = moved(stored / 8, (150, 0.9)).round(-1)
    ((day, factor),) = detected(cheap, fetched)
    assert day == at(150)
    assert factor == pytest.approx(0.9, abs=0.003)


def test_corrected_bar(stored: pd.Series) -> None:
    """A corrected bar is no event."""
    fetched = stored.copy()
    fetched.iloc[50] *= 1.03
    fetched.iloc[-1] *= 0.98
    assert not continues(stored, fetched)
    assert restatements(stored, fetched) == []


def test_no_common_factor(stored: pd.Series) -> None:
    """Prices that moved without a common factor are one event."""
    noise = np.random.default_rng(1).uniform(0.9, 0.98, len(stored))
    (event,) = restatements(stored, stored * noise)
    assert event.likely_cause == "a correction by the vendor, without a common factor"


def test_other_unit(stored: pd.Series) -> None:
    with pytest.raises(UnlikelyRestatement, match="another unit"):
        restatements(stored, stored / 1000)


def test_truncated_series(stored: pd.Series) -> None:
    assert covers(stored, stored[5:])
    assert not covers(stored, stored[100:])


@pytest.mark.parametrize(
    ("factor", "cause"),
    [
        (0.5, "a split or stock dividend of 100 new shares for 100 held"),
        (1 / 1.15, "a split or stock dividend of 15 new shares for 100 held"),
        (0.4, "a split or stock dividend of 150 new shares for 100 held"),
        (2.0, "a reverted adjustment, or a reverse split"),
    ],
)
def test_likely_cause(stored: pd.Series, factor: float, cause: str) -> None:
    (event,) = restatements(stored, moved(stored, (120, factor)))
    assert event.likely_cause == cause


def test_cash_dividend(stored: pd.Series) -> None:
    stored.iloc[119] = 40_000
    (event,) = restatements(stored, moved(stored, (120, 38_500 / 40_000)))
    assert event.likely_cause == "a cash dividend of about 1,500 VND a share"


def test_real_events(real_data: Path) -> None:
    """The real events between an unadjusted and an adjusted series are detected."""

    def closes(name: str) -> pd.Series:
        bars = pd.read_csv(real_data / name, parse_dates=["date"])
        return 1000 * bars[bars["symbol"] == "TCB"].set_index("date")["close"]

    events = restatements(
        closes("vn30_prices_unadjusted_5_tickers.csv.gz"), closes("vn30_prices_adjusted_to_2024.csv.gz")
    )
    first = [(event.ex_date.isoformat(), round(event.factor, 2), event.likely_cause) for event in events[:3]]
    assert first == [
        ("2018-07-05", 0.33, "a split or stock dividend of 200 new shares for 100 held"),
        ("2024-05-21", 0.97, "a cash dividend of about 1,500 VND a share"),
        ("2024-06-20", 0.5, "a split or stock dividend of 100 new shares for 100 held"),
    ]


def test_no_common_session(stored: pd.Series) -> None:
    """Without a common session a series does not continue another."""
    assert not continues(stored[:100], stored[100:])
    assert continues(stored[:0], stored)


def test_change_of_vendor(stored: pd.Series) -> None:
    """A difference between two vendors is a change of vendor, no dividends."""
    fetched = moved(stored, (200, 0.97), (100, 0.96))
    (event,) = restatements(stored, fetched, ("VCI", "KBS"))
    assert event.likely_cause == "a change of vendor from VCI to KBS"
    # A difference in rounding alone is no event.
    assert restatements(stored / 10, (stored / 10).round(-1), ("VCI", "KBS")) == []


def test_accept_any_factor(stored: pd.Series) -> None:
    (event,) = restatements(stored, stored * 1000, accept_any_factor=True)
    assert event.factor == pytest.approx(1000)

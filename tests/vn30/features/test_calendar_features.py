"""A session's place in the calendar: against sessions of HOSE that were counted by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from vn30.features.calendar_features import add_calendar, calendar_features
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.panel import build_panel
from vn30.market.bars import MARKET_COLUMNS
from vn30.sources.sample.source import SampleSource

NAMES = list(calendar_features())


def features_of(*days: str) -> pd.DataFrame:
    values = np.empty((len(NAMES), len(days)), dtype=np.float32)
    add_calendar(values, np.array(days, dtype="datetime64[ns]"))
    return pd.DataFrame(values.T, columns=NAMES, index=days).astype(float).round(4)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # HOSE was closed for Tet from Thursday 8 to Wednesday 14 February 2024.
        (
            "2024-02-07",
            {"sessions_to_tet": 0, "sessions_to_holiday": 0, "weekday": 0, "sessions_since_tet": 1},
        ),
        ("2024-02-05", {"sessions_to_tet": 2 / 15, "sessions_to_holiday": 0.4, "weekday": -1}),
        ("2024-02-15", {"sessions_since_tet": 0, "sessions_to_tet": 1, "weekday": 0.5}),
        ("2024-02-20", {"sessions_since_tet": 3 / 15}),
        # The first and the last session of a month; 1 and 2 May are holidays, 29 and 30 April too.
        ("2024-04-26", {"sessions_to_month_end": 0, "sessions_to_holiday": 0, "sessions_to_tet": 1}),
        ("2024-05-02", {"sessions_into_month": 0, "sessions_to_month_end": 1}),
        ("2024-05-06", {"sessions_into_month": 0.4}),
        ("2014-12-31", dict.fromkeys(NAMES, 0)),
    ],
)
def test_place_in_the_calendar(day: str, expected: dict[str, float]) -> None:
    found = features_of(day).iloc[0]
    assert found[list(expected)].to_dict() == pytest.approx(expected, abs=1e-4)


def test_of_the_session_itself() -> None:
    """The guard delays bars by a session, and not the calendar, which is known in advance."""
    bars = SampleSource(seed=1).daily_bars("FPT", date(2023, 1, 3), date(2024, 6, 28))
    market = bars.assign(symbol="FPT")[MARKET_COLUMNS]
    panel = build_panel(market, IndicatorConfig(calendar=True), 60)
    assert (panel["weekday"] == (panel["date"].dt.dayofweek - 2) / 2).all()
    assert "weekday" not in build_panel(market, IndicatorConfig(), 60)

"""Events of bars whose figures were worked out by hand, and that none depends on a later bar."""

from datetime import date

import numpy as np

from vn30.market.adjustment import Adjustment
from vn30.market.calendar import sessions_between
from vn30.market.price_events import PriceEvent, price_events
from vn30.typing import FloatArray

SESSIONS = np.array(sessions_between(date(2023, 1, 3), date(2024, 12, 31)), dtype="datetime64[D]")


def events(
    closes: FloatArray, volumes: FloatArray | None = None, adjustments: list[Adjustment] | None = None
) -> list[PriceEvent]:
    count = len(closes)
    even = np.full(count, 1_000.0)
    limits = np.full(count, 0.07)
    return price_events(
        SESSIONS[:count], closes, even if volumes is None else volumes, limits, adjustments or []
    )


def of_kind(found: list[PriceEvent], kind: str) -> list[tuple[date, float, float]]:
    return [(event.session, event.value, event.baseline) for event in found if event.kind == kind]


def day(place: int) -> date:
    session: date = SESSIONS[place].astype(object)
    return session


def test_price_limits() -> None:
    """At 24,250 VND the ceiling is 25,900 and the floor 22,600: one step less is no event."""
    for close, kind in ((25_900, "ceiling"), (25_850, None), (22_600, "floor"), (22_650, None)):
        found = events(np.array([24_250.0, close]))
        assert [event.kind for event in found] == ([kind] if kind else [])
    assert of_kind(events(np.array([24_250.0, 25_900.0])), "ceiling") == [(day(1), 25_900, 24_250)]


def test_ex_date_lowers_the_reference() -> None:
    """2,000 VND of cash on the ex-date: 24,250 becomes a reference of 22,250, whose ceiling is 23,800."""
    factor = 22_250 / 24_250
    found = events(np.array([24_250 * factor, 23_800.0]), adjustments=[Adjustment(day(1), factor)])
    assert of_kind(found, "ceiling") == [(day(1), 23_800, 22_250)]


def test_52_week_highs_and_lows() -> None:
    """The first high after a year counts, and none of the 20 sessions after it."""
    closes = np.full(300, 20_000.0)
    closes[100] = 21_000
    closes[253:] = 20_950
    closes[260:] = np.arange(40) * 50 + 21_050
    assert of_kind(events(closes), "high_52_weeks") == [(day(260), 21_050, 21_000)]
    assert of_kind(events(41_000 - closes), "low_52_weeks") == [(day(260), 19_950, 20_000)]
    assert of_kind(events(closes[48:]), "high_52_weeks") == []


def test_volume_spike() -> None:
    """The 20 volumes before are 900 and 1,100 in turn: mean 1,000, standard deviation 102.6."""
    volumes = np.tile([900.0, 1_100.0], 20)
    volumes[25] = 3_000
    assert of_kind(events(np.full(40, 20_000.0), volumes), "volume_spike") == []
    volumes[25] = 3_001
    found = of_kind(events(np.full(40, 20_000.0), volumes), "volume_spike")
    assert [session for session, *_ in found] == [day(25)]
    # That of session 39 exceeds 3 times its mean, 1,250, but not by 3 deviations: that of 25 is among the 20.
    volumes[25], volumes[39] = 6_000, 4_500
    found = of_kind(events(np.full(40, 20_000.0), volumes), "volume_spike")
    assert found == [(day(25), 6_000, 1_000)]
    volumes[25] = 1_100
    found = of_kind(events(np.full(40, 20_000.0), volumes), "volume_spike")
    assert found == [(day(39), 4_500, 1_000)]


def test_events_do_not_depend_on_later_bars() -> None:
    random = np.random.default_rng(5)
    closes = 30_000 * np.exp(np.cumsum(random.standard_t(3, len(SESSIONS)) * 0.02))
    volumes = np.exp(random.normal(13, 1, len(SESSIONS)))
    whole = events(closes, volumes)
    assert {event.kind for event in whole} == {
        "ceiling",
        "floor",
        "high_52_weeks",
        "low_52_weeks",
        "volume_spike",
    }
    for cut in range(20, len(SESSIONS), 37):
        known = [event for event in whole if event.session <= day(cut)]
        assert events(closes[: cut + 1], volumes[: cut + 1]) == known

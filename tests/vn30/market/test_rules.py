"""The rules of HOSE by date."""

from datetime import date, time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from vn30.errors import WrongInput
from vn30.market import price_limits, rules
from vn30.market.calendar import CLOSES, OPENS
from vn30.market.rules import dated_rules, rules_on
from vn30.market.session_rules import price_limits as limits_of

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("day", "shares", "odd_lots"),
    [
        (date(2020, 12, 31), 10, False),
        (date(2021, 1, 4), 100, False),
        (date(2022, 9, 9), 100, False),
        (date(2022, 9, 12), 100, True),
    ],
)
def test_lots(day: date, shares: int, odd_lots: bool) -> None:
    lot = rules_on(day).lot
    assert (lot.shares, lot.odd_lots, lot.max_order) == (shares, odd_lots, 500_000)


@pytest.mark.parametrize(
    ("price", "tick"),
    [(9_990, 10), (10_000, 50), (49_950, 50), (50_000, 100), (120_000, 100)],
)
def test_ticks(price: float, tick: int) -> None:
    assert rules_on(TODAY).tick.at(price) == tick


@pytest.mark.parametrize(("price", "nearest"), [(24_224, 24_200), (24_225, 24_250), (9_994, 9_990)])
def test_nearest_tick(price: float, nearest: int) -> None:
    assert rules_on(TODAY).tick.nearest(price) == nearest


@pytest.mark.parametrize(
    ("reference", "ceiling", "floor"),
    [
        # 7 % of 1,400 are 98 VND, less than a tick of that time.
        (1_400, 1_500, 1_300),
        (1_500, 1_600, 1_400),
        (100, 200, 100),
    ],
)
def test_band_narrower_than_a_tick(reference: float, ceiling: int, floor: int) -> None:
    """A price can move by one tick where the band has none, as HOSE has it; alone and for many sessions."""
    day = date(2015, 6, 1)
    then = rules_on(day)
    assert (then.ceiling(reference), then.floor(reference)) == (ceiling, floor)
    highest, lowest = limits_of(np.array([reference]), np.array([0.07]), np.array([day], "datetime64[D]"))
    assert (highest[0], lowest[0]) == (ceiling, floor)


@pytest.mark.parametrize(
    ("reference", "share", "ceiling", "floor"),
    [
        (24_250, None, 25_900, 22_600),
        (100_000, None, 107_000, 93_000),
        # The tick is that of the limit: 50 below 50,000 VND.
        (50_000, None, 53_500, 46_500),
        (10_000, None, 10_700, 9_300),
        (20_000, 0.2, 24_000, 16_000),
    ],
)
def test_band(reference: float, share: float | None, ceiling: int, floor: int) -> None:
    """The ceiling is rounded down to a tick, and the floor up."""
    today = rules_on(TODAY)
    assert today.ceiling(reference, share) == ceiling
    assert today.floor(reference, share) == floor


@pytest.mark.parametrize("percent", [7, 20])
def test_band_is_exact(percent: int) -> None:
    """Floats lose no tick: the limits of every price up to 300,000 VND are those of whole numbers."""
    today, share = rules_on(TODAY), Fraction(percent, 100)
    reference = 1_000
    while reference < 300_000:
        highest, lowest = reference * (1 + share), reference * (1 - share)
        up, down = (today.tick.at(float(limit)) for limit in (highest, lowest))
        assert today.ceiling(reference, percent / 100) == up * (highest // up), reference
        assert today.floor(reference, percent / 100) == -down * (-lowest // down), reference
        reference += today.tick.at(reference)


@pytest.mark.parametrize(
    ("day", "sessions", "sold_on_day"), [(date(2022, 8, 26), 3, False), (date(2022, 8, 29), 2, True)]
)
def test_settlement(day: date, sessions: int, sold_on_day: bool) -> None:
    settlement = rules_on(day).settlement
    assert (settlement.sessions, settlement.sold_on_day) == (sessions, sold_on_day)


def test_session() -> None:
    """The parts of a session are in order, within its hours, with lunch between them."""
    for day, auctions_first in ((date(2025, 5, 2), True), (date(2025, 5, 5), False)):
        session = rules_on(day).session
        assert session.auctions_first is auctions_first
        assert (session.parts[0].begins, session.parts[-1].until) == (OPENS, CLOSES)
        pauses = [
            (earlier.until, later.begins)
            for earlier, later in zip(session.parts, session.parts[1:], strict=False)
            if earlier.until != later.begins
        ]
        assert pauses == [(time(11, 30), time(13))]


def test_costs() -> None:
    today = rules_on(TODAY)
    assert (today.fee.cap, today.tax.of_sales, today.tax.of_dividends) == (0.005, 0.001, 0.05)


def test_band_is_that_of_validation() -> None:
    assert rules_on(TODAY).band.daily == price_limits.DAILY_LIMIT["HOSE"]
    assert rules_on(TODAY).band.first_day == price_limits.WIDE_LIMIT["HOSE"]


def test_every_rule_has_a_source() -> None:
    for kind, known in dated_rules().items():
        assert all(rule.source for rule in known), kind


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("shares = 10\n", "a rule of lot has to have from, .*shares"),
        ("from = 2021-01-04", "lot are not in the order of their days"),
        ("[[fee]]", "exactly lot, tick"),
        ('source = "VSD, settlement', "hose_rules.toml: "),
    ],
)
def test_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, message: str) -> None:
    """A fault of the file is named with its rule."""
    broken = {"from = 2021-01-04": "from = 2014-01-04", "[[fee]]": "[[fees]]"}
    file = tmp_path / "hose_rules.toml"
    file.write_text(rules._RULES.read_text().replace(fault, broken.get(fault, ""), 1))
    monkeypatch.setattr(rules, "_RULES", file)
    with pytest.raises(WrongInput, match=message):
        rules_on(TODAY)


def test_day_without_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "hose_rules.toml"
    file.write_text(rules._RULES.read_text().replace("before_unknown = true\n", "", 1))
    monkeypatch.setattr(rules, "_RULES", file)
    with pytest.raises(WrongInput, match="no rule for 2014-06-02 before 2015-01-01"):
        rules_on(date(2014, 6, 2))

"""Reference, ceiling and floor by numbers of HOSE's rules, and up to when a running session is known."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from vn30.market.calendar import HOSE_ZONE, SHIPPED
from vn30.market.corporate_actions import CorporateAction
from vn30.market.session_limits import checked_limits, price_band, reference_price
from vn30.market.trading_time import last_trading_moment, running_session, trading_minute

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("reference", "ceiling", "floor"),
    [
        (24_250, 25_900, 22_600),
        (9_990, 10_650, 9_300),
        (50_000, 53_500, 46_500),
        (47_000, 50_200, 43_750),
        (100_000, 107_000, 93_000),
    ],
)
def test_price_band(reference: float, ceiling: float, floor: float) -> None:
    """7 %, rounded inwards to the tick of the limit itself, which may differ from that of the reference."""
    limits = price_band("FPT", reference, DAY)
    assert (limits.reference, limits.ceiling, limits.floor) == (reference, ceiling, floor)


def test_wide_band() -> None:
    """20 % after 25 sessions without trades."""
    limits = price_band("FPT", 24_250, DAY, absence=25)
    assert (limits.ceiling, limits.floor) == (29_100, 19_400)


def test_reference_on_an_ex_date() -> None:
    """Lowered by cash and by new shares together, and rounded to a tick."""
    cash = CorporateAction("FPT", DAY, "cash_dividend", "vnstock:VCI", cash=1_000, is_from_vendor=True)
    shares = CorporateAction("FPT", DAY, "stock_dividend", "vnstock:VCI", ratio=0.15, is_from_vendor=True)
    assert reference_price(95_100, [], DAY) == 95_100
    assert reference_price(95_100, [cash], DAY) == 94_100
    assert reference_price(95_100, [cash, shares], DAY) == 81_800
    assert reference_price(95_100, [cash, replace(cash, source="KBS")], DAY) == 94_100, (
        "two vendors list the same dividend"
    )
    with pytest.raises(ValueError, match="nothing is left"):
        reference_price(900, [cash], DAY)


def test_price_outside_its_limits() -> None:
    """A split that is not on record: the close before is no reference of the new price."""
    limits = checked_limits("FPT", 95_100, (), DAY, 48_000)
    assert limits.reference is None
    assert limits.ceiling is None
    assert "an event or a wide price band is not on record" in str(limits.reason)


def test_trading_time() -> None:
    """From the first price to the end of the closing auction, with a break at lunch."""

    def at(hour: int, minute: int) -> datetime:
        return datetime(2026, 12, 1, hour, minute, tzinfo=HOSE_ZONE)

    today, before = date(2026, 12, 1), date(2026, 11, 30)
    assert running_session(SHIPPED, today, before, at(9, 14)) is None
    assert running_session(SHIPPED, today, before, at(9, 15)) == today
    assert running_session(SHIPPED, today, today, at(16, 0)) is None
    assert last_trading_moment(today, at(10, 7)) == at(10, 7)
    assert last_trading_moment(today, at(12, 10)) == at(11, 30)
    assert last_trading_moment(today, at(13, 1)) == at(13, 1)
    assert last_trading_moment(today, at(14, 55)) == at(14, 45)
    assert trading_minute(at(10, 7)) == "2026-12-01 10:07"
    assert trading_minute(at(15, 0)) is None
    assert trading_minute(datetime(2026, 12, 5, 10, 0, tzinfo=HOSE_ZONE)) is None

"""The reference price, the ceiling and the floor of a session, in raw prices (VND)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vn30.i18n.localized import localized
from vn30.market.adjustment import adjustment_factor
from vn30.market.corporate_actions import CorporateAction, used_actions
from vn30.market.price_limits import daily_limit
from vn30.market.rules import rules_on


@dataclass(frozen=True)
class Limits:
    """The prices of a session before its first trade, VND; without a reference, ``reason`` says why."""

    reference: float | None = None
    ceiling: float | None = None
    floor: float | None = None
    reason: str | None = None


def price_band(ticker: str, reference: float, session: date, absence: int = 0) -> Limits:
    """The ceiling and the floor of a session with this reference price (VND).

    Args:
        absence: sessions without a bar directly before it: the band is wide after a long suspension.
    """
    rules = rules_on(session)
    # None: the limits of a stock that only a live source names are those of the exchange.
    share = daily_limit(ticker, session, absence) or None
    return Limits(reference, float(rules.ceiling(reference, share)), float(rules.floor(reference, share)))


def reference_price(close_before: float, actions: Sequence[CorporateAction], session: date) -> float:
    """The reference price (VND) of a session: the raw close before it, less what holders get on it.

    Args:
        actions: of the stock, with their ex-date after the close.

    Raises:
        ValueError: nothing is left of the price.
    """
    entitlements = [action.entitlement() for action in used_actions(actions) if not action.is_inferred]
    factor = adjustment_factor(close_before, entitlements) if entitlements else 1.0
    return float(rules_on(session).tick.nearest(round(close_before * factor, 6)))


def checked_limits(
    ticker: str,
    close_before: float,
    actions: Sequence[CorporateAction],
    session: date,
    price: float,
    absence: int = 0,
) -> Limits:
    """The limits of a session whose newest raw price is ``price``, or none with the reason.

    Args:
        close_before: the raw close before it; of a bar that is stored, lowered by an ex-date of the session
            already.
        actions: with their ex-date in the session, that have not lowered ``close_before`` yet.
        absence: as of :func:`price_band`.
    """
    try:
        reference = reference_price(close_before, actions, session)
    except ValueError as error:
        return Limits(reason=str(error))
    band = price_band(ticker, reference, session, absence)
    if not float(band.floor or 0) <= price <= float(band.ceiling or 0):
        return Limits(
            reason=localized(
                "{price:,.0f} VND is outside the limits of the close before, {reference:,.0f} VND: an "
                "event or a wide price band is not on record",
                price=price,
                reference=reference,
            )
        )
    return band

"""Whether orders can be made of what is given."""

import math
from collections.abc import Mapping, Sequence

from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.market.rules import MarketRules
from vn30.optimisation.constraints import percent
from vn30.optimisation.order_book import Terms
from vn30.portfolio.account import Lot

_ROUNDING = 1e-6


def check_orders(
    held: Mapping[str, Sequence[Lot]],
    prices: Mapping[str, float],
    weights: Mapping[str, float],
    cash: int,
    terms: Terms,
    rules: MarketRules,
) -> None:
    """Raise an error for what cannot be.

    Raises:
        WrongInput: the message names the value and the remedy.
    """
    needed = held.keys() | {ticker for ticker, weight in weights.items() if weight > 0}
    unpriced = sorted(ticker for ticker in needed if not _is_price(prices.get(ticker)))
    if unpriced:
        raise WrongInput(
            localized(
                "prices: {unpriced} has none above 0; give the last close, or leave it out.",
                unpriced=", ".join(unpriced),
            )
        )
    if any(not 0 <= weight <= 1 for weight in weights.values()) or sum(weights.values()) > 1 + _ROUNDING:
        raise WrongInput(localized("weights: they are shares from 0 to 1, and 1 together or less."))
    if cash < 0:
        raise WrongInput(
            localized(
                "cash: {cash:,} VND have arrived; deposit {missing:,} VND first.", cash=cash, missing=-cash
            )
        )
    if not 0 <= terms.fee <= rules.fee.cap:
        raise WrongInput(
            localized(
                "fee: {fee:g} % is outside of what brokers may charge, 0 to {cap}.",
                fee=100 * terms.fee,
                cap=percent(rules.fee.cap),
            )
        )
    if terms.minimum_fee < 0:
        raise WrongInput(localized("minimum_fee: give 0 VND or more."))
    if not 0 <= terms.price_margin <= rules.band.daily:
        raise WrongInput(
            localized(
                "price_margin: {price_margin} is outside of the band, 0 to {daily}.",
                price_margin=percent(terms.price_margin),
                daily=percent(rules.band.daily),
            )
        )
    if terms.max_sessions < 1:
        raise WrongInput(localized("max_sessions: give 1 or more."))


def _is_price(price: float | None) -> bool:
    return price is not None and math.isfinite(price) and price > 0

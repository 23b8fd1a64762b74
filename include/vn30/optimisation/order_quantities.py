"""How many shares are sold and bought: whole lots that come near the targets within the cash."""

from collections.abc import Mapping

from vn30.market.rules import Lot as LotRule
from vn30.optimisation.order_book import Terms


def sales_of(shares: Mapping[str, int], targets: Mapping[str, float], lot: int) -> dict[str, int]:
    """Shares to sell, by ticker: all of those without a target, whole lots of others.

    Args:
        targets: shares by ticker, not rounded.
        lot: shares of a round lot.
    """
    found = {}
    for ticker in sorted(shares):
        held, target = shares[ticker], targets[ticker]
        lots = min(round((held - target) / lot), held // lot)
        quantity = held if target == 0 else lot * max(lots, 0)
        if quantity:
            found[ticker] = quantity
    return found


def purchases_of(
    wanted: Mapping[str, float], prices: Mapping[str, int], lot: LotRule, budget: int, terms: Terms
) -> dict[str, int]:
    """Whole lots to buy, by ticker, for at most ``budget``.

    All are cut by the same share if the budget is too small for all. What rounding down leaves buys one more
    lot of the stocks that lack most in value, as long as that brings them nearer to their target.

    Args:
        wanted: shares by ticker, not rounded; those of 0 or less are left out.
        prices: limit prices, VND.
        budget: VND, fees included.
    """
    lacking = {ticker: shares for ticker, shares in sorted(wanted.items()) if shares > 0}
    cost = sum(shares * prices[ticker] for ticker, shares in lacking.items()) * (1 + terms.fee)
    if budget <= 0 or cost == 0:
        return {}
    cut = min(1.0, budget / cost)
    found = {ticker: lot.shares * int(cut * shares / lot.shares + 1e-9) for ticker, shares in lacking.items()}
    spent = {ticker: cost_of(quantity, prices[ticker], lot, terms) for ticker, quantity in found.items()}
    while (above := sum(spent.values()) - budget) > 0:
        # Rounded and minimum fees make the cut too small.
        ticker = max(found, key=lambda one: (spent[one], one))
        lots = -(-above // (lot.shares * prices[ticker]))
        found[ticker] = max(0, found[ticker] - lots * lot.shares)
        spent[ticker] = cost_of(found[ticker], prices[ticker], lot, terms)
    by_value = sorted(lacking, key=lambda t: ((found[t] - cut * lacking[t]) * prices[t], t))
    for ticker in by_value:
        more = found[ticker] + lot.shares
        dearer = cost_of(more, prices[ticker], lot, terms)
        if more - lacking[ticker] > lot.shares / 2 or sum(spent.values()) - spent[ticker] + dearer > budget:
            continue
        found[ticker], spent[ticker] = more, dearer
    return {ticker: quantity for ticker, quantity in found.items() if quantity}


def split(quantity: int, lot: LotRule) -> list[int]:
    """The quantities of the orders that trade so many shares: the largest ones, a rest, and an odd lot."""
    most = lot.max_order // lot.shares * lot.shares
    odd = quantity % lot.shares
    orders, rest = divmod(quantity - odd, most)
    return [most] * orders + [part for part in (rest, odd) if part]


def cost_of(quantity: int, price: int, lot: LotRule, terms: Terms) -> int:
    """What a purchase costs with its fees, VND."""
    return sum(part * price + terms.fee_of(part * price) for part in split(quantity, lot))


def affordable(quantity: int, price: int, lot: LotRule, terms: Terms, cash: int) -> int:
    """The most whole lots up to ``quantity`` that the cash buys, in shares."""
    if cost_of(quantity, price, lot, terms) <= cash:
        return quantity
    found = min(quantity, lot.shares * max(0, int(cash / (price * (1 + terms.fee)) / lot.shares) + 1))
    while found > 0 and cost_of(found, price, lot, terms) > cash:
        found -= lot.shares
    return max(found, 0)

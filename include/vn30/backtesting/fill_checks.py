"""Whether each fill could have been one: prices, volumes, sizes and charges, by the rules of its date."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache

from vn30.backtesting.config import ExecutionConfig
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.minute_checks import minute_violations
from vn30.backtesting.result import Fill, SimulationResult
from vn30.backtesting.violation import Violation, violation
from vn30.market.rules import MarketRules, rules_on


def fill_violations(
    result: SimulationResult, market: TradableMarket, execution: ExecutionConfig
) -> Iterator[Violation]:
    """What is impossible in single fills, and in those of a ticker in a session."""

    @cache
    def rules(session: int) -> MarketRules:
        return rules_on(market.sessions[session].astype("datetime64[D]").astype(date))

    for fill in result.fills:
        yield from _price(market, fill, rules(fill.session))
        yield from _charges(market, fill, execution)
        if abs(fill.quantity) > rules(fill.session).lot.max_order and fill.reason != "delisted":
            message = f"an order of {abs(fill.quantity):,} shares"
            yield violation(market, "lot", fill.session, fill.ticker, message)
    yield from _volumes(result, market, execution)
    if execution.minutes and market.minutes is not None:
        yield from minute_violations(result, market, market.minutes, execution)


def _price(market: TradableMarket, fill: Fill, rules: MarketRules) -> Iterator[Violation]:
    at, price = (fill.session, fill.ticker), fill.price
    low, high, volume = market.low[at], market.high[at], market.volume[at]
    if not (low <= price <= high and volume > 0):
        yield violation(
            market, "bar", *at, f"{price:,.0f} outside {low:,.0f} to {high:,.0f}, volume {volume}"
        )
    if fill.reason == "delisted":
        return
    if price % rules.tick.at(price):
        yield violation(market, "tick", *at, f"{price:,.2f} is no multiple of {rules.tick.at(price)}")
    if fill.quantity > 0 and price >= market.ceiling[at]:
        yield violation(market, "limit", *at, f"bought at {price:,.0f}, the ceiling")
    if fill.quantity < 0 and price <= market.floor[at]:
        yield violation(market, "limit", *at, f"sold at {price:,.0f}, the floor")


def _charges(market: TradableMarket, fill: Fill, execution: ExecutionConfig) -> Iterator[Violation]:
    value = abs(fill.quantity) * fill.price
    tax_rate = float(market.sales_tax[fill.session]) if fill.quantity < 0 else 0.0
    for name, charged, rate, least in (
        ("fee", fill.fee, _exact(execution.fee_pct, 100), execution.minimum_fee),
        ("tax", fill.tax, _exact(tax_rate), 0),
    ):
        if name == "fee" and fill.minute is not None:
            # Executions of one order have one minimum together: see minute_checks.
            continue
        # In whole numbers: half a VND more or less decides.
        off_by = charged * rate.denominator - int(value) * rate.numerator
        if 2 * abs(off_by) > rate.denominator and not (charged == least and off_by > 0):
            message = f"a {name} of {charged:,} VND instead of {float(rate * int(value)):,.1f}"
            yield violation(market, "charges", fill.session, fill.ticker, message)


@cache
def _exact(rate: float, unit: int = 1) -> Fraction:
    return Fraction(str(rate)) / unit


def _volumes(
    result: SimulationResult, market: TradableMarket, execution: ExecutionConfig
) -> Iterator[Violation]:
    traded: dict[tuple[int, int], int] = defaultdict(int)
    for fill in result.fills:
        if fill.reason != "delisted":
            traded[fill.session, fill.ticker] += abs(fill.quantity)
    share = _exact(execution.volume_share)
    for at, shares in traded.items():
        if shares * share.denominator > share.numerator * int(market.volume[at]):
            yield violation(market, "volume", *at, f"{shares:,} shares of {market.volume[at]:,.0f}")

"""Whether executions by minutes could have been: prices and volume of their minute, one fee an order."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import floor

from vn30.backtesting.config import ExecutionConfig
from vn30.backtesting.market import TradableMarket
from vn30.backtesting.minutes import TradedMinutes
from vn30.backtesting.result import Fill, SimulationResult
from vn30.backtesting.violation import Violation, violation


def minute_violations(
    result: SimulationResult, market: TradableMarket, minutes: TradedMinutes, execution: ExecutionConfig
) -> Iterator[Violation]:
    """What is impossible in the fills of tickers and sessions that have minutes."""
    traded: dict[tuple[int, int, int], int] = defaultdict(int)
    orders: dict[tuple[int, int, bool, str], list[Fill]] = defaultdict(list)
    for fill in result.fills:
        if fill.reason == "delisted":
            continue
        at = fill.session, fill.ticker
        rows = minutes.rows(*at)
        if fill.minute is None:
            if rows.start < rows.stop:
                yield violation(
                    market, "minute", *at, "traded by the daily bar, though its minutes are known"
                )
            continue
        row = rows.start + int((minutes.minute[rows] < fill.minute).sum())
        if row == rows.stop or minutes.minute[row] != fill.minute:
            yield violation(market, "minute", *at, f"traded at {fill.clock}, which has no bar")
            continue
        low, high = float(minutes.low[row]), float(minutes.high[row])
        if not low <= fill.price <= high:
            message = f"{fill.price:,.0f} at {fill.clock}, outside {low:,.0f} to {high:,.0f}"
            yield violation(market, "bar", *at, message)
        traded[fill.session, fill.ticker, row] += abs(fill.quantity)
        orders[*at, fill.quantity > 0, fill.reason].append(fill)
    share = Fraction(str(execution.volume_share))
    for (session, ticker, row), shares in traded.items():
        if shares > share * int(minutes.volume[row]):
            message = f"{shares:,} shares of {minutes.volume[row]:,} in one minute"
            yield violation(market, "volume", session, ticker, message)
    for (session, ticker, *_), fills in orders.items():
        yield from _fee(market, session, ticker, fills, execution)


def _fee(
    market: TradableMarket, session: int, ticker: int, fills: list[Fill], execution: ExecutionConfig
) -> Iterator[Violation]:
    rate, half = Fraction(str(execution.fee_pct)) / 100, Fraction(1, 2)
    by_rate = sum(floor(rate * int(abs(fill.quantity) * fill.price) + half) for fill in fills)
    due, charged = max(by_rate, execution.minimum_fee), sum(fill.fee for fill in fills)
    if charged != due or min(fill.fee for fill in fills) < 0:
        message = f"fees of {charged:,} VND for one order instead of {due:,}"
        yield violation(market, "charges", session, ticker, message)

"""The files of a simulation: its trades as CSV, and its account over the sessions as Parquet."""

import csv
import io

import numpy as np

from vn30.backtesting.market import TradableMarket
from vn30.backtesting.result import Fill, SimulationResult
from vn30.backtesting.worth.costs import slippage
from vn30.backtesting.worth.trades import gain_share

TRADE_COLUMNS = (
    "session",
    "ticker",
    "side",
    "quantity",
    "price",
    "value",
    "fee",
    "tax",
    "reason",
    "decided",
    "opened",
    "gain",
    "gain_pct",
    "slippage",
    "minute",
)


def trades_csv(result: SimulationResult, market: TradableMarket) -> bytes:
    """One line an execution, in their order; UTF-8, days as YYYY-MM-DD, amounts in VND.

    ``opened``, ``gain`` and ``gain_pct`` are of sales; ``slippage`` is that of
    :func:`vn30.backtesting.worth.costs.slippage`; ``minute`` is HH:MM in Vietnam, and empty of an execution
    by the daily bar.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(TRADE_COLUMNS)
    days = [str(day) for day in result.sessions]
    for fill in result.fills:
        writer.writerow(
            [
                days[fill.session],
                result.tickers[fill.ticker],
                "buy" if fill.quantity > 0 else "sell",
                abs(fill.quantity),
                _amount(fill.price),
                _amount(abs(fill.quantity) * fill.price),
                fill.fee,
                fill.tax,
                fill.reason,
                days[fill.decided],
                "" if fill.opened is None else days[fill.opened],
                *_gain(fill),
                _amount(round(slippage(fill, market), 2)),
                fill.clock or "",
            ]
        )
    return text.getvalue().encode()


def equity_parquet(result: SimulationResult, market: TradableMarket, held: SimulationResult) -> bytes:
    """One row a session: ``session``, ``equity``, ``cash``, ``dividends``, ``drawdown``, ``held``, ``index``.

    Amounts are VND, the drawdown is a share of the highest equity before; ``held`` is the equity of the
    benchmark that is held, ``index`` the VN30 in points, null without a close. The same account gives the
    same bytes.
    """
    # At their first use: what reads results imports this module without them.
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "session": pa.array(result.sessions),
            "equity": result.equity,
            "cash": result.cash,
            "dividends": result.dividends,
            "drawdown": 1 - result.equity / np.maximum.accumulate(result.equity),
            "held": held.equity,
            "index": pa.array(market.index, from_pandas=True),
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _gain(fill: Fill) -> tuple[str, str]:
    if fill.quantity > 0:
        return "", ""
    return str(fill.gain), f"{100 * gain_share(fill):.4f}"


def _amount(value: float) -> str:
    """Whole numbers without a decimal point."""
    return str(int(value)) if value == int(value) else repr(float(value))

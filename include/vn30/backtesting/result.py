"""What the engine gives: the trades, and cash, holdings and equity after each session."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vn30.typing import FloatArray, IntArray

Reason = Literal["signal", "stop", "target", "delisted", "end"]
"""Why shares were bought or sold; ``end``: the last session of a simulation that closes its positions."""


@dataclass(frozen=True)
class Fill:
    """One execution.

    Attributes:
        session: position of the session in which it was filled.
        decided: position of the session after whose close it was decided; of a stop or target, of the session
            itself.
        ticker: position of the ticker.
        quantity: shares, above 0 bought, below 0 sold.
        price: raw, VND a share.
        fee, tax: VND.
        opened: position of the session in which the oldest of the sold shares was bought; None of a purchase.
        gain: of a sale, VND after fees and tax, against what the shares had cost; 0 of a purchase.
        minute: from midnight in Vietnam; None of an execution by the daily bar.
    """

    session: int
    decided: int
    ticker: int
    quantity: int
    price: float
    fee: int
    tax: int
    reason: Reason
    opened: int | None = None
    gain: int = 0
    minute: int | None = None

    @property
    def clock(self) -> str | None:
        """The minute as ``09:15``."""
        return None if self.minute is None else f"{self.minute // 60:02}:{self.minute % 60:02}"


@dataclass(frozen=True)
class SimulationResult:
    """The account over the sessions of a market; amounts are VND.

    Attributes:
        sessions: ``datetime64[D]``, shape (sessions,).
        equity: cash, also what has not arrived yet, and shares at raw closes, shape (sessions,).
        cash: all cash, shape (sessions,).
        holdings: shares after the session, shape (sessions, tickers).
        fills: in the order of execution.
        dividends, dividend_taxes: cash dividends before tax, and the tax, by session, shape (sessions,).
        unfilled: shares ordered and not traded (limits, volume, cash), shape (sessions,).
        rights: what rights to buy new shares have brought after tax, by ex-date, shape (sessions,).
    """

    sessions: NDArray[np.datetime64]
    tickers: tuple[str, ...]
    equity: FloatArray
    cash: FloatArray
    holdings: IntArray
    fills: tuple[Fill, ...]
    dividends: FloatArray
    dividend_taxes: FloatArray
    unfilled: FloatArray
    rights: FloatArray = field(default_factory=lambda: np.zeros(0))

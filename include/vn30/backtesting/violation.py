"""What a simulation has done and could not have done."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vn30.backtesting.market import TradableMarket

Broken = Literal[
    "bar", "minute", "limit", "tick", "volume", "lot", "charges", "settlement", "holdings", "cash", "equity"
]


@dataclass(frozen=True)
class Violation:
    """One violation.

    Attributes:
        broken: the rule.
        ticker: None of the account.
    """

    broken: Broken
    session: date
    ticker: str | None
    message: str

    def __str__(self) -> str:
        return f"{self.session} {self.ticker or 'account'}, {self.broken}: {self.message}"


def violation(
    market: TradableMarket, broken: Broken, session: int, ticker: int | None, message: str
) -> Violation:
    """A violation by positions in the market."""
    day: date = market.sessions[session].astype("datetime64[D]").astype(date)
    return Violation(broken, day, None if ticker is None else market.tickers[ticker], message)

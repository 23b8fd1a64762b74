"""The names by which articles call the companies of the known stocks.

They are the rows of ``reference/company_names.csv``, with the period in which a name means the company: KIDO
was Kinh Đô until it sold the brand in 2015, and LPBank was LienVietPostBank before 2023. Further kinds of
rows, which :data:`Kind` explains, tell apart what looks alike.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from vn30.market.universe import known_stocks

Kind = Literal[
    "name", "former", "short", "ticker", "word", "abbreviation", "other", "context", "market", "business"
]
"""What the words of a row are.

A name in use (name), or one of the past (former); one that means the company only in a text on business, as
a ticker does (short). A ticker; a ticker that is also a common word, such as GAS (word); three capitals that
are no ticker (abbreviation). A longer name with another meaning, such as that of a subsidiary (other); words
beside which a ticker has another meaning (context). Terms of the stock market, beside which common words are
tickers (market), and of business (business).
"""

_NAMES = Path(__file__).parent / "reference" / "company_names.csv"


@dataclass(frozen=True)
class CompanyName:
    """Words that name a company, or show that it is not meant; ``ticker`` is empty for other meanings."""

    ticker: str
    name: str
    kind: Kind


@lru_cache(maxsize=64)
def company_names(day: date) -> tuple[CompanyName, ...]:
    """The names that mean the companies in an article of ``day``, and the ticker of each known stock."""
    tickers = [CompanyName(stock.ticker, stock.ticker, "ticker") for stock in known_stocks()]
    rows = [name for name, first, last in _rows() if first <= day <= last]
    return (*tickers, *rows)


@lru_cache
def _rows() -> tuple[tuple[CompanyName, date, date], ...]:
    with _NAMES.open(newline="", encoding="utf-8") as lines:
        return tuple(
            (
                CompanyName(row["ticker"], row["name"], cast(Kind, row["kind"])),
                date.fromisoformat(row["from"]) if row["from"] else date.min,
                date.fromisoformat(row["until"]) if row["until"] else date.max,
            )
            for row in csv.DictReader(lines)
        )

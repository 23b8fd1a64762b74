"""The names by which articles call the companies of the known stocks.

They are the rows of ``reference/company_names.csv``, with the period in which a name means the company: KIDO
was Kinh Đô until it sold the brand in 2015, and LPBank was LienVietPostBank before 2023. Further kinds of
rows, which :data:`Kind` lists, tell apart what looks alike.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from vn30.market.universe import known_stocks

Kind = Literal["name", "former", "ticker", "word", "other", "context"]
"""A name in use; one of the past; a ticker; a ticker that alone is another word, such as GAS; a longer name
with another meaning, such as that of a subsidiary; words beside which the ticker has another meaning."""

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
